"""Passing on: to each who answers for it, chased until they have, and nothing of safeguarding by this way."""

from datetime import date, time

import pytest

from domain.chronology import SubjectKind
from domain.hand_offs import HandOffState
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.hand_offs import HandOff
from tests.flows.action_story import agree, decide_not_to_tell_yet, london
from tests.flows.evaluation_story import confirm
from tests.flows.hearing import Hearing
from tests.flows.placement_story import (
    ASKED,
    NOTIFICATION,
    OUR_WHY,
    PASSED,
    RECIPIENT,
    THEIR_WORDS,
    WHOM,
    WHY,
    pass_on,
    read,
)
from tests.flows.reporting import INTERNAL, SHARED, as_somebody_else, send_again

FOR_ALL = "A line that whoever reported it may read"
SCALDING = "The scalding of 7 September"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """What is told here does not depend on the database."""
    return sqlite_house


async def hand_offs(house: House) -> list[HandOff]:
    """What was passed on, those that wait first."""
    return await house.handrail.services.database.read(
        lambda work: list(work.hand_offs.of_contract(alderwick.contract_id(work)))
    )


@pytest.mark.criterion("CPC424-P2")
@pytest.mark.criterion("CPC305-P18")
@pytest.mark.parametrize(
    ("recipient", "expected"),
    [
        ("Statutory complaint", date(2026, 9, 11)),
        ("Health partner", date(2026, 9, 15)),
        ("Regulator", date(2026, 9, 15)),
        ("Another body", date(2026, 9, 15)),
    ],
)
async def test_what_is_passed_on_is_chased_by_its_kind_until_it_is_answered(
    house: House, hearing: Hearing, priya: Visitor, joanne: Visitor, recipient: str, expected: date
) -> None:
    await pass_on(house, priya, recipient)
    [kept] = await hand_offs(house)
    assert kept.reply_on == expected
    assert kept.reference.startswith("HO-")

    await house.move_to(london(expected.day, at=time(9, 31)))
    await house.settle()
    assert f"*{kept.reference}*: please ask for the answer" in (await priya.direct_messages())[-1]
    await priya.command("/contract", INTERNAL, "handoffs")
    assert "1 answer is awaited" in await read(priya)
    await priya.press("Open")
    assert OUR_WHY in await read(priya)
    await priya.press("They have answered")
    await priya.fill({"What did they say?": THEIR_WORDS})
    assert (await priya.submit()).ok
    await house.settle()

    assert [each.state for each in await hand_offs(house)] == [HandOffState.ANSWERED]
    assert "please ask for the answer" not in await priya.sees()
    for told in (*await joanne.direct_messages(), *await joanne.messages(SHARED)):
        assert kept.reference not in told
    assert OUR_WHY not in hearing.in_channel(alderwick.SHARED)


async def test_the_provider_is_asked_to_notify_without_delay_and_says_when_and_under_which_reference(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await pass_on(house, priya, NOTIFICATION, **{ASKED: SCALDING})
    screen = await read(priya)
    assert "the provider is asked to notify without delay" in screen
    assert "Next: you are told once they say it is made, or reminded to ask." in screen
    assert " by " not in screen, "there is no day for it"

    asked = (await joanne.direct_messages())[-1]
    assert asked.startswith("*Please notify the regulator without delay, and say here when it was made")
    assert SCALDING in asked
    assert OUR_WHY not in asked
    assert " days" not in asked, "there is no number of days for it"
    await joanne.press("The regulator is notified", "direct")
    await joanne.fill({"On which day was it made?": date(2026, 9, 9), "Its reference": "NOT-11"})
    assert "This day is still to come" in str((await joanne.submit()).errors)
    await joanne.fill({"On which day was it made?": date(2026, 9, 8)})
    assert (await joanne.submit()).ok
    await house.settle()

    [kept] = await hand_offs(house)
    assert (kept.state, kept.made_on) == (HandOffState.ANSWERED, date(2026, 9, 8))
    assert "Joanne Field says it was made on Tuesday 8 September 2026" in (await priya.direct_messages())[-1]


async def test_of_a_concern_that_the_provider_does_not_know_nothing_is_asked_of_it(
    house: House, tom: Visitor, priya: Visitor, hearing: Hearing
) -> None:
    await decide_not_to_tell_yet(house, tom, priya)
    await priya.press("Open")
    await priya.press("Pass on to …")

    form = await priya.modal()
    assert form is not None
    assert NOTIFICATION not in form.choices(RECIPIENT)
    assert "Priya Nair" in form.texts[0] + form.texts[1]
    pressed = next(
        heard.body
        for heard in reversed(hearing.heard)
        if heard.body.get("type") == "block_actions"
        and heard.body["actions"][0]["action_id"] == "hand_off_start"
    )
    body = as_somebody_else(house, pressed, alderwick.PRIYA.user_id, alderwick.COUNCIL)
    concern = body["actions"][0]["value"].partition(":")[2]
    body["actions"][0]["value"] = f"safeguarding:{concern}"
    await send_again(house, body)
    assert "A safeguarding concern has its own referral" in await priya.sees()


async def pass_on_from_here(house: House, visitor: Visitor) -> None:
    """Pass on to the health partner what the window at hand is about."""
    await visitor.press("Pass on to …")
    await visitor.fill(
        {
            RECIPIENT: "Health partner",
            WHY: OUR_WHY,
            WHOM: "Medicines team, integrated care board",
            PASSED: "Letter of 7 September",
        }
    )
    assert (await visitor.submit()).ok
    await house.settle()


async def answer(house: House, visitor: Visitor, for_all: str = "") -> None:
    """Record what they said, with a line for all or without."""
    await visitor.command("/contract", INTERNAL, "handoffs")
    await visitor.press("Open")
    await visitor.press("They have answered")
    await visitor.fill({"What did they say?": THEIR_WORDS} | ({FOR_ALL: for_all} if for_all else {}))
    assert (await visitor.submit()).ok
    await house.settle()


@pytest.mark.parametrize("line", ["", "The pharmacist helps with the charts from Thursday"])
async def test_whoever_reported_a_concern_hears_of_its_answer_once_there_is_a_line_for_all(
    house: House, tom: Visitor, priya: Visitor, line: str
) -> None:
    await decide_not_to_tell_yet(house, tom, priya)
    await priya.press("Open")
    await pass_on_from_here(house, priya)
    before = await tom.direct_messages()
    await answer(house, priya, line)

    told = (await tom.direct_messages())[len(before) :]
    if not line:
        assert told == []
        return
    [said] = told
    assert said.startswith("*There is an answer to what you reported: C-")
    assert f"“{line}”" in said
    assert "Next: nothing from you." in said
    assert THEIR_WORDS not in said
    assert OUR_WHY not in said


async def test_it_begins_from_an_action_or_an_evaluation_too_and_says_from_which(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await joanne.press("Open", SHARED)
    assert "Pass on to …" not in await joanne.sees(), "the provider passes nothing on from here"
    await priya.press("Open", SHARED)
    await pass_on_from_here(house, priya)
    await confirm(house, priya)
    await priya.close()
    await priya.command("/evaluate", INTERNAL, "list")
    await priya.press("Open", INTERNAL)
    await pass_on_from_here(house, priya)

    kinds = {each.about_kind for each in await hand_offs(house)}
    assert kinds == {SubjectKind.ACTION, SubjectKind.EVALUATION}
    await priya.command("/contract", INTERNAL, "handoffs")
    listed = await read(priya)
    assert "It is from A-" in listed
    assert "It is from EV-" in listed
