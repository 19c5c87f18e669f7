"""Whether leases may go by this process's clock: looked at before the first cycle, and every minute from then on.

Two processes that are further apart than a lease would take messages out of each other's hands. So on PostgreSQL real
time is the server's, which is one for all of them, as soon as ours is seen to differ from it (decisions/0040).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.clock import MachineClock
from bot.engine.reconcile import NEVER
from bot.services import Services
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

EVERY = timedelta(minutes=1)
MOST_APART = timedelta(seconds=2)
"""So much two clocks that are set by the network differ at most; what we allow for besides is a lease."""


class ClockWatch:
    """Keeps real time to the server's, and tells of a machine whose clock is wrong or was moved."""

    def __init__(self, services: Services, clock: MachineClock) -> None:
        self._services = services
        self._clock = clock
        self._looked_at: timedelta | None = None
        self._told = timedelta(0)

    @property
    def has_looked(self) -> bool:
        """Whether it is known that leases may be taken by real time as we have it."""
        return self._looked_at is not None

    async def look(self, services: Services) -> None:
        """Compare. Raises NotRecorded when the database does not answer."""
        if self._is_time_to_look():
            if not services.database.is_sqlite:
                apart = await services.database.read(partial(ahead_of_server, shown=self._clock.real))
                if abs(apart) > MOST_APART:
                    self._clock.keep_to(self._clock.real() - apart)
            await self._bring_back()
            self._looked_at = self._clock.steady()
        ahead = self._clock.machine() - self._clock.real()
        services.pulse.clock_ahead = ahead.total_seconds()
        if abs(ahead - self._told) > MOST_APART:
            self._told = ahead
            self._tell(ahead)

    def _is_time_to_look(self) -> bool:
        return self._looked_at is None or self._clock.steady() - self._looked_at >= EVERY

    async def _bring_back(self) -> None:
        """Where real time went back since something was last sent, let nothing wait until it has come round again.

        On SQLite that is found at the start, when no other process can hold anything: a claim from before is ended.
        """
        database, lease, real = self._services.database, self._services.settings.lease, self._clock.real()
        is_alone = database.is_sqlite and not self.has_looked

        def bring_back(work: UnitOfWork) -> None:
            work.processes.forget_ahead(real)
            again = real + self._services.settings.settle
            work.claims.bring_back(real, real + lease, again, NEVER)
            if is_alone:
                work.claims.end_leases(real, real + lease)

        # Of two processes each may be so far from the server's, one ahead of it and one behind.
        if await database.read(lambda work: work.processes.has_gone_back(real, 2 * MOST_APART)):
            log.warning("real time went back")
            await database.write(bring_back)

    def _tell(self, ahead: timedelta) -> None:
        if abs(ahead) <= MOST_APART:
            log.info("clock right again")
            self._services.report("clock_right", "")
            return
        log.error("clock astray", count=round(ahead.total_seconds()))
        is_ahead = ahead > timedelta(0)
        if self._services.database.is_sqlite:
            self._services.report("clock_moved", "forward" if is_ahead else "back")
        else:
            self._services.report("clock_astray", "ahead of" if is_ahead else "behind")


def ahead_of_server(work: UnitOfWork, shown: Callable[[], datetime]) -> timedelta:
    """Return how far a clock is certainly ahead of the server's, behind it if negative.

    The server's was read at some moment between our two readings, and nobody knows at which: a slow answer, or a
    machine that slept meanwhile, says nothing.
    """
    before, there, after = shown(), work.processes.server_time(), shown()
    if there < before:
        return before - there
    return after - there if there > after else timedelta(0)
