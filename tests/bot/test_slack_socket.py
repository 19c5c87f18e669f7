"""Socket Mode that is dead and says it is connected: found, healed, and where it cannot be healed the process ends."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.settings import Settings, Transport
from bot.slack_socket import PINGS
from playground import alderwick
from playground.house import House
from playground.socket_delivery import Cut
from storage.concerns import Concern
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished
from tests.flows.conftest import UNHURRIED
from tests.flows.reporting import INTERNAL, fill_in
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


def test_what_is_dead_is_found_in_thirty_seconds_and_healed_in_sixty_or_given_up() -> None:
    silence, heal = (
        Settings.model_fields[name].default for name in ("socket_silence_seconds", "socket_heal_seconds")
    )
    looked_at_every = silence / PINGS

    assert silence + looked_at_every <= 30
    assert silence + looked_at_every + heal <= 60


async def test_a_connection_that_is_dead_and_says_it_is_open_is_found_and_replaced(
    furnished_sqlite: Furnished,
) -> None:
    async with connected(furnished_sqlite) as house:
        house.playground.silence_sockets()
        await asyncio.wait_for(house.playground.sockets.connection(2), 60)

        assert (await house.visitor(alderwick.TOM).command("/concern", INTERNAL)).ok
        assert house.handrail.services.pulse.socket() == "open"


async def test_where_slacks_own_client_stands_still_another_takes_its_place(
    furnished_sqlite: Furnished,
) -> None:
    async with connected(furnished_sqlite) as house:
        assert house.handrail._socket is not None
        line = house.handrail._socket._line
        assert line is not None
        for task in (line._client.current_session_monitor, line._client.message_receiver):
            assert task is not None
            task.cancel()  # it neither listens nor looks any more, and says that it is connected
        assert await line._client.is_connected()
        await asyncio.wait_for(house.playground.sockets.connection(2), 60)

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

        assert await asyncio.wait_for(member.process.wait(), 60) == 1

        written = (await member.reading).decode()
        for what in ("socket silent", "socket lost", "stopped"):
            assert f'"event": "{what}"' in written


async def test_what_is_sent_as_a_connection_closes_is_handed_over_again_done_once_and_answered(
    furnished_sqlite: Furnished,
) -> None:
    async with connected(furnished_sqlite) as house:
        await house.handrail.greeted()
        await house.settle()
        cut_off = house.playground.sockets.cut_off_next
        tom, priya = house.visitor(alderwick.TOM), house.visitor(alderwick.PRIYA)
        for cut in Cut:
            cut_off(cut)
            assert (await tom.command("/concern", INTERNAL)).ok
            cut_off(cut)
            assert (await fill_in(tom)).ok
            window = await tom.modal()
            assert window is not None
            assert "Saved as C-" in str(window.view), cut
            await tom.close()
            await house.settle()
            cut_off(cut)
            assert (await priya.press("I will take this", "direct")).ok
            await house.settle()

        line = house.handrail._socket._line if house.handrail._socket else None
        assert line is not None
        await line.finish(60)  # what was handed over twice has been answered twice
        await house.settle()
        logged = await house.handrail.services.database.read(_concerns_of_tom)
        assert sorted(await entries(house, logged)) == sorted(
            ["concern_logged", "concern_acknowledged"] * len(Cut)
        )
        for who in (tom, priya):
            said = await who.direct_messages()
            assert [sum(each.reference in text for text in said) for each in logged] == [1] * len(Cut)
        assert await tom.ephemerals(INTERNAL) == [], (
            "nobody is told that the form which is open was not shown"
        )


def _concerns_of_tom(work: UnitOfWork) -> Sequence[Concern]:
    tom = work.people.in_slack(alderwick.TOM.team_id, alderwick.TOM.user_id)
    assert tom is not None
    return work.concerns.logged_by(tom.id)


async def entries(house: House, concerns: Sequence[Concern]) -> list[str]:
    """What the chronology has of some concerns."""
    return await house.handrail.services.database.read(
        lambda work: [entry.event.value for each in concerns for entry in work.chronology.of(each.id)]
    )
