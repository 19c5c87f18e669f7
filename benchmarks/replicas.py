"""What more processes bring: notices handed over per second by four on one PostgreSQL, beside one.

Slack takes 50 ms for each answer, each process has eight posts on their way at a time, and neither the budget nor the
pace of a destination holds anything back: every notice is for somebody else. The middle four fifths are counted, when
every process is at work. One and four take turns.
"""

import asyncio
import statistics
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import aiohttp
from sqlalchemy import create_engine, text

from benchmarks.server import ROOT, Server, free_port
from bot.casework.notices import Owed, owe_people
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.notices import NoticeKind
from domain.rhythm import Speed
from playground import alderwick
from playground.keys import KEYS
from storage.database import Database
from storage.people import Person
from storage.schema import migrate
from storage.unit_of_work import UnitOfWork
from tests.postgres import PostgresServer, start_postgres

NOTICES, TURNS, ANSWERS_AFTER = 400, 3, "0.05"
PATIENCE = 180  # seconds in which everything is handed over, or something is wrong
UNHURRIED = {"PACE_SECONDS": "0", "POSTS_PER_MINUTE": "1000000", "POSTS_AT_ONCE": "8"}


def owe_all(work: UnitOfWork) -> None:
    """Owe everybody one message that is urgent, since no hour holds that back."""
    own = work.organisations.own()
    assert own is not None
    people = [
        Person(
            id=uuid4(),
            name=f"Colleague {number}",
            team_id=alderwick.COUNCIL,
            user_id=f"U0BENCH{number}",
            organisation_id=own.id,
            direct_channel=f"D0BENCH{number}",
        )
        for number in range(NOTICES)
    ]
    for person in people:
        work.people.add(person)
    owed = Owed(
        kind=NoticeKind.FAULT,
        subject=(SubjectKind.ORGANISATION, own.id),
        content_class=ContentClass.INTERNAL,
        speed=Speed.URGENT,
        event=f"bench:{uuid4().hex}",
        facts={"code": "benchmark", "detail": "a benchmark"},
    )
    owe_people(work, owed, people, alderwick.BEGINS)


async def furnish(url: str) -> None:
    """Set the house up; what that itself owes is left out."""
    database = Database(url, KEYS)
    await database.write(lambda work: alderwick.set_up(work, alderwick.BEGINS), within=30)
    await database.write(owe_all, within=120)
    database.close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE notice SET state = 'cancelled' WHERE key NOT LIKE 'bench:%'"))
        connection.execute(text("ANALYZE"))  # as a server in service does by itself; ours for tests does not
    engine.dispose()


async def handed_over(
    url: str, slack: str, processes: int, folder: Path, session: aiohttp.ClientSession
) -> float:
    """Return how many notices so many processes hand over in a second."""
    async with AsyncExitStack() as stack:
        for _ in range(processes):
            await stack.enter_async_context(Server(url, f"{slack}/api/", folder, **UNHURRIED))
        times: list[float] = []
        async with asyncio.timeout(PATIENCE):
            while len(times) < NOTICES:
                await asyncio.sleep(0.25)
                async with session.get(f"{slack}/posts") as answer:
                    times += await answer.json()
    times.sort()
    tenth = NOTICES // 10
    return (NOTICES - 2 * tenth) / (times[-tenth - 1] - times[tenth])


async def _turns(postgres: PostgresServer, slack: str, folder: Path) -> list[tuple[float, float]]:
    pattern = postgres.create_database("bench_pattern")
    migrate(pattern)
    await furnish(pattern)
    async with aiohttp.ClientSession() as session:
        found = []
        for turn in range(TURNS):
            pair = []
            for processes in (1, 4):
                url = postgres.create_database(f"bench_{turn}_{processes}", "bench_pattern")
                pair.append(await handed_over(url, slack, processes, folder, session))
            found.append((pair[0], pair[1]))
        return found


async def measure() -> dict[str, str]:
    """Return the figures by name, each with its unit."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.stand_in", str(port), ANSWERS_AFTER]
    with tempfile.TemporaryDirectory() as folder, start_postgres() as postgres:
        slack = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
        try:
            turns = await _turns(postgres, f"http://127.0.0.1:{port}", Path(folder))
        finally:
            slack.terminate()
            await slack.wait()
    return {
        "replicas_4_over_1": f"{statistics.median(four / one for one, four in turns):.2f} times",
        "replicas_1_per_s": f"{statistics.median(one for one, _ in turns):.0f} per second",
        "replicas_4_per_s": f"{statistics.median(four for _, four in turns):.0f} per second",
    }
