"""Is it alive, is it ready, how much is waiting: answered without a name or a word of anybody's."""

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy.engine import make_url

from bot.casework.route import administrators
from bot.serving import go_down
from bot.settings import Transport
from playground import alderwick
from playground.house import House
from tests.conftest import Furnished
from tests.engine.stage import open_house, slack
from tests.flows.conftest import UNHURRIED


async def asked(web: aiohttp.ClientSession, path: str) -> tuple[int, str]:
    """The status and the words of an answer."""
    async with web.get(path) as answer:
        return answer.status, await answer.text()


async def administrators_of(house: House) -> set[str]:
    """The names of whoever is administrator now."""
    found = await house.handrail.services.database.read(administrators)
    return {person.name for person in found}


async def test_a_running_bot_is_alive_and_ready(web: aiohttp.ClientSession) -> None:
    assert await asked(web, "/healthz") == (200, "ok\n")
    assert await asked(web, "/readyz") == (200, "ok\n")


async def test_figures_count_messages_by_state_and_name_nobody(web: aiohttp.ClientSession) -> None:
    status, figures = await asked(web, "/metrics")

    assert status == 200
    assert 'handrail_notices{state="sent"}' in figures
    for figure in (
        "handrail_uncertain 0.0",
        "handrail_urgent_overdue 0.0",
        "handrail_urgent_stopped 0.0",
        "handrail_oldest_urgent_seconds 0.0",
        "handrail_cycle_seconds",
        "handrail_greeted 1.0",
        "handrail_posts_set_aside",
    ):
        assert f"\n{figure}" in figures
    for word in ("Priya", "Alderwick", "U0PRIYA", "C0SHARED"):
        assert word not in figures


async def test_an_engine_that_stands_still_is_not_alive(house: House, web: aiohttp.ClientSession) -> None:
    await house.clock.rest(timedelta(minutes=3).total_seconds())

    assert await asked(web, "/healthz") == (503, "stuck\n")


async def test_without_its_database_the_bot_is_alive_and_not_ready(sqlite_url: str) -> None:
    async with House(sqlite_url, pace=UNHURRIED) as house, aiohttp.ClientSession(house.bot_url) as web:
        await house.handrail.greeted()
        path = Path(str(make_url(sqlite_url).database))
        for lost in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            lost.write_bytes(b"no database at all" * 400)

        assert (await asked(web, "/healthz"))[0] == 200
        assert await asked(web, "/readyz") == (503, "the database does not answer\n")
        assert (await asked(web, "/metrics"))[0] == 503


async def test_other_addresses_lead_nowhere(web: aiohttp.ClientSession) -> None:
    for path in ("/", "/docs", "/slack", "/metrics/../.env"):
        assert (await asked(web, path))[0] == 404


async def test_an_engine_that_never_comes_round_at_all_is_not_alive(furnished_sqlite: Furnished) -> None:
    async with open_house(furnished_sqlite) as house, aiohttp.ClientSession(house.bot_url) as web:
        assert house.handrail.services.pulse.last_cycle_at is None
        assert await asked(web, "/healthz") == (200, "ok\n")

        await house.clock.rest(timedelta(minutes=3).total_seconds())

        assert await asked(web, "/healthz") == (503, "stuck\n")


async def test_what_slack_refuses_is_counted_by_its_code_alone(
    house: House, web: aiohttp.ClientSession
) -> None:
    for code in ("is_archived", "Priya said that"):
        house.handrail.services.pulse.keep_answer(code, house.clock.steady())

    _status, figures = await asked(web, "/metrics")

    assert 'handrail_refusals_total{code="is_archived"} 1.0' in figures
    assert 'handrail_refusals_total{code="other"} 1.0' in figures
    assert "Priya" not in figures


async def test_a_bot_that_is_not_greeted_is_alive_and_not_ready(furnished_sqlite: Furnished) -> None:
    house = open_house(furnished_sqlite)
    slack(house, "down", "auth.test")
    async with house, aiohttp.ClientSession(house.bot_url) as web:
        assert await asked(web, "/readyz") == (503, "Slack has not said yet who we are\n")
        assert await asked(web, "/healthz") == (200, "ok\n")

        slack(house, "none")
        await house.handrail.greeted()
        assert await asked(web, "/readyz") == (200, "ok\n")


async def test_a_bot_that_goes_down_is_alive_and_not_ready_until_its_door_is_closed(
    furnished_sqlite: Furnished,
) -> None:
    async with (
        open_house(furnished_sqlite, drain_seconds=0) as house,
        aiohttp.ClientSession(house.bot_url) as web,
    ):
        await house.handrail.greeted()
        closed = asyncio.Event()
        await go_down(house.handrail, house.handrail.services.settings, partial(closed.set))

        assert closed.is_set()
        assert await asked(web, "/readyz") == (503, "going down\n")
        await house.clock.rest(timedelta(minutes=3).total_seconds())
        assert await asked(web, "/healthz") == (200, "ok\n"), (
            "its engine was stopped, and does not stand still"
        )


async def test_in_socket_mode_it_is_ready_while_its_connection_is_open(furnished_sqlite: Furnished) -> None:
    about: dict[str, Any] = {"transport": Transport.SOCKET, "optional_scopes": None}
    async with (
        open_house(furnished_sqlite, socket_silence_seconds=2, **about) as house,
        aiohttp.ClientSession(house.bot_url) as web,
    ):
        assert house.handrail.connecting is not None
        await asyncio.gather(house.handrail.connecting, house.handrail.greeted())
        assert await asked(web, "/readyz") == (200, "ok\n")
        assert 'handrail_socket{state="open"} 1.0' in (await asked(web, "/metrics"))[1]

        slack(house, "down")
        house.playground.silence_sockets()
        async with asyncio.timeout(30):
            while (said := await asked(web, "/readyz"))[0] == 200:
                pass  # asked until the silence is found
        assert said == (503, "the connection to Slack is not open\n")


async def test_an_administrator_whom_slack_does_not_know_keeps_nobody_waiting(sqlite_url: str) -> None:
    admins = frozenset({"U0AAMISSPELT", alderwick.ANITA.user_id})
    async with (
        House(sqlite_url, handrail_admins=admins) as house,
        aiohttp.ClientSession(house.bot_url) as web,
    ):
        await asyncio.wait_for(house.handrail.greeted(), 30)

        assert await asked(web, "/readyz") == (200, "ok\n")
        assert await administrators_of(house) == {"Anita Cole"}
