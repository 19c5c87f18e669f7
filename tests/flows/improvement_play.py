"""Plays an improvement process with everything that somebody may press in it, part by part as the story goes."""

from datetime import date, timedelta

from playground import alderwick
from playground.house import HandClock, House
from playground.visitor import Visitor
from tests.flows.improvement_story import (
    BECAUSE,
    HOW_MUCH,
    LIGHT,
    TITLE,
    WHAT,
    WHY_NOW,
    open_window,
    press_more,
    write_explanation,
)
from tests.flows.meeting_play import play_calendar, play_meeting
from tests.flows.plan_play import play_plan, play_revision
from tests.flows.reading_story import play_readings
from tests.flows.reporting import QUALITY, ROUTE, SUPPORT, TELL, report
from tests.flows.talking_play import play_agreeing, play_talking

THEME = "What is it about?"
WHY_NOT_NOW = "Why are they not looked at together now?"
HELP = "What help is offered, by whom, and until when?"
MORE = "Why is more needed than support and two actions?"
WHY_REST, UNTIL, IN_A_LINE = (
    "Why does it rest?",
    "When do you look at it again?",
    "In a line, for everybody",
)
WHICH, HOW = "Which organisation has received it?", "How do we know?"


async def a_concern_about(house: House, who: Visitor, theme: str = "Medicines") -> None:
    """Somebody logs a concern, and the lead decides it and says what it is about."""
    priya = house.visitor(alderwick.PRIYA)
    await report(who, QUALITY, "A dose was missed in the night")
    await house.settle()
    await priya.press("I will take this", "direct")
    await house.settle()
    await priya.press("Decide what happens", "direct")
    await priya.fill({ROUTE: SUPPORT, TELL: "Not yet", THEME: theme})
    await priya.submit()
    await house.settle()


async def play_patterns(house: House) -> None:
    """Let the third concern of a kind ask its question, and answer it."""
    tom, priya = house.visitor(alderwick.TOM), house.visitor(alderwick.PRIYA)
    for _ in range(3):
        await a_concern_about(house, tom, "Falls")
    await priya.press("Look at them together", "direct")
    await priya.close()
    await priya.press("Not now", "direct")
    await priya.fill({WHY_NOT_NOW: "The same fall, reported three times"})
    await priya.submit()
    await house.settle()


async def play_opening(house: House) -> None:
    """Open a process from a concern, explain it, and go the light route with a rest in between, to the full one."""
    tom, priya, joanne = (house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.JOANNE))
    await tom.command("/contract", "general", "improve")
    await tom.close()
    await a_concern_about(house, tom, "Records")
    await priya.press("Open", "direct")
    await priya.press("Improve this together")
    await priya.fill({WHAT: TITLE, HOW_MUCH: LIGHT, WHY_NOW: BECAUSE})
    await priya.submit()
    await write_explanation(priya)
    await house.settle()
    await joanne.press("Received", "direct")
    await house.settle()
    await open_window(priya)
    await priya.press("Why it must improve")
    await priya.press("Put the explanation right")
    await priya.close()
    await priya.press("Record that it arrived")
    await priya.fill({WHICH: "Westermere Advocacy", HOW: "E-mail of 9 September"})
    await priya.submit()
    await open_window(priya)
    await priya.press("Offer support")
    await priya.fill({HELP: "The medicines coach comes on three nights"})
    await priya.submit()
    await open_window(priya)
    await press_more(priya, "Let it rest")
    await priya.fill({WHY_REST: "An outbreak"})
    await priya.submit()
    await open_window(priya)
    await priya.press("Let it rest longer")
    await priya.fill({UNTIL: date(2026, 10, 6), IN_A_LINE: "The ward is still closed"})
    await priya.submit()
    await open_window(priya)
    await priya.press("Go on with it")
    await priya.press("Go on to looking at how it goes")
    await priya.press("Take the full route")
    await priya.fill({MORE: "Two actions do not reach the cause"})
    await priya.submit()
    await house.settle()


PLAYS = (
    play_readings,
    play_patterns,
    play_opening,
    play_talking,
    play_agreeing,
    play_plan,
    play_revision,
    play_meeting,
    play_calendar,
)
"""In the order of the story: each part of it plays what is its own."""


async def play_improvement(house: House) -> None:
    """Play every part, a little later each: what was opened last stands first in the list, and is gone on with."""
    for play in PLAYS:
        assert isinstance(house.clock, HandClock)
        house.clock.set(house.clock.now() + timedelta(seconds=1))
        await play(house)
