"""The same conversation through Socket Mode, with Bolt's own client."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.installed_app import InstalledApp
from playground.server import Http, Pace, Playground, SocketMode
from playground.socket_delivery import SocketDelivery
from playground.visitor import Visitor
from playground.workspace import Workspace
from tests.playground.conftest import IMPATIENT, QUICK
from tests.playground.hand_clock import HandClock
from tests.playground.refusals import refused_with
from tests.playground.test_a_concern import teach


@pytest.fixture
async def playground(
    workspace: Workspace, installed: InstalledApp, clock: HandClock, pace: Pace
) -> AsyncIterator[Playground]:
    """Slack, waiting for sockets."""
    async with Playground(
        workspace, app=installed, clock=clock, transport=SocketMode(), pace=pace
    ) as running:
        yield running


@pytest.fixture
def app_client(playground: Playground, installed: InstalledApp) -> AsyncWebClient:
    return AsyncWebClient(token=installed.app_token, base_url=playground.api_url, retry_handlers=[])


@pytest.fixture
async def bot(
    installed: InstalledApp, client: AsyncWebClient, app_client: AsyncWebClient
) -> AsyncIterator[AsyncApp]:
    """A Bolt app that is connected."""
    app = AsyncApp(client=client, process_before_response=True)
    handler = AsyncSocketModeHandler(app, installed.app_token, web_client=app_client, ping_interval=5)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    yield app
    await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped


async def connected(app_client: AsyncWebClient) -> tuple[aiohttp.ClientSession, Any, Any]:
    """A bare socket, after its hello."""
    address = (await app_client.apps_connections_open(app_token=str(app_client.token)))["url"]
    session = aiohttp.ClientSession()
    socket = await session.ws_connect(address)
    return session, socket, await socket.receive_json()


async def test_a_concern_travels_through_the_socket(bot: AsyncApp, tom: Visitor, priya: Visitor) -> None:
    saved: dict[str, Any] = {}
    teach(bot, saved)

    assert (await tom.command("/concern", channel="alderwick-internal")).ok
    await tom.fill({"What happened?": "Gaps", "Kind": "Quality"})
    answer = await tom.submit()
    assert answer.ok, answer
    assert saved["what_happened"]["answer"]["value"] == "Gaps"
    assert (await priya.press("I will take this")).ok
    assert await priya.direct_messages() == ["Priya has *C-7Q2K*"]


async def test_answers_and_refusals_travel_in_the_acknowledgement(bot: AsyncApp, tom: Visitor) -> None:
    @bot.command("/concern")
    async def usage(ack: Any) -> None:
        await ack("Usage: /concern")

    await tom.command("/concern", channel="alderwick-internal", text="help")
    assert await tom.ephemerals("alderwick-internal") == ["Usage: /concern"]


async def test_without_a_socket_the_person_is_told(playground: Playground, tom: Visitor) -> None:
    answer = await tom.command("/concern", channel="alderwick-internal")

    assert answer.error == "dispatch_failed"
    with pytest.raises(TypeError, match="comes to Slack"):
        playground.deliver_to("http://127.0.0.1:9/")


async def test_envelopes_say_what_they_are(app_client: AsyncWebClient, tom: Visitor) -> None:
    session, socket, hello = await connected(app_client)
    async with session, socket:
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["connection_info"]["app_id"] == "A0PLAYGROUND"
        asking = asyncio.create_task(tom.command("/concern", channel="alderwick-internal"))
        envelope = await socket.receive_json()
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
        assert envelope["payload"]["command"] == "/concern"
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Saved"}})
        assert (await asking).ok
    assert await tom.ephemerals("alderwick-internal") == ["Saved"]


@pytest.mark.parametrize("pace", [IMPATIENT])
async def test_an_event_without_an_answer_comes_again_and_a_command_does_not(
    app_client: AsyncWebClient, tom: Visitor
) -> None:
    session, socket, _hello = await connected(app_client)
    async with session, socket:
        asked = asyncio.create_task(tom.command("/concern", channel="alderwick-internal"))
        assert (await socket.receive_json())["type"] == "slash_commands"
        assert (await asked).error == "operation_timeout"
        said = asyncio.create_task(tom.say("alderwick-internal", "@Handrail hello"))
        first, second = await socket.receive_json(), await socket.receive_json()
        await socket.send_json({"envelope_id": second["envelope_id"]})
        await said
    assert [first["retry_attempt"], second["retry_attempt"]] == [0, 1]
    assert second["retry_reason"] == "http_timeout"
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["envelope_id"] != second["envelope_id"]
    assert first["accepts_response_payload"] is False


async def test_ten_sockets_share_the_work_and_there_is_no_eleventh(
    app_client: AsyncWebClient, installed: InstalledApp, tom: Visitor
) -> None:
    lines = [await connected(app_client) for _ in range(10)]
    try:
        assert [hello["num_connections"] for _session, _socket, hello in lines] == list(range(1, 11))
        eleventh = app_client.apps_connections_open(app_token=installed.app_token)
        assert await refused_with(eleventh) == "too_many_websockets"
        asking = asyncio.create_task(tom.command("/concern", channel="alderwick-internal"))
        hearing = [asyncio.create_task(socket.receive_json()) for _session, socket, _hello in lines]
        heard, deaf = await asyncio.wait(hearing, return_when=asyncio.FIRST_COMPLETED)
        assert len(heard) == 1
        for task in deaf:
            task.cancel()
        # The answer may come back through any of them.
        await lines[0][1].send_json({"envelope_id": heard.pop().result()["envelope_id"]})
        assert (await asking).ok
    finally:
        for session, _socket, _hello in lines:
            await session.close()


async def test_a_ticket_lets_one_socket_in(app_client: AsyncWebClient) -> None:
    address = (await app_client.apps_connections_open(app_token=str(app_client.token)))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(address):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(address)


async def test_the_bot_comes_back_when_slack_renews_the_connection(
    bot: AsyncApp, playground: Playground, tom: Visitor
) -> None:
    heard = asyncio.Event()

    @bot.command("/concern")
    async def hear(ack: Any) -> None:
        heard.set()
        await ack()

    sockets = playground.slack.sockets
    assert isinstance(sockets, SocketDelivery)
    await sockets.warn()
    await sockets.refresh()
    # While the bot changes sockets there is a gap, as in Slack: the person has to try again.
    async with asyncio.timeout(10):
        await sockets.first_connection()
        while not (await tom.command("/concern", channel="alderwick-internal")).ok:
            await sockets.first_connection()
    assert heard.is_set()


async def test_http_has_no_sockets(workspace: Workspace, installed: InstalledApp, clock: HandClock) -> None:
    async with Playground(workspace, app=installed, clock=clock, transport=Http(), pace=QUICK) as running:
        client = AsyncWebClient(base_url=running.api_url, retry_handlers=[])
        opening = client.apps_connections_open(app_token=installed.app_token)
        assert await refused_with(opening) == "socket_mode_not_enabled"
