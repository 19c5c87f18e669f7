"""How long the evaluation of one process with ten years of records takes: to the figures, and with its charts drawn.

5,000 concerns and 5,000 actions, each with a duty of ours, and 20,000 readings of seven measures. Every chart is drawn
anew each time, and matplotlib is imported before the first is counted: that is paid once by a bot that runs.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from benchmarks.evaluation import (
    BEGAN,
    NOW,
    Row,
    Rows,
    action_row,
    concern_row,
    duty_row,
    put_in,
    someone,
    spread,
)
from bot.casework.evaluations import evaluate
from bot.casework.improvements import Sources, open_improvement
from bot.casework.monitoring import schedule_monitoring
from bot.chart_drawing import draw
from bot.evaluation_blocks import figures_window
from bot.evaluation_charts import PANELS_OF_ONE, panels_of
from domain.improvements import ImprovementState, NewImprovement
from domain.measures import Direction
from domain.monitoring import ActivityState, Interval, NewSchedule
from playground import alderwick
from playground.keys import KEYS
from storage.actions import Action
from storage.concerns import Concern
from storage.database import Database
from storage.deadlines import Deadline
from storage.improvements import Improvement, ImprovementSource
from storage.measures import Measure, Reading
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.people import Person
from storage.schema import migrate
from storage.unit_of_work import UnitOfWork

RECORDS, READINGS, MEASURES, ROUNDS = 5000, 20_000, 7, 5
DAYS = READINGS // MEASURES + 1


def _improvement(work: UnitOfWork, priya: Person, contract_id: UUID) -> Improvement:
    new = NewImprovement("Medicines at night", "Ten years of them")
    improvement = open_improvement(work, priya, contract_id, new, Sources(), NOW, lambda signs: signs[0])
    improvement.explanation_version, improvement.state = 1, ImprovementState.MONITORING
    improvement.opened_at = BEGAN
    return improvement


def _measure(schedule: MonitoringSchedule, improvement: Improvement, number: int) -> Measure:
    return Measure(
        improvement_id=improvement.id,
        number=number,
        title=f"Measure {number}",
        outcome="People are safe at night",
        source="The home's own records",
        unit="%",
        baseline=Decimal(60),
        target=Decimal(95),
        direction=Direction.HIGHER,
        close_within=Decimal(5),
        below_within=Decimal(15),
        collector_id=schedule.owner_id,
        interval=Interval.WEEKLY,
        schedule_id=schedule.id,
        set_by=schedule.owner_id,
        set_at=BEGAN,
    )


def _look(schedule: MonitoringSchedule, number: int) -> Row:
    day = spread(number, DAYS)
    return {
        "id": uuid4(),
        "schedule_id": schedule.id,
        "contract_id": schedule.contract_id,
        "owner_id": schedule.owner_id,
        "version": 2,
        "number": number,
        "planned_on": day.date(),
        "original_on": day.date(),
        "counts_on": day.date(),
        "escalation_held": False,
        "state": ActivityState.DONE,
        "answered_at": day,
    }


def _reading(measure: Measure, look: Row, number: int) -> Row:
    is_missing = number % 50 == 0
    return {
        "id": uuid4(),
        "measure_id": measure.id,
        "activity_id": look["id"],
        "counts_on": look["counts_on"],
        "value": None if is_missing else Decimal(60 + (number * 7 + measure.number) % 40),
        "recorded_by": measure.collector_id,
        "recorded_at": look["answered_at"],
    }


def _set_up(work: UnitOfWork) -> tuple[UUID, Rows]:
    alderwick.set_up(work, NOW)
    contract_id = alderwick.contract_id(work)
    work.contracts.get(contract_id).starts_on = BEGAN.date()
    priya, joanne = someone(work, alderwick.PRIYA), someone(work, alderwick.JOANNE)
    improvement = _improvement(work, priya, contract_id)
    planned = NewSchedule(
        "Measures", "As the plan says", Interval.WEEKLY, NOW.date() + timedelta(days=9), None
    )
    schedule = schedule_monitoring(work, priya, contract_id, planned, joanne.id, NOW, lambda signs: signs[0])
    schedule.improvement_id = improvement.id
    measures = [_measure(schedule, improvement, number + 1) for number in range(MEASURES)]
    for each in measures:
        work.measures.add(each)
    concerns = [concern_row(contract_id, priya, number, RECORDS) for number in range(RECORDS)]
    actions = [
        action_row(contract_id, joanne, concern["id"], number, RECORDS) | {"improvement_id": improvement.id}
        for number, concern in enumerate(concerns)
    ]
    looks = [_look(schedule, number) for number in range(DAYS)]
    readings = [_reading(measure, look, number) for number, look in enumerate(looks) for measure in measures][
        :READINGS
    ]
    sources = [
        {"id": uuid4(), "improvement_id": improvement.id, "concern_id": each["id"], "linked_by": priya.id}
        | {"linked_at": BEGAN}
        for each in concerns
    ]
    duties = [duty_row(contract_id, action, number, RECORDS) for number, action in enumerate(actions)]
    return improvement.id, [
        (Concern, concerns),
        (Action, actions),
        (Deadline, duties),
        (ImprovementSource, sources),
        (MonitoringActivity, looks),
        (Reading, readings),
    ]


def _figures(work: UnitOfWork, improvement_id: UUID) -> float:
    """Seconds from the question to the window of figures."""
    contract_id, lead = alderwick.contract_id(work), someone(work, alderwick.PRIYA)
    begun = time.perf_counter()
    evidence = evaluate(work, lead, contract_id, (BEGAN.date(), NOW.date()), NOW, improvement_id)
    figures_window(work, work.contracts.get(contract_id), evidence)
    return time.perf_counter() - begun


def _with_charts(work: UnitOfWork, improvement_id: UUID) -> float:
    """Seconds from the question until every chart of it is drawn."""
    contract_id, lead = alderwick.contract_id(work), someone(work, alderwick.PRIYA)
    begun = time.perf_counter()
    evidence = evaluate(work, lead, contract_id, (BEGAN.date(), NOW.date()), NOW, improvement_id)
    figures_window(work, work.contracts.get(contract_id), evidence)
    panels = panels_of(work, evidence)
    for start in range(0, len(panels), PANELS_OF_ONE):
        draw(panels[start : start + PANELS_OF_ONE])
    return time.perf_counter() - begun


async def _median(database: Database, look: Callable[[UnitOfWork], float]) -> float:
    await database.read(look)  # what is imported or compiled once is not counted
    return statistics.median([await database.read(look) for _ in range(ROUNDS)])


async def measure() -> dict[str, str]:
    """Return the figures by name, each with its unit."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate(url)
        database = Database(url, KEYS)
        improvement_id, rows = await database.write(_set_up, within=60)
        put_in(url, rows)
        figures = await _median(database, partial(_figures, improvement_id=improvement_id))
        charts = await _median(database, partial(_with_charts, improvement_id=improvement_id))
        database.close()
    return {"evaluate_10y_s": f"{figures:.2f} s", "evaluate_10y_charts_s": f"{charts:.2f} s"}
