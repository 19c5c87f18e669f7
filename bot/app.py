"""The only place where the parts meet: settings in, a running bot out."""

import asyncio
from functools import partial

import structlog
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette

from bot.bolt import Identity, build_bolt
from bot.casework.organisation import keep_administrators, make_administrator
from bot.casework.role_keeping import await_answers
from bot.clock import Clock, MachineClock
from bot.engine.cycle import Engine
from bot.flows import STORIES
from bot.heartbeat import Heartbeat
from bot.listeners import Listeners
from bot.outside import Outside
from bot.services import Services
from bot.settings import Settings, Transport
from bot.slack import Slack, SlackFault
from bot.slack_socket import SlackSocket
from bot.web.routes import build_web
from domain.notices import Outcome
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
        self.heartbeat = Heartbeat(settings)
        self.engine = Engine(self.services, self.heartbeat)
        self._pulse = self.services.pulse
        self._pulse.started_at = self.services.clock.steady()
        slack.on_answer = lambda code: self._pulse.keep_answer(code, self.services.clock.steady())
        self.identity = Identity()
        self.bolt: AsyncApp | None = None
        self._socket: SlackSocket | None = None
        self._greeting: asyncio.Task[None] | None = None
        self.connecting: asyncio.Task[None] | None = None
        self.lost = asyncio.Event()
        """Set when Slack cannot be heard any more and nothing done here helps: another process is to take over."""

    def build(self) -> Starlette:
        """Return the web application: Slack's requests when they come by HTTP, health and metrics."""
        self.bolt = build_bolt(self.services, self.listeners, self.identity)
        return build_web(self.services, self.bolt)

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
            assert self.bolt is not None
            self._socket = SlackSocket(self.bolt, self.services.settings, self.lost)
            self._pulse.socket = lambda: self._socket.state.value if self._socket else ""
            self.connecting = asyncio.create_task(self._socket.open())

    async def _greet(self) -> None:
        """Learn who we are in Slack, remind of roles that wait, and meet the administrators named in the settings.

        Greeted is who knows its own name: an administrator whom Slack does not know keeps nobody waiting.
        """
        wait = FIRST_WAIT
        while True:
            try:
                await self._introduce()
                await self.services.database.write(partial(await_answers, now=self.services.clock.now()))
                await self._meet_administrators()
            except (SlackFault, NotRecorded) as fault:
                kind = fault.code if isinstance(fault, SlackFault) else type(fault).__name__
                if self._pulse.is_greeted:
                    log.warning("administrators not met yet", error=kind)
                else:
                    log.warning("not greeted yet", error=kind)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                return

    async def _introduce(self) -> None:
        me = await self.services.slack.who_am_i()
        self.identity.bot_id, self.identity.bot_user_id = me.get("bot_id"), me["user_id"]
        self.identity.team_id = self.services.own_team = me["team_id"]
        self.services.own_user, self.services.workspace_url = me["user_id"], str(me.get("url") or "")
        self._pulse.is_greeted = True

    async def greeted(self) -> None:
        """Wait until we know who we are in Slack."""
        assert self._greeting is not None
        await self._greeting

    async def _meet_administrators(self) -> None:
        """Meet each of them, and let go whoever is named no more.

        Raises SlackFault, after the others, when Slack gave no answer about one.
        """
        unanswered: SlackFault | None = None
        own_team, named = self.services.own_team, self.services.settings.handrail_admins
        for user_id in sorted(named):
            try:
                person = await self.services.slack.person(user_id)
            except SlackFault as fault:
                if fault.outcome is Outcome.REFUSED:
                    log.warning("administrator not known in slack", where=user_id, error=fault.code)
                else:
                    unanswered = fault
                continue
            name = str(person.get("real_name") or person.get("name") or user_id)
            now = self.services.clock.now()
            make = partial(make_administrator, own_team=own_team, user_id=user_id, name=name, now=now)
            await self.services.database.write(make)
        now = self.services.clock.now()
        keep = partial(keep_administrators, own_team=own_team, named=named, now=now)
        await self.services.database.write(keep)
        if unanswered is not None:
            raise unanswered

    async def stop(self) -> None:
        """Stop: no further part of the cycle, what has come in answered, every connection closed.

        The receipts of what that cycle posts still come in over the socket, so it is closed after the engine.
        """
        for attempt in (self._greeting, self.connecting):
            if attempt is not None:
                attempt.cancel()
                await asyncio.gather(attempt, return_exceptions=True)
        await self.engine.stop()
        if self._socket is not None:
            await self._socket.close()
        await self.heartbeat.close()
        await self.services.slack.close()
        await self.services.outside.close()
        self.services.database.close()
