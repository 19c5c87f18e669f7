"""Monitoring at the agreed intervals: what is looked at, how often, by what criterion (CPC424-P10, P12; CPC305-P5)."""

from enum import StrEnum


class Interval(StrEnum):
    """How far apart two occurrences are."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class Rating(StrEnum):
    """How risky a contract is rated. ENHANCED: a live provider-concern process."""

    ENHANCED = "enhanced"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class ScheduleState(StrEnum):
    """Whether a schedule still makes occurrences."""

    ACTIVE = "active"
    ENDED = "ended"


class ActivityState(StrEnum):
    """How one occurrence ended. Late is derived, never a state."""

    PLANNED = "planned"
    DONE = "done"
    NOT_DONE = "not_done"
    CANCELLED = "cancelled"


NEXT: dict[ActivityState, frozenset[ActivityState]] = {
    ActivityState.PLANNED: frozenset({ActivityState.DONE, ActivityState.NOT_DONE, ActivityState.CANCELLED}),
    ActivityState.DONE: frozenset(),
    ActivityState.NOT_DONE: frozenset(),
    ActivityState.CANCELLED: frozenset(),
}
