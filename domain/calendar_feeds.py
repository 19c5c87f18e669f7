"""A calendar that other programs fetch by a secret address: what may stand in it, and how often it may be asked for."""

from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from domain.deadlines import DeadlineKind

FETCHES, WRONG_SECRETS, WITHIN = 20, 60, timedelta(minutes=10)
"""Calendar programs ask a few times a day. So many of one address, and of no address at all, in so long."""

SHOWN = frozenset(
    {
        DeadlineKind.ACTION_VERIFY,
        DeadlineKind.ACTION_EXTENSION,
        DeadlineKind.EVALUATION_CONFIRM,
        DeadlineKind.EVALUATION_SHARE,
        DeadlineKind.EVALUATION_RECEIVE,
        DeadlineKind.CHALLENGE_ANSWER,
        DeadlineKind.IMPROVEMENT_EXPLAIN,
        DeadlineKind.IMPROVEMENT_RECEIVE,
        DeadlineKind.IMPROVEMENT_PLAN,
        DeadlineKind.IMPROVEMENT_HOLD,
        DeadlineKind.IMPROVEMENT_REFLECT,
        DeadlineKind.IMPROVEMENT_REVIEW,
        DeadlineKind.AGREEMENT_ANSWER,
        DeadlineKind.FEEDBACK_ANSWER,
    }
)
"""Duties that may stand in a calendar, which others may see over a shoulder. Not listed, not shown: nothing about
safeguarding, support, speaking up, placements or formal steps ever is (practice.md 1.2 and 3)."""


@dataclass(frozen=True)
class Entry:
    """One line of a calendar: a whole London day, or from a moment on when `at` is set.

    `title` holds words for every party alone, and is empty where there are none; `since` is when it last changed.
    """

    id: UUID
    what: str
    reference: str
    title: str
    contract: str
    on: date
    since: datetime
    at: datetime | None = None


@dataclass
class Turnstile:
    """Lets so many through in a time, by what they bear. It forgets all that is older, so that it never grows."""

    most: int
    within: timedelta = WITHIN
    _passed: dict[str, deque[datetime]] = field(default_factory=dict)

    def lets_through(self, bearer: str, now: datetime) -> bool:
        """Say whether one more may pass, and count it."""
        self._passed = {
            each: moments for each, moments in self._passed.items() if moments[-1] > now - self.within
        }
        moments = self._passed.setdefault(bearer, deque(maxlen=self.most))
        if len(moments) == self.most and moments[0] > now - self.within:
            return False
        moments.append(now)
        return True
