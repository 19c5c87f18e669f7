"""Finding what is still to be said for one contract among 100,000 pending reminders.

Ours are rows of a table; the other side is APScheduler with one job for each reminder in its SQLAlchemy store, where
each is a pickle that has to be opened to be asked about. Both hold the reminders of 1,000 contracts, a hundred each.
"""

import pickle
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import create_engine, insert

from benchmarks.cycle import concerns_waiting
from domain.calendar import Nation
from playground import alderwick
from playground.keys import KEYS
from storage.concerns import Concern
from storage.contracts import Contract
from storage.database import Database
from storage.deadlines import Deadline
from storage.schema import migrate
from storage.unit_of_work import UnitOfWork

REMINDERS, CONTRACTS, ROUNDS = 100_000, 1_000, 5
NOW = alderwick.BEGINS


def remind(contract_id: str, number: int) -> None:
    """What a job would do; none of them ever runs here."""
    raise RuntimeError(f"{contract_id}: {number}")


def with_jobs(path: Path, contracts: list[UUID]) -> BackgroundScheduler:
    """Return a scheduler with a job for each reminder, put into its store as the store itself keeps them."""
    store = SQLAlchemyJobStore(url=f"sqlite:///{path}")
    scheduler = BackgroundScheduler(jobstores={"default": store}, timezone="UTC")
    scheduler.start(paused=True)
    at = NOW + timedelta(days=300)
    job = scheduler.add_job(remind, "date", run_date=at, args=["", 0], misfire_grace_time=None)
    state = job.__getstate__()
    rows = []
    for number in range(REMINDERS):
        state |= {"id": uuid4().hex, "args": (contracts[number % CONTRACTS].hex, number)}
        rows.append({"id": state["id"], "next_run_time": at.timestamp(), "job_state": pickle.dumps(state)})
    job.remove()
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.insert(), rows)
    return scheduler


async def with_rows(folder: Path, contracts: list[UUID]) -> Database:
    """Return our database with a deadline for each reminder."""
    url = f"sqlite:///{folder / 'rows.db'}"
    migrate(url)
    database = Database(url, KEYS)
    await database.write(lambda work: alderwick.set_up(work, NOW), within=30)
    due = NOW + timedelta(days=300)
    rows = await database.read(lambda work: concerns_waiting(work, REMINDERS, due, NOW))
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            insert(Contract), [_contract(each, number) for number, each in enumerate(contracts)]
        )
        for table, values in rows:
            for number, value in enumerate(values):
                value["contract_id"] = contracts[number % CONTRACTS]
            assert table in {Concern, Deadline}
            connection.execute(insert(table), values)
    engine.dispose()
    return database


def _contract(contract_id: UUID, number: int) -> dict[str, object]:
    return {
        "id": contract_id,
        "reference": f"BENCH-{number}",
        "title": f"Home {number}",
        "service": "Residential care",
        "nation": Nation.ENGLAND,
        "starts_on": NOW.date(),
        "ends_on": NOW.date(),
        "created_at": NOW,
        "is_deed": False,
    }


def _live_in(work: UnitOfWork, contract_id: UUID) -> Sequence[Deadline]:
    return work.deadlines.live_in(contract_id)


async def measure() -> dict[str, str]:
    """Return the figures by name, each with its unit."""
    contracts = [uuid4() for _ in range(CONTRACTS)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scheduler = with_jobs(folder / "jobs.db", contracts)
        database = await with_rows(folder, contracts)
        pairs = []
        for asked in contracts[:ROUNDS]:
            begun = time.perf_counter()
            jobs = [job for job in scheduler.get_jobs() if job.args[0] == asked.hex]
            middle = time.perf_counter()
            rows = await database.read(partial(_live_in, contract_id=asked))
            pairs.append((middle - begun, time.perf_counter() - middle))
            if not len(jobs) == len(rows) == REMINDERS // CONTRACTS:
                raise RuntimeError("one side has not found every reminder")
        scheduler.shutdown()
        database.close()
    theirs, ours = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {
        "find_vs_jobstore": f"{ours / theirs:.5f} of the job store's time",
        "find_ms": f"{ours * 1000:.1f} ms, the job store {theirs * 1000:.0f} ms",
    }
