"""The figures of an improvement process: each measure from its start to its target, with its gaps (CPC424-P7, P13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from bot.casework.notices import calendar_of
from domain.evaluations import Judgement
from domain.measure_course import Aim, Course, Point, course_of
from domain.measures import Bands, Trend
from domain.monitoring import ActivityState, is_past
from storage.improvements import Improvement
from storage.measures import Measure
from storage.unit_of_work import UnitOfWork

ANSWERED = frozenset({ActivityState.DONE, ActivityState.NOT_DONE})


@dataclass(frozen=True)
class MeasureFigures:
    """One measure and its course: every day due with its reading, or with its gap; the day of its start."""

    measure: Measure
    course: Course
    starts_on: date | None = None

    @property
    def baseline(self) -> Decimal:
        """Where it started."""
        return self.measure.baseline

    @property
    def target(self) -> Decimal:
        """Where it is to come."""
        return self.measure.target

    @property
    def readings(self) -> Sequence[Point]:
        """Every day due, in order."""
        return self.course.points

    @property
    def gaps(self) -> Sequence[date]:
        """The days of which there is no reading."""
        return self.course.gaps

    @property
    def judged(self) -> Judgement:
        """What the last reading suggests; nobody can tell where it is missing."""
        return self.course.judged

    @property
    def trend(self) -> Trend | None:
        """How the latest reading stands against the one before."""
        return self.course.trend

    @property
    def held(self) -> int:
        """How many readings in a row, up to the last one due, were on target."""
        return self.course.held

    def has_held(self, at_least: int) -> bool:
        """Whether so many of the last readings were all on target."""
        return self.course.has_held(at_least)


def figures_of(work: UnitOfWork, improvement: Improvement, now: datetime) -> list[MeasureFigures]:
    """Return the figures of every measure of a process as they stand now, in the order of the measures."""
    measures = work.measures.of(improvement.id)
    values = _values(work, improvement)
    due = _due_days(work, improvement, measures, now)
    return [
        MeasureFigures(each, course_of(aim_of(each), values.get(each.number, {}), due[each.id]))
        for each in measures
    ]


def starts_of(work: UnitOfWork, improvement: Improvement) -> dict[int, date]:
    """Return the London day of which each measure's start is, by its number: when its first version was set."""
    calendar = calendar_of(work, improvement.contract_id)
    return {
        number: calendar.local(at).date() for number, at in work.measures.first_set(improvement.id).items()
    }


def have_held(work: UnitOfWork, improvement: Improvement, at_least: int, now: datetime) -> bool:
    """Say whether every measure of a process held its target for the last so many readings; without any, no."""
    found = figures_of(work, improvement, now)
    return bool(found) and all(each.has_held(at_least) for each in found)


def aim_of(measure: Measure) -> Aim:
    """Return where a measure starts, and what its readings are judged by."""
    bands = Bands(measure.close_within, measure.below_within)
    return Aim(measure.baseline, measure.target, measure.direction, bands)


def _values(work: UnitOfWork, improvement: Improvement) -> dict[int, dict[date, Decimal | None]]:
    found: dict[int, dict[date, Decimal | None]] = {}
    for number, counts_on, value in work.measures.values(improvement.id):
        found.setdefault(number, {})[counts_on] = value
    return found


def _due_days(
    work: UnitOfWork, improvement: Improvement, measures: Sequence[Measure], now: datetime
) -> dict[UUID, list[date]]:
    """The days on which each measure was due: answered, or over; since the measure was set, never before."""
    calendar = calendar_of(work, improvement.contract_id)
    today = calendar.local(now).date()
    schedules = {each.schedule_id for each in measures if each.schedule_id}
    days: dict[UUID, list[date]] = {}
    for schedule_id, counts_on, state in work.monitoring.days_of(schedules):
        if state in ANSWERED or (state is ActivityState.PLANNED and is_past(counts_on, today)):
            days.setdefault(schedule_id, []).append(counts_on)
    return {
        each.id: [
            day
            for day in days.get(each.schedule_id or each.id, [])
            if day >= calendar.local(each.set_at).date()
        ]
        for each in measures
    }
