"""The one place that asks the machine for the time."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Goes on while the machine sleeps, and by nobody's hand."""


class Clock(Protocol):
    """Two readings: `now` is the time we reason about; `real` is for leases and pacing.

    A third, `machine`, is what somebody else can check by a clock of their own: what we sign with. And `steady` says
    how long ago something was that this process remembers: nobody moves it, not even a server by which real time goes.
    """

    def now(self) -> datetime:
        """Return the domain's time, aware UTC: the machine's time plus an offset."""
        ...

    def real(self) -> datetime:
        """Return real time, aware UTC: it goes on evenly, whatever is done to the machine's clock meanwhile."""
        ...

    def steady(self) -> timedelta:
        """Return how long it is since a moment that means nothing; it never goes back, and never leaps."""
        ...

    def machine(self) -> datetime:
        """Return what the machine's clock shows, aware UTC."""
        ...

    async def rest(self, seconds: float) -> None:
        """Let real time go on for so many seconds."""
        ...

    def set(self, moment: datetime) -> None:
        """Move the domain's time; real time goes on as it was."""
        ...


class MachineClock:
    """The machine's clock, with an offset that the playground may move; in service the offset is nothing.

    Real time is read off the machine once and counted on from there, so that a clock put right in the middle of a
    lease neither ends it nor keeps anything waiting.
    """

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset
        self.keep_to(self.machine())

    def now(self) -> datetime:
        """Return the machine's time plus the offset."""
        return self.machine() + self.offset

    def real(self) -> datetime:
        """Return real time."""
        return self._kept_to + self.steady() - self._since

    def steady(self) -> timedelta:
        """Return how long this machine has been up, asleep or not."""
        return timedelta(seconds=time.clock_gettime(STEADY))

    def machine(self) -> datetime:
        """Return the machine's time."""
        return datetime.now(UTC)

    def keep_to(self, real: datetime) -> None:
        """Count real time on from what somebody else's clock shows at this moment."""
        self._kept_to, self._since = real, self.steady()

    async def rest(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    def set(self, moment: datetime) -> None:
        """Move the domain's time; real time goes on as it was."""
        self.offset = moment - self.machine()
