"""A plan by clicking: its measures, what is missing by name, everybody's answer, its actions, and the next version."""

from datetime import date

import pytest

from domain.actions import ActionState
from domain.calendar import Nation
from domain.improvements import ImprovementState
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.actions import Action
from storage.unit_of_work import UnitOfWork
from tests.flows.a_way import close_all
from tests.flows.action_story import read_window
from tests.flows.evaluation_story import IN_WORDS, SUMMARY
from tests.flows.improvement_story import (
    A_MEASURE,
    COUNTED,
    DUE_ON,
    NIGHT_CHECK,
    OUTCOME,
    REASSESSMENTS,
    TRAINING,
    add_line,
    agree,
    agree_option,
    agree_plan,
    open_plan,
    set_measure,
    the_process,
    watch,
)
from tests.flows.reporting import INTERNAL, SHARED

LEAH = "Leah Brand, Westermere Council"


async def actions_of(house: House) -> dict[str, Action]:
    """The actions of the process, by their titles."""
    process = await the_process(house)
    return await house.handrail.services.database.read(
        lambda work: {each.title: each for each in work.actions.of_improvement(process.id)}
    )


async def in_scotland(house: House) -> None:
    """The contract keeps the bank holidays of Scotland from now on."""

    def move(work: UnitOfWork) -> None:
        work.contracts.get(alderwick.contract_id(work)).nation = Nation.SCOTLAND

    await house.handrail.services.database.write(move)


@pytest.mark.criterion("CPC424-P7")
async def test_a_measure_stands_for_an_outcome_and_is_read_as_a_row_of_words(sqlite_house: House) -> None:
    priya = await agree_option(sqlite_house)
    await open_plan(priya, "Draft the plan")

    await set_measure(sqlite_house, priya, {OUTCOME: " "})
    form = await priya.modal()
    assert form is not None
    assert form.faults == {
        OUTCOME: "Please say what people are to have from it: which outcome it stands for."
    }
    await priya.fill({OUTCOME: A_MEASURE[OUTCOME], COUNTED: "Doses that Joanne Field gives"})
    await priya.submit()
    form = await priya.modal()
    assert form is not None
    assert "name" in form.faults[COUNTED]
    await priya.fill({COUNTED: A_MEASURE[COUNTED]})
    await priya.submit()

    table = await read_window(priya)
    assert "1. Doses given as prescribed: from 91 % to 98 %" in table.replace("*", "")
    assert "For people: I get my tablets when I need them" in table
    assert (
        "On target from 98 %; close from 95 % to under 98 %; below target from 90 % to under 95 %; "
        "well below under 90 %." in table
    )
    assert "Read every month by Joanne Field, Alderwick Care." in table


@pytest.mark.criterion("CPC424-P9")
@pytest.mark.criterion("CPC424-P10")
async def test_a_plan_names_all_it_lacks_and_once_all_agree_its_actions_stand(sqlite_house: House) -> None:
    house = sqlite_house
    priya = await agree_option(house)
    await open_plan(priya, "Draft the plan")
    await add_line(house, priya, NIGHT_CHECK, "Joanne Field, Alderwick Care")

    await priya.press("Ask everybody to agree")

    missing = await read_window(priya)
    for lack in (
        "Nobody is asked yet: the plan is not complete. What you have drafted is kept",
        NIGHT_CHECK,
        "Westermere Council has nothing to do in it yet",
        "Westermere Integrated Care Board has nothing to do in it yet",
        "no measure is set",
        "please press How progress is looked at",
        "what has to be reached",
    ):
        assert lack in missing.replace("*", "")
    await priya.close()
    assert await priya.modal() is None, "what lies beneath still said that no plan was drafted"
    await open_plan(priya)
    await add_line(house, priya, TRAINING, "Sam Whitlock, Westermere Integrated Care Board")
    await add_line(house, priya, REASSESSMENTS, LEAH, date(2026, 10, 17))
    form = await priya.modal()
    assert form is not None
    assert "is not a working day for this contract" in form.faults[DUE_ON]
    await priya.fill({DUE_ON: date(2026, 10, 15)})
    await priya.submit()
    await set_measure(house, priya)
    await in_scotland(house)
    await watch(house, priya, {"First on which day?": date(2026, 11, 30)})

    dates = await read_window(priya)
    assert "Tuesday 1 December 2026 (30th a bank holiday)" in dates
    assert "Tuesday 5 January 2027 (30th to 31st closed here, 1st a bank holiday" in dates
    assert "It is enough once “Doses given as prescribed” was on target at 2 readings in a row" in dates

    assert (await priya.press("Ask everybody to agree")).ok
    await house.settle()
    await agree(house, alderwick.PRIYA, alderwick.JOANNE)
    assert not await actions_of(house)
    await agree(house, alderwick.SAM)

    actions = await actions_of(house)
    assert {title: each.state for title, each in actions.items()} == {
        NIGHT_CHECK: ActionState.AGREED,
        TRAINING: ActionState.AGREED,
        REASSESSMENTS: ActionState.AGREED,
    }
    assert (await the_process(house)).state is ImprovementState.MONITORING
    joanne = house.visitor(alderwick.JOANNE)
    [told] = [said for said in await joanne.direct_messages() if "Please see to your action" in said]
    assert actions[NIGHT_CHECK].reference in told
    assert f"by Thursday 15 October 2026: {NIGHT_CHECK}" in told
    in_channel = [each for each in await joanne.messages(SHARED) if "Received is not the same" not in each]
    assert "Joanne" not in "\n".join(in_channel), (
        "of her it says there that she has answered, and nothing else"
    )


