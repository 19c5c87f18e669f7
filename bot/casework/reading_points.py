"""What was read at one occurrence, measure by measure, as it stands now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.casework.improvement_figures import figures_of
from domain.measure_course import Point
from storage.measures import Measure, Reading
from storage.monitoring import MonitoringActivity
from storage.unit_of_work import UnitOfWork

MOST_MEASURES = 7
"""Asked for in one form: nobody fills in a longer one between two rounds (practice.md section 2)."""


@dataclass(frozen=True)
class Read:
    """What one measure came to on a day: its reading or its gap, and the value that was known before."""

    measure: Measure
    point: Point
    before: Decimal


def measures_due(work: UnitOfWork, activity: MonitoringActivity) -> Sequence[Measure]:
    """Return the measures that are read at an occurrence, in their order; none where something else is looked at."""
    return work.measures.of_schedule(activity.schedule_id)[:MOST_MEASURES]


def points_on(work: UnitOfWork, activity: MonitoringActivity, now: datetime) -> list[Read]:
    """Return what each measure of an occurrence came to on the day it counts for."""
    schedule = work.monitoring.schedule_of(activity)
    if schedule.improvement_id is None:
        return []
    found = []
    for each in figures_of(work, work.improvements.get(schedule.improvement_id), now):
        before = each.baseline
        for point in each.readings if each.measure.schedule_id == schedule.id else ():
            if point.on == activity.counts_on:
                found.append(Read(each.measure, point, before))
                break
            before = before if point.value is None else point.value
    return found


def poor_readings(work: UnitOfWork, activity: MonitoringActivity, now: datetime) -> list[Reading]:
    """Return the readings of an occurrence, as they stand, that are below or well below what was agreed."""
    poor = {each.measure.id for each in points_on(work, activity, now) if each.point.is_poor}
    return [
        each
        for each in work.measures.of_activity(activity.id)
        if each.measure_id in poor and each.replaced_at is None
    ]
