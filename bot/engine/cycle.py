"""The cycle: due, digests, courier, reconcile, self-audit; ticked by a scheduler, woken by a commit that owes."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.engine import audit
from bot.engine.courier import Courier
from bot.engine.drill import look_at_route
from bot.engine.due import climb_ladders, gather_digests, next_moment, say_week
from bot.engine.gate import Gate
from bot.engine.leavers import look_for_leavers
from bot.engine.monitoring import plan_monitoring
from bot.engine.reconcile import lapse_claims
from bot.engine.retention import list_for_review
from bot.engine.seal import Sealer
from bot.engine.senior_week import say_senior_week
from bot.services import Services
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

PART_LIMIT = (
    30  # seconds; the courier keeps its own: a post broken off is a post that nobody knows the end of
)
LOOK_AGAIN = 0.25  # seconds of real time
PATIENCE = timedelta(seconds=12)
"""How long, in real time, a moved clock waits at one moment for what is owed there: a settle time, not an outage."""


class Engine:
    """Everything that happens without a person pressing something."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.gate = Gate(services)
        self._courier = Courier(services, self.gate)
        self._woken = asyncio.Event()
        self._busy = asyncio.Lock()
        self._faults: set[tuple[str, str]] = set()
        self._audited_at: datetime | None = None
        self._week_looked_at: datetime | None = None
        self._route_looked_at: datetime | None = None
        self._leavers_looked_at: datetime | None = None
        self._retention_looked_on: date | None = None
        self._seal_looked_at: datetime | None = None
        self._sealer = Sealer()
        self._is_more_due = self._is_more_to_plan = False
        self._scheduler = AsyncIOScheduler()
        self._runner: asyncio.Task[None] | None = None
        self.last_cycle_at: datetime | None = None
        services.close_gate = self.gate.close
        services.ask_audience = self.gate.ask
        services.report = lambda code, detail: self._faults.add((code, detail))

    async def start(self) -> None:
        """Begin to tick. APScheduler only ticks: what is due is a question put to our tables."""
        loop = asyncio.get_running_loop()
        self._services.database.on_owed = partial(self._wake_from_thread, loop)
        self._scheduler.add_job(
            self._woken.set,
            "interval",
            seconds=self._services.settings.tick_seconds,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()
        self._runner = asyncio.create_task(self._run())

    def _wake_from_thread(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_soon_threadsafe(self._woken.set)

    async def stop(self) -> None:
        """Finish the cycle at hand, then stop."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await self._courier.close()
        if self._runner is not None:
            async with self._busy:
                self._runner.cancel()
            await asyncio.gather(self._runner, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            await self.cycle()

    async def cycle(self) -> None:
        """Go round once. A part that fails or hangs is reported and never stops the others."""
        async with self._busy:
            await self._part("monitoring", self._plan)
            await self._part("due", self._climb)
            await self._part("digests", gather_digests)
            await self._part("week", self._week)
            await self._part("route", self._route)
            await self._part("courier", lambda _services: self._courier.drain(), limit=None)
            await self._part("leavers", self._leavers)
            await self._part("retention", self._retention)
            await self._part("reconcile", lapse_claims)
            await self._part("seal", self._seal)
            await self._part("audit", self._audit)
            self.last_cycle_at = self._services.clock.real()

    async def _plan(self, services: Services) -> None:
        """Put on the list what is to be looked at next, before the ladders climb."""
        self._is_more_to_plan = False
        self._is_more_to_plan = await plan_monitoring(services)

    async def _climb(self, services: Services) -> None:
        """Climb a part of what is due; when more is left, go round again at once, so that messages go in between."""
        self._is_more_due = await climb_ladders(services) or self._is_more_to_plan
        if self._is_more_due:
            self._woken.set()

    async def _week(self, services: Services) -> None:
        """Look at the week's words once a minute of domain time: they are asked of every contract."""
        minute = services.clock.now().replace(second=0, microsecond=0)
        if minute != self._week_looked_at:
            self._week_looked_at = minute
            await say_week(services)
            await say_senior_week(services)

    async def _route(self, services: Services) -> None:
        """Look once a minute of domain time whether the route can be relied on: ways that nobody has set up, drills."""
        minute = services.clock.now().replace(second=0, microsecond=0)
        if minute != self._route_looked_at:
            self._route_looked_at = minute
            await look_at_route(services)

    async def _seal(self, services: Services) -> None:
        """Look once a minute of domain time whether a seal of the record is due."""
        minute = services.clock.now().replace(second=0, microsecond=0)
        if minute != self._seal_looked_at:
            self._seal_looked_at = minute
            await self._sealer.seal(services)

    async def _leavers(self, services: Services) -> None:
        """Ask Slack once a minute of domain time about the next few people: who has left is found within a day."""
        minute = services.clock.now().replace(second=0, microsecond=0)
        if minute != self._leavers_looked_at:
            self._leavers_looked_at = minute
            await look_for_leavers(services)

    async def _retention(self, services: Services) -> None:
        """List once a day of domain time what has been kept for long enough."""
        day = services.clock.now().date()
        if day != self._retention_looked_on:
            self._retention_looked_on = day
            await list_for_review(services)

    async def _part(
        self,
        name: str,
        part: Callable[[Services], Awaitable[object]],
        limit: float | None = PART_LIMIT,
    ) -> None:
        try:
            async with asyncio.timeout(limit):
                await part(self._services)
        except Exception as error:  # noqa: BLE001  a failing part must not stop the others
            log.error("engine part failed", part=name, error=type(error).__name__)  # noqa: TRY400
            self._faults.add(("engine_part_failed", name))

    async def _audit(self, services: Services) -> None:
        real = services.clock.real()
        if self._audited_at is None or real - self._audited_at >= audit.EVERY:
            self._audited_at = real
            await audit.audit_urgent(services)
            # Another replica may have been told new numbers to ring since we last looked.
            services.emergency.learn(await services.database.read(lambda work: work.organisations.settings()))
        if self._faults:
            faults = frozenset(self._faults)
            await audit.tell_administrators(services, faults)
            self._faults -= faults  # only once it is owed

    async def settle(self) -> None:
        """Go round until nothing is left that may be sent at this moment of domain time.

        Real time is let go on where pacing or a settle time asks for it, up to a limit.
        """
        clock = self._services.clock
        until = clock.real() + PATIENCE
        while clock.real() <= until:
            await self.cycle()
            await self._courier.finish()
            if self._is_more_due:
                continue
            at = await self._services.database.read(partial(_next_attempt, now=clock.now()))
            if at is None or at > until:
                return
            if at <= clock.real():
                at = self._courier.free_at(clock.real())
            await clock.rest(max((at - clock.real()).total_seconds(), LOOK_AGAIN))

    async def move_to(self, moment: datetime) -> None:
        """Move domain time on, stopping at each due moment on the way to do what falls due there."""
        clock = self._services.clock
        await self.settle()
        while True:
            stop = await self._services.database.read(partial(next_moment, after=clock.now()))
            if stop is None or stop > moment:
                break
            clock.set(stop)
            await self.settle()
        if moment > clock.now():
            clock.set(moment)
        await self.settle()


def _next_attempt(work: UnitOfWork, now: datetime) -> datetime | None:
    return work.claims.next_attempt(now)
