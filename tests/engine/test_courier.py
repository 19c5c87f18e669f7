"""The courier: once each, urgent first, in the order owed, at the pace that Slack allows."""

import asyncio
from datetime import timedelta

from domain.rhythm import Speed
from playground.alderwick import ANITA, CARA, GRACE, JOANNE, LEAH, PRIYA, SHARED, TOM
from playground.house import House
from playground.server import Pace
from tests.conftest import Furnished, on_both_databases
from tests.engine.stage import (
    SENT,
    UNTIL_TOLD,
    arrived,
    calls,
    cycles,
    heard,
    notices,
    open_house,
    owe,
    posts,
    slack,
    wait_out,
    word,
)


@on_both_databases
async def test_what_is_urgent_goes_before_many_ordinary_messages(furnished: Furnished) -> None:
    async with open_house(furnished, posts_at_once=1) as house:
        await house.handrail.greeted()
        for who in (PRIYA, TOM, LEAH, ANITA, JOANNE):
            await owe(house, *(f"ordinary{number}" for number in range(4)), to=who)
        await owe(house, "urgent", to=GRACE, speed=Speed.URGENT)
        order: list[str] = []
        house.playground.slack.inspector.overhear = lambda what, body: (
            order.append(str(body["text"])) if what == "chat.postMessage" else None
        )

        await house.settle()

        assert len(order) == 21
        assert "urgent" in order[0]


@on_both_databases
async def test_messages_to_one_person_arrive_in_the_order_owed(house: House) -> None:
    words = [f"word{number}" for number in range(12)]
    await owe(house, *words)

    await house.settle()

    assert heard(house) == words


@on_both_databases
async def test_an_outage_does_not_change_the_order(house: House) -> None:
    slack(house, "down")
    await owe(house, "first")
    await cycles(house, 20, every=5)
    await owe(house, "second")
    await cycles(house, 20, every=5)
    slack(house, "none")

    await wait_out(house)

    assert heard(house) == ["first", "second"]


@on_both_databases
async def test_one_post_a_second_to_one_destination_is_never_too_fast_for_slack(furnished: Furnished) -> None:
    async with open_house(furnished, pace=Pace(patience=10.0, burst=1), pace_seconds=1.0) as house:
        await house.handrail.greeted()
        await owe(house, *(f"word{number}" for number in range(6)))
        await owe(house, *(f"shared{number}" for number in range(6)), to=SHARED)

        await house.settle()

        assert len(heard(house)) == len(heard(house, SHARED)) == 6
        refused = [line for line in house.playground.slack.inspector.newest_first() if not line["ok"]]
        assert refused == []


@on_both_databases
async def test_slack_is_left_alone_for_as_long_as_it_asks_and_that_is_no_attempt(house: House) -> None:
    slack(house, "rate_limited", "chat.postMessage", count=1, seconds=7)
    await owe(house, "patient")
    await house.handrail.engine.cycle()
    waiting = await word(house, "patient")
    assert waiting.attempts == 0
    assert waiting.next_attempt_at == house.clock.real() + timedelta(seconds=7)

    await cycles(house, 6)
    assert heard(house) == []
    await cycles(house, 1)

    assert heard(house) == ["patient"]
    assert (await word(house, "patient")).attempts == 1


@on_both_databases
async def test_what_can_wait_keeps_to_the_budget_of_a_minute_and_what_is_urgent_does_not(
    furnished: Furnished,
) -> None:
    async with open_house(furnished, posts_per_minute=10) as house:
        await house.handrail.greeted()
        await house.settle()
        await house.clock.rest(61)
        cast = (PRIYA, TOM, LEAH, ANITA, JOANNE)
        for who in cast:
            await owe(house, "one", "two", "three", to=who)

        await house.handrail.engine.cycle()
        await arrived(house)
        assert sum(len(heard(house, who)) for who in cast) == 10
        await owe(house, "urgent", to=GRACE, speed=Speed.URGENT)
        await cycles(house, 2)
        assert heard(house, GRACE) == ["urgent"]
        assert sum(len(heard(house, who)) for who in cast) == 10

        await wait_out(house)
        assert all(heard(house, who) == ["one", "two", "three"] for who in cast)


@on_both_databases
async def test_a_slow_answer_holds_up_nobody_else(house: House) -> None:
    posted = asyncio.Event()
    house.playground.slack.inspector.overhear = lambda what, _body: (
        posted.set() if what == "chat.postMessage" else None
    )
    slack(house, "slow", "conversations.open", seconds=UNTIL_TOLD)
    await owe(house, "slow", to=CARA)
    await owe(house, "quick")
    going = asyncio.create_task(house.handrail.engine.cycle())
    await posted.wait()
    posted.clear()
    await owe(house, "meanwhile", to=TOM)
    await posted.wait()

    assert heard(house, CARA) == []
    slack(house, "none")
    await going
    await house.settle()
    assert [heard(house, who) for who in (PRIYA, TOM, CARA)] == [["quick"], ["meanwhile"], ["slow"]]


async def test_each_message_goes_once_through_two_bots_at_once(
    furnished_postgres: Furnished,
) -> None:
    async with open_house(furnished_postgres) as one:
        await one.handrail.greeted()
        workspace = one.playground.workspace
        async with open_house(furnished_postgres, workspace=workspace, clock=one.clock) as other:
            await other.handrail.greeted()
            cast = (PRIYA, TOM, LEAH, ANITA, JOANNE)
            words = [f"word{number}" for number in range(8)]
            for who in cast:
                await owe(one, *words, to=who)
            await asyncio.gather(one.settle(), other.settle())
            await one.settle()

            assert [heard(one, who) for who in cast] == [words] * 5
            assert calls(one, "chat.postMessage") > 10
            assert calls(other, "chat.postMessage") > 0


@on_both_databases
async def test_what_is_sent_is_known_by_the_timestamp_that_slack_gave(house: House) -> None:
    await owe(house, "kept", to=CARA)

    await house.settle()

    (post,) = posts(house, CARA)
    kept = await word(house, "kept")
    assert (kept.state, kept.posted_ts) == (SENT, post.ts)
    assert post.metadata is not None
    assert post.metadata["event_payload"] == {"id": kept.id.hex}
    assert [each.state for each in await notices(house, destination=kept.destination)] == [SENT]
