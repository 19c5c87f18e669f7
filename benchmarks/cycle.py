"""What the engine's round costs: with nothing due among many open deadlines, and with many due.

The idle round is measured as it is each second, and as it is once a minute, when the self-audit and everything else
that looks once a minute has its turn. Both houses go round in turn.

The floor of what is due keeps the same rows by raw sqlite3, a deadline at a time: its notice, the gate of the notice's
destination when that is new, the deadline's own next step, and a commit with synchronous FULL. Ours are kept several at
a time, as in service, and where commits are slow that is most of the ratio.
"""

import sqlite3
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, insert, text

from bot.engine.due import climb_ladders
from domain.chronology import SubjectKind
from domain.deadlines import DeadlineKind, DeadlineState
from domain.ladders import steps_to_data
from domain.people import Party
from domain.profiles import LADDERS
from playground import alderwick
from playground.house import House
from playground.server import Pace
from storage.concerns import Concern
from storage.deadlines import Deadline
from storage.people import Person
from storage.schema import migrate
from storage.unit_of_work import UnitOfWork

FEW, MANY, ROUNDS, WARM_UP = 1_000, 100_000, 15, 3
DUE, BURSTS = 400, 3
Row = dict[str, Any]


def _known(work: UnitOfWork) -> tuple[Person, Person]:
    found = [work.people.in_slack(who.team_id, who.user_id) for who in (alderwick.PRIYA, alderwick.TOM)]
    priya, tom = found
    assert priya is not None
    assert tom is not None
    return priya, tom


def concerns_waiting(
    work: UnitOfWork, count: int, due: datetime, now: datetime
) -> list[tuple[Any, list[Row]]]:
    """Return so many concerns of which nobody has taken any, each with the open duty to do so by a moment."""
    contract_id = alderwick.contract_id(work)
    priya, tom = _known(work)
    concerns = [
        {
            "id": uuid4(),
            "reference": f"C-{uuid4().hex[:12]}",
            "contract_id": contract_id,
            "reporter_id": tom.id,
        }
        | {"logged_at": now}
        for _ in range(count)
    ]
    ladder = steps_to_data(LADDERS[DeadlineKind.CONCERN_ACKNOWLEDGE])
    deadlines = [
        {
            "id": uuid4(),
            "kind": DeadlineKind.CONCERN_ACKNOWLEDGE,
            "state": DeadlineState.OPEN,
            "subject_kind": SubjectKind.CONCERN,
            "subject_id": concern["id"],
            "contract_id": contract_id,
            "owner_id": priya.id,
            "party": Party.OWN,
            "basis": "benchmark",
            "started_at": now,
            "due_at": due,
            "original_due_at": due,
            "ladder": ladder,
            "climbed": [],
            "restarts": 0,
            "next_step_at": due,
        }
        for concern in concerns
    ]
    return [(Concern, concerns), (Deadline, deadlines)]


async def put_in(house: House, url: str, count: int, due: datetime) -> None:
    """Put open deadlines in, table by table: one by one they would take minutes."""
    now = house.clock.now()
    rows = await house.handrail.services.database.read(lambda work: concerns_waiting(work, count, due, now))
    engine = create_engine(url)
    with engine.begin() as connection:
        for table, values in rows:
            connection.execute(insert(table), values)
        connection.execute(text("ANALYZE"))
    engine.dispose()


async def _round(house: House, *, with_looks: bool) -> float:
    """Return the seconds of one round; with the looks of a new minute, its time is let go on first."""
    if with_looks:
        await house.clock.rest(60)
        house.clock.set(house.clock.now() + timedelta(minutes=1))
    begun = time.perf_counter()
    await house.handrail.engine.cycle()
    return time.perf_counter() - begun


async def idle_growth(few: House, many: House) -> dict[str, str]:
    """Return how much longer a round takes among a hundred times as many open deadlines."""
    medians: dict[bool, list[float]] = {}
    for with_looks in (False, True):
        pairs = [
            (await _round(few, with_looks=with_looks), await _round(many, with_looks=with_looks))
            for _ in range(ROUNDS + WARM_UP)
        ][WARM_UP:]
        medians[with_looks] = [statistics.median(side) for side in zip(*pairs, strict=True)]
    growth = {with_looks: often / seldom for with_looks, (seldom, often) in medians.items()}
    return {
        "cycle_idle_growth": f"{growth[False]:.2f} times",
        "cycle_minute_growth": f"{growth[True]:.2f} times",
        "cycle_idle_ms": f"{medians[False][1] * 1000:.1f} ms each second, {medians[True][1] * 1000:.1f} once a minute",
    }


