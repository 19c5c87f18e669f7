"""How a process comes to its end at Alderwick House: formal steps, that it lasts, looking back, closing."""

from datetime import date, time

from bot.casework.improvements import take_to
from domain.improvements import ImprovementState
from playground import alderwick
from playground.house import House
from playground.visitor import Answer, Visitor
from storage.improvements import Improvement
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import london
from tests.flows.improvement_story import explain, open_window, press_more
from tests.flows.reporting import INTERNAL

LETTERS_ASKED = "Which letters does the contract provide for?"
WHICH, WHY_FORMAL, SUPPORT = (
    "Which letter?",
    "Why does it become formal now?",
    "Which support was offered before, and how was it answered?",
)
DEFAULT, SUSPENSION = "Default notice", "Suspension"
BECAUSE_FORMAL = "Doses were missed again in each of the last two weeks"
SUPPORT_OFFERED = "The medicines coach was offered on 1 October and declined on 6 October"
SERVED_ON, HOW, BY_WHOM, DUTIES = (
    "On which day was it served?",
    "How was it served, and on whom?",
    "Who served it?",
    "What does each party do now, and by when?",
)
POSTED = "By recorded post to the registered office"
CLERK = "The contracts clerk"
THEIR_DUTIES = "The provider writes a plan in ten working days; we answer it in five."


async def process_of(house: House) -> Improvement:
    """The one process there is."""

    def one(work: UnitOfWork) -> Improvement:
        return work.improvements.in_contracts([alderwick.contract_id(work)])[0]

    return await house.handrail.services.database.read(one)


async def follow(house: House, route: str = "Light: support and up to two actions") -> Visitor:
    """A process that everybody knows of and whose progress is looked at; return the contract lead."""
    priya = await explain(house, route)
    await bring_to(house, ImprovementState.MONITORING)
    return priya


async def bring_to(house: House, state: ImprovementState) -> None:
    """Take the process to a state whose own story is told elsewhere."""
    now = house.clock.now()

    def take(work: UnitOfWork) -> None:
        improvement = work.improvements.in_contracts([alderwick.contract_id(work)])[0]
        priya = work.people.in_slack(alderwick.COUNCIL, alderwick.PRIYA.user_id)
        assert priya is not None
        take_to(work, improvement, state, priya, now)

    await house.handrail.services.database.write(take, within=10)
    await house.settle()


async def set_letters(visitor: Visitor, letters: tuple[str, ...] = (DEFAULT,)) -> Answer:
    """Say with `/contract notices` which letters the contract provides for."""
    await visitor.command("/contract", INTERNAL, "notices")
    await visitor.fill({LETTERS_ASKED: list(letters)})
    return await visitor.submit()


async def ask_formally(house: House, visitor: Visitor, **other: str) -> Answer:
    """Ask for a formal step from the window of the process; what that owes arrives."""
    await open_window(visitor)
    assert (await press_more(visitor, "Ask for a formal step")).ok
    await visitor.fill({WHICH: DEFAULT, WHY_FORMAL: BECAUSE_FORMAL, SUPPORT: SUPPORT_OFFERED} | other)
    answer = await visitor.submit()
    await house.settle()
    return answer


async def record_service(house: House, visitor: Visitor, on: date, **other: str) -> Answer:
    """Record that the letter was served; what that owes arrives."""
    await visitor.press("It was served", "direct")
    await visitor.fill({SERVED_ON: on, HOW: POSTED, BY_WHOM: CLERK, DUTIES: THEIR_DUTIES} | other)
    answer = await visitor.submit()
    await house.settle()
    return answer


UNTIL, SHOWN_BY_WHAT = "Until when is it watched?", "What shows that it is reached?"
WELL, CHANGE, PEOPLE_SAY = (
    "What went well?",
    "What should be done another time, by any of us?",
    "What do people who use the service, and their families, say?",
)
LESSON, NOTHING_BECAUSE = "What was learned that is worth keeping?", "Why is nothing recommended?"


async def watch_until(house: House, visitor: Visitor, until: date, because: str = "") -> Answer:
    """Say in the window of the process that it is reached, and until when it is watched."""
    await open_window(visitor)
    assert (await visitor.press("See that it lasts")).ok
    await visitor.fill({UNTIL: until} | ({SHOWN_BY_WHAT: because} if because else {}))
    answer = await visitor.submit()
    await house.settle()
    return answer


async def shut(visitor: Visitor) -> None:
    """Close every window that is open."""
    while await visitor.modal() is not None:
        await visitor.close()


async def reflect(house: House) -> Visitor:
    """A process that lasted, so that everybody is asked to look back; return the contract lead."""
    priya = await follow(house)
    assert (await watch_until(house, priya, date(2026, 9, 9), "The charts of a week are whole")).ok
    await house.move_to(london(9, at=time(10, 0)))
    await open_window(priya)
    assert (await priya.press("It lasted: look back")).ok
    await house.settle()
    await shut(priya)
    return priya


async def look_back(
    house: House, visitor: Visitor, well: str, other: dict[str, str] | None = None, *, nameless: bool = False
) -> Answer:
    """Write what one makes of it, from the message that asks."""
    assert (await visitor.press("Look back", "direct")).ok
    await visitor.fill(
        {WELL: well} | (other or {}) | ({"Your name": ["Without my name"]} if nameless else {})
    )
    answer = await visitor.submit()
    await house.settle()
    return answer
