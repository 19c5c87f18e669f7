"""Serving an ASGI application on loopback, inside the caller's event loop."""

import asyncio
import socket
from types import TracebackType
from typing import Any, Self

import uvicorn

LEAVE_AFTER_SECONDS = 1.0
KEPT_SECONDS = 60
"""How long a connection waits for the next request: longer than whoever asks, who would else ask on one just closed."""


class Loopback:
    """An application served on 127.0.0.1 as long as its `async with` lasts; `port` 0 takes a free one.

    It takes the parts of uvicorn's Server.serve() without its signal handlers, its polling and its pause at the end:
    the loop, the signals and the hurry are the caller's.
    """

    def __init__(self, application: Any, port: int = 0) -> None:
        self._port = port
        config = uvicorn.Config(
            application,
            http="httptools",
            ws="websockets-sansio",
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_keep_alive=KEPT_SECONDS,
        )
        self._server = uvicorn.Server(config)
        self.url = ""

    async def __aenter__(self) -> Self:
        # Named as TCP, or asyncio leaves Nagle's algorithm on and every answer waits 40 ms for its second half.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self._port))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self._server.config.load()
        self._server.lifespan = self._server.config.lifespan_class(self._server.config)
        await self._server.startup(sockets=[listening])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._server.servers:
            server.close()
        state = self._server.server_state
        for connection in list(state.connections):
            connection.shutdown()
        if state.tasks:
            _done, late = await asyncio.wait(state.tasks, timeout=LEAVE_AFTER_SECONDS)
            for task in late:
                task.cancel()
        # The transports say goodbye on the next turn of the loop.
        await asyncio.sleep(0)

    def hold(self, client: tuple[str, int]) -> None:
        """Hear nothing more of this client's connection and leave it open, as a network does that swallows packets."""
        for connection in self._server.server_state.connections:
            if getattr(connection, "client", None) == client and connection.transport is not None:
                connection.transport.pause_reading()

    async def cut(self, client: tuple[str, int]) -> None:
        """End this client's connection without a word, as a network does."""
        for connection in self._server.server_state.connections:
            if getattr(connection, "client", None) == client and connection.transport is not None:
                connection.transport.abort()
        # The server hears of the loss only on the next turn of the loop.
        await asyncio.sleep(0)
