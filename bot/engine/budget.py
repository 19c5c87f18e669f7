"""How many posts a minute go to Slack in all, from however many processes there are."""

from datetime import UTC, datetime

from storage.processes import WINDOW, Handful
from storage.unit_of_work import UnitOfWork

HANDFULS = 20
"""Into how many handfuls a minute's budget is divided: the database is asked once for each, not for each post."""


class Budget:
    """Posts set aside for this process, a handful at a time, under the one budget that the database keeps for all.

    What is urgent is counted and never waits for it. All moments are real time.
    """

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._wanted = max(1, per_minute // HANDFULS)
        self._held: Handful | None = None
        self._asks_again_at = datetime.fromtimestamp(0, UTC)

    def free_at(self, real: datetime) -> datetime:
        """Return from when something that can wait may be posted: now, or when the database may be asked again."""
        if self._has_one(real) or not self._has_to_wait(real):
            return real
        return self._asks_again_at

    def reach_for(self, work: UnitOfWork, real: datetime) -> Handful | None:
        """Return the handful to post from within this unit of work, a new one if need be; None when there is none."""
        if self._has_one(real):
            return self._held
        if self._has_to_wait(real):
            return None
        return work.processes.set_aside(real, self._wanted, self._per_minute, self._held)

    def spend(self, handful: Handful | None, *, on_post: bool) -> None:
        """Keep, once the unit of work is kept, which handful is held by now and whether a post came out of it."""
        if handful is None:
            return
        if not handful.posts:
            self._held, self._asks_again_at = None, handful.until
        else:
            self._held = Handful(handful.number, handful.posts - on_post, handful.until)

    def _has_to_wait(self, real: datetime) -> bool:
        """Say whether the database said to ask later; a longer wait is from before real time went back."""
        return real < self._asks_again_at <= real + WINDOW

    def _has_one(self, real: datetime) -> bool:
        return self._held is not None and self._held.posts > 0 and real < self._held.until
