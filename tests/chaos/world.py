"""A stand-in Slack and a database that outlive every bot: where bots are killed and what they owed is counted."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlmodel import col, func, or_, select

from bot.clock import MachineClock
from bot.engine.reconcile import NEVER
from bot.manifest import manifest
from bot.settings import Transport
from domain.notices import NoticeState
from playground import alderwick
from playground.house import APP_ID, APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, seals_file_of
from playground.installed_app import InstalledApp
from playground.keys import CHAIN_KEY, KEYS, NARRATIVE_KEYS, SPEAK_UP_KEYS
from playground.server import Pace, Playground, SocketMode
from playground.socket_delivery import SocketDelivery
from playground.visitor import Visitor
from playground.workspace import Workspace
from storage.claims import EDIT_OWED
from storage.database import Database
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork
from tests.chaos.bots import Bot, Place
from tests.chaos.ledger import Ledger, draw_up
from tests.chaos.proofs import Proofs
from tests.chaos.weather import Weather

POST_TIMEOUT = 1.0
SCALED = {
    "POST_TIMEOUT_SECONDS": str(POST_TIMEOUT),
    "LEASE_SECONDS": "3",
    "SETTLE_SECONDS": "1.5",
    "PACE_SECONDS": "0",
    "TICK_SECONDS": "0.2",
    "POSTS_PER_MINUTE": "1000000",
    "LATE_AFTER_MINUTES": "600",
}
"""The bot's own settings, made small: a lease outlasts a post, and settling outlasts what is accepted late."""

AS_SLACK = Pace(patience=3.0, burst=None, retry_after=(0.0, 1.5, 4.0))
"""Slack asks again at once, after a minute and after five: made as small as the settle time was."""

LOOK_AGAIN = 0.3  # seconds, should nothing have changed in Slack meanwhile
PROOF_TAKES_EFFECT = timedelta(seconds=2 * POST_TIMEOUT)
"""What was on its way to Slack when the proof came cannot be called back."""

UNFINISHED = (NoticeState.OWED, NoticeState.CLAIMED, NoticeState.UNCERTAIN, NoticeState.PARKED)


class StoryClock:
    """The machine's time, and a domain time that runs beside it from the morning on which the story begins."""

    def __init__(self) -> None:
        self._machine = MachineClock(alderwick.BEGINS - MachineClock().real())
        self.offset: timedelta = self._machine.offset

    def now(self) -> datetime:
        """Return domain time."""
        return self._machine.now()

    def real(self) -> datetime:
        """Return the machine's time."""
        return self._machine.real()

    async def move_to(self, moment: datetime) -> None:
        """Here nobody moves the clock."""
        raise NotImplementedError(moment)


class World:
    """One Slack, one database, and the bots that live and die between them."""

    def __init__(
        self,
        url: str,
        folder: Path,
        workspace: Workspace,
        *,
        optional_scopes: frozenset[str] | None = None,
        **settings: str,
    ) -> None:
        self.clock = StoryClock()
        self.weather = Weather(POST_TIMEOUT)
        self._folder = folder
        self._started = 0
        self.bots: list[Bot] = []
        self.database = Database(url, KEYS)
        self.playground = Playground(
            workspace,
            app=InstalledApp(
                manifest=manifest(Transport.SOCKET, None, APP_ID),
                bot_token=BOT_TOKEN,
                app_token=APP_TOKEN,
                signing_secret=SIGNING_SECRET,
                optional_scopes=optional_scopes,
                app_id=APP_ID,
            ),
            clock=self.clock,
            transport=SocketMode(),
            pace=AS_SLACK,
        )
        self.playground.slack.faults = self.weather
        self._proofs = Proofs(self.playground, self.clock.now)
        self._environment = {
            "DATABASE_URL": url,
            "SEALS_FILE": str(seals_file_of(url)),
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "NARRATIVE_KEYS": NARRATIVE_KEYS,
            "SPEAK_UP_KEYS": SPEAK_UP_KEYS,
            "CHAIN_KEY": CHAIN_KEY,
            "HANDRAIL_TRANSPORT": "socket",
            "HANDRAIL_HOST": "127.0.0.1",
            "HANDRAIL_PORT": "0",
            "HANDRAIL_LOG_LEVEL": "WARNING",
            **SCALED,
            **settings,
        }
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.playground)
        self._environment["SLACK_API_URL"] = self.playground.api_url
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bot in self.bots:
            bot.close()
        await self._stack.aclose()
        self.database.close()

    def start(self, place: Place | None = None) -> Bot:
        """Start one more bot; it dies by itself at a place, where one is given."""
        self._started += 1
        bot = Bot(self._folder / f"bot{self._started}", self._environment, self.clock.offset, place)
        self.bots.append(bot)
        return bot

    def bury(self, bot: Bot) -> None:
        """Let go of a bot that has died."""
        bot.close()
        self.bots.remove(bot)

    def visitor(self, who: alderwick.Character) -> Visitor:
        """Return somebody at their screen."""
        return Visitor(self.playground.control_url, who.user_id)

    async def connected(self, within: float) -> None:
        """Wait until a bot has opened its socket. Raises TimeoutError after so many seconds."""
        sockets = self.playground.slack.sockets
        assert isinstance(sockets, SocketDelivery)
        async with asyncio.timeout(within):
            await sockets.first_connection()

    async def write(self, task: Callable[[UnitOfWork], Any]) -> Any:
        """Change the database beside the bots."""
        return await self.database.write(task, within=30)

    async def unfinished(self) -> int:
        """How many messages and edits are still to be sent; what waits for a person is not."""
        return await self.database.read(_count_unfinished, within=30)

    async def settled(self, within: float) -> bool:
        """Wait until everything owed is sent; False when it is not after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                seen = 0
                while await self.unfinished():
                    with suppress(TimeoutError):
                        seen = await asyncio.wait_for(self.playground.slack.revision.after(seen), LOOK_AGAIN)
                await self.playground.settle()
                return True
        return False

    @property
    def said(self) -> int:
        """How many messages of the bots' stand in Slack."""
        channels = self.playground.workspace.channels.values()
        return sum(message.metadata is not None for channel in channels for message in channel.messages)

    def proven_yet_repeated(self) -> list[str]:
        """What was said again though its receipt had been acknowledged before that."""
        return self._proofs.repeated_after(PROOF_TAKES_EFFECT)

    async def notices(self) -> Sequence[Notice]:
        """Return every message that was ever owed."""
        return await self.database.read(_all_notices, within=60)

    async def ledger(self) -> Ledger:
        """Return the account as it stands."""
        return draw_up(await self.notices(), self.playground.workspace.channels)


def _count_unfinished(work: UnitOfWork) -> int:
    still = col(Notice.state).in_(UNFINISHED) & (col(Notice.next_attempt_at) < NEVER)
    found: int = work.notices._session.exec(
        select(func.count()).select_from(Notice).where(or_(still, EDIT_OWED))
    ).one()
    return found


def _all_notices(work: UnitOfWork) -> Sequence[Notice]:
    return work.notices._session.exec(select(Notice).order_by(col(Notice.number))).all()
