"""Hand-offs: what is passed on to somebody else who answers for it, with a reference and a chase (practice.md 3).

Chasing an answer is our own duty. The provider's own notification to the regulator is due "without delay": there is
no number of days for it anywhere (domain.md 2.4), we only look whether it has been made.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from domain.calendar import WorkingCalendar
from domain.errors import NotAllowed
from domain.steps import step


class Recipient(StrEnum):
    """To whom something is passed on."""

    COMPLAINT = "complaint"
    HEALTH = "health"
    REGULATOR = "regulator"
    NOTIFICATION = "notification"
    OTHER = "other"


class HandOffState(StrEnum):
    """How far a hand-off has come."""

    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


NEXT: dict[HandOffState, frozenset[HandOffState]] = {
    HandOffState.WAITING: frozenset({HandOffState.ANSWERED, HandOffState.CLOSED}),
    HandOffState.ANSWERED: frozenset(),
    HandOffState.CLOSED: frozenset(),
}
"""CLOSED: no answer is awaited any more, with a reason; no reply never blocks anything (practice.md section 3)."""

REPLY_WITHIN = 5
"""Working days in which an answer is expected where nobody chooses another day."""

COMPLAINT_WITHIN = 3
"""Working days in which a statutory complaint is acknowledged; an operator may set another number."""

LOOK_WITHIN = 1
"""Working days after which our own side looks whether the provider has notified the regulator."""


def move(current: HandOffState, wanted: HandOffState) -> HandOffState:
    """Return the wanted state, or refuse: an answer is recorded once."""
    return step(NEXT, current, wanted, "This has been answered already.")


def days_for(recipient: Recipient, complaint_within: int = COMPLAINT_WITHIN) -> int:
    """Return after how many working days we ask again, where nobody chooses a day."""
    if recipient is Recipient.COMPLAINT:
        return complaint_within
    return LOOK_WITHIN if recipient is Recipient.NOTIFICATION else REPLY_WITHIN


def reply_day(
    recipient: Recipient,
    chosen: date | None,
    passed_on: date,
    calendar: WorkingCalendar,
    complaint_within: int,
) -> date:
    """Return the day by which an answer is expected: the chosen one, or the usual one of its kind.

    Raises NotAllowed beside the field for a day before it was passed on, or that is no working day.
    """
    if recipient is Recipient.NOTIFICATION or chosen is None:
        return calendar.add_working_days(passed_on, days_for(recipient, complaint_within))
    if chosen < passed_on:
        raise NotAllowed("Please choose a day after it was passed on.", "reply_on")
    if not calendar.is_working_day(chosen):
        raise NotAllowed("Please choose a working day for the answer.", "reply_on")
    return chosen


def require_passed(recipient: Recipient, to_whom: str, why: str, passed: str) -> None:
    """Refuse a hand-off that does not say to whom, why, or what was passed. Raises NotAllowed beside the field."""
    if recipient is not Recipient.NOTIFICATION and not to_whom.strip():
        raise NotAllowed(
            "Please say to whom it is passed on: the body and the team, not a person.", "to_whom"
        )
    if not why.strip():
        raise NotAllowed("Please say why it is passed on.", "why")
    if recipient is not Recipient.NOTIFICATION and not passed.strip():
        raise NotAllowed("Please say what was passed on, and where it can be seen.", "passed")


def require_not_to_come(day: date, today: date, field: str) -> None:
    """Refuse a day that is still to come. Raises NotAllowed beside the field."""
    if day > today:
        raise NotAllowed("This day is still to come. Please record what has happened.", field)


def require_may_notify(*, provider_knows: bool) -> None:
    """Nobody asks the provider about what it has not been told of (practice.md 1.2)."""
    if not provider_knows:
        raise NotAllowed(
            "The provider has not been told of this yet. Decide that first, then ask about its notification.",
            "recipient",
        )


def late(reply_days: Iterable[date], today: date) -> int:
    """Count the answers whose day is over."""
    return sum(day < today for day in reply_days)
