"""Several real processes of the bot at one database, one Slack for all of them, and what shares requests out."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from signal import SIGTERM
from time import monotonic
from types import TracebackType
from typing import Any, Self

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import MachineClock
from bot.manifest import manifest
from bot.settings import Transport
from playground.alderwick import Character
from playground.house import APP_ID, APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from playground.installed_app import InstalledApp
from playground.keys import CHAIN_KEY, KEYS, NARRATIVE_KEYS, SPEAK_UP_KEYS
from playground.loopback import Loopback
from playground.server import Http, Pace, Playground, SocketMode
from playground.visitor import Visitor
from storage.database import Database
from tests.bot.test_command_line import listening
from tests.conftest import Furnished

UNHURRIED = Pace(patience=10.0, burst=None)
START_WITHIN, GO_DOWN_WITHIN = 200.0, 60.0  # seconds; both allow for a machine that does much else
FORM = "application/x-www-form-urlencoded"
LEFT_OUT = frozenset({"host", "content-length", "connection", "accept-encoding"})


class RealClock(MachineClock):
    """The machine's own time: processes cannot be told another."""

    async def move_to(self, moment: datetime) -> None:
        """Nobody moves it here."""
        raise NotImplementedError(moment)


@dataclass
class RoundRobin:
    """What stands before several processes: each request goes to the next one whose door is open.

    With `times` what people do is delivered so often at once, to one process and the other in turn.
    """

    addresses: list[str] = field(default_factory=list)
    times: int = 1
    statuses: list[int] = field(default_factory=list)
    slowest: float = 0.0
    _turn: int = 0

    def serve(self) -> Starlette:
        """Return it as an application."""
        return Starlette(routes=[Route("/slack/events", self._share_out, methods=["POST"])])

    async def _share_out(self, request: Request) -> Response:
        body = await request.body()
        headers = {name: value for name, value in request.headers.items() if name not in LEFT_OUT}
        by_people = FORM in headers.get("content-type", "")
        times = self.times if by_people else 1
        answers = await asyncio.gather(*(self._pass_on(body, headers) for _ in range(times)))
        if by_people:
            self.statuses += [answer.status_code for answer in answers]
        return answers[0]

    async def _pass_on(self, body: bytes, headers: dict[str, str]) -> Response:
        begun = monotonic()
        async with aiohttp.ClientSession() as session:
            for _ in range(len(self.addresses)):
                self._turn += 1
                address = self.addresses[self._turn % len(self.addresses)]
                # A door that is closed has taken nothing, so the next one may be tried; any other fault is passed on.
                with suppress(aiohttp.ClientConnectorError):
                    async with session.post(f"{address}/slack/events", data=body, headers=headers) as answer:
                        said, kind = await answer.read(), answer.headers.get("Content-Type", "text/plain")
                        self.slowest = max(self.slowest, monotonic() - begun)
                        return Response(said, answer.status, {"Content-Type": kind})
        return Response(status_code=503)


@dataclass
class Member:
    """One process of the fleet."""

    process: Process
    address: str
    reading: asyncio.Task[bytes]


class Fleet:
    """The processes, as long as the `async with` lasts. Their clock is the real one."""

    def __init__(
        self, furnished: Furnished, transport: Transport, processes: int = 2, **settings: str
    ) -> None:
        self._url = furnished.url
        self._processes = processes
        self._transport = transport
        self._settings = settings
        self._stack = AsyncExitStack()
        self.members: list[Member] = []
        self.round_robin = RoundRobin()
        self.database = Database(furnished.url, KEYS)
        by_http = transport is Transport.HTTP
        self.playground = Playground(
            furnished.workspace,
            app=InstalledApp(
                manifest=manifest(transport, "https://handrail.example", APP_ID),
                bot_token=BOT_TOKEN,
                app_token=APP_TOKEN,
                signing_secret=SIGNING_SECRET,
                app_id=APP_ID,
            ),
            clock=RealClock(),
            transport=Http() if by_http else SocketMode(),
            pace=UNHURRIED,
        )

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.playground)
        if self._transport is Transport.HTTP:
            shared = await self._stack.enter_async_context(Loopback(self.round_robin.serve()))
            self.playground.deliver_to(f"{shared.url}/slack/events")
        await self.add_several(self._processes)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for member in self.members:
            with suppress(ProcessLookupError):
                member.process.kill()
            await member.process.wait()
            sys.stderr.write((await member.reading).decode())  # shown only where a test failed
        await self._stack.aclose()
        self.database.close()

    async def add(self) -> Member:
        """Start one more process, and return once it is ready."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", stdout=PIPE, stderr=PIPE, env=self._environment()
        )
        port, _before = await asyncio.wait_for(listening(process), START_WITHIN)
        assert process.stderr is not None
        member = Member(process, f"http://127.0.0.1:{port}", asyncio.create_task(process.stderr.read()))
        await asyncio.wait_for(self._asked(member, until=200), START_WITHIN)
        self.members.append(member)
        self.round_robin.addresses.append(member.address)
        return member

    async def add_several(self, processes: int) -> None:
        """Start so many more at once."""
        await asyncio.gather(*(self.add() for _ in range(processes)))

    async def let_go(self, member: Member) -> float:
        """Tell a process to go, send it nothing more once it says so, and return in how many seconds it went."""
        told_at = monotonic()
        member.process.send_signal(SIGTERM)
        with suppress(aiohttp.ClientError):  # it has gone already
            await self._asked(member, until=503)
        self.round_robin.addresses.remove(member.address)
        code = await asyncio.wait_for(member.process.wait(), GO_DOWN_WITHIN)
        took = monotonic() - told_at
        assert code == 0, (await member.reading).decode()
        self.members.remove(member)
        await member.reading
        return took

    async def until(self, is_so: Any) -> None:
        """Wait until something is so in Slack: it is asked whenever anything has changed there."""
        revision = self.playground.slack.revision
        async with asyncio.timeout(START_WITHIN):
            seen = revision.number
            while not await is_so():
                seen = await revision.after(seen)

    def visitor(self, who: Character) -> Visitor:
        """Return somebody at their screen."""
        return Visitor(self.playground.control_url, who.user_id)

    async def _asked(self, member: Member, until: int) -> None:
        """Ask a process whether it is ready, as a balancer does, until it answers so."""
        async with aiohttp.ClientSession(member.address) as web:
            while True:
                async with web.get("/readyz") as answer:
                    if answer.status == until:
                        return
                await asyncio.sleep(0.05)  # a balancer asks now and then, and so do we

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": self._url,
            "SEALS_FILE": os.devnull,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": self.playground.api_url,
            "NARRATIVE_KEYS": NARRATIVE_KEYS,
            "SPEAK_UP_KEYS": SPEAK_UP_KEYS,
            "CHAIN_KEY": CHAIN_KEY,
            "HANDRAIL_TRANSPORT": self._transport.value,
            "HANDRAIL_HOST": "127.0.0.1",
            "HANDRAIL_PORT": "0",
            "PACE_SECONDS": "0",
            "DRAIN_SECONDS": "1.5",
            **self._settings,
        }
