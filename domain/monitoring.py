"""Monitoring at the agreed intervals: what is looked at, how often, by what criterion (CPC424-P10, P12; CPC305-P5).

Days are London days. Every occurrence is counted from the first day of its series, its anchor, so that neither short
months nor days off ever make the later ones drift.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import count, islice

from domain.calendar import ONE_DAY, SATURDAY, WorkingCalendar, bank_holidays, months_after
from domain.errors import NotAllowed
from domain.steps import step

LONGEST_TITLE = 150
LONGEST_CRITERION = 300
LONGEST_RESULT = 1500
FARTHEST_FIRST = timedelta(days=366)
USUAL_TIME = time(14)
"""By when it is asked for where nobody gave a time.

The day's message reaches a provider at 11:00, and medicines rounds are over (practice.md 2.3).
"""
SHOWN_BEFORE_SAVING = 3


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

_MONTHS: dict[Interval, int] = {
    Interval.MONTHLY: 1,
    Interval.QUARTERLY: 3,
    Interval.HALF_YEARLY: 6,
    Interval.YEARLY: 12,
}
RARE = frozenset({Interval.QUARTERLY, Interval.HALF_YEARLY, Interval.YEARLY})
"""So far apart that people are reminded a week ahead as well."""

_DAYS: dict[Interval, int] = {Interval.WEEKLY: 7, Interval.FORTNIGHTLY: 14}

SUGGESTED: dict[Rating, Interval] = {
    Rating.ENHANCED: Interval.FORTNIGHTLY,
    Rating.RED: Interval.MONTHLY,
    Rating.AMBER: Interval.QUARTERLY,
    Rating.GREEN: Interval.YEARLY,
}
"""How often a contract so rated is looked at, unless people agree otherwise (domain.md 4.5; CPC305-P5)."""


class DayOff(StrEnum):
    """Why nobody is asked for anything on a day."""

    SATURDAY = "saturday"
    SUNDAY = "sunday"
    BANK_HOLIDAY = "bank_holiday"
    CLOSURE_DAY = "closure_day"


@dataclass(frozen=True)
class Occurrence:
    """One planned day. `counted_on` is the day that the interval gives, `planned_on` the working day it comes to.

    `number` counts from 0 at the anchor; `days_off` are the days passed over, each with the reason.
    """

    number: int
    counted_on: date
    planned_on: date
    days_off: tuple[tuple[date, DayOff], ...] = ()


def counted_on(anchor: date, interval: Interval, number: int) -> date:
    """Return the day that the interval gives for one occurrence, working day or not, counted from the anchor.

    31 January monthly is 28 February and then 31 March.
    """
    if interval in _DAYS:
        return anchor + timedelta(days=_DAYS[interval] * number)
    return months_after(anchor, _MONTHS[interval] * number)


def occurrence(anchor: date, interval: Interval, number: int, calendar: WorkingCalendar) -> Occurrence:
    """Return one occurrence; on a day off it moves to the next working day of the contract's nation."""
    counted = counted_on(anchor, interval, number)
    planned = calendar.on_or_after(counted)
    passed = [counted + timedelta(days=days) for days in range((planned - counted).days)]
    return Occurrence(number, counted, planned, tuple((day, why_off(day, calendar)) for day in passed))


def why_off(day: date, calendar: WorkingCalendar) -> DayOff:
    """Return why a day that is no working day is none."""
    if day.weekday() >= SATURDAY:
        return DayOff.SATURDAY if day.weekday() == SATURDAY else DayOff.SUNDAY
    return DayOff.BANK_HOLIDAY if day in bank_holidays(calendar.nation, day.year) else DayOff.CLOSURE_DAY


def coming(
    anchor: date, interval: Interval, calendar: WorkingCalendar, first: int = 0
) -> Iterator[Occurrence]:
    """Yield the occurrences of a series from one number on, without end.

    Where days off push one onto the day of the next, that next one stands for both: nobody looks twice on one day.
    """
    for number in count(first):
        found = occurrence(anchor, interval, number, calendar)
        if found.planned_on < occurrence(anchor, interval, number + 1, calendar).planned_on:
            yield found


