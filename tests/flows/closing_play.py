"""Plays the end of a concern, closed and opened again, so that every button and form of it has been offered."""

from playground import alderwick
from playground.house import House
from tests.flows.reporting import decide, report


async def play_closing(house: House) -> None:
    """Tom logs a concern; Priya decides, closes it, and opens it again."""
    tom, priya = house.visitor(alderwick.TOM), house.visitor(alderwick.PRIYA)
    await report(tom)
    await house.settle()
    await priya.press("I will take this", "direct")
    await house.settle()
    await priya.press("Decide what happens", "direct")
    await decide(priya, "Not yet")
    await house.settle()
    await priya.press("Open", "direct")
    await priya.press("Close this concern")
    await priya.fill({"What came of it?": "Looked into, and put right"})
    await priya.submit()
    await house.settle()
    await priya.press("Open", "direct")
    await priya.press("Open it again")
    await priya.fill({"Why is it opened again?": "It has come back"})
    await priya.submit()
    await house.settle()
