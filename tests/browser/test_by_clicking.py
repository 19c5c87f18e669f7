"""A concern and an action from the first click to the reminder, in a real browser, by what people see there."""

import pytest

from playground.alderwick import JOANNE, PRIYA, SHARED, TOM
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

GAPS = "Gaps in the medicine charts of the upper floor, twelve in August."
CHECK = "A second check of the medicine charts each night"
LOOK = "Gaps in medicine charts, upper floor, in August. Please look at nights."


async def test_a_concern_is_logged_taken_decided_and_read_by_the_provider(desk: Desk) -> None:
    await desk.sit_down(TOM, "alderwick-internal")
    await desk.type_command("/concern")
    await desk.tick("Quality or contract")
    await desk.type("What happened?", GAPS)
    await desk.picture("concern")
    await desk.send_and_stay()
    assert await desk.reads("Saved as C-")
    await desk.close()

    await desk.sit_down(PRIYA, "Handrail")
    assert await desk.reads("by 17:00 on Wednesday 9 September 2026")
    await desk.picture("lead")
    await desk.press("I will take this")
    assert await desk.reads("Next: decide what happens")
    await desk.press("Decide what happens")
    await desk.choose("Where does it go?", "Support: help the provider put it right")
    await desk.tick("Now")
    await desk.type("What may everybody on this contract read?", LOOK)
    await desk.picture("decide")
    await desk.send()
    assert await desk.reads("The provider has been told.")

    await desk.sit_down(JOANNE, "alderwick-shared")
    assert await desk.reads("is open. Please look.")
    await desk.press("Open")
    assert await desk.reads(LOOK)
    await desk.picture("provider")
    await desk.close()


async def test_an_action_is_agreed_reminded_of_shown_to_be_done_and_looked_at(desk: Desk) -> None:
    await desk.sit_down(JOANNE, "alderwick-shared")
    await desk.press("My open items")
    await desk.press_in_form("Agree an action")
    await desk.type("What is to be done?", CHECK)
    await desk.choose("Who will do it?", "Joanne Field, Alderwick Care")
    await desk.type("By when?", "2026-09-16")
    await desk.type("What will show that it is done?", "Seven nights of charts with two initials.")
    await desk.picture("action")
    await desk.send_and_stay()
    assert await desk.reads("The action is kept and agreed")
    await desk.picture("kept")
    await desk.close()
    assert await desk.reads("is planned, to be done by Wednesday 16 September 2026")

    await desk.move_on("week")
    await desk.move_on("working_day")
    await desk.move_on("hour")
    await desk.open("Handrail")
    assert await desk.reads("please show it is done")
    await desk.picture("reminder")
    await desk.press("Show it is done")
    await desk.type("Where can it be seen?", "In the night folder of the upper floor.")
    await desk.send()

    await desk.sit_down(PRIYA, "Handrail")
    assert await desk.reads("has handed in what shows it")
    await desk.press("It looks done")
    assert await desk.reads("Priya Nair has looked at it")


async def test_a_telephone_shows_the_same_conversation(desk: Desk) -> None:
    await desk.page.set_viewport_size({"width": 400, "height": 800})
    await desk.page.goto(f"{desk.url}/#as={JOANNE.user_id}&in={SHARED}")
    assert await desk.reads("Someone may be at risk")
    await desk.picture("telephone")
    width = await desk.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 400
