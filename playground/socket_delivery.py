"""Delivery by Socket Mode: envelopes through WebSockets that the bot opened."""

import asyncio
import secrets
from contextlib import suppress
from enum import StrEnum
from time import perf_counter
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.delivery import EVENT, Acknowledgement, Parcel
from playground.refusal import RefusedError
from playground.workspace import Json

MOST_CONNECTIONS = 10
LIVES_ABOUT_SECONDS = 3600


class Cut(StrEnum):
    """Where a socket is closed while something is handed over through it."""

    BEFORE_RECEIPT = "before the bot has it"
    AFTER_RECEIPT = "as soon as the bot has it"
    BEFORE_ACKNOWLEDGEMENT = "once the bot has done it and says so, before Slack hears that"


class SocketDelivery:
    """Sends each parcel through any one of the open sockets and waits `patience` real seconds for its answer."""

    def __init__(self, app_id: str, patience: float = 3.0) -> None:
        self._app_id = app_id
        self._patience = patience
        self._expected: set[str] = set()
        self._sockets: list[WebSocket] = []
        self._silent: list[WebSocket] = []
        self._awaited: dict[str, asyncio.Future[Json]] = {}
        self._turn = 0
        self._cut: Cut | None = None
        self._connected = asyncio.Event()
        self._made = 0
        self._another_made = asyncio.Condition()

    @property
    def connections(self) -> int:
        return len(self._sockets)

    def expect(self, ticket: str) -> None:
        if len(self._sockets) >= MOST_CONNECTIONS:
            raise RefusedError("too_many_websockets")
        self._expected.add(ticket)

    async def connect(self, socket: WebSocket) -> None:
        """One socket's whole life: its ticket, the hello, the answers that come through it."""
        ticket = socket.path_params["ticket"]
        if ticket not in self._expected or len(self._sockets) >= MOST_CONNECTIONS:
            await socket.close()
            return
        self._expected.remove(ticket)
        await socket.accept()
        for dead in self._silent:  # whoever comes back through a new one has given the old one up
            self._forget(dead)
        self._silent.clear()
        self._sockets.append(socket)
        self._connected.set()
        try:
            await socket.send_json(self._hello())
            async with self._another_made:
                self._made += 1
                self._another_made.notify_all()
            while True:
                self._take_answer(await socket.receive_json())
        except WebSocketDisconnect:
            pass
        finally:
            self._forget(socket)

    async def first_connection(self) -> None:
        """Wait until at least one bot is connected."""
        await self._connected.wait()

    async def connection(self, number: int) -> None:
        """Wait until so many connections have been made in all, those that ended since among them."""
        async with self._another_made:
            await self._another_made.wait_for(lambda: self._made >= number)

    async def deliver(self, parcel: Parcel) -> Acknowledgement:
        if not self._sockets:
            return Acknowledgement(0, error="dispatch_failed", retry_reason="connection_failed")
        began = perf_counter()
        try:
            async with asyncio.timeout(self._patience):
                if self._cut is not None:
                    await self._hand_over_and_cut(parcel, self._cut)
                said = await self._hand_over(parcel)
        except TimeoutError:
            return Acknowledgement(_ms(began), error="operation_timeout", retry_reason="http_timeout")
        except (WebSocketDisconnect, RuntimeError):
            # Starlette says RuntimeError for a socket that was closed between our look and our word.
            return Acknowledgement(_ms(began), error="dispatch_failed", retry_reason="connection_failed")
        return Acknowledgement(_ms(began), body=_body(said.get("payload")))

    async def _hand_over(self, parcel: Parcel, cut: Cut | None = None) -> Json:
        """Send it through the next socket and wait for what the bot says; with a cut that socket is closed there."""
        self._turn += 1
        socket = self._sockets[self._turn % len(self._sockets)]
        envelope = _envelope(parcel)
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._awaited[envelope["envelope_id"]] = answer
        try:
            if socket not in self._silent and cut is not Cut.BEFORE_RECEIPT:
                await socket.send_json(envelope)
            if cut in (Cut.BEFORE_RECEIPT, Cut.AFTER_RECEIPT):
                await self._end(socket)
                return {}
            said = await answer
            if cut is not None:
                await self._end(socket)
            return said
        finally:
            self._awaited.pop(envelope["envelope_id"], None)

    async def _hand_over_and_cut(self, parcel: Parcel, cut: Cut) -> None:
        """Close the socket in the middle of it, and wait until the bot has come back: what it said is lost."""
        self._cut = None
        await self._hand_over(parcel, cut)
        await self._connected.wait()

    def cut_off_next(self, cut: Cut) -> None:
        """Close the socket while the next thing is handed over; it is handed over again through the next one."""
        self._cut = cut

    def fall_silent(self) -> list[tuple[str, int]]:
        """Say nothing more through the sockets that are open, and return whose they are; Slack still counts on them."""
        self._silent = list(self._sockets)
        return [
            (client.host, client.port) for socket in self._silent if (client := socket.client) is not None
        ]

    async def warn(self) -> None:
        """Tell every connected bot that its socket will soon be closed, as Slack does about ten seconds ahead."""
        for socket in list(self._sockets):
            await socket.send_json(
                {"type": "disconnect", "reason": "warning", "debug_info": {"host": "playground"}}
            )

    async def refresh(self) -> None:
        """Ask every connected bot to come back through a new socket, and close the old ones."""
        for socket in list(self._sockets):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
            await self._end(socket)

    async def close(self) -> None:
        for socket in list(self._sockets):
            await self._end(socket)

    async def _end(self, socket: WebSocket) -> None:
        with suppress(RuntimeError, WebSocketDisconnect):
            await socket.close()
        self._forget(socket)

    def _forget(self, socket: WebSocket) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
        if not self._sockets:
            self._connected.clear()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._sockets),
            "connection_info": {"app_id": self._app_id},
            "debug_info": {
                "host": "playground",
                "build_number": 1,
                "approximate_connection_time": LIVES_ABOUT_SECONDS,
            },
        }

    def _take_answer(self, said: Any) -> None:
        answer = self._awaited.get(said.get("envelope_id", "")) if isinstance(said, dict) else None
        if answer is not None and not answer.done():
            answer.set_result(said)


def _envelope(parcel: Parcel) -> Json:
    envelope: Json = {
        "envelope_id": secrets.token_hex(16),
        "type": parcel.kind,
        "payload": parcel.payload,
        "accepts_response_payload": parcel.kind != EVENT,
    }
    if parcel.kind == EVENT:
        envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason or ""}
    return envelope


def _body(payload: Any) -> Json | None:
    if not payload:
        return None
    return payload if isinstance(payload, dict) else {"text": str(payload)}


def _ms(began: float) -> int:
    return round((perf_counter() - began) * 1000)
