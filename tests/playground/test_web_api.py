"""The Web API checks who calls and with what, to Slack's own client."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from playground.installed_app import InstalledApp
from playground.server import Http, Playground
from playground.workspace import Workspace
from tests.playground import alderwick
from tests.playground.alderwick import (
    BOT,
    INTERNAL,
    RUTH,
    TOM,
)
from tests.playground.hand_clock import HandClock
from tests.playground.little_bot import actions, button, concern_form, section
from tests.playground.refusals import refusal, refused_with


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
