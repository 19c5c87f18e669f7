"""What changes a plan: another interval, its end, a new rating. Future dates only; what is past stays as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from uuid import UUID

from bot.casework.access import party_of, require_act
from bot.casework.deadlines import cancel, hand_to, pause, resume
from bot.casework.monitoring import begin_series, preview, still_to_come, tell_owner_of_plan
from bot.casework.monitoring_access import class_of, schedule_to_change, subject_of
from bot.casework.notices import calendar_of
from bot.casework.owners import possible_owners
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.monitoring import (
    SHOWN_BEFORE_SAVING,
    SUGGESTED,
    ActivityState,
    Interval,
    Occurrence,
    Rating,
    ScheduleState,
    coming,
    move,
    require_active,
    require_text,
)
from domain.people import Act
from storage.monitoring import ContractRating, MonitoringActivity, MonitoringSchedule
from storage.people import Person
from storage.unit_of_work import UnitOfWork

CALLED_OFF_BECAUSE = "called_off_because"


@dataclass(frozen=True)
class NewInterval:
    """How a schedule goes on: every how often, from which day, at which time of day if one matters, who looks, and why.

    Without `owner_id` whoever looks now goes on. The reason is INTERNAL: it may say more than the others were told.
    """

    interval: Interval
    first_on: date
    at: time | None
    reason: str
    owner_id: UUID | None = None

    def __post_init__(self) -> None:
        require_text(self.reason, "reason", "Please say why it changes.")


def require_later_first_day(work: UnitOfWork, contract_id: UUID, first_on: date, now: datetime) -> None:
    """Refuse to begin anew today: what is planned for today stays as it is."""
    if first_on <= calendar_of(work, contract_id).local(now).date():
        raise NotAllowed("Please choose a day after today. What is planned for today stays.", "first_on")


def change_interval(
    work: UnitOfWork, person: Person, schedule_id: UUID, new: NewInterval, now: datetime
) -> MonitoringSchedule:
    """Begin a new count from a day to come. What is planned after today is called off with the reason, and kept.

    What is past and not answered stays to be answered (CPC305-P5: future dates only). Where only somebody else looks
    from now on, the count goes on as it was: a new one would drift from its first day.
    """
    schedule = schedule_to_change(work, person, schedule_id)
    require_active(schedule.state)
    require_later_first_day(work, schedule.contract_id, new.first_on, now)
    dates_after(work, person, schedule, new, now)
    owner, before = _owner_after(work, schedule, new), work.people.get(schedule.owner_id)
    was, goes_on = schedule.interval, goes_on_as_before(work, schedule, new, now)
    schedule.version += 1
    if not goes_on:
        _call_off_what_is_to_come(work, schedule, person, new.reason, ContentClass.INTERNAL, now)
        schedule.interval, schedule.anchor_on, schedule.at = new.interval, new.first_on, new.at
    keep_texts(
        work, subject_of(schedule), ContentClass.INTERNAL, person, now, {"changed_because": new.reason}
    )
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
        owner=owner.id,
    )
    hand_schedule_to(work, schedule, owner, now)
    if not goes_on:
        begin_series(work, schedule, now)
    if owner.id != before.id:
        tell_owner_of_plan(work, schedule, person, now, before)
    tell_owner_of_plan(work, schedule, person, now)
    return schedule


def goes_on_as_before(
    work: UnitOfWork, schedule: MonitoringSchedule, new: NewInterval, now: datetime
) -> bool:
    """Say whether somebody else looks, and nothing but that changes."""
    if new.owner_id in {None, schedule.owner_id}:
        return False
    same = (schedule.interval, schedule.at, next_day(work, schedule, now))
    return same == (new.interval, new.at, new.first_on)


def next_day(work: UnitOfWork, schedule: MonitoringSchedule, now: datetime) -> date | None:
    """Return the next day after today that a schedule comes to, on its list already or not."""
    today = calendar_of(work, schedule.contract_id).local(now).date()
    listed = [
        each.planned_on for each in work.monitoring.of_schedule(schedule.id) if _is_to_come(each, today)
    ]
    return min(
        [*listed, *(each.planned_on for each in islice(still_to_come(work, schedule), 1))], default=None
    )


def dates_after(
    work: UnitOfWork, person: Person, schedule: MonitoringSchedule, new: NewInterval, now: datetime
) -> list[Occurrence]:
    """Return the first dates that a change comes to, before it is kept (CPC424-P10). Raises as `preview` does."""
    found = preview(work, person, schedule.contract_id, new.interval, new.first_on, now)
    if not goes_on_as_before(work, schedule, new, now):
        return found
    calendar = calendar_of(work, schedule.contract_id)
    series = coming(schedule.anchor_on, schedule.interval, calendar)
    ends_on = work.contracts.get(schedule.contract_id).ends_on
    ahead = islice((each for each in series if each.planned_on >= new.first_on), SHOWN_BEFORE_SAVING)
    return [each for each in ahead if each.planned_on <= ends_on] or found


def who_may_look_instead(work: UnitOfWork, schedule: MonitoringSchedule) -> list[tuple[Person, str]]:
    """Return to whom a schedule may be handed: the same side only, for what was found was written for that side."""
    return [
        (person, side)
        for person, side in possible_owners(work, schedule.contract_id)
        if party_of(work, person, schedule.contract_id) is schedule.party
    ]


def _owner_after(work: UnitOfWork, schedule: MonitoringSchedule, new: NewInterval) -> Person:
    if new.owner_id is None or new.owner_id == schedule.owner_id:
        return work.people.get(schedule.owner_id)
    for person, _ in who_may_look_instead(work, schedule):
        if person.id == new.owner_id:
            return person
    raise NotAllowed(
        "Please choose somebody of the same side. For another side, end this and plan it anew.", "owner"
    )


def hand_schedule_to(work: UnitOfWork, schedule: MonitoringSchedule, owner: Person, now: datetime) -> None:
    """Hand over what is still open too; what was not said yet is said to whoever looks now."""
    if schedule.owner_id == owner.id:
        return
    schedule.owner_id = owner.id
    for activity in work.monitoring.of_schedule(schedule.id):
        if activity.state is ActivityState.PLANNED:
            activity.owner_id = owner.id
            pause(work, activity.id, DeadlineKind.MONITORING_DUE, now)
            hand_to(work, activity.id, DeadlineKind.MONITORING_DUE, owner)
            resume(work, activity.id, DeadlineKind.MONITORING_DUE, now)
            work.notices.redraw(activity.id)


def end_schedule(
    work: UnitOfWork, person: Person, schedule_id: UUID, reason: str, now: datetime
) -> MonitoringSchedule:
    """End a schedule, with the reason. What is past and not answered stays to be answered."""
    schedule = schedule_to_change(work, person, schedule_id)
    require_active(schedule.state)
    require_text(reason, "reason", "Please say why it ends.")
    end_monitoring(work, person, schedule, reason, now)
    return schedule


def end_monitoring(
    work: UnitOfWork, person: Person, schedule: MonitoringSchedule, reason: str, now: datetime
) -> None:
    """End a schedule that runs, with the reason. Who may end it is asked by the caller."""
    _call_off_what_is_to_come(work, schedule, person, reason, class_of(schedule), now)
    schedule.state, schedule.ended_at, schedule.next_plan_at = ScheduleState.ENDED, now, None
    keep_texts(work, subject_of(schedule), class_of(schedule), person, now, {"ended_because": reason})
    record(work, Event.MONITORING_ENDED, subject_of(schedule), person, now, schedule.contract_id)
    tell_owner_of_plan(work, schedule, person, now)


def _call_off_what_is_to_come(
    work: UnitOfWork,
    schedule: MonitoringSchedule,
    person: Person,
    reason: str,
    read_by: ContentClass,
    now: datetime,
) -> None:
    today = calendar_of(work, schedule.contract_id).local(now).date()
    for activity in work.monitoring.of_schedule(schedule.id):
        if not _is_to_come(activity, today):
            continue
        activity.state = move(activity.state, ActivityState.CANCELLED)
        activity.answered_by, activity.answered_at = person.id, now
        texts = {CALLED_OFF_BECAUSE: reason}
        keep_texts(work, subject_of(activity), read_by, person, now, texts)
        cancel(work, activity.id)
        work.notices.redraw(activity.id)


def _is_to_come(activity: MonitoringActivity, today: date) -> bool:
    """What was missed and then moved is not to come: calling it off would make it vanish."""
    return activity.state is ActivityState.PLANNED and activity.original_on > today


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
