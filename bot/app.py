"""The only place where the parts meet: settings in, a running bot out."""

import asyncio
from functools import partial

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from bot.bolt import Identity, build_bolt
from bot.casework.organisation import make_administrator
from bot.clock import Clock, MachineClock
from bot.engine.cycle import Engine
from bot.flows import STORIES
from bot.listeners import Listeners
from bot.outside import Outside
from bot.services import Services
from bot.settings import Settings, Transport
from bot.slack import Slack, SlackFault
from bot.web.routes import build_web
from domain.references import Choose
from storage.database import Database, NotRecorded

log = structlog.get_logger()

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds between attempts to reach Slack at the start


class Handrail:
    """One running bot. Nothing is made at import: tests and the playground run several side by side."""

    def __init__(self, settings: Settings, clock: Clock | None = None, choose: Choose | None = None) -> None:
        token = settings.slack_bot_token.get_secret_value()
        slack = Slack(token, settings.slack_api_url, settings.post_timeout_seconds)
        database = Database(settings.database_url, settings.keys)
        self.services = Services(settings, clock or MachineClock(), database, slack, Outside(settings))
        if choose is not None:
            self.services.choose = choose
        self.listeners = Listeners(self.services)
        for story in STORIES:
            story.register(self.listeners, self.services)
        self.engine = Engine(self.services)
        self.identity = Identity()
        self.bolt: AsyncApp | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._greeting: asyncio.Task[None] | None = None
        self.connecting: asyncio.Task[None] | None = None

    def build(self) -> Starlette:
        """Return the web application: Slack's requests when they come by HTTP, health and metrics."""
        self.bolt = build_bolt(self.services, self.listeners, self.identity)
        return build_web(self.services, lambda: self.engine.last_cycle_at, self.bolt)

    async def start(self, *, ticking: bool = True) -> None:
        """Start; with Slack down too, since whoever it is that we are can be learnt later.

        Without `ticking` the engine goes round only when it is told to: the story and the tests move the clock.
        """
        # Held in memory, so that the numbers can be shown when the database cannot be asked.
        self.services.emergency.learn(
            await self.services.database.read(lambda work: work.organisations.settings())
        )
        if ticking:
            await self.engine.start()
        self._greeting = asyncio.create_task(self._greet())
        if self.services.settings.handrail_transport is Transport.SOCKET:
            await self._open_socket()

    async def _open_socket(self) -> None:
        settings = self.services.settings
        assert self.bolt is not None
        assert settings.slack_app_token is not None
        token = settings.slack_app_token.get_secret_value()
        client = AsyncWebClient(token=token, base_url=settings.slack_api_url)
        self._socket = AsyncSocketModeHandler(self.bolt, token, web_client=client)
        self.connecting = asyncio.create_task(self._connect(self._socket))

    async def _connect(self, socket: AsyncSocketModeHandler) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                await socket.connect_async()  # type: ignore[no-untyped-call]
            except Exception as error:  # noqa: BLE001  whatever keeps us out, we try again
                log.warning("socket not open", error=type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                return

    async def _greet(self) -> None:
        """Learn who we are in Slack, and meet the administrators named in the settings."""
        wait = FIRST_WAIT
        while True:
            try:
                me = await self.services.slack.who_am_i()
                self.identity.bot_id, self.identity.bot_user_id = me.get("bot_id"), me["user_id"]
                self.identity.team_id = self.services.own_team = me["team_id"]
                self.services.own_user, self.services.workspace_url = me["user_id"], str(me.get("url") or "")
                await self._meet_administrators(me["team_id"])
            except (SlackFault, NotRecorded) as fault:
                kind = fault.code if isinstance(fault, SlackFault) else type(fault).__name__
                log.warning("not greeted yet", error=kind)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                return

    async def greeted(self) -> None:
        """Wait until we know who we are in Slack."""
        assert self._greeting is not None
        await self._greeting

    async def _meet_administrators(self, team_id: str) -> None:
        now = self.services.clock.now()
        for user_id in sorted(self.services.settings.handrail_admins):
            person = await self.services.slack.person(user_id)
            name = str(person.get("real_name") or person.get("name") or user_id)
            make = partial(make_administrator, own_team=team_id, user_id=user_id, name=name, now=now)
            await self.services.database.write(make)

    async def stop(self) -> None:
        """Stop: the cycle at hand finished, no new arrivals, every connection closed.

        The receipts of what that cycle posts still come in over the socket, so it is closed after the engine.
        """
        for attempt in (self._greeting, self.connecting):
            if attempt is not None:
                attempt.cancel()
                await asyncio.gather(attempt, return_exceptions=True)
        await self.engine.stop()
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        await self.services.slack.close()
        await self.services.outside.close()
        self.services.database.close()
