"""A clock that stands still until somebody moves it."""

from datetime import UTC, datetime, timedelta

from bot.clock import MachineClock


class HandClock:
    """The story's time starts on a Tuesday in September; the world's starts now, so that signatures are young."""

    def __init__(self, now: datetime = datetime(2026, 9, 8, 9, 20, tzinfo=UTC)) -> None:
        self._now = now
        self._real = MachineClock().real()
        self.moves: list[datetime] = []

    def now(self) -> datetime:
        return self._now

    def real(self) -> datetime:
        return self._real

    async def move_to(self, moment: datetime) -> None:
        self.moves.append(moment)
        self._now = moment

    def wait(self, seconds: float) -> None:
        """Let seconds of real time pass."""
        self._real += timedelta(seconds=seconds)
