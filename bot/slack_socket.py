"""Socket Mode, watched from outside the client that holds it: one that is dead and says it is connected is found.

Slack's own client pings and reconnects, and has stood still for hours all the same (peers-and-reliability.md 2.1). So
what counts here is only that something was heard; where nothing is, a new connection is made beside the old one.
"""

import asyncio
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import structlog
from aiohttp import ClientSession, ClientWebSocketResponse, WSMessage, WSMsgType
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings

log = structlog.get_logger()

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds between attempts at the start
CONNECT_WITHIN = 10.0  # seconds for one attempt, until Slack has said its first word
CLOSE_WITHIN = 1.0  # seconds; a peer that is gone does not say goodbye
LAST_ANSWERS = 2.5  # seconds that closing waits for answers to what has come in
PINGS = 4
"""How many pings go out in the time after which silence counts as death."""

SAID = frozenset({WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.PING, WSMsgType.PONG})


class SocketState(StrEnum):
    """How the connection to Slack stands."""

    OPENING = "opening"
    OPEN = "open"
    SILENT = "silent"
    LOST = "lost"
    CLOSED = "closed"


class SlackSocket:
    """The connection that Slack's envelopes come through: found dead, it is replaced; beyond that, it is lost."""

    def __init__(self, bolt: AsyncApp, settings: Settings, lost: asyncio.Event) -> None:
        self._bolt = bolt
        self._settings = settings
        self._lost = lost
        self._line: _Line | None = None
        self._watching: asyncio.Task[None] | None = None
        self.state = SocketState.OPENING

    async def open(self) -> None:
        """Connect, however long Slack keeps us waiting, and watch from then on."""
        wait = FIRST_WAIT
        while self._line is None:
            try:
                await self._connect(CONNECT_WITHIN)
            except Exception as error:  # noqa: BLE001  whatever keeps us out, we try again
                log.warning("socket not open", error=type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
        self._watching = asyncio.create_task(self._watch(self._line))

    async def close(self) -> None:
        """Answer what has come in, and close. Slack then uses the connections of other processes alone."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        if self._line is not None:
            await self._line.finish(LAST_ANSWERS)
            await self._line.close()
        self.state = SocketState.CLOSED

    async def _connect(self, within: float) -> None:
        """Put a new connection in place of the one we have, once Slack has said its first word through it."""
        before, line = self._line, _Line(self._bolt, self._settings)
        try:
            async with asyncio.timeout(within):
                await line.open()
        except BaseException:
            await line.close()
            raise
        self._line, self.state = line, SocketState.OPEN
        if before is not None:
            await before.close()

    async def _watch(self, line: "_Line") -> None:
        limit = self._settings.socket_silence_seconds
        while True:
            await asyncio.sleep(limit / PINGS)
            line = self._line or line
            if line.silent_for() <= limit:
                continue
            self.state = SocketState.SILENT
            log.error("socket silent", count=round(line.silent_for()))
            if not await self._heal(line, limit):
                self.state = SocketState.LOST
                log.error("socket lost")
                self._lost.set()
                return
            self.state = SocketState.OPEN

    async def _heal(self, dead: "_Line", limit: float) -> bool:
        """Try until the time for it is over; Slack's own client may be the first to succeed."""
        now = asyncio.get_running_loop().time
        until = now() + self._settings.socket_heal_seconds
        while (left := until - now()) > 0:
            try:
                await self._connect(min(left, CONNECT_WITHIN))
            except Exception as error:  # noqa: BLE001  whatever keeps us out, we try again
                log.warning("socket not open", error=type(error).__name__)
                await asyncio.sleep(min(FIRST_WAIT, limit / PINGS))
                if dead.silent_for() <= limit:
                    return True
            else:
                return True
        return False


class _Line:
    """One client of Slack's SDK with its connection, and when something was last heard through it."""

    def __init__(self, bolt: AsyncApp, settings: Settings) -> None:
        assert settings.slack_app_token is not None
        token = settings.slack_app_token.get_secret_value()
        self._handler = _CountingHandler(
            bolt,
            token,
            web_client=AsyncWebClient(token=token, base_url=settings.slack_api_url),
            ping_interval=settings.socket_silence_seconds / PINGS,
        )
        self._client: SocketModeClient = self._handler.client
        self._now = asyncio.get_running_loop().time
        self._heard_at = self._now()
        self._has_heard = asyncio.Event()

    async def open(self) -> None:
        """Connect, and wait for Slack's first word."""
        await self._client.aiohttp_client_session.close()
        self._client.aiohttp_client_session = ClientSession(ws_response_class=_listening(self._hear))
        await self._client.connect()  # type: ignore[no-untyped-call]
        await self._has_heard.wait()

    def silent_for(self) -> float:
        """Return for how many seconds nothing at all has been heard."""
        return self._now() - self._heard_at

    async def finish(self, patience: float) -> None:
        """Wait, in seconds, until everything that has come in is answered."""
        until = self._now() + patience
        while self._now() < until:
            is_answering = self._handler.answering or not self._client.message_queue.empty()
            await asyncio.sleep(0.01)  # what was taken off the queue only now begins to be answered here
            if not is_answering and not self._handler.answering:
                return

    async def close(self) -> None:
        """Close it, whether the other end is still there or not."""
        client = self._client
        try:
            async with asyncio.timeout(CLOSE_WITHIN):
                await client.close()  # type: ignore[no-untyped-call]
        except Exception as error:  # noqa: BLE001  it is let go, whatever it says to that
            log.info("socket let go", error=type(error).__name__)
            for task in (client.message_processor, client.current_session_monitor, client.message_receiver):
                if task is not None:
                    task.cancel()
            await client.aiohttp_client_session.close()

    def _hear(self) -> None:
        self._heard_at = self._now()
        self._has_heard.set()


class _CountingHandler(AsyncSocketModeHandler):
    """Bolt's handler, which knows how many envelopes it is answering."""

    answering = 0

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one envelope."""
        self.answering += 1
        try:
            await super().handle(client, req)
        finally:
            self.answering -= 1


def _listening(hear: Callable[[], None]) -> type[ClientWebSocketResponse[Any]]:
    """Return a connection that says of everything it receives that it was heard, a pong included."""

    class Listening(ClientWebSocketResponse):
        async def receive(self, timeout: float | None = None) -> WSMessage:  # noqa: ASYNC109  aiohttp's own signature
            message: WSMessage = await super().receive(timeout)
            if message.type in SAID:
                hear()
            return message

    return Listening
