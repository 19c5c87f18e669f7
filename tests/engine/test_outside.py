"""Urgent pings outside Slack: a reference and where to look, beside the message in Slack and never in its way."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from domain.notices import NoticeState
from domain.routes import Means
from playground.alderwick import ANITA, GRACE, HELEN, NADIA, Character
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished, on_both_databases
from tests.engine.concerns import acknowledge, raise_safeguarding
from tests.engine.stage import cycles, known, london, notices, open_house, posts, slack, texts
from tests.receivers import SECRET, Gateway, MailServer

GRACES, HELENS, NUMBER = "grace@westermere.example", "helen@westermere.example", "07700 900123"
TYPED = "A resident is hurt"


@dataclass
class Scene:
    """The house, and whoever is at the other end."""

    house: House
    mail: MailServer
    gateway: Gateway


@pytest.fixture
async def scene(furnished: Furnished) -> AsyncIterator[Scene]:
    """Alderwick House on a Saturday night: Grace has an e-mail address and a number, Helen an address."""
    async with MailServer() as mail, Gateway() as gateway:
        ways = {
            "smtp_host": "127.0.0.1",
            "smtp_port": mail.port,
            "smtp_tls": "none",
            "smtp_from": "handrail@westermere.example",
            "webhook_url": gateway.url,
            "webhook_secret": SECRET,
        }
        async with open_house(furnished, post_timeout_seconds=5.0, **ways) as house:
            await house.handrail.greeted()
            await reach(house, GRACE, Means.EMAIL, GRACES)
            await reach(house, GRACE, Means.WEBHOOK, NUMBER)
            await reach(house, HELEN, Means.EMAIL, HELENS)
            await house.move_to(london("2026-09-12 02:00"))
            yield Scene(house, mail, gateway)


async def reach(house: House, who: Character, means: Means, address: str) -> None:
    """Let somebody be reached outside Slack, or no more."""
    await house.handrail.services.database.write(
        lambda work: work.routes.set_outside(known(work, who).id, means, address)
    )


async def waiting(house: House) -> list[Any]:
    """What is still owed outside Slack."""
    pending = {NoticeState.OWED, NoticeState.UNCERTAIN, NoticeState.PARKED, NoticeState.CLAIMED}
    return [
        notice
        for notice in await notices(house)
        if notice.means is not Means.SLACK and notice.state in pending
    ]


@on_both_databases
@pytest.mark.criterion("CPC424-P2")
async def test_an_urgent_ping_also_goes_outside_slack_with_a_reference_and_nothing_more(scene: Scene) -> None:
    await raise_safeguarding(scene.house)
    await scene.house.settle()

    assert "Urgent SG-" in texts(scene.house, GRACE)[-1]
    (letter,) = scene.mail.letters
    assert scene.mail.recipients == [GRACES]
    assert str(letter["Subject"]).startswith("Urgent SG-")
    assert str(letter["Subject"]).endswith(": nobody has picked this up.")
    (text,) = scene.gateway.taken
    assert text["to"] == NUMBER
    assert "open Handrail in Slack now" in text["text"]
    assert "01632 960 404" in text["text"]
    for said in (letter.as_string(), str(text)):
        for word in (TYPED, "Tom", "Alderwick", "danger", "hurt"):
            assert word not in said


async def test_the_next_line_is_reached_outside_slack_too_and_nobody_after_somebody_has_it(
    scene: Scene,
) -> None:
    began = scene.house.clock.now()
    concern_id = await raise_safeguarding(scene.house)
    await scene.house.move_to(began + timedelta(minutes=15))
    assert scene.mail.recipients == [GRACES, HELENS]
    await acknowledge(scene.house, concern_id)
    await scene.house.settle()
    await scene.house.move_to(began + timedelta(hours=2))

    assert scene.mail.recipients == [GRACES, HELENS]
    assert await waiting(scene.house) == []


@pytest.mark.parametrize("mode", ["slow", "busy", "drops_after_data"])
async def test_a_broken_mail_server_never_delays_a_message_in_slack(scene: Scene, mode: str) -> None:
    house = scene.house
    scene.mail.mode = mode
    for who in (NADIA, ANITA):
        await reach(house, who, Means.EMAIL, f"{who.user_id}@westermere.example")
    for _ in range(3):
        await raise_safeguarding(house)
    before = house.clock.real()

    while len(posts(house, GRACE)) < 3 or len(posts(house, NADIA)) < 3:
        await house.handrail.engine.cycle()

    assert house.clock.real() == before
    assert len(scene.gateway.taken) <= 3
    scene.mail.hang_up()


@on_both_databases
async def test_a_mail_server_that_comes_back_delivers_what_still_matters_once(scene: Scene) -> None:
    house, began = scene.house, scene.house.clock.now()
    scene.mail.mode = "busy"
    await raise_safeguarding(house)
    await house.move_to(began + timedelta(hours=2))
    assert scene.mail.letters == []

    scene.mail.mode = ""
    await cycles(house, 90, every=6)

    graces = [to for to in scene.mail.recipients if to == GRACES]
    assert graces == [GRACES]
    assert await waiting(house) == []


@on_both_databases
async def test_what_may_have_arrived_is_sent_again_under_the_same_id(scene: Scene) -> None:
    house = scene.house
    scene.gateway.answers = [500, 500]
    scene.mail.mode = "drops_after_data"
    await raise_safeguarding(house)
    await house.settle()
    scene.mail.mode = ""
    await cycles(house, 240, every=6)

    assert len(scene.gateway.taken) == 3
    assert len(scene.gateway.texts()) == 1
    assert len(scene.mail.letters) >= 2
    assert len({letter["Message-ID"] for letter in scene.mail.letters}) == 1
    assert await waiting(house) == []


async def test_what_may_have_arrived_is_not_sent_again_once_somebody_has_it(scene: Scene) -> None:
    house = scene.house
    scene.gateway.answers = [500]
    concern_id = await raise_safeguarding(house)
    await house.handrail.engine.cycle()
    await house.handrail.engine._courier.finish()
    await acknowledge(house, concern_id)
    await cycles(house, 240, every=6)

    assert len(scene.gateway.taken) == 1
    assert await waiting(house) == []


async def test_what_the_server_refuses_is_named_to_the_administrators_and_tried_again(scene: Scene) -> None:
    house = scene.house
    scene.mail.mode, scene.gateway.answers = "refuses", [404, 404]
    concern_id = await raise_safeguarding(house)
    await house.settle()
    await house.handrail.engine.cycle()
    assert len(scene.gateway.taken) == 1
    await cycles(house, 60, every=20)
    assert len(scene.gateway.taken) == 2
    await acknowledge(house, concern_id)  # so that the week-end has nothing to go on asking about
    await house.move_to(london("2026-09-14 09:00"))

    said = "\n".join(texts(house, ANITA))
    assert "Please check Grace Obi's e-mail address with /contract reach" in said
    assert "the gateway for texts and calls refuses what is sent" in said
    assert GRACES not in said
    assert NUMBER not in said


async def test_slack_down_and_the_letters_go_all_the_same(scene: Scene) -> None:
    slack(scene.house, "down")
    await raise_safeguarding(scene.house)
    await scene.house.handrail.engine.cycle()
    await scene.house.handrail.engine._courier.finish()

    assert scene.mail.recipients == [GRACES]
    assert len(scene.gateway.taken) == 1
    slack(scene.house, "none")


async def test_only_a_named_person_is_reached_and_only_at_the_address_we_have_now(scene: Scene) -> None:
    house = scene.house
    scene.mail.mode = "busy"
    await raise_safeguarding(house)
    await house.settle()
    await reach(house, GRACE, Means.EMAIL, "")

    def leave(work: UnitOfWork) -> None:
        known(work, HELEN).is_active = False

    await house.handrail.services.database.write(leave)
    scene.mail.mode = ""
    await house.move_to(house.clock.now() + timedelta(minutes=20))
    await cycles(house, 60, every=6)

    assert scene.mail.recipients == []
    assert await waiting(house) == []


async def test_nobodys_address_and_nothing_typed_reaches_the_logs(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    scene.mail.mode, scene.gateway.answers = "refuses", [500]
    await raise_safeguarding(scene.house)
    await scene.house.settle()

    written = "".join(capsys.readouterr())
    assert "not sent outside" in written
    for word in (GRACES, NUMBER, TYPED, SECRET, "Grace"):
        assert word not in written


async def test_a_way_that_nobody_has_set_up_is_said_once_without_waiting_for_an_emergency(
    furnished_sqlite: Furnished,
) -> None:
    async with open_house(furnished_sqlite) as house:
        await house.handrail.greeted()
        await reach(house, GRACE, Means.EMAIL, GRACES)
        await reach(house, HELEN, Means.WEBHOOK, NUMBER)
        await house.move_to(london("2026-09-10 12:00"))

        said = "\n".join(texts(house, ANITA))
        assert said.count("Grace Obi's e-mail cannot be used: no mail server is set") == 1
        assert said.count("Helen Marsh's number cannot be used: no gateway") == 1
        await raise_safeguarding(house)
        await house.settle()
        assert await waiting(house) == []
        assert "\n".join(texts(house, ANITA)) == said