def first_few(
    anchor: date, interval: Interval, calendar: WorkingCalendar, how_many: int = SHOWN_BEFORE_SAVING
) -> list[Occurrence]:
    """Return the occurrences that people are shown before anything is kept (CPC424-P10)."""
    return list(islice(coming(anchor, interval, calendar), how_many))


def asked_at(at: time | None) -> time:
    """Return the London time of day by which it is asked for on its day: the one that was given, or the usual one."""
    return at or USUAL_TIME


def is_past(planned_on: date, today: date) -> bool:
    """Say whether a planned day is over. On the day itself nobody is late, whatever the hour."""
    return planned_on < today


@dataclass(frozen=True)
class NewSchedule:
    """What is to be looked at, by what criterion, how often. Title and criterion are SHARED text: no names.

    `at` is a time of day on London clocks, None where the day alone matters.
    """

    title: str
    criterion: str
    interval: Interval
    first_on: date
    at: time | None

    def __post_init__(self) -> None:
        _require_line(self.title, "title", "Please say in a few words what is looked at.", LONGEST_TITLE)
        missing = "Please say by what criterion: what shows that it is good enough?"
        _require_line(self.criterion, "criterion", missing, LONGEST_CRITERION)


def _require_line(typed: str, field: str, missing: str, longest: int) -> None:
    if not typed.strip():
        raise NotAllowed(missing, field)
    if len(typed) > longest:
        raise NotAllowed(f"Please shorten this to {longest} characters. Nothing has been cut.", field)


def require_first_day(first_on: date, today: date, field: str = "first_on") -> None:
    """Refuse a first day that is over, or too far ahead to be meant."""
    if first_on < today:
        raise NotAllowed("Please choose today or a later day.", field)
    if first_on - today > FARTHEST_FIRST:
        raise NotAllowed("Please choose a first day within a year from now.", field)


class Met(StrEnum):
    """Whether what was found meets the criterion that was agreed, as whoever looked says."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    UNCLEAR = "unclear"


FALLS_SHORT = frozenset({Met.PARTLY, Met.NOT_MET})


class Source(StrEnum):
    """Where a result comes from."""

    SEEN = "seen"
    TOLD = "told"
    DOCUMENT = "document"


@dataclass(frozen=True)
class Finding:
    """What was found, where that comes from and of which day, and whether it meets what was agreed.

    `older_because` says why something older than the time before shows anything of this one.
    """

    result: str
    source: Source
    source_on: date
    met: Met | None = None
    older_because: str = ""


def require_text(typed: str, field: str, missing: str) -> None:
    """Refuse an empty answer, or one too long to be a short word about it."""
    _require_line(typed, field, missing, LONGEST_RESULT)


def require_new_day(
    moved_to: date, today: date, planned_on: date, next_on: date, calendar: WorkingCalendar
) -> None:
    """Refuse a new day that is over, is the same day, is a day off, or would run into the next occurrence."""
    field = "moved_to"
    if moved_to < today or moved_to == planned_on:
        raise NotAllowed(
            "Please choose a day that is still to come, and another than the one planned.", field
        )
    if moved_to >= next_on:
        raise NotAllowed(
            "It is planned again then or before. Please choose an earlier day, or leave this empty.", field
        )
    if not calendar.is_working_day(moved_to):
        raise NotAllowed("That is not a working day for this contract. Please choose another.", field)


def last_day_to_move_to(next_on: date, calendar: WorkingCalendar) -> date:
    """Return the last working day before the next occurrence."""
    return calendar.on_or_before(next_on - ONE_DAY)


def move(current: ActivityState, wanted: ActivityState) -> ActivityState:
    """Return the wanted state, or refuse when this occurrence has been answered."""
    return step(NEXT, current, wanted, "This has already been recorded. Open it to read what was recorded.")


def require_active(state: ScheduleState) -> None:
    """Refuse to change what has ended."""
    if state is not ScheduleState.ACTIVE:
        raise NotAllowed("This has ended. Please plan it again with /monitor schedule.")
