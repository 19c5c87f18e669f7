"""Whether leases may go by this process's clock: looked at before the first cycle, and every minute from then on.

Two processes that are further apart than a lease would take messages out of each other's hands. So on PostgreSQL real
time is the server's, which is one for all of them, as soon as ours is seen to differ from it (decisions/0040).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.clock import MachineClock
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
        self._asked_at: datetime | None = None
        self._told = timedelta(0)

    @property
    def has_looked(self) -> bool:
        """Whether it is known that leases may be taken by real time as we have it."""
        return self._services.database.is_sqlite or self._asked_at is not None

    async def look(self, services: Services) -> None:
        """Compare. Raises NotRecorded when the database does not answer."""
        if not services.database.is_sqlite and self._is_time_to_ask():
            apart = await services.database.read(self._apart)
            if abs(apart) > MOST_APART:
                self._clock.keep_to(self._clock.real() - apart)
            self._asked_at = self._clock.real()
        ahead = self._clock.machine() - self._clock.real()
        services.pulse.clock_ahead = ahead.total_seconds()
        if abs(ahead - self._told) > MOST_APART:
            self._told = ahead
            if abs(ahead) > MOST_APART:
                self._tell(ahead)

    def _is_time_to_ask(self) -> bool:
        return self._asked_at is None or self._clock.real() - self._asked_at >= EVERY

    def _apart(self, work: UnitOfWork) -> timedelta:
        return ahead_of_server(work, self._clock.real)

    def _tell(self, ahead: timedelta) -> None:
        log.error("clock astray", count=round(ahead.total_seconds()))
        is_ahead = ahead > timedelta(0)
        if self._services.database.is_sqlite:
            self._services.report("clock_moved", "forward" if is_ahead else "back")
        else:
            self._services.report("clock_astray", "ahead of" if is_ahead else "behind")


def ahead_of_server(work: UnitOfWork, shown: Callable[[], datetime]) -> timedelta:
    """Return how far a clock is ahead of the server's; nothing where both may be the same, however slow the answer."""
    before, there, after = shown(), work.processes.server_time(), shown()
    is_certain = there < before or there > after
    return before + (after - before) / 2 - there if is_certain else timedelta(0)
