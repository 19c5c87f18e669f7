"""Slack's stand-in and the real bot, joined over loopback: for the demo, the story and the tests alike."""

import asyncio
import random
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import gettempdir
from types import TracebackType
from typing import Any, Self

import aiohttp
from sqlalchemy.engine import make_url

from bot.app import Handrail
from bot.clock import Clock, MachineClock
from bot.manifest import manifest
from bot.settings import Settings, Transport
from domain.calendar import Nation, WorkingCalendar
from playground import alderwick
from playground.installed_app import InstalledApp
from playground.keys import CHAIN_KEY, NARRATIVE_KEYS, SPEAK_UP_KEYS
from playground.loopback import Loopback
from playground.server import SLACK_PACE, Http, Pace, Playground, SocketMode
from playground.visitor import Visitor
from playground.workspace import Workspace

APP_ID = "A0PLAYGROUND"
LAST_RECEIPTS = 1.0  # seconds: who presses Ctrl-C does not wait long
BOT_TOKEN, APP_TOKEN = "xoxb-playground", "xapp-playground"
SIGNING_SECRET = "a secret that only the playground knows"  # noqa: S105


class HandClock:
    """A clock whose two hands move only when somebody moves them, or rests."""

    def __init__(self, now: datetime = alderwick.BEGINS) -> None:
        self._real = MachineClock().real()
        self._offset = now - self._real
        self._rested = timedelta(0)

    def now(self) -> datetime:
        """Return the story's time."""
        return self._real + self._offset

    def real(self) -> datetime:
        """Return the world's time."""
        return self._real

    def steady(self) -> timedelta:
        """Return how much of the world's time has gone by."""
        return self._rested

    def machine(self) -> datetime:
        """Return the world's time too: nobody sets this clock right."""
        return self._real

    async def rest(self, seconds: float) -> None:
        """Let seconds of real time pass at once; the story's time stands still."""
        self._real += timedelta(seconds=seconds)
        self._rested += timedelta(seconds=seconds)
        self._offset -= timedelta(seconds=seconds)

    def set(self, moment: datetime) -> None:
        """Move the story's time."""
        self._offset = moment - self._real


class _MovedByTheEngine:
    """The clock as the playground has it: moving it lets the bot do what falls due on the way."""

    def __init__(self, house: "House") -> None:
        self._house = house

    def now(self) -> datetime:
        return self._house.clock.now()

    def real(self) -> datetime:
        return self._house.clock.real()

    async def move_to(self, moment: datetime) -> None:
        await self._house.handrail.engine.move_to(moment)


# A moved clock puts days of messages into one real minute: what spares Slack would only hold the story up.
FASTER_THAN_LIFE = {"pace_seconds": 0.0, "posts_per_minute": 100_000}


def seals_file_of(database_url: str) -> Path:
    """Return where the seals of a house are written: beside its file, or, on a server, by its name."""
    url = make_url(database_url)
    folder = Path() if url.get_backend_name() == "sqlite" else Path(gettempdir())
    return folder / f"{url.database}.seals"


class House:
    """The stand-in workspace and the bot, for as long as the `async with` lasts."""

    def __init__(
        self,
        database_url: str,
        *,
        workspace: Workspace | None = None,
        clock: Clock | None = None,
        transport: Transport = Transport.HTTP,
        port: int = 0,
        pace: Pace = SLACK_PACE,
        ticking: bool = False,
        optional_scopes: frozenset[str] | None = None,
        **settings: Any,
    ) -> None:
        self.clock: Clock = clock or HandClock()
        self._ticking = ticking
        self._transport = transport
        self._patience = pace.patience
        where: dict[str, Any] = {"database_url": database_url, "seals_file": seals_file_of(database_url)}
        self._settings: dict[str, Any] = FASTER_THAN_LIFE | where | settings
        self._choose = random.Random(7).choice  # noqa: S311  references of a story, the same each time
        self.playground = Playground(
            workspace or alderwick.workspace(),
            app=InstalledApp(
                manifest=manifest(transport, "https://handrail.example", APP_ID),
                bot_token=BOT_TOKEN,
                app_token=APP_TOKEN,
                signing_secret=SIGNING_SECRET,
                optional_scopes=optional_scopes,
                app_id=APP_ID,
            ),
            clock=_MovedByTheEngine(self),
            transport=Http() if transport is Transport.HTTP else SocketMode(),
            port=port,
            pace=pace,
            next_working_day=WorkingCalendar(Nation.ENGLAND).next_working_day,
            signed_at=MachineClock().real,
        )
        self.handrail: Handrail
        self._browser: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        await self.playground.__aenter__()
        settings = Settings(
            _env_file=None,
            slack_bot_token=BOT_TOKEN,
            slack_app_token=APP_TOKEN,
            slack_signing_secret=SIGNING_SECRET,
            narrative_keys=NARRATIVE_KEYS,
            speak_up_keys=SPEAK_UP_KEYS,
            chain_key=CHAIN_KEY,
            slack_api_url=self.playground.api_url,
            handrail_transport=self._transport,
            **self._settings,
        )
        self.handrail = Handrail(settings, self.clock, self._choose)
        # A Slack that waits longer gets its answer as much later: a slow machine is no fault of ours.
        longer = self._patience - SLACK_PACE.patience
        self.handrail.services.answer_within += longer
        self.handrail.services.database.within += longer
        self._web = Loopback(self.handrail.build())
        await self._web.__aenter__()
        # A page to fetch copies from: this address, which is not known before it is served.
        settings.public_url = self._settings.get("public_url", self._web.url)
        if self._transport is Transport.HTTP:
            self.playground.deliver_to(self.request_url)
        await self.handrail.start(ticking=self._ticking)
        self._browser = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Nothing new is posted, and what was posted is receipted before the line to the bot is cut.
        await self.handrail.engine.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_RECEIPTS):
                await self.playground.settle()
        await self.handrail.stop()
        if self._browser is not None:
            await self._browser.close()
        await self._web.__aexit__(kind, error, trace)
        await self.playground.__aexit__(kind, error, trace)

    @property
    def bot_url(self) -> str:
        """The bot's own web address."""
        return self._web.url

    async def set_up(self) -> None:
        """Set up Alderwick House. What that owes arrives now, or, where the engine ticks, in its own time."""
        await self.handrail.greeted()
        now = self.clock.now()
        await self.handrail.services.database.write(lambda work: alderwick.set_up(work, now), within=10)
        if not self._ticking:
            await self.settle()

    async def settle(self) -> None:
        """Let everything that is owed now arrive, and every receipt for it."""
        await self.handrail.engine.settle()
        await self.playground.settle()

    async def move_to(self, moment: datetime) -> None:
        """Move the story's time on; everything due on the way is done."""
        await self.handrail.engine.move_to(moment)
        await self.playground.settle()

    @property
    def request_url(self) -> str:
        """Where the bot takes Slack's requests over HTTP."""
        return f"{self._web.url}/slack/events"

    def visitor(self, who: alderwick.Character) -> Visitor:
        """Return somebody at their screen; all of them look through one browser, closed with the house."""
        return Visitor(self.playground.control_url, who.user_id, self._browser)
