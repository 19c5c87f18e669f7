"""The serving process: how soon after its start it answers, and how much memory it holds as it goes on.

A command is a concern sent, kept and acknowledged, four at a time; what each owes goes out beside it at the pace that
Slack asks for, so that most of it waits. Memory is what the process holds after 10,000 of them, or, on a machine that
does not get so far in five minutes, after as many as it took: how many is said beside it.
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

STARTS, COMMANDS, AT_ONCE = 3, 10_000, 4
WITHIN = 300  # seconds for all commands


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


async def memory_growth(server: Server, session: aiohttp.ClientSession) -> tuple[int, float, float]:
    """Send the commands; return how many there were, and the megabytes held after all and after the first half."""
    until, numbers = time.perf_counter() + WITHIN, iter(range(1_000, 1_000 + COMMANDS))
    held: list[float] = []

    async def one_person() -> None:
        for number in numbers:
            await answered(session, server.request_url, submission(number))
            held.append(server.memory_mb())
            if time.perf_counter() > until:
                return

    await asyncio.gather(*(one_person() for _ in range(AT_ONCE)))
    return len(held), held[-1], held[len(held) // 2 - 1]


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
                count, after_all, after_half = await memory_growth(server, session)
    return {
        "start_s": f"{statistics.median(starts):.2f} s",
        "rss_mb": f"{after_all:.0f} MB after {count} commands",
        "rss_growth_pct": f"{(after_all - after_half) / after_half * 100:.1f} %",
    }
