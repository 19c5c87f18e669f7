"""The cycle: due, digests, courier, reconcile, self-audit; ticked by a scheduler, woken by a commit that owes."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import MachineClock
from bot.engine import audit
from bot.engine.clock_watch import ClockWatch
from bot.engine.courier import Courier
from bot.engine.due import climb_ladders, gather_digests, next_moment
from bot.engine.gate import Gate
from bot.engine.looks import Looks
from bot.engine.monitoring import plan_monitoring
from bot.engine.reconcile import lapse_claims
from bot.engine.wellbeing import Wellbeing
from bot.heartbeat import Heartbeat
from bot.services import Services
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

PART_LIMIT = (
    30  # seconds; the courier keeps its own: a post broken off is a post that nobody knows the end of
)
LAST_PART = 1.0  # seconds that stopping waits for the part of the cycle at hand
LOOK_AGAIN = 0.25  # seconds of real time
PATIENCE = timedelta(seconds=12)
"""How long, in real time, a moved clock waits at one moment for what is owed there: a settle time, not an outage."""


class Engine:
    """Everything that happens without a person pressing something."""

    def __init__(self, services: Services, heartbeat: Heartbeat) -> None:
        self._services = services
        self._wellbeing = Wellbeing(services, heartbeat)
        self.gate = Gate(services)
        self._courier = Courier(services, self.gate)
        self._woken = asyncio.Event()
        self._busy = asyncio.Lock()
        self._faults: set[tuple[str, str]] = set()
        self._audited_at: timedelta | None = None
        self._looks = Looks(services)
        self._is_stopping = False
        self._is_more_due = self._is_more_to_plan = False
        clock = services.clock
        # A clock moved by hand is the story's; there is none to compare it with.
        self._clock_watch = ClockWatch(services, clock) if isinstance(clock, MachineClock) else None
        self._scheduler = AsyncIOScheduler()
        self._runner: asyncio.Task[None] | None = None
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

    async def stop(self, patience: float = LAST_PART) -> None:
        """Begin no further part, let go what is on its way, and give the part at hand so many seconds to end.

        A part that is broken off loses nothing: it works in units of work, each kept wholly or not at all.
        """
        self._is_stopping = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await asyncio.gather(self._courier.close(), self._wellbeing.close())
        if self._runner is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(patience), self._busy:
                    self._runner.cancel()
            self._runner.cancel()
            await asyncio.gather(self._runner, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            if self._clock_watch is not None:
                await self._part("clock", self._clock_watch.look)
            await self.cycle()

    async def cycle(self) -> None:
        """Go round once. A part that fails or hangs is reported and never stops the others."""
        pulse, begun = self._services.pulse, self._services.clock.steady()
        async with self._busy:
            await self._part("monitoring", self._plan)
            await self._part("due", self._climb)
            await self._part("digests", gather_digests)
            await self._part("week", self._looks.week)
            await self._part("route", self._looks.route)
            if self._may_lease():
                await self._part("courier", lambda _services: self._courier.drain(), limit=None)
            await self._part("leavers", self._looks.leavers)
            await self._part("reach", self._looks.reach)
            await self._part("retention", self._looks.retention)
            if self._may_lease():
                await self._part("reconcile", lapse_claims)
            await self._part("seal", self._looks.seal)
            await self._part("audit", self._audit)
            pulse.last_cycle_at = self._services.clock.steady()
            pulse.cycle_seconds = (pulse.last_cycle_at - begun).total_seconds()

    def _may_lease(self) -> bool:
        """Whether ours and everybody else's leases are judged by one time, as far as we know."""
        return self._clock_watch is None or self._runner is None or self._clock_watch.has_looked

    async def _plan(self, services: Services) -> None:
        """Put on the list what is to be looked at next, before the ladders climb."""
        self._is_more_to_plan = False
        self._is_more_to_plan = await plan_monitoring(services)

    async def _climb(self, services: Services) -> None:
        """Climb a part of what is due; when more is left, go round again at once, so that messages go in between."""
        self._is_more_due = await climb_ladders(services) or self._is_more_to_plan
        if self._is_more_due:
            self._woken.set()

    async def _part(
        self,
        name: str,
        part: Callable[[Services], Awaitable[object]],
        limit: float | None = PART_LIMIT,
    ) -> None:
        if self._is_stopping:
            return
        try:
            async with asyncio.timeout(limit):
                await part(self._services)
        except Exception as error:  # noqa: BLE001  a failing part must not stop the others
            log.error("engine part failed", part=name, error=type(error).__name__)  # noqa: TRY400
            self._faults.add(("engine_part_failed", name))
            self._services.pulse.has_failed_part = True

    async def _audit(self, services: Services) -> None:
        steady = services.clock.steady()
        if self._audited_at is None or steady - self._audited_at >= audit.EVERY:
            self._audited_at = steady
            await audit.audit_urgent(services)
            # Another replica may have been told new numbers to ring since we last looked.
            services.emergency.learn(await services.database.read(lambda work: work.organisations.settings()))
            self._wellbeing.ask()
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
            at = await self._services.database.read(
                partial(_next_attempt, now=clock.now(), real=clock.real())
            )
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


def _next_attempt(work: UnitOfWork, now: datetime, real: datetime) -> datetime | None:
    at = work.claims.next_attempt(now)
    held = work.processes.left_alone_until() if at is not None and at <= real else None
    return max(at, held) if at is not None and held is not None else at
