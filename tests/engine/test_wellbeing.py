"""The heartbeat: an address outside is called each minute that all is well, and in no other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from domain.rhythm import Speed
from domain.routes import Means
from playground.alderwick import ANITA, GRACE, HELEN, NADIA
from playground.house import HandClock, House
from tests.conftest import Furnished
from tests.engine.concerns import raise_safeguarding
from tests.engine.leavers import empty_the_route
from tests.engine.stage import POST, open_house, owe, slack, texts
from tests.engine.test_outside import GRACES, NUMBER, reach
from tests.receivers import SECRET as SHARED_SECRET
from tests.receivers import Gateway, MailServer

SECRET = "a-key-in-the-address"
ANOTHER_NUMBER = "07700 900456"


class Watcher:
    """Whoever outside is called, and tells people when the calls stop."""

    def __init__(self) -> None:
        self.beats = 0
        self.status = 200

    async def take(self, _request: web.Request) -> web.Response:
        """Take a call."""
        self.beats += 1
        return web.Response(status=self.status)


@asynccontextmanager
async def watched(furnished: Furnished, **ways: Any) -> AsyncIterator[tuple[House, Watcher]]:
    """The house, with somebody outside who watches it."""
    watcher, application = Watcher(), web.Application()
    application.router.add_get(f"/{SECRET}", watcher.take)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    settings = ways | {"heartbeat_url": f"http://127.0.0.1:{runner.addresses[0][1]}/{SECRET}"}
    try:
        async with open_house(furnished, **settings) as house:
            await house.handrail.greeted()
            await house.settle()
            await house.handrail.engine._wellbeing.finish()
            watcher.beats = 0
            yield house, watcher
    finally:
        await runner.cleanup()


def both(mail: MailServer, gateway: Gateway) -> dict[str, Any]:
    """The settings with which both ways are set up."""
    return {
        "webhook_url": gateway.url,
        "webhook_secret": SHARED_SECRET,
        "smtp_host": "127.0.0.1",
        "smtp_port": mail.port,
        "smtp_tls": "none",
        "smtp_from": "handrail@westermere.example",
    }


async def beats_in(house: House, watcher: Watcher, minutes: int) -> int:
    """How often the address is called while so many minutes pass for the story and the world alike."""
    before = watcher.beats
    for _ in range(minutes):
        await house.clock.rest(61)
        house.clock.set(house.clock.now() + timedelta(seconds=61))
        await house.handrail.engine.cycle()
        await house.handrail.engine._courier.finish()
        await house.handrail.engine._wellbeing.finish()
    return watcher.beats - before


@pytest.mark.criterion("CPC424-P2")
async def test_it_beats_each_minute_and_stops_when_slack_does_not_answer(
    furnished_sqlite: Furnished, capsys: pytest.CaptureFixture[str]
) -> None:
    async with watched(furnished_sqlite) as (house, watcher):
        assert await beats_in(house, watcher, 3) == 3
        slack(house, "down")
        assert await beats_in(house, watcher, 3) == 0
        slack(house, "none")
        assert await beats_in(house, watcher, 2) == 2

        assert isinstance(house.clock, HandClock)
        house.clock._real -= timedelta(hours=1)  # as where a database server's clock is put right
        assert await beats_in(house, watcher, 2) == 2

        watcher.status = 500
        assert await beats_in(house, watcher, 1) == 1
    said = capsys.readouterr()
    assert "no heartbeat" in said.out + said.err
    assert SECRET not in said.out + said.err


async def test_it_stops_for_something_urgent_that_is_two_minutes_late_though_slack_answers(
    furnished_sqlite: Furnished,
) -> None:
    async with watched(furnished_sqlite) as (house, watcher):
        slack(house, "down", POST)
        await owe(house, "late", to=GRACE, speed=Speed.URGENT)
        assert await beats_in(house, watcher, 1) == 1, "not late yet"
        assert await beats_in(house, watcher, 2) == 0
        slack(house, "none")
        assert await beats_in(house, watcher, 3) >= 2


@pytest.mark.parametrize(("mode", "beats"), [("busy", 0), ("refuses", 4)])
async def test_it_stops_when_urgent_mail_is_ten_minutes_late_but_not_for_one_wrong_address_or_number(
    furnished_sqlite: Furnished, mode: str, beats: int
) -> None:
    async with (
        MailServer() as mail,
        Gateway(barred={NUMBER: 422}) as gateway,
        watched(furnished_sqlite, **both(mail, gateway)) as (house, watcher),
    ):
        await reach(house, GRACE, Means.EMAIL, GRACES)
        await reach(house, GRACE, Means.WEBHOOK, NUMBER)
        await reach(house, NADIA, Means.WEBHOOK, ANOTHER_NUMBER)
        mail.mode = mode
        await raise_safeguarding(house)
        assert await beats_in(house, watcher, 9) == 9, "not late yet"
        assert await beats_in(house, watcher, 4) == beats
        assert mail.letters == []
        assert {each["to"] for each in gateway.taken} == {ANOTHER_NUMBER}
        told = "\n".join(texts(house, ANITA))
        assert "Please check Grace Obi's number with /contract reach" in told
        assert "the gateway for texts and calls refuses" not in told.replace("reach: the gateway", "")

        mail.mode = ""
        assert await beats_in(house, watcher, 2) >= 1, "it has gone now"


@pytest.mark.parametrize(
    ("answers", "mode"),
    [([400] * 99, ""), ([200] + [404] * 99, ""), ([200] * 99, "refuses")],
    ids=[
        "a gateway that bars every number",
        "one that breaks down after a text",
        "a mail server that bars everybody",
    ],
)
async def test_it_stops_when_a_way_takes_nothing_from_anybody_in_whatever_words(
    furnished_sqlite: Furnished, answers: list[int], mode: str
) -> None:
    async with (
        MailServer() as mail,
        Gateway(answers=answers) as gateway,
        watched(furnished_sqlite, **both(mail, gateway)) as (house, watcher),
    ):
        mail.mode = mode
        for who, number in ((GRACE, NUMBER), (NADIA, ANOTHER_NUMBER)):
            await reach(house, who, Means.WEBHOOK, number)
            await reach(house, who, Means.EMAIL, f"{who.user_id}@westermere.example")
        await raise_safeguarding(house)
        assert await beats_in(house, watcher, 1) == 1, "not late yet"
        house.clock.set(house.clock.now() + timedelta(minutes=9))
        assert await beats_in(house, watcher, 3) == 0

        mail.mode, gateway.answers = "", []
        assert await beats_in(house, watcher, 2) >= 1, "it has gone now"


async def test_a_refusal_that_may_mean_either_is_of_the_number_once_the_gateway_has_taken_another_after_it(
    furnished_sqlite: Furnished,
) -> None:
    async with (
        MailServer() as mail,
        Gateway(barred={NUMBER: 404}) as gateway,
        watched(furnished_sqlite, **both(mail, gateway)) as (house, watcher),
    ):
        await reach(house, GRACE, Means.WEBHOOK, NUMBER)
        await reach(house, HELEN, Means.WEBHOOK, ANOTHER_NUMBER)
        await raise_safeguarding(house)
        assert await beats_in(house, watcher, 2) == 2, "not late yet"
        house.clock.set(house.clock.now() + timedelta(minutes=9))
        assert await beats_in(house, watcher, 2) == 0, "nobody can tell yet"
        assert "gateway for texts and calls refuses what is sent" in texts(house, ANITA)[-1]

        house.clock.set(
            house.clock.now() + timedelta(minutes=3)
        )  # the next line is asked, whose number is right
        await house.handrail.engine.cycle()
        await house.handrail.engine._courier.finish()
        assert await beats_in(house, watcher, 3) >= 2
        assert "Please check Grace Obi's number with /contract reach" in texts(house, ANITA)[-1]


async def test_it_stops_for_danger_that_nobody_can_be_asked_about(furnished_sqlite: Furnished) -> None:
    async with watched(furnished_sqlite) as (house, watcher):
        await empty_the_route(house)
        await raise_safeguarding(house)
        assert await beats_in(house, watcher, 3) == 0


async def fail(house: House) -> None:
    """Let a part of the engine fail."""
    await house.handrail.engine._part("a part", lambda _services: house.clock.rest("no number"))  # type: ignore[arg-type]


async def test_it_stops_for_a_part_that_fails_while_it_is_asked_whether_all_is_well(
    furnished_sqlite: Furnished,
) -> None:
    async with watched(furnished_sqlite) as (house, watcher):
        house.handrail.engine._wellbeing.ask()
        await asyncio.sleep(0)  # it is being asked
        await fail(house)
        await house.handrail.engine._wellbeing.finish()
        assert watcher.beats == 1, "it failed after that was asked"
        assert await beats_in(house, watcher, 1) == 0
        assert await beats_in(house, watcher, 1) == 1


async def test_it_stops_for_a_part_of_the_engine_that_fails(furnished_sqlite: Furnished) -> None:
    async with watched(furnished_sqlite) as (house, watcher):
        await fail(house)
        assert await beats_in(house, watcher, 1) == 0
        assert await beats_in(house, watcher, 1) == 1