def keep_plainly(path: Path, count: int) -> float:
    """Return the seconds that plain SQL takes to keep what so many due deadlines owe, with the same indexes."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    pattern = connection.execute(
        "SELECT * FROM notice WHERE deadline_id IS NOT NULL ORDER BY number"
    ).fetchall()
    columns = [row[1] for row in connection.execute("PRAGMA table_info(notice)")]
    place = {name: columns.index(name) for name in ("number", "id", "key", "deadline_id")}
    due = connection.execute("SELECT id FROM deadline WHERE climbed = '[]' LIMIT ?", (count,)).fetchall()
    marks = ", ".join("?" for _ in columns)
    begun = time.perf_counter()
    for (deadline_id,), one in zip(due, pattern, strict=False):
        row = list(one)
        row[place["number"]], row[place["deadline_id"]] = None, deadline_id
        row[place["id"]], row[place["key"]] = uuid4().hex, f"plain:{uuid4().hex}"
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"INSERT INTO notice VALUES ({marks})", row)  # noqa: S608  marks are question marks
        connection.execute(
            "INSERT OR IGNORE INTO gate (destination, next_at) VALUES (?, ?)",
            (row[columns.index("destination")], row[columns.index("next_attempt_at")]),
        )
        connection.execute(
            "UPDATE deadline SET climbed = ?, next_step_at = ? WHERE id = ?",
            ('["due"]', "2026-10-01 00:00:00.000000", deadline_id),
        )
        connection.execute("COMMIT")
    taken = time.perf_counter() - begun
    connection.close()
    return taken / len(due) * count


async def due_ratio(house: House, url: str, path: Path) -> dict[str, str]:
    """Return how many due deadlines become committed notices in a second, beside plain SQL."""
    pairs = []
    for _ in range(BURSTS):
        await put_in(house, url, DUE, house.clock.now() + timedelta(hours=1))
        house.clock.set(house.clock.now() + timedelta(hours=2))
        ours = await _climb_all(house, url)
        await put_in(house, url, DUE, house.clock.now() + timedelta(days=300))
        pairs.append((DUE / keep_plainly(path, DUE), DUE / ours))
    return {
        "due_per_s_ratio": f"{statistics.median(ours / least for least, ours in pairs):.3f} of plain SQL",
        "due_per_s": f"{statistics.median(ours for _, ours in pairs):.0f} per second",
        "due_floor_per_s": f"{statistics.median(least for least, _ in pairs):.0f} per second",
    }


async def _climb_all(house: House, url: str) -> float:
    """Let everything due climb, the messages themselves left where they are, and return the seconds."""
    before = _notices(url)
    begun = time.perf_counter()
    while await climb_ladders(house.handrail.services):
        pass
    taken = time.perf_counter() - begun
    if _notices(url) - before != DUE:
        raise RuntimeError("not every due deadline has owed its notice")
    return taken


def _notices(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        count: int = connection.execute(
            text("SELECT count(*) FROM notice WHERE deadline_id IS NOT NULL")
        ).scalar_one()
    engine.dispose()
    return count


async def measure() -> dict[str, str]:
    """Return the figures by name, each with its unit."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{name}.db" for name in ("few", "many", "due")]
        urls = [f"sqlite:///{path}" for path in paths]
        for url in urls:
            migrate(url)
        async with (
            House(urls[0], pace=Pace(burst=None)) as few,
            House(urls[1], pace=Pace(burst=None)) as many,
            House(urls[2], pace=Pace(burst=None)) as due,
        ):
            for house in (few, many, due):
                await house.set_up()
            later = few.clock.now() + timedelta(days=300)
            await put_in(few, urls[0], FEW, later)
            await put_in(many, urls[1], MANY, later)
            return await idle_growth(few, many) | await due_ratio(due, urls[2], paths[2])
