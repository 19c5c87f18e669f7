"""How long an evaluation of ten years of records takes, from the question to the window that is shown.

One contract with 2,000 concerns, 2,000 actions with a duty of ours each, 500 planned checks and 20 earlier evaluations.
Looking over the last three months and over all ten years is measured; the slower one is the figure.
"""

import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import create_engine, insert
from sqlmodel import SQLModel

from bot.casework.evaluations import Days, compile_evaluation, confirm_evaluation, evaluate
from bot.evaluation_blocks import figures_window
from domain.actions import ActionState, Basis
from domain.chronology import SubjectKind
from domain.concerns import ConcernState
from domain.deadlines import DeadlineKind, DeadlineState
from domain.evaluations import Verdict
from domain.monitoring import ActivityState, Interval
from domain.people import Party
from playground import alderwick
from playground.keys import KEYS
from storage.actions import Action
from storage.concerns import Concern
from storage.database import Database
from storage.deadlines import Deadline
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.people import Person
from storage.schema import migrate
from storage.sealed_columns import SealedColumn
from storage.sealing import new_salt
from storage.unit_of_work import UnitOfWork

Row = dict[str, Any]
Rows = list[tuple[type[SQLModel], list[Row]]]

YEARS, CONCERNS, ACTIONS, CHECKS, EARLIER, ROUNDS = 10, 2000, 2000, 500, 20, 15
TITLE = SealedColumn(Action, "title", SubjectKind.ACTION, "proposed_at")
NOW = alderwick.BEGINS
BEGAN = NOW - timedelta(days=365 * YEARS)


def spread(number: int, of: int) -> datetime:
    """The moment of one record out of so many, spread evenly over the years."""
    return BEGAN + (NOW - BEGAN) * number / of


def concern_row(contract_id: UUID, reporter: Person, number: int, of: int) -> Row:
    """One concern out of so many."""
    logged = spread(number, of)
    is_open = number % 20 == 0
    return {
        "id": uuid4(),
        "reference": f"C-{number}",
        "contract_id": contract_id,
        "state": ConcernState.TRIAGED if is_open else ConcernState.RESOLVED,
        "reporter_id": reporter.id,
        "logged_at": logged,
        "acknowledged_at": logged + timedelta(hours=3),
        "triaged_at": logged + timedelta(days=1),
        "provider_told_at": logged + timedelta(days=1) if number % 3 else None,
        "closed_at": None if is_open else logged + timedelta(days=40),
    }


def action_row(contract_id: UUID, owner: Person, concern_id: UUID, number: int, of: int) -> Row:
    """One action out of so many."""
    agreed = spread(number, of)
    due = (agreed + timedelta(days=20)).date()
    is_done = number % 25 != 0
    done = agreed + timedelta(days=18 if number % 4 else 23)
    action_id = uuid4()
    return {
        "id": action_id,
        "reference": f"A-{number}",
        "contract_id": contract_id,
        "concern_id": concern_id,
        "title": TITLE.seal(action_id, "Something is to be done", KEYS.narratives, new_salt()),
        "basis": Basis.REQUIREMENT,
        "keeps_safe_now": False,
        "state": ActionState.VERIFIED if is_done else ActionState.AGREED,
        "owner_id": owner.id,
        "owner_party": Party.PROVIDER,
        "proposed_by": owner.id,
        "proposed_at": agreed,
        "due_on": due,
        "original_due_on": due,
        "agreed_at": agreed,
        "submitted_at": done if is_done else None,
        "verified_at": done + timedelta(days=3) if is_done else None,
        "escalation_held": False,
    }


def duty_row(contract_id: UUID, action: Row, number: int, of: int) -> Row:
    """What our own side owed about an action."""
    started = spread(number, of)
    is_met = number % 30 != 0
    return {
        "id": uuid4(),
        "kind": DeadlineKind.ACTION_VERIFY,
        "state": DeadlineState.MET if is_met else DeadlineState.OPEN,
        "subject_kind": SubjectKind.ACTION,
        "subject_id": action["id"],
        "contract_id": contract_id,
        "party": Party.OWN,
        "basis": "benchmark",
        "started_at": started,
        "due_at": started + timedelta(days=7),
        "original_due_at": started + timedelta(days=7),
        "ladder": [],
        "climbed": [],
        "restarts": 0,
        "met_at": started + timedelta(days=5) if is_met else None,
    }


