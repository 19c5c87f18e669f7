"""What is changed after others have read it: they hear of it, and an opening is recorded where words were shown."""

import pytest

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import SHOWN_BY, TITLE, WHAT, WHO, decide_not_to_tell_yet, press, the_action
from tests.flows.reporting import INTERNAL, report

WHY = "Why is it withdrawn?"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """One database is enough: what is said is the same on each."""
    return sqlite_house


async def own_record(who: Visitor) -> None:
    """The window of what somebody logged last."""
    await who.command("/concern", INTERNAL, "mine")
    await who.press("Open", INTERNAL)


async def withdraw(house: House, who: Visitor) -> None:
    """Withdraw what somebody logged last."""
    await own_record(who)
    await who.press("Withdraw")
    await who.fill({WHY: "Logged twice by mistake"})
    assert (await who.submit()).ok
    await house.settle()


async def put_right(house: House, who: Visitor, text: str) -> None:
    """Correct the text what somebody logged last."""
    await own_record(who)
    await who.press("Correct the text")
    await who.fill({"What happened": text})
    assert (await who.submit()).ok
    await house.settle()


async def openings(house: House) -> int:
    """How often the one concern was opened, as its chronology has it."""

    def count(work: UnitOfWork) -> int:
        entries = work.chronology.stream(alderwick.contract_id(work))
        return sum(entry.event is Event.CONCERN_OPENED for entry in entries)

    return await house.handrail.services.database.read(count)


async def test_the_lead_who_has_it_is_told_that_it_was_put_right_each_time(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await report(tom)
    await house.settle()
    await press(house, priya, "I will take this")
    for text in ("It was bed 14, not bed 4", "It was bed 15, not bed 14"):
        await put_right(house, tom, text)

    told = [said for said in await priya.direct_messages() if "was put right. Please read it again." in said]
    assert len(told) == 2
    assert "bed 1" not in "\n".join(told)


async def test_a_lead_who_puts_right_what_is_theirs_is_not_told_of_it(house: House, priya: Visitor) -> None:
    await report(priya)
    await house.settle()
    await put_right(house, priya, "It was bed 14, not bed 4")

    assert "was put right" not in "\n".join(await priya.direct_messages())


async def test_the_lead_is_told_of_a_withdrawal_and_which_actions_stay(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await decide_not_to_tell_yet(house, tom, priya)
    await priya.press("Open", "direct")
    await priya.press("Agree an action")
    await priya.fill({WHAT: TITLE, WHO: "Leah Brand, Westermere Council", SHOWN_BY: "Letters"})
    assert (await priya.submit()).errors == {}
    await house.settle()
    await withdraw(house, tom)

    said = (await priya.direct_messages())[-1]
    assert "is withdrawn. Please decide whether its actions are still needed:" in said
    assert (await the_action(house)).reference in said


async def test_what_was_withdrawn_meanwhile_can_no_longer_be_put_right(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await report(tom)
    await house.settle()
    await own_record(tom)
    await tom.press("Correct the text")
    await tom.fill({"What happened": "Changed afterwards"})
    await priya.press("Open", "direct")
    await priya.press("Withdraw")
    await priya.fill({WHY: "It belongs to another house"})
    await priya.submit()

    assert "withdrawn" in (await tom.submit()).errors["what_happened"]


async def test_a_form_that_shows_no_words_of_it_is_no_opening(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await report(tom)
    await house.settle()
    await press(house, priya, "I will take this")

    await priya.press("Decide what happens", "direct")
    await priya.close()
    assert await openings(house) == 0

    await priya.press("Open", "direct")
    assert await openings(house) == 1


async def test_a_concern_about_no_contract_stands_in_the_list_of_those_who_decide_on_it(
    house: House, tom: Visitor, anita: Visitor, priya: Visitor
) -> None:
    await report(tom, contract="Not about one contract")
    await house.settle()

    told = [said for said in await anita.direct_messages() if "Please take C-" in said]
    reference = told[-1].split("Please take ")[1].split()[0]
    assert reference in await anita.home()
    assert reference not in await priya.home()
