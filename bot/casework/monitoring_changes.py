"""What changes a plan: another interval, its end, a new rating. Future dates only; what is past stays as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from bot.casework.access import require_act
from bot.casework.deadlines import cancel
from bot.casework.monitoring import begin_series, preview, tell_owner_of_plan
from bot.casework.monitoring_access import class_of, schedule_to_change, subject_of
from bot.casework.notices import calendar_of
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed
from domain.monitoring import (
    SUGGESTED,
    ActivityState,
    Interval,
    Rating,
    ScheduleState,
    move,
    require_active,
    require_text,
)
from domain.people import Act
from storage.monitoring import ContractRating, MonitoringSchedule
from storage.people import Person
from storage.unit_of_work import UnitOfWork

CALLED_OFF_BECAUSE = "called_off_because"


@dataclass(frozen=True)
class NewInterval:
    """How a schedule goes on: every how often, from which day, at which time of day, and why."""

    interval: Interval
    first_on: date
    at: time
    reason: str

    def __post_init__(self) -> None:
        require_text(self.reason, "reason", "Please say why the interval changes.")


def require_later_first_day(work: UnitOfWork, contract_id: UUID, first_on: date, now: datetime) -> None:
    """Refuse to begin anew today: what is planned for today stays as it is."""
    if first_on <= calendar_of(work, contract_id).local(now).date():
        raise NotAllowed("Please choose a day after today. What is planned for today stays.", "first_on")


def change_interval(
    work: UnitOfWork, person: Person, schedule_id: UUID, new: NewInterval, now: datetime
) -> MonitoringSchedule:
    """Begin a new count from a day to come. What is planned after today is called off with the reason, and kept.

    What is past and not answered stays to be answered (CPC305-P5: future dates only).
    """
    schedule = schedule_to_change(work, person, schedule_id)
    require_active(schedule.state)
    require_later_first_day(work, schedule.contract_id, new.first_on, now)
    preview(work, person, schedule.contract_id, new.interval, new.first_on, now)
    _call_off_what_is_to_come(work, schedule, person, new.reason, now)
    was, schedule.interval = schedule.interval, new.interval
    schedule.anchor_on, schedule.at, schedule.version = new.first_on, new.at, schedule.version + 1
    keep_texts(work, subject_of(schedule), class_of(schedule), person, now, {"changed_because": new.reason})
    record(
        work,
        Event.MONITORING_CHANGED,
        subject_of(schedule),
        person,
        now,
        schedule.contract_id,
        was=was.value,
        interval=new.interval.value,
        first_on=new.first_on,
        version=schedule.version,
    )
    begin_series(work, schedule, now)
    tell_owner_of_plan(work, schedule, person, now)
    return schedule


def end_schedule(
    work: UnitOfWork, person: Person, schedule_id: UUID, reason: str, now: datetime
) -> MonitoringSchedule:
    """End a schedule, with the reason. What is past and not answered stays to be answered."""
    schedule = schedule_to_change(work, person, schedule_id)
    require_active(schedule.state)
    require_text(reason, "reason", "Please say why it ends.")
    _call_off_what_is_to_come(work, schedule, person, reason, now)
    schedule.state, schedule.ended_at, schedule.next_plan_at = ScheduleState.ENDED, now, None
    keep_texts(work, subject_of(schedule), class_of(schedule), person, now, {"ended_because": reason})
    record(work, Event.MONITORING_ENDED, subject_of(schedule), person, now, schedule.contract_id)
    tell_owner_of_plan(work, schedule, person, now)
    return schedule


def _call_off_what_is_to_come(
    work: UnitOfWork, schedule: MonitoringSchedule, person: Person, reason: str, now: datetime
) -> None:
    today = calendar_of(work, schedule.contract_id).local(now).date()
    for activity in work.monitoring.of_schedule(schedule.id):
        if activity.state is not ActivityState.PLANNED or activity.original_on <= today:
            continue  # what was missed and then moved is not to come: calling it off would make it vanish
        activity.state = move(activity.state, ActivityState.CANCELLED)
        activity.answered_by, activity.answered_at = person.id, now
        texts = {CALLED_OFF_BECAUSE: reason}
        keep_texts(work, subject_of(activity), class_of(schedule), person, now, texts)
        cancel(work, activity.id)
        work.notices.redraw(activity.id)


@dataclass(frozen=True)
class Suggestion:
    """A schedule whose interval differs from the one that a rating suggests."""

    schedule: MonitoringSchedule
    interval: Interval


def rate_contract(
    work: UnitOfWork, person: Person, contract_id: UUID, rating: Rating, reason: str, now: datetime
) -> Sequence[Suggestion]:
    """Keep how risky a contract is rated, and why. It changes no schedule; return what it suggests for each."""
    require_act(work, person, contract_id, Act.RATE_CONTRACT)
    require_text(reason, "reason", "Please say what the rating rests on.")
    rated = ContractRating(contract_id=contract_id, rating=rating, rated_by=person.id, rated_at=now)
    work.monitoring.add(rated)
    about = (SubjectKind.CONTRACT, rated.id)
    keep_texts(work, about, ContentClass.INTERNAL, person, now, {"rated_because": reason})
    subject = (SubjectKind.CONTRACT, contract_id)
    record(work, Event.CONTRACT_RATED, subject, person, now, contract_id, rating=rating.value)
    return [
        Suggestion(schedule, SUGGESTED[rating])
        for schedule in work.monitoring.schedules(contract_id)
        if schedule.state is ScheduleState.ACTIVE and schedule.interval is not SUGGESTED[rating]
    ]


def suggested_interval(work: UnitOfWork, contract_id: UUID) -> tuple[Rating, Interval] | None:
    """Return a contract's rating and the interval it suggests, or None when nobody has rated it."""
    rated = work.monitoring.rating_of(contract_id)
    return (rated.rating, SUGGESTED[rated.rating]) if rated else None
