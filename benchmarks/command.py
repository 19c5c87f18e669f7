"""How long a concern takes from form to acknowledgement, beside the least that Bolt and a commit can take.

Both sides answer signed requests over HTTP on loopback and are asked in turn, so that a slow minute of the machine
falls on both. Once one after the other; then twenty at once.
"""

import asyncio
import statistics
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import aiohttp

from benchmarks.asking import Ask, NotTaken, asker
from benchmarks.floor import served_floor
from playground.house import House
from playground.server import Pace
from storage.schema import migrate

ROUNDS, WARM_UP = 300, 30
AT_ONCE, CROWDS, IN_A_CROWD = 20, 7, 200


async def a_second(ask: Ask, first: int, at_once: int, count: int) -> float:
    """Return how many forms are recorded in a second when so many send one at once; *not recorded* does not count."""
    numbers = iter(range(first, first + count))
    taken = 0

    async def one_person() -> None:
        nonlocal taken
        for number in numbers:
            with suppress(NotTaken):
                await ask(number)
                taken += 1

    begun = time.perf_counter()
    await asyncio.gather(*(one_person() for _ in range(at_once)))
    return taken / (time.perf_counter() - begun)


async def measure() -> dict[str, str]:
    """Return the figures by name, each with its unit."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate(url)
        async with (
            House(url, pace=Pace(burst=None)) as house,
            served_floor(Path(folder) / "floor.db") as floor_url,
            aiohttp.ClientSession() as session,
        ):
            await house.set_up()
            ours, theirs = asker(session, house.request_url), asker(session, floor_url)
            pairs = [(await theirs(n), await ours(n)) for n in range(ROUNDS + WARM_UP)][WARM_UP:]
            crowds = []
            for crowd in range(CROWDS):
                first = 10_000 + crowd * IN_A_CROWD
                least = await a_second(theirs, first, AT_ONCE, IN_A_CROWD)
                crowds.append((least, await a_second(ours, first, AT_ONCE, IN_A_CROWD)))
    least, taken = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {
        "command_p50_ratio": f"{taken / least:.2f} times the floor",
        "command_p50_ms": f"{taken * 1000:.2f} ms",
        "command_floor_p50_ms": f"{least * 1000:.2f} ms",
        "commands_per_s_ratio": f"{statistics.median(ours / least for least, ours in crowds):.3f} of the floor",
        "commands_per_s": f"{statistics.median(ours for _, ours in crowds):.0f} per second",
    }
