"""Events are told only to who asked for them, and told again, three times at most, to who did not answer."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from playground.installed_app import InstalledApp
from playground.loopback import Loopback
from playground.server import Http, Playground
from playground.visitor import Visitor
from playground.workspace import Workspace
from tests.judges import check_inbound
from tests.playground import alderwick
from tests.playground.alderwick import INTERNAL, TOM
from tests.playground.conftest import QUICK
from tests.playground.hand_clock import HandClock


class Moody:
    """A bot that answers as told, and remembers how it was asked."""

    def __init__(self) -> None:
        self.answers: list[Response] = []
        self.asked: list[tuple[str | None, str | None]] = []
        self.bodies: list[Any] = []
        self.done = asyncio.Event()

    async def hear(self, request: Request) -> Response:
        headers = request.headers
        self.asked.append((headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason")))
        if "json" in headers["content-type"]:
            self.bodies.append(await request.json())
        answer = self.answers.pop(0) if self.answers else Response()
        if not self.answers:
            self.done.set()
        return answer


@pytest.fixture
async def moody(playground: Playground) -> AsyncIterator[Moody]:
    listener = Moody()
    async with Loopback(Starlette(routes=[Route("/", listener.hear, methods=["POST"])])) as loopback:
        playground.deliver_to(f"{loopback.url}/")
        yield listener


async def test_an_event_is_told_again_until_it_is_heard(moody: Moody, tom: Visitor) -> None:
    moody.answers = [Response(status_code=500), Response(status_code=500), Response()]
    await tom.say("alderwick-internal", "@Handrail hello")
    await moody.done.wait()

    assert moody.asked == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len({body["event_id"] for body in moody.bodies}) == 1


async def test_after_three_more_tries_slack_gives_up(moody: Moody, tom: Visitor) -> None:
    moody.answers = [Response(status_code=503) for _ in range(4)]
    await tom.say("alderwick-internal", "@Handrail hello")
    await moody.done.wait()

    assert moody.asked == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]


async def test_a_bot_may_ask_not_to_be_told_again(moody: Moody, tom: Visitor) -> None:
    moody.answers = [Response(status_code=500, headers={"x-slack-no-retry": "1"})]
    await tom.say("alderwick-internal", "@Handrail hello")
    await tom.say("alderwick-internal", "@Handrail once more")

    assert moody.asked == [(None, None), (None, None)]


async def test_a_command_is_never_sent_twice(moody: Moody, tom: Visitor) -> None:
    moody.answers = [Response(status_code=500)]
    answer = await tom.command("/concern", channel="alderwick-internal")

    assert answer.error == "http_service_error"
    assert moody.asked == [(None, None)]


async def test_the_bot_hears_nothing_it_did_not_ask_for(moody: Moody, tom: Visitor) -> None:
    await tom.say("alderwick-internal", "Not for the bot")
    await tom.say("alderwick-internal", "@Handrail for the bot")

    assert [body["event"]["type"] for body in moody.bodies] == ["app_mention"]


async def test_the_bot_hears_its_own_direct_messages_as_in_slack(
    moody: Moody, playground: Playground, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel=TOM, text="Please look")
    place = {"channel": posted["channel"], "ts": posted["ts"]}
    await client.api_call("chat.update", json={**place, "text": "Thank you"})
    await client.api_call("chat.delete", json=place)
    await client.chat_postMessage(channel=INTERNAL, text="In a channel the bot may not listen to")
    await playground.settle()

    told = {body["event"].get("subtype"): body["event"] for body in moody.bodies}
    assert set(told) == {None, "message_changed", "message_deleted"}
    plain = next(body for body in moody.bodies if "subtype" not in body["event"])
    assert check_inbound("message.im", plain) == []
    assert told[None]["bot_id"] == "B0PLAYGROUND"
    assert told["message_changed"]["message"]["text"] == "Thank you"
    assert told["message_changed"]["previous_message"]["text"] == "Please look"
    assert told["message_deleted"]["deleted_ts"] == posted["ts"]


async def test_receipts_come_for_subscribed_kinds_of_metadata_only(
    moody: Moody, playground: Playground, client: AsyncWebClient
) -> None:
    for kind in ("delivery", "other"):
        metadata = {"event_type": kind, "event_payload": {"id": kind}}
        await client.chat_postMessage(channel=INTERNAL, text="x", metadata=metadata)
    await playground.settle()

    assert [body["event"]["metadata"]["event_type"] for body in moody.bodies] == ["delivery"]


async def test_receipts_need_their_scope(workspace: Workspace, clock: HandClock) -> None:
    app = alderwick.app(optional_scopes=frozenset({"pins:write"}))
    listener = Moody()
    async with (
        Loopback(Starlette(routes=[Route("/", listener.hear, methods=["POST"])])) as loopback,
        Playground(
            workspace, app=app, clock=clock, transport=Http(loopback.url + "/"), pace=QUICK
        ) as running,
    ):
        client = AsyncWebClient(token=app.bot_token, base_url=running.api_url, retry_handlers=[])
        metadata = {"event_type": "delivery", "event_payload": {"id": "d-1"}}
        await client.chat_postMessage(channel=INTERNAL, text="x", metadata=metadata)
        await running.settle()
        await Visitor(running.control_url, TOM).say("alderwick-internal", "@Handrail hello")

    assert [body["event"]["type"] for body in listener.bodies] == ["app_mention"]


def test_a_manifest_that_would_never_bring_receipts_is_refused(installed: InstalledApp) -> None:
    settings = {"event_subscriptions": {"bot_events": ["message_metadata_posted"]}}

    with pytest.raises(ValueError, match="metadata_subscriptions"):
        alderwick.app(settings=settings)
    with pytest.raises(ValueError, match="signing secret"):
        InstalledApp(installed.manifest, "xoxb-a", "xapp-a", signing_secret="")
