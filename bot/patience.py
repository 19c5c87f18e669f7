"""How long somebody who pressed or typed still waits: one limit for everything done before the acknowledgement."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from bot.slack import SlackFault
from domain.notices import Outcome

Said = TypeVar("Said")

ANSWER_WITHIN = 2.3
"""Seconds of real time. Slack gives up after three, and its request and our answer have to travel (design.md 9)."""


class Patience:
    """What is left of the time for one answer; look-ups, the unit of work and showing share it."""

    def __init__(self, within: float = ANSWER_WITHIN) -> None:
        self._until = asyncio.get_running_loop().time() + within

    @property
    def left(self) -> float:
        """Return the seconds left; never less than nothing."""
        return max(self._until - asyncio.get_running_loop().time(), 0.0)

    async def wait(self, asked: Awaitable[Said], method: str) -> Said:
        """Wait for Slack as long as there is time; raise SlackFault when there is none left."""
        try:
            async with asyncio.timeout(self.left):
                return await asked
        except TimeoutError:
            raise SlackFault(Outcome.AMBIGUOUS, "no_answer", method) from None
