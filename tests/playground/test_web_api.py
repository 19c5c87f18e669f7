"""The Web API answers and refuses as Slack does, to Slack's own client."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import channel_changes
from playground.installed_app import InstalledApp
from playground.server import Http, Playground
from playground.workspace import Channel, Workspace
from tests.playground import alderwick
from tests.playground.alderwick import (
    BOT,
    GUEST,
    INTERNAL,
    JOANNE,
    LEADS,
    OPEN_ROOM,
    OTHERS_ONLY,
    PRIYA,
    RUTH,
    SHARED,
    TOM,
)
from tests.playground.hand_clock import HandClock
from tests.playground.little_bot import actions, button, concern_form, section


async def refusal(call: Any) -> dict[str, Any]:
    """How Slack refuses this call."""
    with pytest.raises(SlackApiError) as refused:
        await call
    body = refused.value.response.data
    assert isinstance(body, dict)
    assert body["ok"] is False
    return body


async def refused_with(call: Any) -> str:
    return str((await refusal(call))["error"])


async def test_the_bot_learns_who_it_is(client: AsyncWebClient) -> None:
    who = await client.auth_test()

    assert (who["team_id"], who["user_id"], who["bot_id"]) == (alderwick.COUNCIL, BOT, "B0PLAYGROUND")
    assert "chat:write" in who.headers["x-oauth-scopes"]


async def test_tokens_are_checked(
    playground: Playground, client: AsyncWebClient, installed: InstalledApp
) -> None:
    nobody = AsyncWebClient(base_url=playground.api_url, retry_handlers=[])
    stranger = AsyncWebClient(token="xoxb-other", base_url=playground.api_url, retry_handlers=[])
    app_level = AsyncWebClient(token=installed.app_token, base_url=playground.api_url, retry_handlers=[])

    assert await refused_with(nobody.auth_test()) == "not_authed"
    assert await refused_with(stranger.auth_test()) == "invalid_auth"
    assert await refused_with(app_level.auth_test()) == "not_allowed_token_type"
    assert await refused_with(client.api_call("chat.shout")) == "unknown_method"
    assert (await nobody.api_test())["ok"]


async def test_a_scope_that_was_not_granted_is_missed_by_name(workspace: Workspace, clock: HandClock) -> None:
    without_pins = alderwick.app(optional_scopes=frozenset())
    async with Playground(workspace, app=without_pins, clock=clock, transport=Http()) as running:
        client = AsyncWebClient(token=without_pins.bot_token, base_url=running.api_url, retry_handlers=[])
        posted = await client.chat_postMessage(channel=INTERNAL, text="Report a concern")
        body = await refusal(client.pins_add(channel=INTERNAL, timestamp=posted["ts"]))

    assert body["error"] == "missing_scope"
    assert body["needed"] == "pins:write"
    assert "chat:write" in body["provided"].split(",")


async def test_reading_a_channel_needs_history_and_looking_at_a_dm_needs_more(client: AsyncWebClient) -> None:
    direct = await client.conversations_open(users=PRIYA)

    assert (await refusal(client.conversations_history(channel=INTERNAL)))["needed"] == "channels:history"
    assert (await refusal(client.conversations_info(channel=direct["channel"]["id"])))["needed"] == "im:read"


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


async def test_strangers_are_out_of_reach_and_outsiders_in_a_shared_channel_are_not(
    client: AsyncWebClient,
) -> None:
    assert await refused_with(client.conversations_open(users=RUTH)) == "user_not_visible"
    assert await refused_with(client.users_info(user=RUTH)) == "user_not_visible"
    assert await refused_with(client.chat_postMessage(channel=RUTH, text="x")) == "channel_not_found"
    assert await refused_with(client.conversations_open(users="U0NOBODY")) == "user_not_found"
    assert (await client.chat_postMessage(channel=JOANNE, text="Please look"))["ok"]
    joanne = (await client.users_info(user=JOANNE))["user"]
    assert (joanne["team_id"], joanne["is_stranger"]) == (alderwick.PROVIDER, False)
    assert "tz" not in joanne


async def test_guests_are_listed_and_marked_and_outsiders_are_not_listed(client: AsyncWebClient) -> None:
    members = (await client.users_list())["members"]

    assert {member["id"] for member in members} == {TOM, PRIYA, GUEST, BOT}
    assert [member["id"] for member in members if member["is_restricted"]] == [GUEST]
    assert not any("email" in member["profile"] for member in members)


async def test_a_channel_says_who_else_can_read_it(client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.channels[INTERNAL].pending_team_ids.append(alderwick.PROVIDER)
    shared = (await client.conversations_info(channel=SHARED))["channel"]
    pending = (await client.conversations_info(channel=INTERNAL))["channel"]

    assert shared["is_ext_shared"] is True
    assert shared["connected_team_ids"] == [alderwick.PROVIDER]
    assert (pending["is_ext_shared"], pending["is_pending_ext_shared"]) == (False, True)
    assert pending["pending_connected_team_ids"] == [alderwick.PROVIDER]


async def test_members_come_in_pages(client: AsyncWebClient) -> None:
    first = await client.conversations_members(channel=SHARED, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_members(channel=SHARED, limit=3, cursor=cursor)

    assert [*first["members"], *second["members"]] == [TOM, PRIYA, JOANNE, BOT]
    assert second["response_metadata"]["next_cursor"] == ""
    assert await refused_with(client.conversations_members(channel=SHARED, cursor="!")) == "invalid_cursor"


async def test_the_history_of_a_dm_proves_what_was_delivered(
    client: AsyncWebClient, clock: HandClock
) -> None:
    proof = {"event_type": "delivery", "event_payload": {"id": "d-1"}}
    first = await client.chat_postMessage(channel=PRIYA, text="One", metadata=proof)
    channel = first["channel"]
    reply = await client.chat_postMessage(channel=channel, text="More", thread_ts=first["ts"])
    clock.wait(5)
    last = await client.chat_postMessage(channel=channel, text="Two")

    everything = (await client.conversations_history(channel=channel, include_all_metadata=True))["messages"]
    assert [message["text"] for message in everything] == ["Two", "One"]
    assert everything[1]["metadata"] == proof
    plain = (await client.conversations_history(channel=channel))["messages"]
    assert "event_payload" not in plain[1]["metadata"]
    later = await client.conversations_history(channel=channel, oldest=first["ts"])
    assert [message["ts"] for message in later["messages"]] == [last["ts"]]
    edge = await client.conversations_history(
        channel=channel, oldest=first["ts"], latest=first["ts"], inclusive=True
    )
    assert [message["ts"] for message in edge["messages"]] == [first["ts"]]
    one = await client.conversations_history(channel=channel, limit=1)
    assert (len(one["messages"]), one["has_more"]) == (1, True)
    thread = await client.conversations_replies(channel=channel, ts=first["ts"])
    assert [message["ts"] for message in thread["messages"]] == [first["ts"], reply["ts"]]
    assert (
        await refused_with(client.conversations_replies(channel=channel, ts="1.000001")) == "thread_not_found"
    )


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


async def test_quiet_hours_can_be_asked_for(client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.people[PRIYA].do_not_disturb = True

    assert (await client.dnd_info(user=PRIYA))["dnd_enabled"] is True
    team = await client.dnd_teamInfo(users=[PRIYA, TOM])
    assert {who: quiet["dnd_enabled"] for who, quiet in team["users"].items()} == {PRIYA: True, TOM: False}


async def test_a_home_is_published_against_its_hash(client: AsyncWebClient) -> None:
    blocks = [section("Nothing is late"), actions(button("My open items", "open"))]
    home = {"type": "home", "blocks": blocks}
    first = (await client.views_publish(user_id=TOM, view=home))["view"]
    second = (await client.views_publish(user_id=TOM, view=home, hash=first["hash"]))["view"]

    assert second["id"] == first["id"]
    assert (
        await refused_with(client.views_publish(user_id=TOM, view=home, hash=first["hash"]))
        == "hash_conflict"
    )
    wrong = await refusal(client.views_publish(user_id=TOM, view=concern_form()))
    assert wrong["error"] == "invalid_arguments"
    assert await refused_with(client.views_publish(user_id=RUTH, view=home)) == "user_not_visible"


async def test_a_large_form_is_refused(client: AsyncWebClient) -> None:
    home = {"type": "home", "blocks": [section("a" * 2900) for _ in range(90)]}

    assert await refused_with(client.views_publish(user_id=TOM, view=home)) == "view_too_large"


async def test_permalinks_point_at_messages(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=INTERNAL, text="x")
    link = await client.chat_getPermalink(channel=INTERNAL, message_ts=posted["ts"])

    assert link["permalink"].endswith(f"/archives/{INTERNAL}/p{posted['ts'].replace('.', '')}")
    gone = client.chat_getPermalink(channel=INTERNAL, message_ts="1.000001")
    assert await refused_with(gone) == "message_not_found"


async def test_arguments_come_as_json_as_a_form_or_in_the_address(playground: Playground) -> None:
    headers = {"Authorization": "Bearer xoxb-playground"}
    address = f"{playground.api_url}chat.postMessage"
    said = {"channel": INTERNAL, "text": "Hello"}
    async with aiohttp.ClientSession(headers=headers) as session:
        answers = [
            await (await session.post(address, json=said)).json(),
            await (await session.post(address, data=said)).json(),
            await (await session.get(address, params=said)).json(),
            await (
                await session.post(address, data="{", headers={"Content-Type": "application/json"})
            ).json(),
        ]

    assert [answer.get("error") for answer in answers] == [None, None, None, "invalid_json"]


async def test_a_private_channel_that_changed_its_id_is_gone_under_the_old_one(
    client: AsyncWebClient, playground: Playground
) -> None:
    slack = playground.slack
    answer = await channel_changes.change_id(slack, slack.workspace.people[PRIYA], {"channel": LEADS})

    assert await refused_with(client.conversations_info(channel=LEADS)) == "channel_not_found"
    assert (await client.conversations_info(channel=answer["channel"]))["ok"]


async def test_many_posts_at_once_all_land(client: AsyncWebClient, workspace: Workspace) -> None:
    rooms = [Channel(f"C0ROOM{n}", f"room-{n}", alderwick.COUNCIL, [TOM, BOT]) for n in range(20)]
    workspace.add(*rooms)
    await asyncio.gather(*(client.chat_postMessage(channel=room.id, text="Hello") for room in rooms))

    assert [len(room.messages) for room in rooms] == [1] * 20
