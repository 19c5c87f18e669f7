"""Slack can be made to misbehave: the bot meets nothing, a refusal, or silence after the deed."""

from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from playground.visitor import Visitor
from playground.workspace import Workspace
from tests.playground.alderwick import INTERNAL, TOM


async def switch(playground: Playground, mode: str, **more: Any) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{playground.control_url}/faults", json={"mode": mode, **more}) as response,
    ):
        answered: dict[str, Any] = await response.json()
        return answered


def texts(workspace: Workspace) -> list[str]:
    return [message.text for message in workspace.channels[INTERNAL].messages]


async def test_a_slack_that_is_down_closes_without_a_word(
    playground: Playground, client: AsyncWebClient, workspace: Workspace
) -> None:
    await switch(playground, "down")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=INTERNAL, text="lost")
    await switch(playground, "none")
    await client.chat_postMessage(channel=INTERNAL, text="kept")

    assert texts(workspace) == ["kept"]


async def test_a_post_may_be_accepted_and_the_answer_lost(
    playground: Playground, client: AsyncWebClient, workspace: Workspace
) -> None:
    await switch(playground, "drop_after_accept", methods=["chat.postMessage"], count=1)
    assert (await client.auth_test())["ok"]
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=INTERNAL, text="heard")
    await client.chat_postMessage(channel=INTERNAL, text="answered")

    assert texts(workspace) == ["heard", "answered"]


async def test_the_default_client_says_it_twice_when_the_answer_is_lost(
    playground: Playground, workspace: Workspace
) -> None:
    await switch(playground, "drop_after_accept", count=1)
    careless = AsyncWebClient(token="xoxb-playground", base_url=playground.api_url)
    await careless.chat_postMessage(channel=INTERNAL, text="once?")

    assert texts(workspace) == ["once?", "once?"]


@pytest.mark.parametrize(("mode", "kept"), [("server_error", []), ("server_error_after_accept", ["x"])])
async def test_a_server_error_says_nothing_of_whether_it_was_done(
    playground: Playground, client: AsyncWebClient, workspace: Workspace, mode: str, kept: list[str]
) -> None:
    await switch(playground, mode, count=1)
    with pytest.raises(SlackApiError) as failed:
        await client.chat_postMessage(channel=INTERNAL, text="x")

    assert failed.value.response.status_code == 500
    assert texts(workspace) == kept


async def test_too_busy_a_slack_says_how_long_to_wait(
    playground: Playground, client: AsyncWebClient, workspace: Workspace
) -> None:
    await switch(playground, "rate_limited", seconds=7, count=2)
    waits = []
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel=INTERNAL, text="x")
        waits.append((refused.value.response.status_code, refused.value.response.headers["Retry-After"]))

    assert waits == [(429, "7"), (429, "7")]
    assert (await client.chat_postMessage(channel=INTERNAL, text="now"))["ok"]
    assert texts(workspace) == ["now"]


async def test_a_slow_slack_loses_the_trigger_but_not_the_post(
    playground: Playground, client: AsyncWebClient, workspace: Workspace
) -> None:
    await switch(playground, "slow", seconds=0.2, count=1)
    hurried = AsyncWebClient(
        token="xoxb-playground", base_url=playground.api_url, timeout=30, retry_handlers=[]
    )
    await hurried.chat_postMessage(channel=INTERNAL, text="late")

    assert texts(workspace) == ["late"]
    assert (await client.auth_test())["ok"]


async def test_a_later_answer_meets_the_faults_too(playground: Playground, tom: Visitor) -> None:
    address = f"{playground.url}/answers/{playground.slack.answer_addresses.give(TOM, INTERNAL)}"
    await switch(playground, "down", methods=["response_url"], count=1)
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientError):
            await session.post(address, json={"text": "lost"})
        await session.post(address, json={"text": "heard"})

    assert await tom.ephemerals("alderwick-internal") == ["heard"]


async def test_a_fault_that_there_is_not_is_refused(playground: Playground) -> None:
    answer = await switch(playground, "tired")

    assert answer["error"] == "unknown_mode"
    assert "rate_limited" in answer["shown"]


async def test_a_command_with_no_bot_behind_it_says_so(playground: Playground, tom: Visitor) -> None:
    answer = await tom.command("/concern", channel="alderwick-internal")

    assert (answer.ok, answer.error) == (False, "dispatch_failed")
    assert answer.shown == "/concern did not work: the app could not be reached (dispatch_failed)."
    assert playground.slack.inspector.newest_first()[0]["error"] == "dispatch_failed"


async def test_a_bot_that_fails_or_refuses_is_told_apart(bot: AsyncApp, tom: Visitor) -> None:
    @bot.command("/concern")
    async def fail() -> None:
        raise ValueError("the store is full")

    @bot.error
    async def quiet(error: Exception) -> None:
        raise error

    assert (await tom.command("/concern", channel="alderwick-internal")).error == "http_service_error"
    assert (await tom.command("/evaluate", channel="alderwick-internal")).error == "http_client_error"


async def test_the_inspector_shows_what_happened_and_never_what_was_typed(
    bot: AsyncApp, playground: Playground, client: AsyncWebClient, tom: Visitor
) -> None:
    @bot.command("/concern")
    async def accept(ack: Any) -> None:
        await ack()

    await tom.command("/concern", channel="alderwick-internal", text="Mrs Okafor fell")
    await client.chat_postMessage(channel=INTERNAL, text="Mrs Okafor fell")
    with pytest.raises(SlackApiError):
        await client.pins_remove(channel=INTERNAL, timestamp="1.000001")
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{playground.control_url}/inspector") as response,
    ):
        written, shown = await response.text(), await response.json()

    assert [(line["direction"], line["what"], line["error"]) for line in shown[:3]] == [
        ("from_bot", "pins.remove", "no_pin"),
        ("from_bot", "chat.postMessage", None),
        ("to_bot", "/concern", None),
    ]
    assert "Okafor" not in written
    assert TOM not in written
