"""How long somebody who pressed or typed still waits: one limit for everything done before the acknowledgement."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import structlog

from bot.slack import SlackFault
from domain.notices import Outcome
from storage.database import Unsure

log = structlog.get_logger()

Said = TypeVar("Said")

ANSWER_WITHIN = 2.3
"""Seconds of real time. Slack gives up after three, and its request and our answer have to travel (design.md 9)."""

OVERTIME = 0.1
LAST_WORD = 0.25
"""Seconds kept back for a database that gives up in time to say so: only then is it certain that nothing was kept."""


class Patience:
    """What is left of the time for one answer; look-ups, the unit of work and showing share it."""

    def __init__(self, within: float = ANSWER_WITHIN) -> None:
        self._until = asyncio.get_running_loop().time() + within

    @property
    def left(self) -> float:
        """Return the seconds left; never less than nothing."""
        return max(self._until - asyncio.get_running_loop().time(), 0.0)

    @property
    def left_for_work(self) -> float:
        """Return the seconds in which a unit of work must have ended, or be given up."""
        return max(self.left - LAST_WORD, 0.0)

    async def outlast(self, work: Awaitable[Said]) -> Said:
        """Wait for a unit of work, and raise Unsure when it began and does not end, as with a server that stands still.

        It is not broken off: it may be kept yet, so nobody may say that it was not recorded.
        """
        going = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({going}, timeout=self.left + OVERTIME)
        if done:
            return going.result()
        going.add_done_callback(_look_at_its_end)
        raise Unsure

    async def wait(self, asked: Awaitable[Said], method: str) -> Said:
        """Wait for Slack as long as there is time; raise SlackFault when there is none left."""
        try:
            async with asyncio.timeout(self.left):
                return await asked
        except TimeoutError:
            raise SlackFault(Outcome.AMBIGUOUS, "no_answer", method) from None


def _look_at_its_end(work: "asyncio.Future[Said]") -> None:
    """Nobody waits for it any more; how it ended is written down by its kind alone."""
    error = None if work.cancelled() else work.exception()
    ended = "cancelled" if work.cancelled() else type(error).__name__ if error else "done"
    log.warning("ended after its answer", outcome=ended)
