"""Plays a meeting, the records of its process and somebody's own calendar, with everything to be pressed there."""

from datetime import timedelta

from playground import alderwick
from playground.house import House
from tests.flows.improvement_story import open_window, press_more
from tests.flows.meeting_story import go_on, send_pack
from tests.flows.reporting import SHARED


async def play_meeting(house: House) -> None:
    """Record a whole meeting, send its pack, open it again, and look at the register and the report."""
    await house.move_to(
        house.clock.now() + timedelta(minutes=1)
    )  # the newest of the list is then the one opened next
    priya = await send_pack(house)
    await go_on(priya)
    await priya.press("Change it")
    await house.settle()
    await open_window(priya)
    await press_more(priya, "Who agreed what")
    await priya.close()
    await priya.press("Report (Word)")
    while await priya.modal() is not None:
        await priya.close()


async def play_calendar(house: House) -> None:
    """Make an address, make another, and take it away."""
    joanne = house.visitor(alderwick.JOANNE)
    await joanne.press("My open items", SHARED)
    await joanne.press("My calendar")
    for label in ("Make an address", "New address", "Take it away"):
        await joanne.press(label)
    while await joanne.modal() is not None:
        await joanne.close()
