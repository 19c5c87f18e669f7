"""The bot learns of channels and people what Slack would tell it, and no more."""

from slack_sdk.web.async_client import AsyncWebClient

from playground import channel_changes
from playground.server import Playground
from playground.workspace import Workspace
from tests.playground import alderwick
from tests.playground.alderwick import (
    BOT,
    GUEST,
    INTERNAL,
    JOANNE,
    LEADS,
    PRIYA,
    RUTH,
    SHARED,
    TOM,
)
from tests.playground.hand_clock import HandClock
from tests.playground.refusals import refusal, refused_with


async def test_reading_a_channel_needs_history_and_looking_at_a_dm_needs_more(client: AsyncWebClient) -> None:
    direct = await client.conversations_open(users=PRIYA)

    assert (await refusal(client.conversations_history(channel=INTERNAL)))["needed"] == "channels:history"
    assert (await refusal(client.conversations_info(channel=direct["channel"]["id"])))["needed"] == "im:read"


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


async def test_quiet_hours_can_be_asked_for(client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.people[PRIYA].do_not_disturb = True

    assert (await client.dnd_info(user=PRIYA))["dnd_enabled"] is True
    team = await client.dnd_teamInfo(users=[PRIYA, TOM])
    assert {who: quiet["dnd_enabled"] for who, quiet in team["users"].items()} == {PRIYA: True, TOM: False}


async def test_a_private_channel_that_changed_its_id_is_gone_under_the_old_one(
    client: AsyncWebClient, playground: Playground
) -> None:
    slack = playground.slack
    answer = await channel_changes.change_id(slack, slack.workspace.people[PRIYA], {"channel": LEADS})

    assert await refused_with(client.conversations_info(channel=LEADS)) == "channel_not_found"
    assert (await client.conversations_info(channel=answer["channel"]))["ok"]


async def test_a_method_that_reads_is_deaf_to_json(client: AsyncWebClient) -> None:
    asked = {"user": TOM}

    assert await refused_with(client.api_call("users.info", json=asked)) == "invalid_arguments"
    assert (await client.api_call("users.info", http_verb="GET", params=asked))["user"]["id"] == TOM
