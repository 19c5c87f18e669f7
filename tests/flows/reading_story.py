"""A process that is being monitored, made by casework at once, for tests of readings and of its evaluation."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from bot.casework.improvements import Sources, open_improvement
from bot.casework.monitoring import schedule_monitoring
from domain.improvements import ImprovementState, NewImprovement, Route
from domain.measures import Direction
from domain.monitoring import Interval, NewSchedule
from playground import alderwick
from playground.alderwick import JOANNE, PRIYA, Character
from playground.house import House
from playground.visitor import Answer, Visitor
from storage.measures import Measure
from storage.unit_of_work import UnitOfWork
from tests.engine.stage import known
from tests.flows.evaluation_story import IN_WORDS, SUMMARY
from tests.flows.reporting import INTERNAL

PROCESS = "Medicines at night and telling families"
DOSES, NIGHTS, FAMILIES = "Doses given as prescribed", "Familiar night staff", "Families told the same day"
LABELS = [f"{title} (%)" for title in (DOSES, NIGHTS, FAMILIES)]
MISSING_BECAUSE = "What could not be read: why?"
FIRST_ON = date(2026, 11, 26)
SURVEY = "The survey of December was not sent out"


@dataclass(frozen=True)
class Counted:
    """One measure as the tests set it: where it starts, where it is to come, how far short is close, and below."""

    title: str
    baseline: int
    target: int
    close: int
    below: int


COUNTED = (
    Counted(DOSES, 91, 98, 3, 7),
    Counted(NIGHTS, 55, 85, 10, 30),
    Counted(FAMILIES, 40, 80, 10, 40),
)


async def monitored(
    house: House,
    collector: Character = JOANNE,
    first_on: date = FIRST_ON,
    interval: Interval = Interval.MONTHLY,
    counted: tuple[Counted, ...] = COUNTED,
) -> tuple[UUID, UUID]:
    """Put an explained process with its measures under way, and return its id and that of its schedule."""
    services, now = house.handrail.services, house.clock.now()

    def make(work: UnitOfWork) -> tuple[UUID, UUID]:
        priya, contract_id = known(work, PRIYA), alderwick.contract_id(work)
        new = NewImprovement(PROCESS, "Third medicines concern in 90 days", Route.FULL)
        improvement = open_improvement(work, priya, contract_id, new, Sources(), now, services.choose)
        improvement.explanation_version, improvement.state = 1, ImprovementState.MONITORING
        improvement.explained_by, improvement.explained_at = priya.id, now
        whose = known(work, collector).id
        planned = NewSchedule("Measures of the plan", "As the plan says", interval, first_on, None)
        schedule = schedule_monitoring(work, priya, contract_id, planned, whose, now, services.choose)
        schedule.improvement_id = improvement.id
        for number, each in enumerate(counted, start=1):
            work.measures.add(
                Measure(
                    improvement_id=improvement.id,
                    number=number,
                    title=each.title,
                    outcome="People are safe at night",
                    source="The home's own records",
                    unit="%",
                    baseline=Decimal(each.baseline),
                    target=Decimal(each.target),
                    direction=Direction.HIGHER,
                    close_within=Decimal(each.close),
                    below_within=Decimal(each.below),
                    collector_id=whose,
                    interval=interval,
                    schedule_id=schedule.id,
                    set_by=priya.id,
                    set_at=now,
                )
            )
        return improvement.id, schedule.id

    found = await services.database.write(make, within=10)
    await house.settle()
    return found


async def read_out(house: House, visitor: Visitor, *values: str, because: str = "") -> Answer:
    """Press *Record it* on the newest reminder, and write the numbers of the measures in their order."""
    await visitor.press("Record it")
    said = dict(zip(LABELS, values, strict=False)) | ({MISSING_BECAUSE: because} if because else {})
    await visitor.fill(said)
    answer = await visitor.submit()
    await house.settle()
    return answer


async def play_readings(house: House) -> None:
    """Let everybody be offered every button and form of readings and of a process's evaluation, on one day."""
    priya, joanne = house.visitor(PRIYA), house.visitor(JOANNE)
    improvement_id, _ = await monitored(house, first_on=date(2026, 9, 8))
    reference = await house.handrail.services.database.read(
        lambda work: work.improvements.get(improvement_id).reference
    )
    await joanne.press("Open", "direct")
    await joanne.press("Record it")
    await joanne.fill(dict(zip(LABELS, ("88", "70"), strict=False)) | {MISSING_BECAUSE: SURVEY})
    await joanne.submit()
    await house.settle()
    await priya.press("I have rung", "direct")
    await house.settle()
    await joanne.close()
    await joanne.press("Open", "direct")
    await joanne.press("Correct it")
    await joanne.fill({LABELS[0]: "97"})
    await joanne.submit()
    await joanne.close()
    await house.settle()
    await priya.command("/contract", INTERNAL, "improvements")
    await priya.press("Open", INTERNAL)
    await priya.press("How it stands")
    for _ in range(2):
        await priya.close()
    await priya.command("/evaluate", INTERNAL, reference)
    await priya.submit()
    await priya.fill({SUMMARY: IN_WORDS})
    await priya.submit()
    await priya.press("Send me the charts")
    for _ in range(2):
        await priya.close()
    await house.settle()

    def end(work: UnitOfWork) -> None:
        work.improvements.get(improvement_id).state = ImprovementState.CLOSED

    await house.handrail.services.database.write(end, within=10)  # the plays after it look at their own
