"""What the words about monitoring may use: references, days, states, names of people at work; the SHARED title."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from bot.casework.action_facts import side_name
from bot.casework.audiences import seniors_of
from bot.casework.monitoring import is_missed, still_to_come
from bot.casework.notices import calendar_of
from domain.monitoring import ActivityState, DayOff, Occurrence, ScheduleState, is_past
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.unit_of_work import UnitOfWork

Runs = list[tuple[date, date, DayOff]]


def facts_of_schedule(work: UnitOfWork, schedule: MonitoringSchedule, now: datetime) -> dict[str, object]:
    """Return the facts of a schedule for its prompts."""
    owner = work.people.get(schedule.owner_id)
    calendar = calendar_of(work, schedule.contract_id)
    return {
        "reference": schedule.reference,
        "contract": work.contracts.get(schedule.contract_id).title,
        "title": schedule.title,
        "criterion": schedule.criterion,
        "interval": schedule.interval.value,
        "at": f"{schedule.at:%H:%M}" if schedule.at else "",
        "owner": owner.name,
        "owner_side": side_name(work, schedule.contract_id, owner.organisation_id),
        "planner": work.people.get(schedule.created_by).name,
        "has_senior": bool(seniors_of(work, schedule.contract_id, schedule.party)),
        "has_ended": schedule.state is ScheduleState.ENDED,
        "ended_on": calendar.local(schedule.ended_at).date() if schedule.ended_at else None,
        "ends_with": work.contracts.get(schedule.contract_id).ends_on,
        **standing(work, schedule, now),
    }


def standing(work: UnitOfWork, schedule: MonitoringSchedule, now: datetime) -> dict[str, object]:
    """Return where a schedule stands: the earliest day missed, the last one done, the next one planned."""
    activities = work.monitoring.of_schedule(schedule.id)
    today = calendar_of(work, schedule.contract_id).local(now).date()
    done = [each for each in activities if each.state is ActivityState.DONE]
    to_come = [
        each.planned_on
        for each in activities
        if each.state is ActivityState.PLANNED and each.planned_on >= today
    ]
    if not to_come and schedule.state is ScheduleState.ACTIVE:
        to_come = [found.planned_on for found in islice(still_to_come(work, schedule), 1)]
    missed = [each.planned_on for each in activities if is_missed(each, today)]
    last = max(done, key=lambda each: each.planned_on, default=None)
    return {
        "late_on": min(missed, default=None),
        "last_on": last.planned_on if last else None,
        "last_met": last.met.value if last and last.met else "",
        "next_on": min(to_come, default=None),
    }


def facts_of_activity(work: UnitOfWork, activity: MonitoringActivity, now: datetime) -> dict[str, object]:
    """Return the facts of one occurrence, with those of its schedule."""
    schedule = work.monitoring.schedule_of(activity)
    calendar = calendar_of(work, activity.contract_id)
    answered_on = calendar.local(activity.answered_at).date() if activity.answered_at else None
    return {
        **facts_of_schedule(work, schedule, now),
        "state": activity.state.value,
        "planned_on": activity.planned_on,
        "original_on": activity.original_on,
        "answered_on": answered_on,
        "answered_by": work.people.get(activity.answered_by).name if activity.answered_by else "",
        "is_held": activity.escalation_held,
        "is_past": is_past(activity.planned_on, calendar.local(now).date()),
        "is_late": answered_on is not None and is_past(activity.counts_on, answered_on),
        "source": activity.source.value if activity.source else "",
        "source_on": activity.source_on,
        "met": activity.met.value if activity.met else "",
    }


@dataclass(frozen=True)
class PlannedDay:
    """A day to come, and the runs of days off that moved it there: first day, last day, why."""

    planned_on: date
    runs: Runs


def planned_day(found: Occurrence) -> PlannedDay:
    """Return an occurrence as people read it: a weekend is its Saturday, days off of one kind in a row are one run."""
    runs: Runs = []
    for day, why in found.days_off:
        if runs and why is DayOff.SUNDAY and runs[-1][2] is DayOff.SATURDAY:
            continue
        if runs and why is runs[-1][2] and (day - runs[-1][1]).days == 1:
            runs[-1] = (runs[-1][0], day, why)
        else:
            runs.append((day, day, why))
    return PlannedDay(found.planned_on, runs)


def days_to_come(work: UnitOfWork, schedule: MonitoringSchedule, how_many: int) -> list[PlannedDay]:
    """Return the next days that a schedule will come to, after the last one that is on the list already."""
    if schedule.state is not ScheduleState.ACTIVE:
        return []
    return [planned_day(found) for found in islice(still_to_come(work, schedule), how_many)]
