"""Without a receipt the bot looks for itself where it may; where it may not, it says a thing once more, marked."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.engine.courier import Courier
from domain.notices import NoticeState
from playground.alderwick import ANITA, PRIYA, SHARED
from playground.house import House
from tests.conftest import Furnished, on_both_databases
from tests.engine.stage import (
    AGAIN,
    POST,
    SENT,
    cycles,
    heard,
    open_house,
    owe,
    posts,
    repeats,
    slack,
    texts,
    wait_out,
    word,
)

pytestmark = on_both_databases

WITHOUT_RECEIPTS: frozenset[str] = frozenset({"pins:write"})


@pytest.fixture
async def house(furnished: Furnished) -> AsyncIterator[House]:
    """Alderwick House in a Slack that sends no receipts."""
    async with open_house(furnished, optional_scopes=WITHOUT_RECEIPTS) as house:
        await house.handrail.greeted()
        yield house


@pytest.mark.parametrize("fault", ["drop_after_accept", "server_error_after_accept"])
async def test_a_message_that_arrived_without_an_answer_is_found_and_not_said_twice(
    house: House, fault: str
) -> None:
    slack(house, fault, POST, count=1)
    await owe(house, "private")

    await house.settle()

    (post,) = [each for each in posts(house) if "private" in each.text]
    found = await word(house, "private")
    assert (found.state, found.posted_ts, found.repeats) == (SENT, post.ts, 0)


async def test_without_receipts_a_channel_reads_it_once_more_marked_as_a_repeat(house: House) -> None:
    slack(house, "drop_after_accept", POST, count=1)
    await owe(house, "shared", to=SHARED)

    await house.settle()
    await cycles(house, 60, every=10)

    assert repeats(house, SHARED) == [False, True]


async def test_a_message_unproven_twice_waits_for_a_person_and_an_administrator_is_told(
    house: House,
) -> None:
    slack(house, "drop_after_accept", POST, count=2)
    await owe(house, "shared", to=SHARED)

    await wait_out(house)
    await cycles(house, 600, every=60)

    assert repeats(house, SHARED) == [False, True]
    assert (await word(house, "shared")).state is NoticeState.PARKED
    told = [text for text in texts(house, ANITA) if "a message may be missing" in text]
    assert len(told) == 1


async def test_an_outage_uses_up_no_repeat(house: House) -> None:
    slack(house, "down", POST, count=1)
    await owe(house, "shared", to=SHARED)
    await house.handrail.engine.cycle()
    slack(house, "down")
    await cycles(house, 120, every=5)
    slack(house, "none")

    await wait_out(house)

    assert repeats(house, SHARED) == [True]


async def test_an_uncertain_message_stays_uncertain_while_slack_is_too_busy_to_be_asked(
    house: House,
) -> None:
    slack(house, "drop_after_accept", POST, count=1)
    await owe(house, "private")
    await house.handrail.engine.cycle()
    slack(house, "rate_limited", "conversations.history", count=1, seconds=3)

    await cycles(house, 9)
    assert (await word(house, "private")).state is NoticeState.UNCERTAIN
    await cycles(house, 4)

    assert heard(house) == ["private"]
    assert (await word(house, "private")).state is SENT


async def test_a_bot_that_stopped_before_its_post_says_it_once_when_it_is_back(furnished: Furnished) -> None:
    async with open_house(furnished) as stopped:
        await stopped.handrail.greeted()
        await owe(stopped, "private")
        claim, *_ = await courier(stopped)._claim()
        assert claim is not None
        workspace, clock = stopped.playground.workspace, stopped.clock
    async with open_house(furnished, workspace=workspace, clock=clock) as house:
        await house.handrail.engine.cycle()
        assert (await word(house, "private")).state is NoticeState.CLAIMED

        await wait_out(house)

        assert heard(house) == ["private"]
        assert AGAIN not in "".join(texts(house))


async def test_what_a_stopped_bot_had_taken_up_keeps_its_place_before_what_came_later(
    furnished: Furnished,
) -> None:
    async with open_house(furnished) as stopped:
        await stopped.handrail.greeted()
        await owe(stopped, "first")
        assert (await courier(stopped)._claim())[0] is not None
        await owe(stopped, "second")
        workspace, clock = stopped.playground.workspace, stopped.clock
    async with open_house(furnished, workspace=workspace, clock=clock) as house:
        await house.clock.rest(60)  # its lease has long been over when the next bot starts

        await wait_out(house)

        assert heard(house) == ["first", "second"]


async def test_a_bot_that_stopped_after_its_post_does_not_say_it_again(furnished: Furnished) -> None:
    async with open_house(furnished, optional_scopes=WITHOUT_RECEIPTS) as stopped:
        await stopped.handrail.greeted()
        await owe(stopped, "private")
        claim, *_ = await courier(stopped)._claim()
        assert claim is not None
        ready = await courier(stopped)._attempt._prepare(claim)
        assert ready is not None
        await stopped.handrail.services.slack.post(
            ready.channel, ready.text, ready.blocks, claim.notice.id.hex
        )
        workspace, clock = stopped.playground.workspace, stopped.clock
    async with open_house(furnished, workspace=workspace, clock=clock) as house:
        await wait_out(house)

        assert heard(house) == ["private"]
        assert (await word(house, "private")).state is SENT


def courier(house: House) -> Courier:
    """The courier of a bot, to stop it half-way."""
    return house.handrail.engine._courier


async def test_the_proof_is_found_behind_more_than_a_hundred_later_messages(house: House) -> None:
    slack(house, "drop_after_accept", POST, count=1)
    await owe(house, "private")
    await house.handrail.engine.cycle()
    direct = house.playground.workspace.direct_messages(PRIYA.user_id)
    assert direct is not None
    (found,) = [each for each in direct.messages if "private" in each.text]
    later = (f"{float(found.ts) + number + 1:.6f}" for number in range(120))
    direct.messages += [replace(found, ts=ts, text="Later", metadata=None) for ts in later]

    await wait_out(house)

    assert (await word(house, "private")).posted_ts == found.ts
    assert heard(house) == ["private"]