@pytest.mark.criterion("CPC424-P15")
async def test_a_plan_is_revised_by_a_version_that_says_what_changed_and_why(sqlite_house: House) -> None:
    house = sqlite_house
    priya = await agree_plan(house)
    was = (await actions_of(house))[TRAINING]
    await open_plan(priya)
    await priya.press("Change the plan")
    await priya.fill({"Why does the plan change?": "The training waits for the outbreak to be over"})
    await priya.submit()
    assert (await priya.press("Change action 2")).ok
    await priya.fill({DUE_ON: date(2026, 11, 5)})
    await priya.submit()
    await add_line(house, priya, "Write to families each month", LEAH, date(2026, 11, 4))

    compared = await read_window(priya)
    assert "Beside version 1: one action added, one date moved." in compared.replace("*", "")
    assert f"{TRAINING}: moved from Thursday 15 October 2026 to Thursday 5 November 2026" in compared
    assert "The training waits for the outbreak to be over" in compared
    assert (await actions_of(house))[TRAINING].due_on == was.due_on

    await priya.press("Ask everybody to agree")
    await house.settle()
    await agree(house, alderwick.PRIYA, alderwick.JOANNE, alderwick.SAM)

    training = (await actions_of(house))[TRAINING]
    assert (training.due_on, training.original_due_on) == (date(2026, 11, 5), date(2026, 10, 15))
    await open_plan(priya)
    await priya.press("Read version 1")
    first = await read_window(priya)
    assert "Version 1 of the plan" in first
    assert "by Thursday 15 October 2026" in first
    assert "Write to families each month" not in first


async def share_evaluation(house: House, priya: Visitor) -> None:
    """Evaluate the process, confirm it and share it with everybody."""
    assert (await priya.command("/evaluate", INTERNAL, (await the_process(house)).reference)).ok
    assert (await priya.submit()).ok
    await priya.fill({SUMMARY: IN_WORDS})
    assert (await priya.submit()).ok
    await priya.press("Share with all parties")
    assert (await priya.submit()).ok
    await house.settle()


@pytest.mark.criterion("CPC424-P15")
async def test_what_is_said_to_an_evaluation_is_answered_before_the_plan_is_revised(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    priya, joanne = await agree_plan(house), house.visitor(alderwick.JOANNE)
    await share_evaluation(house, priya)
    await say_and_wait(house, joanne)

    await close_all(priya)
    await open_plan(priya)
    await priya.press("Change the plan")
    await priya.fill({"Why does the plan change?": "The night figure"})
    refused = await priya.submit()
    assert "One piece of feedback has no answer yet" in await read_window(priya) + str(refused.shown)
    await close_all(priya)
    await priya.press("Answer it", "direct")
    await priya.fill({"Is it taken up?": "No, and I say why"})
    await priya.submit()
    form = await priya.modal()
    assert form is not None
    assert list(form.faults) == ["What is done about it, or why not?"]
    await priya.fill({"What is done about it, or why not?": "Agency nights are counted in the next one"})
    assert (await priya.submit()).ok
    await house.settle()

    assert any("It is not taken up, and why is said" in said for said in await joanne.direct_messages())
    await open_plan(priya)
    assert (await priya.press("It stays as it is")).ok
    await house.settle()
    assert any("stays as it is: version 1 goes on" in said for said in await joanne.direct_messages())


async def say_and_wait(house: House, visitor: Visitor) -> None:
    """Open what was shared, and say something to it; the lead is asked to answer."""
    await visitor.press("Open", "direct")
    assert (await visitor.press("Say something to this")).ok
    await visitor.fill({"What would you like to say?": "The night figure leaves out the agency nights"})
    assert (await visitor.submit()).ok
    await house.settle()
