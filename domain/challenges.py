"""Challenges: the right to have a shared evaluation looked at again, within ten working days of its delivery.

The window and who may decide come from practice.md section 3; the grounds from domain.md 2.4 (CPC305-P31).
"""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.calendar import WorkingCalendar, words_for_day
from domain.errors import NotAllowed, NotYours
from domain.steps import step

WINDOW = 10
"""Working days from the delivery to an organisation, in which it may say that an evaluation is not right."""

ANSWER_WITHIN = 10
"""Working days from a challenge to its decision (domain.md 4.4 H, stage 1)."""


class Grounds(StrEnum):
    """On what a challenge rests (domain.md 2.4)."""

    FACTUAL = "factual"
    MORE_EVIDENCE = "more_evidence"
    JUDGEMENT = "judgement"
    WORDING = "wording"


class ChallengeState(StrEnum):
    """How far a challenge has come. It is decided by somebody who is not the evaluation's author."""

    OPENED = "opened"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


NEXT: dict[ChallengeState, frozenset[ChallengeState]] = {
    ChallengeState.OPENED: frozenset(
        {
            ChallengeState.ACCEPTED,
            ChallengeState.PARTLY,
            ChallengeState.REJECTED,
            ChallengeState.WITHDRAWN,
        }
    ),
    ChallengeState.ACCEPTED: frozenset(),
    ChallengeState.PARTLY: frozenset(),
    ChallengeState.REJECTED: frozenset(),
    ChallengeState.WITHDRAWN: frozenset(),
}

DECISIONS = (ChallengeState.ACCEPTED, ChallengeState.PARTLY, ChallengeState.REJECTED)


def move(current: ChallengeState, wanted: ChallengeState) -> ChallengeState:
    """Return the wanted state, or refuse: a challenge is decided once."""
    return step(NEXT, current, wanted, "This challenge has already been decided or withdrawn.")


def last_day(delivered_at: datetime, calendar: WorkingCalendar) -> date:
    """Return the last London day on which what was delivered at a moment may be challenged, all of that day.

    Counted as anything received is: what arrives after closing time, or on a day off, counts from the next working day.
    """
    return calendar.add_working_days(calendar.received_on(delivered_at), WINDOW)


def require_in_time(
    delivered_at: datetime | None, now: datetime, calendar: WorkingCalendar, lead: str
) -> None:
    """Refuse a challenge after its last day, and say what can still be done. Before delivery no time has run."""
    if delivered_at is None:
        return
    last = last_day(delivered_at, calendar)
    if calendar.local(now).date() > last:
        raise NotAllowed(
            f"The time to say that this is not right ended on {words_for_day(last)}. "
            f"{lead} can still be asked to look at it again: please write to them or ring."
        )


def require_independent(decider: UUID, authors: Collection[UUID]) -> None:
    """Refuse whoever compiled, confirmed or shared what is challenged, and whoever raised the challenge."""
    if decider in authors:
        raise NotYours(
            "A challenge is decided by somebody who had no part in the evaluation. "
            "Please ask a colleague or your senior contact to decide it."
        )
