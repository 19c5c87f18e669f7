"""How long a concern takes from form to acknowledgement, beside the least that Bolt and a commit can take.

Both sides answer signed requests over HTTP on loopback and are asked in turn, so that a slow minute of the machine
falls on both. The floor is a bare Bolt handler that acknowledges once one row is kept by raw sqlite3, synchronous
FULL, on one writer thread.
"""

import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from bot.clock import MachineClock
from playground import alderwick
from playground.house import SIGNING_SECRET, House
from playground.loopback import Loopback
from playground.server import Pace
from storage.schema import migrate

ROUNDS, WARM_UP = 300, 30

Ask = Callable[[int], Awaitable[float]]


def signed(body: str) -> dict[str, str]:
    """Return the headers with which Slack signs a request, now."""
    verifier = SignatureVerifier(SIGNING_SECRET)
    timestamp = str(int(MachineClock().real().timestamp()))
    signature = verifier.generate_signature(timestamp=timestamp, body=body)
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": str(signature),
    }


def submission(number: int) -> str:
    """Return the body of a concern form sent, a new one each time."""
    answers = {
        "kind": {"selected_option": {"value": "quality"}},
        "what_happened": {"value": "Gaps in the medicine charts of the upper floor, twelve in August."},
        "told_by": {"value": "Seen at the visit"},
        "done_already": {"value": None},
        "contract": {"selected_option": {"value": "none"}},
    }
    payload = {
        "type": "view_submission",
        "team": {"id": alderwick.COUNCIL},
        "user": {"id": alderwick.TOM.user_id, "team_id": alderwick.COUNCIL, "username": "tom"},
        "view": {
            "id": f"V{number:08d}",
            "type": "modal",
            "callback_id": "concern_form",
            "private_metadata": "",
            "state": {"values": {name: {name: answer} for name, answer in answers.items()}},
        },
    }
    return urlencode({"payload": json.dumps(payload)})


class Floor:
    """The bare handler: one raw row kept, then the acknowledgement."""

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


def asker(session: aiohttp.ClientSession, url: str) -> Ask:
    """Return something that sends one form and says how many seconds the acknowledgement took."""

    async def ask(number: int) -> float:
        body = submission(number)
        headers = signed(body)
        begun = time.perf_counter()
        async with session.post(url, data=body, headers=headers) as answer:
            said = await answer.read()
            taken = time.perf_counter() - begun
        if answer.status != 200 or b"errors" in said:
            raise RuntimeError(f"the form was not taken: {answer.status}")
        return taken

    return ask


async def measure() -> dict[str, str]:
    """Return the figures by name, each with its unit."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate(url)
        floor = Floor(Path(folder) / "floor.db")
        bare = AsyncSlackRequestHandler(floor.app(), path="/slack/events")
        async with (
            House(url, pace=Pace(burst=None)) as house,
            Loopback(bare) as loopback,
            aiohttp.ClientSession() as session,
        ):
            await house.set_up()
            ours = asker(session, house.request_url)
            theirs = asker(session, f"{loopback.url}/slack/events")
            pairs = [(await theirs(n), await ours(n)) for n in range(ROUNDS + WARM_UP)][WARM_UP:]
        floor.close()
    least, taken = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {
        "command_p50_ratio": f"{taken / least:.2f} times the floor",
        "command_p50_ms": f"{taken * 1000:.2f} ms",
        "command_floor_p50_ms": f"{least * 1000:.2f} ms",
    }
