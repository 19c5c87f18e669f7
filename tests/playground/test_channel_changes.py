"""Channels change under everybody's feet: who is in, which organisations read along, what they are called."""

from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from playground.visitor import Visitor
from playground.workspace import Workspace
from tests.playground.alderwick import (
    BOT,
    GUEST,
    INTERNAL,
    JOANNE,
    LEADS,
    OPEN_ROOM,
    PRIYA,
    PROVIDER,
    SHARED,
    TOM,
)
from tests.playground.refusals import refused_with


async def change(playground: Playground, what: str, **body: Any) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{playground.control_url}/{what}", json=body) as response,
    ):
        answered: dict[str, Any] = await response.json()
        return answered


async def test_the_bot_can_be_brought_in_and_taken_out(
    playground: Playground, client: AsyncWebClient
) -> None:
    bot_here = {"as": BOT, "channel": OPEN_ROOM}
    assert (await change(playground, "join", **bot_here))["ok"]
    assert (await client.chat_postMessage(channel=OPEN_ROOM, text="Hello"))["ok"]
    assert (await change(playground, "join", **bot_here))["error"] == "already_in_channel"
    assert (await change(playground, "leave", **bot_here))["ok"]
    assert await refused_with(client.chat_postMessage(channel=OPEN_ROOM, text="Hello")) == "not_in_channel"
    assert (await change(playground, "leave", **bot_here))["error"] == "not_in_channel"


async def test_a_share_shows_from_the_invitation_on_and_until_it_ends(
    playground: Playground, client: AsyncWebClient
) -> None:
    async def flags() -> tuple[bool, bool, list[str]]:
        info = (await client.conversations_info(channel=INTERNAL))["channel"]
        return info["is_pending_ext_shared"], info["is_ext_shared"], info["connected_team_ids"]

    step = {"as": PRIYA, "channel": INTERNAL, "team": PROVIDER}
    assert await flags() == (False, False, [])
    await change(playground, "begin_share", **step)
    assert await flags() == (True, False, [])
    await change(playground, "share", **step)
    assert await flags() == (False, True, [PROVIDER])
    await change(playground, "unshare", **step)
    assert await flags() == (False, False, [])
    assert (await change(playground, "unshare", **step))["error"] == "not_connected"
    assert (await change(playground, "share", **{**step, "team": "T0NOBODY"}))["error"] == "team_not_found"
    assert (await change(playground, "share", **{**step, "channel": "C0NOWHERE"}))[
        "error"
    ] == "channel_not_found"


async def test_when_the_share_ends_its_people_are_strangers(
    playground: Playground, client: AsyncWebClient, joanne: Visitor
) -> None:
    await client.chat_postMessage(channel=JOANNE, text="While we share a channel")
    await change(playground, "unshare", **{"as": PRIYA}, channel=SHARED, team=PROVIDER)

    assert await refused_with(client.chat_postMessage(channel=JOANNE, text="Now")) == "channel_not_found"
    assert await refused_with(client.conversations_open(users=JOANNE)) == "user_not_visible"
    assert (await client.conversations_members(channel=SHARED))["members"] == [TOM, PRIYA, BOT]
    assert await joanne.direct_messages() == ["While we share a channel"]


async def test_a_new_id_takes_everything_along(
    playground: Playground, client: AsyncWebClient, priya: Visitor
) -> None:
    await client.chat_postMessage(channel=LEADS, text="SG-K7QP")
    new = (await change(playground, "change_channel_id", **{"as": PRIYA}, channel=LEADS))["channel"]

    assert await refused_with(client.chat_postMessage(channel=LEADS, text="x")) == "channel_not_found"
    assert (await client.chat_postMessage(channel=new, text="Moved"))["ok"]
    assert await priya.messages("safeguarding-leads") == ["SG-K7QP", "Moved"]


async def test_nobody_writes_in_an_archived_channel_nor_says_nothing(
    tom: Visitor, workspace: Workspace
) -> None:
    assert (await tom.say("alderwick-internal", "  ")).error == "no_text"
    workspace.channels[INTERNAL].is_archived = True
    assert (await tom.say("alderwick-internal", "Hello")).error == "is_archived"
    assert (await tom.say("safeguarding-leads", "Hello")).error == "channel_not_found"


async def test_a_guest_may_command_and_is_marked(playground: Playground) -> None:
    guest = await Visitor(playground.control_url, GUEST).view()

    assert (guest["me"]["guest"], guest["me"]["outsider"], guest["me"]["can_command"]) == (True, False, True)
