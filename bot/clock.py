"""The one place that asks the machine for the time."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Two readings: `now` is the time we reason about; `real` is for leases, pacing and signatures."""

    def now(self) -> datetime:
        """Return the domain's time, aware UTC: real time plus an offset."""
        ...

    def real(self) -> datetime:
        """Return real time, aware UTC, never moved."""
        ...

    async def rest(self, seconds: float) -> None:
        """Let real time go on for so many seconds."""
        ...

    def set(self, moment: datetime) -> None:
        """Move the domain's time; real time goes on as it was."""
        ...


class MachineClock:
    """The machine's clock, with an offset that the playground may move; in service the offset is nothing."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def now(self) -> datetime:
        """Return real time plus the offset."""
        return self.real() + self.offset

    def real(self) -> datetime:
        """Return the machine's time."""
        return datetime.now(UTC)

    async def rest(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    def set(self, moment: datetime) -> None:
        """Move the domain's time; real time goes on as it was."""
        self.offset = moment - self.real()