def _schedule(contract_id: UUID, owner: Person) -> MonitoringSchedule:
    return MonitoringSchedule(
        reference="MN-BENCH",
        contract_id=contract_id,
        title="Doses given",
        criterion="98 of 100",
        interval=Interval.WEEKLY,
        anchor_on=BEGAN.date(),
        at=NOW.time(),
        owner_id=owner.id,
        party=Party.PROVIDER,
        created_by=owner.id,
        created_at=BEGAN,
    )


def _check(schedule: MonitoringSchedule, number: int) -> Row:
    planned = spread(number, CHECKS)
    is_done = number % 9 != 0
    return {
        "id": uuid4(),
        "schedule_id": schedule.id,
        "contract_id": schedule.contract_id,
        "owner_id": schedule.owner_id,
        "version": 1,
        "number": number,
        "planned_on": planned.date(),
        "original_on": planned.date(),
        "counts_on": planned.date(),
        "state": ActivityState.DONE if is_done else ActivityState.PLANNED,
        "answered_at": planned if is_done else None,
    }


def someone(work: UnitOfWork, who: alderwick.Character) -> Person:
    known = work.people.in_slack(who.team_id, who.user_id)
    if known is None:
        raise LookupError(who.name)
    return known


def set_up(work: UnitOfWork) -> Rows:
    """Set the contract up, and return ten years of its records, to be put in at once."""
    alderwick.set_up(work, NOW)
    contract_id = alderwick.contract_id(work)
    work.contracts.get(contract_id).starts_on = BEGAN.date()
    tom, joanne = someone(work, alderwick.TOM), someone(work, alderwick.JOANNE)
    concerns = [concern_row(contract_id, tom, number, CONCERNS) for number in range(CONCERNS)]
    actions = [
        action_row(contract_id, joanne, concern["id"], number, ACTIONS)
        for number, concern in enumerate(concerns[:ACTIONS])
    ]
    schedule = _schedule(contract_id, joanne)
    work.monitoring.add(schedule)
    return [
        (Concern, concerns),
        (Action, actions),
        (Deadline, [duty_row(contract_id, action, number, ACTIONS) for number, action in enumerate(actions)]),
        (MonitoringActivity, [_check(schedule, number) for number in range(CHECKS)]),
    ]


def put_in(url: str, rows: Rows) -> None:
    """Put the records in, table by table: one by one they would take a minute."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for table, values in rows:
            connection.execute(insert(table), values)
    engine.dispose()


def keep_earlier(work: UnitOfWork) -> None:
    """Keep the evaluations of years past."""
    contract_id, priya = alderwick.contract_id(work), someone(work, alderwick.PRIYA)
    for number in range(EARLIER):
        first = spread(number, EARLIER).date()
        days, choose = (first, first + timedelta(days=90)), partial(_sign, number)
        kept = compile_evaluation(work, priya, contract_id, days, NOW, choose)
        confirm_evaluation(work, priya, kept.id, Verdict(kept.suggested, "As before."), NOW)


def _sign(number: int, signs: Sequence[str]) -> str:
    return signs[number]


def look(work: UnitOfWork, days: Days) -> float:
    """Return how many seconds it took from the question to the window."""
    contract_id = alderwick.contract_id(work)
    lead = someone(work, alderwick.PRIYA)
    begun = time.perf_counter()
    evidence = evaluate(work, lead, contract_id, days, NOW)
    figures_window(work, work.contracts.get(contract_id), evidence)
    return time.perf_counter() - begun


async def _look_often(database: Database, days: Days) -> float:
    return statistics.median([await database.read(lambda work: look(work, days)) for _ in range(ROUNDS)])


async def measure() -> dict[str, str]:
    """Return the figures by name, each with its unit."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate(url)
        database = Database(url, KEYS)
        put_in(url, await database.write(set_up, within=60))
        await database.write(keep_earlier, within=60)
        today = NOW.date()
        firsts = (today - timedelta(days=90), BEGAN.date())
        slowest = max([await _look_often(database, (first, today)) for first in firsts])
        database.close()
    return {"evaluation_ms": f"{slowest * 1000:.1f} ms"}
