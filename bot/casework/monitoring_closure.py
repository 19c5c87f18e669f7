"""Days off named after the plan was made: what is to come on one of them moves on, and whoever looks is told."""

from datetime import datetime

from bot.casework.deadlines import pause, resume
from bot.casework.monitoring_access import class_of, subject_of
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import record
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.monitoring import asked_at
from domain.notices import NoticeKind
from domain.rhythm import Speed
from storage.monitoring import MonitoringActivity
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def move_off_closure_days(work: UnitOfWork, by: Person, now: datetime) -> None:
    """Move what is planned after today on a day that is off now to the next working day; what was past stays."""
    for activity in work.monitoring.planned_after(calendar_of(work, None).local(now).date()):
        calendar = calendar_of(work, activity.contract_id)
        if not calendar.is_working_day(activity.planned_on):
            _move_on(work, activity, by, now)


def _move_on(work: UnitOfWork, activity: MonitoringActivity, by: Person, now: datetime) -> None:
    schedule, calendar = work.monitoring.schedule_of(activity), calendar_of(work, activity.contract_id)
    today, from_date = calendar.local(now).date(), activity.planned_on
    activity.planned_on = calendar.on_or_after(from_date)
    if activity.counts_on > today:
        activity.counts_on = activity.planned_on
    pause(
        work, activity.id, DeadlineKind.MONITORING_DUE, now
    )  # what is not said yet of the old day is not said
    due_at = calendar.at(activity.planned_on, asked_at(schedule.at))
    resume(work, activity.id, DeadlineKind.MONITORING_DUE, now, due_at)
    facts = {"from_date": from_date, "moved_to": activity.planned_on, "original_on": activity.original_on}
    record(work, Event.MONITORING_MOVED, subject_of(activity), by, now, activity.contract_id, **facts)
    owed = Owed(
        kind=NoticeKind.MONITORING_ANSWERED,
        subject=subject_of(activity),
        content_class=class_of(schedule),
        speed=Speed.DIGEST,
        event=f"{activity.id.hex}:closed:{from_date.isoformat()}",
        contract_id=activity.contract_id,
        facts={"closed_on": from_date.isoformat()},
    )
    if activity.owner_id != by.id:
        owe_people(work, owed, [work.people.get(activity.owner_id)], now)
    work.notices.redraw(activity.id)
    work.notices.redraw(schedule.id)
