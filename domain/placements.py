"""The placement position of a contract: whether people are placed there, who decided so, and until when.

practice.md section 3: open, limited, the provider's own pause, suspended; who decided, review date, who was told.
Nothing changes by itself: every change, back to open too, is a named person's, with a reason.
"""

from datetime import date
from enum import StrEnum

from domain.calendar import WorkingCalendar, words_for_day
from domain.errors import NotAllowed, NotYours
from domain.people import Party
from domain.steps import step


class Position(StrEnum):
    """Whether people are placed with the provider. LIMITED says how far in words, such as one admission a week."""

    OPEN = "open"
    LIMITED = "limited"
    PAUSED = "paused"
    SUSPENDED = "suspended"


class DecisionState(StrEnum):
    """How far a decision has come. One stands at a time; what stood before it is ENDED and stays readable."""

    ASKED = "asked"
    STANDS = "stands"
    ENDED = "ended"
    REFUSED = "refused"


class Means(StrEnum):
    """How somebody was told, outside the message that goes to them by itself."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    LETTER = "letter"
    MEETING = "meeting"


NEXT: dict[DecisionState, frozenset[DecisionState]] = {
    DecisionState.ASKED: frozenset({DecisionState.STANDS, DecisionState.REFUSED}),
    DecisionState.STANDS: frozenset({DecisionState.ENDED}),
    DecisionState.ENDED: frozenset(),
    DecisionState.REFUSED: frozenset(),
}

OURS_TO_DECIDE: dict[Position, frozenset[Position]] = {
    Position.OPEN: frozenset({Position.LIMITED, Position.SUSPENDED}),
    Position.LIMITED: frozenset({Position.OPEN, Position.LIMITED, Position.SUSPENDED}),
    Position.PAUSED: frozenset({Position.LIMITED, Position.SUSPENDED}),
    Position.SUSPENDED: frozenset({Position.OPEN, Position.LIMITED, Position.SUSPENDED}),
}
"""From what stands to what our own side may decide; the same again keeps it until a later review."""

THEIRS_TO_DECIDE: dict[Position, frozenset[Position]] = {
    Position.OPEN: frozenset({Position.PAUSED}),
    Position.LIMITED: frozenset({Position.PAUSED}),
    Position.PAUSED: frozenset({Position.PAUSED, Position.OPEN, Position.LIMITED}),
    Position.SUSPENDED: frozenset(),
}
"""What the provider may: pause by itself, keep the pause for longer, and lift its own pause, never what we decided."""

APPROVE_WITHIN = 1
"""Working days in which a senior contact says whether admissions are suspended."""


def move(current: DecisionState, wanted: DecisionState) -> DecisionState:
    """Return the wanted state, or refuse what has been answered already."""
    return step(NEXT, current, wanted, "This has been answered already.")


def require_position(party: Party, current: Position, wanted: Position) -> Position:
    """Return the wanted position, or say why this side cannot decide it. Raises NotAllowed beside the field."""
    if party is Party.PROVIDER:
        return step(THEIRS_TO_DECIDE, current, wanted, _refusal_to_provider(current))
    try:
        return step(OURS_TO_DECIDE, current, wanted, _refusal_to_us(current))
    except NotAllowed as refused:
        raise NotAllowed(str(refused), "position") from None


def _refusal_to_us(current: Position) -> str:
    if current is Position.PAUSED:
        return (
            "The provider has paused by itself, and lifts that itself. You can limit or suspend admissions."
        )
    return "Admissions are open already."


def _refusal_to_provider(current: Position) -> str:
    if current is Position.SUSPENDED:
        return "Admissions are suspended, so there is nothing to pause."
    return "There is no pause of yours to lift."


def lifted_to(before: Position | None) -> Position:
    """Return what stands once the provider lifts its own pause: a limit that we decided stays a limit."""
    return Position.LIMITED if before is Position.LIMITED else Position.OPEN


def needs_review(position: Position) -> bool:
    """Whether a position has a day on which it is looked at again: everything but open."""
    return position is not Position.OPEN


def require_days(
    position: Position, from_on: date, review_on: date | None, today: date, calendar: WorkingCalendar
) -> None:
    """Refuse a review that is missing, comes too early or falls on a day off. Raises NotAllowed beside the field."""
    if not needs_review(position):
        return
    if review_on is None:
        raise NotAllowed("Please choose the day on which this is looked at again.", "review_on")
    if review_on <= max(today, from_on):
        raise NotAllowed("Please choose a day after it begins, and after today.", "review_on")
    if not calendar.is_working_day(review_on):
        raise NotAllowed(f"{words_for_day(review_on)} is not a working day for this contract.", "review_on")


def require_words(position: Position, limit: str, why: str, to_provider: str) -> None:
    """Refuse a decision without its reason, its limit or its words for the provider."""
    if position is Position.LIMITED and not limit.strip():
        raise NotAllowed("Please say what the limit is, such as “one admission a week”.", "limit")
    if not why.strip():
        raise NotAllowed("Please say why. Every change of the position has a reason.", "why")
    if not to_provider.strip():
        raise NotAllowed("Please write what the provider is told.", "to_provider")


def needs_second_person(position: Position, current: Position) -> bool:
    """Whether a decision waits for a second person: suspending does, keeping a suspension for longer does not."""
    return position is Position.SUSPENDED and current is not Position.SUSPENDED


def require_second_person(*, is_same: bool, decider_is_senior: bool, approver_is_senior: bool) -> None:
    """Two people suspend admissions, and one of them is a senior contact. Raises NotYours otherwise."""
    if is_same:
        raise NotYours("You have asked for this yourself. Suspending admissions takes a second person.")
    if not (decider_is_senior or approver_is_senior):
        raise NotYours("A senior contact says whether admissions are suspended. Please ask them.")
