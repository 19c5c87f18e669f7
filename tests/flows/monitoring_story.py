"""How people of Alderwick House plan what is looked at and record what was found, for the tests to begin with."""

from datetime import date
from uuid import UUID

from bot.casework.monitoring_changes import NewInterval, change_interval
from domain.calendar import Nation
from domain.monitoring import Interval
from playground import alderwick
from playground.house import House
from playground.visitor import Answer, Visitor
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.unit_of_work import UnitOfWork
from tests.engine.stage import known
from tests.flows.action_story import JOANNE
from tests.flows.reporting import INTERNAL
from tests.journeys.days import another_contract

TOM = "Tom Hadley, Westermere Council"
WHAT, CRITERION, HOW_OFTEN = "What is looked at?", "By what criterion?", "How often?"
FIRST_ON, AT, WHO_LOOKS, FROM = (
    "First on which day?",
    "At what time, if it matters?",
    "Who looks?",
    "From which day?",
)
FOUND, SOURCE, WHY_NOT = "What was found?", "Where does that come from?", "Why was it not done?"
MEETS, IT_MEETS = "Does it meet what was agreed?", "Yes, it meets what was agreed"
NEW_DAY, RATED, RESTS_ON = "Is there a new day for it?", "How is it rated?", "What does the rating rest on?"
WHY_CHANGED, WHY_ENDED = "Why does it change?", "Why does it end?"
HOLD, WHY_HELD = "Do not tell senior contact yet", "Why is the senior contact not told yet?"
TITLE, GOOD_ENOUGH = "Doses given as prescribed", "98 of 100 doses"
RESULT = "97 of 100 doses, two gaps at night"


async def show_dates(
    visitor: Visitor,
    how_often: str = "Every month",
    first_on: date = date(2026, 11, 26),
    owner: str = TOM,
    **more: str,
) -> Answer:
    """Fill in the form behind `/monitor schedule`, up to the dates."""
    await visitor.command("/monitor", INTERNAL, "schedule")
    await visitor.fill(
        {
            WHAT: more.get("title", TITLE),
            CRITERION: more.get("criterion", GOOD_ENOUGH),
            HOW_OFTEN: how_often,
            FIRST_ON: first_on,
            WHO_LOOKS: owner,
            **({AT: more["at"]} if "at" in more else {}),
        }
    )
    return await visitor.submit()


async def schedule(
    house: House,
    visitor: Visitor,
    how_often: str = "Every month",
    first_on: date = date(2026, 11, 26),
    owner: str = TOM,
    **more: str,
) -> None:
    """Plan it and press Keep; what that owes arrives."""
    await show_dates(visitor, how_often, first_on, owner, **more)
    assert (await visitor.submit()).ok
    await house.settle()


async def record(
    house: House,
    visitor: Visitor,
    found: str = RESULT,
    source: str = "Read in a document",
    meets: str = IT_MEETS,
) -> Answer:
    """Press *Record it* on the newest reminder and say what was found, and whether it meets what was agreed."""
    await visitor.press("Record it")
    await visitor.fill({FOUND: found, SOURCE: source, MEETS: meets})
    answer = await visitor.submit()
    await house.settle()
    return answer


async def not_done(house: House, visitor: Visitor, why: str, new_day: date | None = None) -> Answer:
    """Press *Not done* and say why."""
    await visitor.press("Not done")
    await visitor.fill({WHY_NOT: why} | ({NEW_DAY: new_day} if new_day else {}))
    answer = await visitor.submit()
    await house.settle()
    return answer


async def open_first(visitor: Visitor) -> str:
    """Open the last thing of the list behind `/monitor`, and read its window."""
    await visitor.command("/monitor", INTERNAL)
    await visitor.press("Open")
    return await read(visitor)


async def read(visitor: Visitor) -> str:
    """Every word of the topmost window."""
    shown = await visitor.modal()
    assert shown is not None
    return "\n".join([shown.title, *shown.texts])


async def the_schedule(house: House) -> MonitoringSchedule:
    """The one schedule of Alderwick House."""
    [found] = await house.handrail.services.database.read(
        lambda work: list(work.monitoring.schedules(alderwick.contract_id(work)))
    )
    return found


async def occurrences(house: House) -> list[MonitoringActivity]:
    """Every occurrence of Alderwick House, in the order planned."""
    return await house.handrail.services.database.read(
        lambda work: list(work.monitoring.activities(alderwick.contract_id(work)))
    )


async def change_often(house: House, schedule_id: UUID, times: int) -> None:
    """Change the interval so often that one window cannot hold all that was called off."""
    now = house.clock.now()

    def change(work: UnitOfWork) -> None:
        for day in range(times):
            new = NewInterval(Interval.WEEKLY, date(2027, 2, 1 + day), None, "Another day suits better")
            change_interval(work, known(work, alderwick.PRIYA), schedule_id, new, now)

    await house.handrail.services.database.write(change, within=10)


async def play_monitoring(house: House) -> None:
    """Let everybody be offered every button and every form of monitoring, without letting a day go by."""
    tom, priya, joanne = (house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.JOANNE))
    await another_contract(house, Nation.WALES)
    for words in ("schedule", "rate"):
        await priya.command("/monitor", "general", words)
        await priya.close()
    await schedule(house, priya, first_on=date(2026, 9, 24), owner=JOANNE)
    await open_first(priya)
    await priya.press(HOLD)
    await priya.fill({WHY_HELD: "We talk with them first"})
    await priya.submit()
    await open_first(priya)
    await priya.press("Tell the senior contact as usual")
    await priya.close()
    await schedule(house, tom)
    await joanne.press("Open", "direct")
    await joanne.press("Not done")
    await joanne.close()
    await joanne.press("Open", "direct")
    await record(house, joanne)
    await joanne.close()
    await joanne.press("Open", "direct")
    await joanne.press("Correct it")
    await joanne.close()
    await priya.command("/monitor", INTERNAL, "rate")
    await priya.fill({RATED: "Amber", RESTS_ON: "Two concerns in one quarter"})
    await priya.submit()
    await priya.press("Change how often")
    await priya.fill({HOW_OFTEN: "Every three months", WHY_CHANGED: "It is rated amber"})
    await priya.submit()
    await priya.submit()
    await open_first(priya)
    await priya.press("End this")
    for _ in range(2):
        await priya.close()
    for schedule_id in {each.schedule_id for each in await occurrences(house)}:
        await change_often(house, schedule_id, 10)
    await house.settle()
    await open_first(priya)
    await priya.press("Earlier ones")
    for _ in range(2):
        await priya.close()
