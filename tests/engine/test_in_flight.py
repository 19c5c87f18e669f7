"""What changes while a message is on its way: it is edited once it stands there, unless others can see it by now."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import pytest

from bot.casework.contracts import link_channel
from bot.casework.evidence import submit_evidence
from bot.casework.notices import Owed, owe_people
from bot.engine.courier import Courier
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.notices import NoticeKind
from domain.people import Role
from domain.rhythm import Speed
from playground import alderwick
from playground.alderwick import ANITA, GRACE, HELEN, JOANNE, LEADS, PRIYA, SHARED, TOM
from playground.house import House
from playground.workspace import Team
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished
from tests.engine.concerns import acknowledge, raise_safeguarding
from tests.engine.stage import (
    POST,
    UNTIL_TOLD,
    heard,
    known,
    london,
    notices,
    only,
    owe,
    slack,
    texts,
    wait_out,
)
from tests.flows.action_story import agree, hand_in, the_action


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough: what is on its way is on its way to Slack."""
    return furnished_sqlite


@asynccontextmanager
async def on_its_way(house: House) -> AsyncIterator[None]:
    """Let the engine post into a slow Slack, and what is asked here happen before Slack has answered."""
    slack(house, "slow", POST, seconds=UNTIL_TOLD)
    going = asyncio.create_task(house.handrail.engine.cycle())
    await house.playground.slack.faults.until_met()
    yield
    slack(house, "none")
    await going
    await house.settle()


async def test_a_ping_answered_while_it_is_on_its_way_does_not_go_on_asking(house: House) -> None:
    now = house.clock.now()
    await house.handrail.services.database.write(
        lambda work: work.people.give(known(work, HELEN).id, Role.SAFEGUARDING_LEAD, None, now), within=10
    )
    concern_id = await raise_safeguarding(house)

    async with on_its_way(house):
        await acknowledge(house, concern_id)

    for who in (GRACE, HELEN):
        (ping,) = [text for text in texts(house, who) if "SG-" in text]
        assert "Urgent" not in ping


async def test_a_digest_answered_while_it_is_on_its_way_does_not_go_on_asking(house: House) -> None:
    joanne = house.visitor(JOANNE)
    await agree(house, house.visitor(TOM), joanne)
    action = await the_action(house)
    await house.move_to(london("2026-09-22 10:59"))
    house.clock.set(london("2026-09-22 11:00"))
    now = house.clock.now()

    def answer(work: UnitOfWork) -> None:
        submit_evidence(work, known(work, JOANNE), action.id, "Night folder", now)

    async with on_its_way(house):
        await house.handrail.services.database.write(answer, within=10)

    digests = [text for text in texts(house, JOANNE) if "Today for you" in text]
    assert [text.splitlines()[0] for text in digests[-1:]] == [
        "*Today for you: nothing left.* Everything here has been answered. Thank you."
    ]


async def test_an_edit_is_not_made_where_strangers_have_come_in(house: House) -> None:
    joanne = house.visitor(JOANNE)
    await agree(house, house.visitor(TOM), joanne)
    action = await the_action(house)
    before = texts(house, SHARED)[-1]
    house.playground.workspace.add(Team("T0STRANGERS", "Strangers Ltd", "strangers"))
    house.playground.workspace.channels[SHARED].connected_team_ids.append("T0STRANGERS")

    await hand_in(house, joanne)

    assert texts(house, SHARED)[-1] == before
    kept = await house.handrail.services.database.read(lambda work: work.chronology.of(action.id))
    assert [entry.event for entry in kept].count(Event.SEND_REFUSED) == 1
    stands = only(await notices(house, kind=NoticeKind.ACTION_CONFIRMED, to_channel=SHARED))
    assert stands.redraws_owed == stands.redraws_done > 0


async def test_the_bot_stops_without_waiting_for_a_slow_slack_and_nothing_is_lost(
    house: House,
) -> None:
    await house.settle()
    courier = Courier(house.handrail.services, house.handrail.engine.gate)
    await owe(house, "left", to=PRIYA)
    slack(house, "slow", POST, seconds=UNTIL_TOLD)
    going = asyncio.create_task(courier.drain())
    await house.playground.slack.faults.until_met()

    async with asyncio.timeout(house.handrail.services.settings.post_timeout_seconds / 2):
        await courier.close(patience=0.1)

    await going
    slack(house, "none")
    await wait_out(house)
    assert heard(house) == ["left"]


async def test_a_channel_linked_in_the_evening_gets_its_hub_at_once_and_after_what_is_urgent(
    house: House,
) -> None:
    await house.move_to(london("2026-09-12 20:00"))  # a Saturday
    now = house.clock.now()

    def link(work: UnitOfWork) -> None:
        contract = work.contracts.referenced("ALD-2024-17")
        assert contract is not None
        link_channel(work, known(work, ANITA), contract.id, LEADS, ChannelPurpose.INTERNAL, now)

    await house.handrail.services.database.write(link, within=10)
    await house.settle()

    hub = only(await notices(house, kind=NoticeKind.HUB, to_channel=LEADS))
    assert (hub.posted_at, hub.speed) == (now, Speed.PROMPT)


async def test_the_weeks_word_lost_to_downtime_is_said_later_in_the_week_and_once(house: House) -> None:
    await agree(house, house.visitor(TOM), house.visitor(JOANNE), by=date(2026, 9, 16))
    await house.move_to(london("2026-09-21 18:00"))
    house.clock.set(london("2026-09-23 09:30"))  # the bot was down over Tuesday, 11:00

    await house.move_to(london("2026-09-25 12:00"))

    said = [text for text in texts(house, SHARED) if "1 action needs an update" in text]
    assert len(said) == 1
    assert said[0].startswith("This is late")


async def test_the_weeks_word_waits_for_next_week_when_nobody_would_read_it_in_this_one(house: House) -> None:
    await agree(house, house.visitor(TOM), house.visitor(JOANNE), by=date(2026, 9, 16))
    await house.move_to(london("2026-09-21 18:00"))
    house.clock.set(london("2026-09-25 18:00"))  # a Friday evening

    await house.move_to(london("2026-09-30 12:00"))

    weeks = await notices(house, kind=NoticeKind.CHANNEL_WEEK)
    assert [(each.is_late, each.posted_at) for each in weeks if each.posted_at] == [
        (False, london("2026-09-29 11:00"))
    ]


async def test_of_a_digest_only_the_lines_its_reader_may_still_have_are_said(house: House) -> None:
    await agree(house, house.visitor(TOM), house.visitor(JOANNE))
    await house.move_to(london("2026-09-22 09:29"))
    now = house.clock.now()

    def owe_lines(work: UnitOfWork) -> None:
        contract_id = alderwick.contract_id(work)
        for word, content_class in (("kept", ContentClass.SHARED), ("lost", ContentClass.INTERNAL)):
            owed = Owed(
                kind=NoticeKind.FAULT,
                subject=(SubjectKind.CONTRACT, contract_id),
                content_class=content_class,
                speed=Speed.DIGEST,
                event=f"word:{word}",
                contract_id=contract_id,
                facts={"code": word, "detail": "a test", "pass_on_to": word},
            )
            owe_people(work, owed, [known(work, JOANNE)], now)

    await house.handrail.services.database.write(owe_lines, within=10)
    await house.move_to(london("2026-09-22 12:00"))

    said = "".join(texts(house, JOANNE))
    assert "“kept”" in said
    assert "“lost”" not in said
    assert "“lost”" in "".join(texts(house, PRIYA))
