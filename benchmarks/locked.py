"""How answers hold when another process holds SQLite's write lock for five seconds now and then.

A concern is sent five times a second for half a minute, whatever became of the ones before; twice meanwhile the lock is
held. An answer that says *not recorded* counts as an answer; which were recorded is asked of the database afterwards.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

import aiohttp
from sqlalchemy import create_engine, text

from benchmarks.asking import answered, submission
from playground.house import House
from playground.server import Pace
from storage.schema import migrate

FOR_SECONDS, A_SECOND = 30, 5
HELD_AT, HELD_FOR = (5, 18), 5

HOLD = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
connection.execute("BEGIN IMMEDIATE")
time.sleep(float(sys.argv[2]))
connection.execute("ROLLBACK")
"""


async def _hold(path: Path) -> None:
    begun = asyncio.get_running_loop().time()
    for at in HELD_AT:
        await asyncio.sleep(begun + at - asyncio.get_running_loop().time())
        holder = await asyncio.create_subprocess_exec(sys.executable, "-c", HOLD, str(path), str(HELD_FOR))
        await holder.wait()


async def _send(house: House, session: aiohttp.ClientSession) -> list[float]:
    loop = asyncio.get_running_loop()
    begun, sent = loop.time(), []
    for number in range(FOR_SECONDS * A_SECOND):
        await asyncio.sleep(max(begun + number / A_SECOND - loop.time(), 0))
        sent.append(asyncio.create_task(answered(session, house.request_url, submission(number))))
    return [taken for taken, _said in await asyncio.gather(*sent)]


def _recorded(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        count: int = connection.execute(text("SELECT count(*) FROM concern")).scalar_one()
    engine.dispose()
    return count


async def measure() -> dict[str, str]:
    """Return the figures by name, each with its unit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        url = f"sqlite:///{path}"
        migrate(url)
        async with (
            House(url, pace=Pace(burst=None), ticking=True) as house,
            aiohttp.ClientSession() as session,
        ):
            await house.set_up()
            answers, _ = await asyncio.gather(_send(house, session), _hold(path))
        share = _recorded(url) / len(answers)
    return {
        "command_max_locked_ms": f"{max(answers) * 1000:.0f} ms",
        "recorded_share_locked": f"{share:.3f} of {len(answers)}, the lock held a third of the time",
    }
