"""Monitoring: planned at an agreed interval, each occurrence put on the list in time, counted against the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from bot.casework.access import party_of, require_act
from bot.casework.actions import possible_owners
from bot.casework.deadlines import Duty, start
from bot.casework.monitoring_access import subject_of
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import record
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.monitoring import (
    RARE,
    ActivityState,
    Interval,
    NewSchedule,
    Occurrence,
    coming,
    first_few,
    is_past,
    require_first_day,
)
from domain.notices import NoticeKind
from domain.people import Act, Party
from domain.profiles import RARE_MONITORING
from domain.references import Choose, new_reference
from domain.rhythm import Speed
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.people import Person
from storage.unit_of_work import UnitOfWork

DAY_BEGINS = time(0)


def preview(
    work: UnitOfWork, person: Person, contract_id: UUID, interval: Interval, first_on: date, now: datetime
) -> list[Occurrence]:
    """Return the first dates of a schedule that is not kept yet (CPC424-P10). Raises NotYours and NotAllowed."""
    require_act(work, person, contract_id, Act.PLAN_MONITORING)
    calendar = calendar_of(work, contract_id)
    require_first_day(first_on, calendar.local(now).date())
    return first_few(first_on, interval, calendar)


def schedule_monitoring(
    work: UnitOfWork,
    person: Person,
    contract_id: UUID,
    new: NewSchedule,
    owner_id: UUID,
    now: datetime,
    choose: Choose,
) -> MonitoringSchedule:
    """Keep a schedule, put its first occurrence on the list, and tell whoever is to look."""
    preview(work, person, contract_id, new.interval, new.first_on, now)
    owner, party = require_owner(work, contract_id, owner_id)
    schedule = MonitoringSchedule(
        reference=new_reference("MN", work.is_reference_taken, choose),
        contract_id=contract_id,
        title=" ".join(new.title.split()),
        criterion=" ".join(new.criterion.split()),
        interval=new.interval,
        anchor_on=new.first_on,
        at=new.at,
        owner_id=owner.id,
        party=party,
        created_by=person.id,
        created_at=now,
    )
    work.monitoring.add(schedule)
    record(
        work,
        Event.MONITORING_SCHEDULED,
        subject_of(schedule),
        person,
        now,
        contract_id,
        reference=schedule.reference,
        interval=schedule.interval.value,
        first_on=schedule.anchor_on,
        owner=owner.id,
    )
    begin_series(work, schedule, now)
    tell_owner_of_plan(work, schedule, person, now)
    return schedule


def require_owner(work: UnitOfWork, contract_id: UUID, owner_id: UUID) -> tuple[Person, Party]:
    """Return who is to look and their side, which may be any. Raises NotAllowed for somebody who takes no part."""
    for owner, _ in possible_owners(work, contract_id):
        if owner.id == owner_id and (party := party_of(work, owner, contract_id)) is not None:
            return owner, party
    raise NotAllowed("Please choose somebody who takes part in this contract.", "owner")


def tell_owner_of_plan(work: UnitOfWork, schedule: MonitoringSchedule, by: Person, now: datetime) -> None:
    """Tell whoever is to look what was planned for them; nobody is told what they planned themselves."""
    work.notices.redraw(schedule.id)
    if schedule.owner_id == by.id:
        return
    owed = Owed(
        kind=NoticeKind.MONITORING_PLANNED,
        subject=subject_of(schedule),
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"{schedule.id.hex}:planned:{schedule.version}",
        contract_id=schedule.contract_id,
    )
    owe_people(work, owed, [work.people.get(schedule.owner_id)], now)


def begin_series(work: UnitOfWork, schedule: MonitoringSchedule, now: datetime) -> None:
    """Put the first occurrence of a schedule's present version on the list."""
    _put_on_list(work, schedule, 0, now, now)


def plan_next(work: UnitOfWork, schedule: MonitoringSchedule, now: datetime) -> MonitoringActivity | None:
    """Put the next occurrence on the list once its turn has come: the day of the one before it has begun.

    After downtime its clock starts when it should have, so that what is said late is marked so. Returns None when
    nothing is to be planned yet.
    """
    turn = schedule.next_plan_at
    if turn is None or turn > now:
        return None
    return _put_on_list(work, schedule, schedule.occurrence + 1, turn, now)


