"""What a concern is, which steps it takes, and what its clocks are (domain.md 4.4 A, practice.md section 4)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.calendar import WorkingCalendar, words_for_day
from domain.errors import NotAllowed
from domain.patterns import Theme
from domain.steps import step

ACKNOWLEDGE_WITHIN = 1  # working days
TRIAGE_WITHIN = 2  # working days, from logging
CLOSE_WITHIN = 20  # working days from the decision: by then it is closed, or it is said what still waits
CLOSE_AFTER_ACTIONS = 2  # working days from the end of its last action

FARTHEST_AHEAD = timedelta(days=366)

LONGEST_TEXT = 3000  # Slack's own limit for a text input


class Kind(StrEnum):
    """The first question of every concern. The first two are RESTRICTED from the first second (practice.md 1.1)."""

    DANGER_NOW = "danger_now"
    AT_RISK = "at_risk"
    QUALITY = "quality"

    @property
    def is_safeguarding(self) -> bool:
        """Whether the answer goes to the designated safeguarding leads and nowhere else."""
        return self is not Kind.QUALITY


class ConcernState(StrEnum):
    """How far a quality or contract concern has come."""

    LOGGED = "logged"
    ACKNOWLEDGED = "acknowledged"
    TRIAGED = "triaged"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


NEXT: dict[ConcernState, frozenset[ConcernState]] = {
    ConcernState.LOGGED: frozenset({ConcernState.ACKNOWLEDGED, ConcernState.WITHDRAWN}),
    ConcernState.ACKNOWLEDGED: frozenset({ConcernState.TRIAGED, ConcernState.WITHDRAWN}),
    ConcernState.TRIAGED: frozenset({ConcernState.RESOLVED, ConcernState.WITHDRAWN}),
    ConcernState.RESOLVED: frozenset({ConcernState.TRIAGED}),  # opened again, with a reason
    ConcernState.WITHDRAWN: frozenset(),
}

_REFUSALS: dict[ConcernState, str] = {
    ConcernState.ACKNOWLEDGED: "Somebody has already taken this concern. Open it to see who.",
    ConcernState.TRIAGED: "This concern has already been decided. Open it to see what was decided.",
    ConcernState.RESOLVED: "This concern cannot be closed yet: what happens is decided first. Open it to see more.",
    ConcernState.WITHDRAWN: "This concern is already closed, so it can no longer be withdrawn.",
}


class Route(StrEnum):
    """Where a triaged concern goes. Safeguarding is raised on its own form and never becomes a route label here."""

    SUPPORT = "support"
    IMPROVEMENT = "improvement"
    COMPLAINT = "complaint"
    DUPLICATE = "duplicate"
    NOT_OURS = "not_ours"


class TellProvider(StrEnum):
    """When the provider may learn of a concern: a decision of its own (practice.md 1.2)."""

    NOW = "now"
    ON_DATE = "on_date"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class NewConcern:
    """What a person says when they log a concern. Texts are as typed, untrimmed of meaning, never logged."""

    kind: Kind
    what_happened: str
    told_by: str = ""
    done_already: str = ""

    def __post_init__(self) -> None:
        if not self.what_happened.strip():
            raise NotAllowed("Please say in a line what happened or what you saw.", "what_happened")
        for name in ("what_happened", "told_by", "done_already"):
            if len(getattr(self, name)) > LONGEST_TEXT:
                raise NotAllowed(
                    f"Please shorten this to {LONGEST_TEXT:,} characters. Nothing has been saved or cut.",
                    name,
                )


@dataclass(frozen=True)
class Triage:
    """What the lead decided: where it goes, whether the provider is told, and the one text they may read.

    `theme` says what it is about, for whoever looks for patterns; it may be left open.
    """

    route: Route
    tell_provider: TellProvider
    tell_on: date | None = None
    for_provider: str = ""
    theme: Theme | None = None

    def __post_init__(self) -> None:
        if self.tell_provider is TellProvider.ON_DATE and self.tell_on is None:
            raise NotAllowed("Please choose the date on which the provider is to be told.", "tell_on")
        if self.tell_provider is not TellProvider.NOT_YET and not self.for_provider.strip():
            raise NotAllowed(
                "Please write what the provider may read: what to look at, with no names.", "for_provider"
            )


@dataclass(frozen=True)
class Closing:
    """What came of a concern: a line for everybody who knows of it, and a note for our own side.

    `why_open` says why it is closed although actions that answer it go on.
    """

    outcome: str
    note: str = ""
    why_open: str = ""

    def __post_init__(self) -> None:
        if not self.outcome.strip():
            raise NotAllowed("Please say in a line what came of it, with no names.", "outcome")


def move(current: ConcernState, wanted: ConcernState) -> ConcernState:
    """Return the wanted state, or refuse in words when the concern is not at that point."""
    return step(NEXT, current, wanted, _REFUSALS.get(wanted, "This concern is already past that point."))


def require_tell_date(tell_on: date | None, calendar: WorkingCalendar, now: datetime) -> None:
    """Refuse a day on which the provider cannot be told: past, too far ahead to be meant, or not a working day."""
    if tell_on is None:
        return
    today = calendar.local(now).date()
    if tell_on <= today:
        raise NotAllowed("Please choose a day after today, or choose to tell the provider now.", "tell_on")
    if tell_on - today > FARTHEST_AHEAD:
        raise NotAllowed("Please choose a day within the next year.", "tell_on")
    if not calendar.is_working_day(tell_on):
        better = words_for_day(calendar.on_or_after(tell_on))
        raise NotAllowed(
            f"{words_for_day(tell_on)} is not a working day. {better} is the next one.", "tell_on"
        )
