"""Plays a call for support and a test of the route, so that every button and form of theirs has been offered."""

from playground import alderwick
from playground.house import House


async def play_support(house: House) -> None:
    """Tom asks for help, is asked how, and Grace helps; Anita tests the route, and Nadia answers."""
    tom, grace, nadia, anita = (
        house.visitor(who) for who in (alderwick.TOM, alderwick.GRACE, alderwick.NADIA, alderwick.ANITA)
    )
    await tom.open_home()
    await tom.press("Ring me, please: I need somebody to talk to", "home")
    await tom.submit()
    await tom.press("Please write to me")
    await tom.press("Please ring me")
    await tom.close()
    await house.settle()
    await grace.press("I will help", "direct")
    await house.settle()
    await tom.press("Nobody has rung me", "direct")
    await house.settle()
    await grace.press("I will help", "direct")
    await anita.command("/contract", "general", "drill")
    await anita.submit()
    await anita.close()
    await house.settle()
    await nadia.press("I got this test", "direct")
    await house.settle()
