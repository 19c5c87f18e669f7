"""A concern comes to an end: what came of it is said, whoever logged it hears, and it can be opened again."""

from datetime import date, timedelta

import pytest

from playground.house import House
from playground.visitor import Visitor
from tests.flows.action_story import JOANNE, SHOWN_BY, WHAT, WHEN, WHO, digests, hand_in, press, read_window
from tests.flows.reporting import INTERNAL, SHARED, decide, reference_in, report

OUTCOME, WHY_OPEN = "What came of it?", "An action of it goes on. Why is it closed all the same?"
NOTE = "Anything for your own organisation alone?"
CAME_OF_IT, OURS = "Charts are checked each night now", "Keep an eye on the weekend rota"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """What is told here does not depend on the database."""
    return sqlite_house


async def decided(house: House, tom: Visitor, priya: Visitor) -> str:
    """Tom logs a concern, Priya takes it, decides and tells the provider; return its reference."""
    await report(tom)
    await house.settle()
    await press(house, priya, "I will take this", "direct")
    await priya.press("Decide what happens")
    await decide(priya, "Now", "Please look at the charts")
    await house.settle()
    return reference_in((await priya.direct_messages())[-1])


async def close(house: House, priya: Visitor, **more: str) -> None:
    """Close it, from its window."""
    await priya.press("Close this concern")
    await priya.fill({OUTCOME: CAME_OF_IT, NOTE: OURS, **more})
    assert (await priya.submit()).errors == {}
    await house.settle()


async def test_the_lead_closes_it_with_a_line_that_all_who_know_of_it_read_and_whoever_logged_it_is_told(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await decided(house, tom, priya)
    await priya.press("Open", "direct")
    await close(house, priya)

    assert "which you logged, is closed.*" in (await tom.direct_messages())[-1]
    assert "is closed.* Press Open to read what came of it." in (await joanne.messages(SHARED))[-1]
    await joanne.press("Open", SHARED)
    assert CAME_OF_IT in await read_window(joanne)
    assert OURS not in await joanne.sees()
    await priya.command("/concern", INTERNAL, "list")
    assert "*No concern is open*" in (await priya.ephemerals(INTERNAL))[-1]

    await priya.press("Open", "direct")
    await priya.press("Open it again")
    await priya.fill({"Why is it opened again?": "Two new gaps"})
    assert (await priya.submit()).ok
    await house.settle()
    await priya.command("/concern", INTERNAL, "list")
    assert "*1 concern is open, the oldest first:*" in (await priya.ephemerals(INTERNAL))[-1]


async def test_while_an_action_goes_on_it_is_closed_only_with_a_reason_and_asked_for_once_the_last_is_done(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    reference = await decided(house, tom, priya)
    assert "Concerns to close, or to agree an action for" in await priya.home()
    await priya.press("Open", "direct")
    await priya.press("Agree an action")
    await priya.fill(
        {WHAT: "Check each night", WHO: JOANNE, SHOWN_BY: "Night charts", WHEN: date(2026, 9, 24)}
    )
    assert (await priya.submit()).ok
    await house.settle()
    assert "Open concerns" in await priya.home()
    await press(house, joanne, "I will do this", "direct")

    await priya.command("/concern", INTERNAL, "list")
    await priya.press("Open", INTERNAL)
    await priya.press("Close this concern")
    form = await priya.modal()
    assert form is not None
    assert WHY_OPEN in form.labels
    await priya.close()
    await priya.close()

    await hand_in(house, joanne)
    await press(house, priya, "It looks done", "direct")
    await house.move_to(house.clock.now() + timedelta(days=3))
    assert any(f"*{reference}*: please close it" in said for said in await digests(priya))
