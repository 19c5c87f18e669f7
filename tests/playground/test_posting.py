"""The bot posts, changes, pins and deletes what Slack would let it, and no more."""

import asyncio
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from playground.workspace import Channel, Workspace
from tests.playground import alderwick
from tests.playground.alderwick import (
    BOT,
    INTERNAL,
    LEADS,
    OPEN_ROOM,
    OTHERS_ONLY,
    SHARED,
    TOM,
)
from tests.playground.hand_clock import HandClock
from tests.playground.little_bot import section
from tests.playground.refusals import refusal, refused_with


async def test_the_bot_posts_only_where_it_is(client: AsyncWebClient) -> None:
    assert await refused_with(client.chat_postMessage(channel=OPEN_ROOM, text="Hello")) == "not_in_channel"
    assert (
        await refused_with(client.chat_postMessage(channel=OTHERS_ONLY, text="Hello")) == "channel_not_found"
    )
    assert (
        await refused_with(client.chat_postMessage(channel="C0NOWHERE", text="Hello")) == "channel_not_found"
    )
    assert await refused_with(client.conversations_info(channel=OTHERS_ONLY)) == "channel_not_found"
    assert (await client.conversations_info(channel=OPEN_ROOM))["channel"]["is_member"] is False


async def test_nobody_writes_in_a_closed_channel(client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.channels[INTERNAL].is_archived = True
    workspace.channels[LEADS].is_frozen = True

    assert await refused_with(client.chat_postMessage(channel=INTERNAL, text="Hello")) == "is_archived"
    assert await refused_with(client.chat_postMessage(channel=LEADS, text="Hello")) == "is_inactive"


async def test_a_message_must_say_something_that_fits(client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=INTERNAL, text="Open"))["ts"]

    assert (
        await refused_with(client.api_call("chat.postMessage", json={"channel": INTERNAL, "text": " "}))
        == "no_text"
    )
    assert await refused_with(client.chat_update(channel=INTERNAL, ts=ts, text="a" * 4001)) == "msg_too_long"
    too_long = client.chat_postEphemeral(channel=INTERNAL, user=TOM, text="a" * 4001)
    assert await refused_with(too_long) == "msg_too_long"
    body = await refusal(client.chat_postMessage(channel=INTERNAL, text="x", blocks=[section("a" * 3001)]))
    assert body["error"] == "invalid_blocks"
    assert "/blocks/0/text/text" in body["response_metadata"]["messages"][0]
    together = client.chat_postMessage(channel=INTERNAL, text="x", blocks=[section("a" * 3000)] * 5)
    assert await refused_with(together) == "msg_blocks_too_long"
    assert await refused_with(client.chat_postMessage(channel="", text="x")) == "invalid_arguments"


async def test_the_bot_changes_only_its_own_messages(
    client: AsyncWebClient, playground: Playground, workspace: Workspace
) -> None:
    channel = workspace.channels[INTERNAL]
    toms = playground.slack.post(channel, TOM, "Mine", [])
    assert (
        await refused_with(client.chat_update(channel=INTERNAL, ts=toms.ts, text="Yours"))
        == "cant_update_message"
    )
    assert await refused_with(client.chat_delete(channel=INTERNAL, ts=toms.ts)) == "cant_delete_message"
    nowhere = client.chat_update(channel=INTERNAL, ts="1.000001", text="x")
    assert await refused_with(nowhere) == "message_not_found"
    own = await client.chat_postMessage(channel=INTERNAL, text="Open", blocks=[section("Open")])
    await client.chat_update(channel=INTERNAL, ts=own["ts"], text="Taken")
    message = channel.message(own["ts"])
    assert message is not None
    assert (message.text, message.blocks) == ("Taken", [])
    assert message.edited_ts is not None
    await client.chat_delete(channel=INTERNAL, ts=own["ts"])
    assert channel.message(own["ts"]) is None


async def test_an_update_with_blocks_bears_no_mark(client: AsyncWebClient, workspace: Workspace) -> None:
    own = await client.chat_postMessage(channel=INTERNAL, text="Open")
    await client.chat_update(channel=INTERNAL, ts=own["ts"], text="Taken", blocks=[section("Taken")])

    message = workspace.channels[INTERNAL].message(own["ts"])
    assert message is not None
    assert message.edited_ts is None


async def test_an_ephemeral_is_only_for_somebody_who_is_there(client: AsyncWebClient) -> None:
    absent = client.chat_postEphemeral(channel=LEADS, user=TOM, text="Only you")

    assert await refused_with(absent) == "user_not_in_channel"
    there = await client.chat_postEphemeral(channel=INTERNAL, user=TOM, text="Only you")
    gone = client.chat_update(channel=INTERNAL, ts=there["message_ts"], text="x")
    assert await refused_with(gone) == "message_not_found"


async def test_timestamps_rise_although_the_clock_stands_still(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel=INTERNAL, text=str(n)))["ts"] for n in range(3)]

    assert stamps == sorted(set(stamps))
    assert stamps[0] == "1788859200.000000"


async def test_more_than_a_message_a_second_has_to_wait(client: AsyncWebClient, clock: HandClock) -> None:
    for number in range(3):
        await client.chat_postMessage(channel=INTERNAL, text=str(number))
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=INTERNAL, text="too soon")

    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
    assert refused.value.response["error"] == "ratelimited"
    assert (await client.chat_postMessage(channel=SHARED, text="elsewhere"))["ok"]
    clock.wait(1)
    assert (await client.chat_postMessage(channel=INTERNAL, text="now"))["ok"]


async def test_a_message_is_pinned_once(client: AsyncWebClient) -> None:
    hub = (await client.chat_postMessage(channel=SHARED, text="Report a concern"))["ts"]
    await client.pins_add(channel=SHARED, timestamp=hub)

    assert await refused_with(client.pins_add(channel=SHARED, timestamp=hub)) == "already_pinned"
    assert await refused_with(client.pins_add(channel=SHARED, timestamp="1.000001")) == "message_not_found"
    await client.pins_remove(channel=SHARED, timestamp=hub)
    assert await refused_with(client.pins_remove(channel=SHARED, timestamp=hub)) == "no_pin"


async def test_metadata_has_its_form(client: AsyncWebClient) -> None:
    async def post(metadata: Any) -> str:
        return await refused_with(client.chat_postMessage(channel=INTERNAL, text="x", metadata=metadata))

    assert await post({"event_type": "delivery"}) == "invalid_metadata_format"
    large = {"event_type": "delivery", "event_payload": {"id": "a" * 17_000}}
    assert await post(large) == "metadata_too_large"


async def test_permalinks_point_at_messages(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=INTERNAL, text="x")
    link = await client.chat_getPermalink(channel=INTERNAL, message_ts=posted["ts"])

    assert link["permalink"].endswith(f"/archives/{INTERNAL}/p{posted['ts'].replace('.', '')}")
    gone = client.chat_getPermalink(channel=INTERNAL, message_ts="1.000001")
    assert await refused_with(gone) == "message_not_found"


async def test_many_posts_at_once_all_land(client: AsyncWebClient, workspace: Workspace) -> None:
    rooms = [Channel(f"C0ROOM{n}", f"room-{n}", alderwick.COUNCIL, [TOM, BOT]) for n in range(20)]
    workspace.add(*rooms)
    await asyncio.gather(*(client.chat_postMessage(channel=room.id, text="Hello") for room in rooms))

    assert [len(room.messages) for room in rooms] == [1] * 20
