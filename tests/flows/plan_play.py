"""A plan drafted, asked about, changed and agreed again, so that everybody has been offered all of it."""

from datetime import date

from domain.calendar import Nation, WorkingCalendar, suggested_due_on
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.a_way import close_all
from tests.flows.evaluation_story import IN_WORDS, SUMMARY
from tests.flows.improvement_story import (
    DUE_ON,
    NIGHT_CHECK,
    REASSESSMENTS,
    TRAINING,
    add_line,
    agree,
    open_plan,
    set_measure,
    the_process,
    watch,
)
from tests.flows.reporting import INTERNAL

BECAUSE = "Why does the plan change?"
PARTIES = (alderwick.PRIYA, alderwick.JOANNE, alderwick.SAM)


def ahead(house: House, working_days: int) -> date:
    """A good day, so many working days from now."""
    calendar = WorkingCalendar(Nation.ENGLAND)
    return suggested_due_on(calendar.local(house.clock.now()).date(), calendar, working_days)


async def play_plan(house: House) -> None:
    """From an agreed option to an agreed plan, with an action and a measure changed on the way."""
    priya = house.visitor(alderwick.PRIYA)
    await close_all(priya)
    await open_plan(priya, "Draft the plan")
    for title, owner, area in (
        (NIGHT_CHECK, "Joanne Field, Alderwick Care", "Tablets in the night"),
        (TRAINING, "Sam Whitlock, Westermere Integrated Care Board", "Families hear late"),
        (REASSESSMENTS, "Leah Brand, Westermere Council", "All of them"),
    ):
        await add_line(house, priya, title, owner, ahead(house, 30), area)
    await set_measure(house, priya)
    await watch(house, priya, {"First on which day?": ahead(house, 40)})
    await priya.press("Change action 1")
    await priya.fill({DUE_ON: ahead(house, 50)})
    await priya.submit()
    await priya.press("Change measure 1")
    await priya.fill({"Where is it to come?": "97"})
    await priya.submit()
    await ask_and_agree(house, priya)


async def ask_and_agree(house: House, priya: Visitor) -> None:
    """Ask everybody from the plan's window that is open; all agree."""
    await priya.press("Ask everybody to agree")
    await house.settle()
    await close_all(priya)
    await agree(house, *PARTIES)


async def play_revision(house: House) -> None:
    """Something said to a shared evaluation of the process, its answer, the next version, and that it then stays."""
    priya, joanne = house.visitor(alderwick.PRIYA), house.visitor(alderwick.JOANNE)
    await priya.command("/evaluate", INTERNAL, (await the_process(house)).reference)
    await priya.submit()
    await priya.fill({SUMMARY: IN_WORDS})
    await priya.submit()
    await priya.press("Share with all parties")
    await priya.submit()
    await house.settle()
    await close_all(priya)
    await joanne.press("Open", "direct")
    await joanne.press("Say something to this")
    await joanne.fill({"What would you like to say?": "The night figure leaves out the agency nights"})
    await joanne.submit()
    await house.settle()
    await close_all(joanne)
    await priya.press("Answer it", "direct")
    await priya.fill({"Is it taken up?": "Yes, it is taken up"})
    await priya.submit()
    await house.settle()
    await open_plan(priya)
    await priya.press("Change the plan")
    await priya.fill({BECAUSE: "Agency nights are counted from now on"})
    await priya.submit()
    await ask_and_agree(house, priya)
    await open_plan(priya)
    await priya.press("Read version 1")
    await close_all(priya)
    await open_plan(priya)
    await priya.press("It stays as it is")
    await house.settle()
    await close_all(priya)
