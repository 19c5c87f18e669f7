"""Socket Mode that is dead and says it is connected: found, healed, and where it cannot be healed the process ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from bot.settings import Transport
from playground import alderwick
from playground.house import House
from tests.conftest import Furnished
from tests.flows.conftest import UNHURRIED
from tests.flows.reporting import INTERNAL
from tests.replicas.fleet import Fleet

SILENCE = 0.5
"""Seconds here; twenty in service. What follows from it is in proportion."""


@asynccontextmanager
async def connected(furnished: Furnished) -> AsyncIterator[House]:
    """The house in Socket Mode, connected."""
    async with House(
        furnished.url,
        workspace=furnished.workspace,
        pace=UNHURRIED,
        transport=Transport.SOCKET,
        socket_silence_seconds=SILENCE,
    ) as house:
        assert house.handrail.connecting is not None
        await house.handrail.connecting
        yield house


async def test_a_connection_that_is_dead_and_says_it_is_open_is_found_and_replaced(
    furnished_sqlite: Furnished,
) -> None:
    async with connected(furnished_sqlite) as house:
        begun = monotonic()

        house.playground.silence_sockets()
        await asyncio.wait_for(house.playground.sockets.connection(2), 10)

        assert monotonic() - begun < SILENCE * 30 / 20 + 1, "found in 30 seconds, were the silence 20"
        assert (await house.visitor(alderwick.TOM).command("/concern", INTERNAL)).ok
        assert house.handrail.services.pulse.socket() == "open"


async def test_where_slacks_own_client_stands_still_another_takes_its_place(
    furnished_sqlite: Furnished,
) -> None:
    async with connected(furnished_sqlite) as house:
        assert house.handrail._socket is not None
        line = house.handrail._socket._line
        assert line is not None
        begun = monotonic()

        for task in (line._client.current_session_monitor, line._client.message_receiver):
            assert task is not None
            task.cancel()  # it neither listens nor looks any more, and says that it is connected
        assert await line._client.is_connected()
        await asyncio.wait_for(house.playground.sockets.connection(2), 10)

        assert SILENCE < monotonic() - begun < SILENCE * 30 / 20 + 1, (
            "found in 30 seconds, were the silence 20"
        )
        assert (await house.visitor(alderwick.TOM).command("/concern", INTERNAL)).ok
        assert house.playground.sockets.connections == 1


async def test_one_that_cannot_be_healed_ends_the_process_so_that_another_is_started(
    furnished_sqlite: Furnished,
) -> None:
    limits = {"SOCKET_SILENCE_SECONDS": str(SILENCE), "SOCKET_HEAL_SECONDS": "0.6"}
    async with Fleet(furnished_sqlite, Transport.SOCKET, processes=1, **limits) as fleet:
        (member,) = fleet.members
        fleet.playground.slack.faults.switch("down")
        fleet.playground.silence_sockets()

        assert await asyncio.wait_for(member.process.wait(), 30) == 1

        written = (await member.reading).decode()
        for what in ("socket silent", "socket lost", "stopped"):
            assert f'"event": "{what}"' in written
