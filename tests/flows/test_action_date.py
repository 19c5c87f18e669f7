"""Another date before an action is agreed: the owner names one, whoever proposed it agrees or keeps theirs."""

from datetime import date

import pytest

from domain.actions import ActionState
from playground.house import House
from playground.visitor import Visitor
from tests.conftest import Furnished
from tests.flows.action_story import (
    SAFE_NOW,
    all_actions,
    digests,
    london,
    name_a_date,
    press,
    propose,
    read_window,
    sent_twice,
    the_action,
)
from tests.flows.reporting import SHARED

PROPOSED, WANTED = date(2026, 9, 22), date(2026, 9, 30)


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough for words and days; that both keep and lock alike is proven with the evidence."""
    return furnished_sqlite


@pytest.mark.criterion("CPC424-P11")
async def test_the_owner_agrees_with_another_date_and_it_is_agreed_once_whoever_proposed_it_agrees(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await propose(house, tom)
    async with sent_twice(house):
        await name_a_date(house, joanne, WANTED)

    action = await the_action(house)
    assert (action.state, action.due_on) == (ActionState.PROPOSED, PROPOSED)
    asked = (await tom.direct_messages())[-1]
    assert f"may {action.reference} be done by Wednesday 30 September 2026?" in asked
    assert "pharmacist" not in asked
    assert "next, Tom Hadley answers" in "\n".join(await joanne.direct_messages())

    await press(house, tom, "Agree to that date", "direct")

    action = await the_action(house)
    assert (action.state, action.due_on, action.original_due_on) == (ActionState.AGREED, WANTED, WANTED)
    assert "is agreed, to be done by Wednesday 30 September 2026" in (await joanne.messages(SHARED))[-1]
    assert "Next: show by then that it is done." in (await joanne.direct_messages())[-1]
    [told] = [said for said in await priya.direct_messages() if action.reference in said]
    assert "Joanne Field has confirmed it" in told
    assert "Next: nothing from you." in told
    await tom.press("Open", "direct")
    seen = await read_window(tom)
    assert "Proposed first: Tuesday 22 September 2026." in seen
    assert "Wednesday 30 September 2026: agreed." in seen
    assert "The pharmacist is away" in seen


async def test_a_date_that_is_kept_is_said_yes_or_no_to_by_its_owner(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await propose(house, tom)
    await name_a_date(house, joanne, WANTED)
    await press(house, tom, "Keep the date", "direct")

    action = await the_action(house)
    assert (action.state, action.due_on) == (ActionState.PROPOSED, PROPOSED)
    kept = (await joanne.direct_messages())[-1]
    assert "please say by 17:00 on Thursday 10 September 2026 whether you will do it by Tuesday 22" in kept

    await press(house, joanne, "I will do this", "direct")
    assert (await the_action(house)).due_on == PROPOSED


async def test_whoever_waits_for_an_answer_about_the_date_is_not_chased_and_who_owes_it_is(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await propose(house, tom)
    await name_a_date(house, joanne, WANTED)

    await house.move_to(london(16))

    assert await digests(joanne) == []
    assert "please answer Joanne Field, who would do it by Wednesday 30 September" in (await digests(tom))[0]


async def test_an_owner_who_waits_can_still_say_yes_or_no_and_then_nobody_owes_an_answer(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    for label in ("I will do this", "I cannot do this"):
        await propose(house, tom)
        await name_a_date(house, joanne, WANTED)
        await press(house, joanne, label, "direct")
        if label == "I cannot do this":
            await joanne.fill({"Why not, and what would be possible instead?": "The pharmacist does this"})
            await joanne.submit()
            await house.settle()
        assert not [said for said in await tom.direct_messages() if "Please answer by" in said]
    assert {each.state for each in await all_actions(house)} == {ActionState.AGREED, ActionState.WITHDRAWN}
    assert {each.due_on for each in await all_actions(house)} == {PROPOSED}


async def test_the_same_date_a_day_off_and_a_second_question_are_sent_back(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await propose(house, tom)
    for day, said in ((PROPOSED, "press I will do this"), (date(2026, 9, 26), "is not a working day")):
        await name_a_date(house, joanne, day)
        form = await joanne.modal()
        assert form is not None
        assert said in form.faults["By when will you do it?"]
        await joanne.close()
    await name_a_date(house, joanne, WANTED)

    assert "Agree with another date" not in await joanne.sees()


async def test_for_what_keeps_people_safe_the_reminders_to_confirm_go_on(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await propose(house, tom, applies=[SAFE_NOW])
    await name_a_date(house, joanne, WANTED)
    await house.move_to(london(10))

    assert "please confirm it" in "\n".join(await digests(joanne))


async def test_an_owner_who_may_names_somebody_else_of_their_side_from_the_question_itself(
    house: House, tom: Visitor, joanne: Visitor, dele: Visitor
) -> None:
    await propose(house, tom)
    await name_a_date(house, joanne, WANTED)
    await joanne.press("Somebody else does it", "direct")
    form = await joanne.modal()
    assert form is not None
    others = form.choices("Who takes it on?")
    assert others == ["Dele Akande, Alderwick Care", "Ruth Keane, Alderwick Care (not in Slack)"]
    await joanne.fill({"Who takes it on?": others[0]})
    assert (await joanne.submit()).ok
    await house.settle()

    told = next(each for each in await joanne.direct_messages() if "A-" in each)
    assert "is with Dele Akande now.* Next: nothing from you." in told
    assert "I will do this" not in told
    assert "Agree to that date" not in await tom.sees(), "whoever does it now has agreed to no date"
    await dele.press("My open items", SHARED)
    await dele.press("Open")
    await press(house, dele, "I will do this")
    action = await the_action(house)
    assert (action.state, action.due_on) == (ActionState.AGREED, PROPOSED)
