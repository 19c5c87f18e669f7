"""What nobody knows: a post without an answer is settled by proof, and only without proof is it said again, marked."""

import asyncio

import pytest

from bot.casework.contracts import link_channel
from domain.contracts import ChannelPurpose
from domain.notices import NoticeState
from playground import alderwick, events
from playground.alderwick import ANITA, INTERNAL, LEADS, PRIYA, SHARED
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.conftest import on_both_databases
from tests.engine.stage import (
    AGAIN,
    POST,
    SENT,
    UNTIL_TOLD,
    arrived,
    cycles,
    heard,
    known,
    owe,
    posts,
    repeats,
    slack,
    states,
    texts,
    wait_out,
    word,
)

pytestmark = on_both_databases

GATE = "conversations.info"


async def test_with_slack_down_nothing_is_lost_and_each_thing_is_said_once(house: House) -> None:
    slack(house, "down")
    await owe(house, "one", "two")
    await owe(house, "shared", to=SHARED)
    await owe(house, "internal", to=INTERNAL)
    await cycles(house, 40, every=4)
    assert heard(house) == heard(house, SHARED) == []
    slack(house, "none")

    await wait_out(house)

    assert heard(house) == ["one", "two"]
    assert (heard(house, SHARED), heard(house, INTERNAL)) == (["shared"], ["internal"])
    assert "uncertain" not in await states(house)


@pytest.mark.parametrize("fault", ["down", "server_error"])
async def test_a_message_that_did_not_arrive_is_sent_and_not_called_a_repeat(
    house: House, fault: str
) -> None:
    slack(house, fault, POST, count=1)
    await owe(house, "private")

    await house.settle()

    assert heard(house) == ["private"]
    assert AGAIN not in "".join(texts(house))


async def test_in_a_channel_slacks_receipt_is_the_proof(house: House) -> None:
    slack(house, "drop_after_accept", POST, count=1)
    await owe(house, "shared", to=SHARED)

    await house.handrail.engine.cycle()
    await house.playground.settle()
    await house.settle()

    assert heard(house, SHARED) == ["shared"]
    assert repeats(house, SHARED) == [False]
    assert (await word(house, "shared")).state is SENT


async def test_a_receipt_that_comes_after_the_repeat_changes_nothing(house: House) -> None:
    await receipts_go_astray(house)
    slack(house, "drop_after_accept", POST, count=1)
    await owe(house, "shared", to=SHARED)
    await house.settle()
    first, second = [each for each in posts(house, SHARED) if "“shared”" in each.text]

    await receipts_arrive(house, SHARED, first.ts)

    assert (await word(house, "shared")).posted_ts == second.ts
    assert repeats(house, SHARED) == [False, True]


async def test_a_receipt_that_comes_while_a_repeat_is_being_prepared_calls_it_off(house: House) -> None:
    await receipts_go_astray(house)
    slack(house, "drop_after_accept", POST, count=1)
    await owe(house, "shared", to=SHARED)
    await house.handrail.engine.cycle()
    await arrived(house)
    (first,) = [each for each in posts(house, SHARED) if "“shared”" in each.text]
    await house.clock.rest(10)
    slack(house, "slow", GATE, seconds=UNTIL_TOLD)

    going = asyncio.create_task(house.handrail.engine.cycle())
    await house.playground.slack.faults.until_met()
    await receipts_arrive(house, SHARED, first.ts)
    slack(house, "none")
    await going
    await wait_out(house)

    assert repeats(house, SHARED) == [False]
    assert (await word(house, "shared")).posted_ts == first.ts


async def test_a_hub_whose_answer_was_lost_is_pinned_once_it_is_known_to_stand_there(house: House) -> None:
    now = house.clock.now()

    def link(work: UnitOfWork) -> None:
        contract_id = alderwick.contract_id(work)
        link_channel(work, known(work, ANITA), contract_id, LEADS, ChannelPurpose.INTERNAL, now)

    slack(house, "drop_after_accept", POST, count=1)
    await house.handrail.services.database.write(link)
    await house.settle()

    (hub,) = posts(house, LEADS)
    assert house.playground.workspace.channels[LEADS].pins == [hub.ts]


async def test_a_late_receipt_proves_a_message_that_was_given_up(house: House) -> None:
    await receipts_go_astray(house)
    slack(house, "drop_after_accept", POST, count=2)
    await owe(house, "shared", to=SHARED)
    await wait_out(house)
    assert (await word(house, "shared")).state is NoticeState.PARKED
    first, _second = [each for each in posts(house, SHARED) if "“shared”" in each.text]

    await receipts_arrive(house, SHARED, first.ts)

    found = await word(house, "shared")
    assert (found.state, found.posted_ts) == (SENT, first.ts)


async def test_what_was_answered_on_its_way_is_edited_once_its_receipt_comes(house: House) -> None:
    from tests.engine.concerns import log_concern, take_concern

    await receipts_go_astray(house)
    slack(house, "drop_after_accept", POST, count=1)
    concern_id = await log_concern(house)
    await house.handrail.engine.cycle()
    await take_concern(house, concern_id)
    (asked,) = [each for each in posts(house) if "Please take" in each.text]

    channel = house.playground.workspace.direct_messages(PRIYA.user_id)
    assert channel is not None
    await receipts_arrive(house, channel.id, asked.ts)
    await house.settle()

    assert [text for text in texts(house) if "Please take" in text] == []
    assert [text for text in texts(house) if text.startswith("*Priya Nair has")] != []


async def receipts_go_astray(house: House) -> None:
    """Let Slack's events reach nobody."""
    house.playground.deliver_to("http://127.0.0.1:9/nowhere")


async def receipts_arrive(house: House, channel: str, ts: str) -> None:
    """Let Slack's events reach the bot, and the receipt of one message first of all."""
    house.playground.deliver_to(f"{house._web.url}/slack/events")
    place = house.playground.workspace.channels[channel]
    message = place.message(ts)
    assert message is not None
    events.metadata_posted(house.playground.slack, place, message)
    await house.playground.settle()