def _put_on_list(
    work: UnitOfWork, schedule: MonitoringSchedule, number: int, since: datetime, now: datetime
) -> MonitoringActivity:
    calendar = calendar_of(work, schedule.contract_id)
    found = next(coming(schedule.anchor_on, schedule.interval, calendar, number))
    activity = MonitoringActivity(
        schedule_id=schedule.id,
        contract_id=schedule.contract_id,
        owner_id=schedule.owner_id,
        version=schedule.version,
        number=found.number,
        planned_on=found.planned_on,
        original_on=found.planned_on,
        counts_on=found.planned_on,
    )
    work.monitoring.add(activity)
    schedule.occurrence = found.number
    schedule.next_plan_at = calendar.at(found.planned_on, DAY_BEGINS)
    duty = Duty(
        kind=DeadlineKind.MONITORING_DUE,
        subject=subject_of(activity),
        contract_id=schedule.contract_id,
        owner=work.people.get(schedule.owner_id),
        party=schedule.party,
        due_at=calendar.at(found.planned_on, schedule.at),
        basis=f"planned {schedule.interval.value.replace('_', '-')}, version {schedule.version}",
        ladder=RARE_MONITORING if schedule.interval in RARE else None,
    )
    start(work, duty, since)
    facts = {"planned_on": activity.planned_on, "schedule": schedule.reference}
    record(work, Event.MONITORING_PLANNED, subject_of(activity), None, now, schedule.contract_id, **facts)
    return activity


def next_after(work: UnitOfWork, schedule: MonitoringSchedule, activity: MonitoringActivity) -> date:
    """Return the day planned after one occurrence, on the list already or not."""
    calendar = calendar_of(work, schedule.contract_id)
    later = [
        each.planned_on
        for each in work.monitoring.of_schedule(schedule.id)
        if each.original_on > activity.original_on and each.state is not ActivityState.CANCELLED
    ]
    counted = next(coming(schedule.anchor_on, schedule.interval, calendar, schedule.occurrence + 1))
    return min([*later, counted.planned_on])


@dataclass(frozen=True)
class MonitoringFigures:
    """What a period's plan came to. `done_late` are among `done`; what is still to come is in `planned` alone.

    `missed` were neither recorded as done nor as not done, and their day is over. `next_on` is the next planned day of
    the contract, whatever the period; None when nothing is planned.
    """

    planned: int
    done: int
    done_late: int
    not_done: int
    missed: int
    next_on: date | None


def figures(work: UnitOfWork, contract_id: UUID, first: date, last: date, now: datetime) -> MonitoringFigures:
    """Count a contract's monitoring against its plan, by the days that count, both ends included (CPC424-P13)."""
    calendar = calendar_of(work, contract_id)
    today = calendar.local(now).date()
    found = work.monitoring.between(contract_id, first, last)
    done = [each for each in found if each.state is ActivityState.DONE]
    late = [
        each for each in done if each.answered_at and calendar.local(each.answered_at).date() > each.counts_on
    ]
    return MonitoringFigures(
        planned=len(found),
        done=len(done),
        done_late=len(late),
        not_done=sum(each.state is ActivityState.NOT_DONE for each in found),
        missed=sum(_counts_as_missed(each, today) for each in found),
        next_on=work.monitoring.next_on(contract_id, today),
    )


@dataclass(frozen=True)
class Gap:
    """Something planned of which nothing was found: said as missing, never as zero. `party` is the side that looks."""

    title: str
    planned_on: date
    state: ActivityState
    party: Party


def gaps(work: UnitOfWork, contract_id: UUID, first: date, last: date, now: datetime) -> Sequence[Gap]:
    """Return what was planned in a period and was missed or not done, in the order planned."""
    today = calendar_of(work, contract_id).local(now).date()
    schedules = {each.id: each for each in work.monitoring.schedules(contract_id)}
    return [
        Gap(schedules[each.schedule_id].title, each.counts_on, each.state, schedules[each.schedule_id].party)
        for each in work.monitoring.between(contract_id, first, last)
        if each.state is ActivityState.NOT_DONE or _counts_as_missed(each, today)
    ]


def is_missed(activity: MonitoringActivity, today: date) -> bool:
    """Say whether a planned day is over and nobody has recorded anything."""
    return activity.state is ActivityState.PLANNED and is_past(activity.planned_on, today)


def _counts_as_missed(activity: MonitoringActivity, today: date) -> bool:
    """Say the same by the day that counts: a new day given once it was over does not undo that it was missed."""
    return activity.state is ActivityState.PLANNED and is_past(activity.counts_on, today)
