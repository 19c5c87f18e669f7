"""The clock that the playground is given."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Two times, both aware and in UTC: the story's, which may be moved, and the world's.

    Requests to the bot are signed with the world's, so a bot that checks signatures refuses them once the two clocks
    are five minutes apart.
    """

    def now(self) -> datetime:
        """The time that the story has: dates messages."""

    def real(self) -> datetime:
        """The time that the world has: ages trigger ids, answer addresses and rate limits."""

    async def move_to(self, moment: datetime) -> None:
        """Move the story's time on, and return when everything due on the way was done."""
