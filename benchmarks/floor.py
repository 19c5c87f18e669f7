"""The least that Bolt and a commit can take: the side against which our own answers are measured."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from playground.house import SIGNING_SECRET
from playground.loopback import Loopback


class Floor:
    """A bare handler that acknowledges once one row is kept by raw sqlite3, synchronous FULL, on one writer thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1)
        self._connection: sqlite3.Connection | None = None

    def _keep(self, body: str) -> None:
        if self._connection is None:
            self._connection = sqlite3.connect(self._path, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("CREATE TABLE kept (body TEXT)")
        self._connection.execute("INSERT INTO kept VALUES (?)", (body,))

    def app(self) -> AsyncApp:
        """Return the Bolt app."""

        async def authorize() -> AuthorizeResult:
            return AuthorizeResult(enterprise_id=None, team_id=None, bot_token="xoxb-floor")  # noqa: S106

        app = AsyncApp(signing_secret=SIGNING_SECRET, authorize=authorize, process_before_response=True)

        @app.view("concern_form")
        async def keep(ack: Any, body: dict[str, Any]) -> None:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._keep, json.dumps(body))
            await ack()

        return app

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._thread.submit(self._connection.close).result()
        self._thread.shutdown()


@asynccontextmanager
async def served_floor(path: Path) -> AsyncIterator[str]:
    """Serve the floor on loopback and give its address."""
    floor = Floor(path)
    async with Loopback(AsyncSlackRequestHandler(floor.app(), path="/slack/events")) as loopback:
        yield f"{loopback.url}/slack/events"
    floor.close()
