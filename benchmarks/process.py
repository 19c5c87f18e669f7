"""The serving process: how soon after its start it answers, and how much memory it holds as it goes on.

A command is a concern sent, kept and acknowledged, one after the other; what each owes goes out beside it at the pace
that Slack asks for, so that most of it waits. Memory is what the process holds after 10,000 of them.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import aiohttp

from benchmarks.asking import answered, submission
from benchmarks.server import STARTS_WITHIN, Server
from playground.house import House
from playground.server import Pace
from storage.schema import migrate

STARTS, COMMANDS = 5, 10_000


async def first_answer(server: Server, session: aiohttp.ClientSession, number: int) -> float:
    """Start the process and return the seconds until it has answered a form, its concern kept."""
    begun = time.perf_counter()
    server.start()
    while time.perf_counter() - begun < STARTS_WITHIN:
        try:
            await answered(session, server.request_url, submission(number))
        except aiohttp.ClientError:
            await asyncio.sleep(0.01)
        else:
            return time.perf_counter() - begun
    raise TimeoutError("the bot did not answer")


async def measure() -> dict[str, str]:
    """Return the figures by name, each with its unit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'bench.db'}"
        migrate(url)
        async with House(url, pace=Pace(burst=None)) as house, aiohttp.ClientSession() as session:
            await house.set_up()
            starts = []
            for number in range(STARTS):
                server = Server(url, house.playground.api_url, folder)
                starts.append(await first_answer(server, session, number))
                await server.__aexit__(None, None, None)
            async with Server(url, house.playground.api_url, folder) as server:
                await server.ready(session)
                half = COMMANDS // 2
                for number in range(half):
                    await answered(session, server.request_url, submission(1_000 + number))
                after_half = server.memory_mb()
                for number in range(half, COMMANDS):
                    await answered(session, server.request_url, submission(1_000 + number))
                after_all = server.memory_mb()
    return {
        "start_s": f"{statistics.median(starts):.2f} s",
        "rss_mb": f"{after_all:.0f} MB",
        "rss_growth_pct": f"{(after_all - after_half) / after_half * 100:.1f} %",
    }
