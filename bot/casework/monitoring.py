"""Monitoring: planned at an agreed interval, each occurrence put on the list in time."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import takewhile
from uuid import UUID

from bot.casework.access import party_of, require_act
from bot.casework.audiences import leads_of
from bot.casework.deadlines import Duty, pause, start
from bot.casework.monitoring_access import subject_of
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.owners import require_owner
from bot.casework.records import record
from bot.casework.running import require_running
from bot.casework.shared_words import require_words_for_all
from domain.calendar import ONE_DAY
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.contracts import NewWork
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.improvements import ImprovementState
from domain.monitoring import (
    RARE,
    ActivityState,
    Interval,
    NewSchedule,
    Occurrence,
    asked_at,
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
    require_running(work, contract_id, NewWork.MONITORING, now)
    calendar = calendar_of(work, contract_id)
    require_first_day(first_on, calendar.local(now).date())
    found = list(_within_contract(work, contract_id, iter(first_few(first_on, interval, calendar))))
    if not found:
        raise NotAllowed("The contract has ended by then. Please choose an earlier day.", "first_on")
    return found


def _within_contract(
    work: UnitOfWork, contract_id: UUID, found: Iterator[Occurrence]
) -> Iterator[Occurrence]:
    """Yield occurrences for as long as the contract runs: after its end nobody is asked to look."""
    ends_on = work.contracts.get(contract_id).ends_on
    return takewhile(lambda each: each.planned_on <= ends_on, found)


def still_to_come(work: UnitOfWork, schedule: MonitoringSchedule) -> Iterator[Occurrence]:
    """Yield what a schedule comes to after all that is on its list, to the end of the contract.

    A day off that was named later may have moved what is on the list onto the day of the next: nobody looks twice then.
    """
    listed = [
        each.planned_on for each in work.monitoring.of_schedule(schedule.id) if _holds_its_day(each, schedule)
    ]
    later = coming(
        schedule.anchor_on,
        schedule.interval,
        calendar_of(work, schedule.contract_id),
        schedule.occurrence + 1,
    )
    last = max(listed, default=date.min)
    return _within_contract(work, schedule.contract_id, (each for each in later if each.planned_on > last))


def _holds_its_day(activity: MonitoringActivity, schedule: MonitoringSchedule) -> bool:
    return activity.version == schedule.version and activity.number == schedule.occurrence


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
    require_words_for_all(work, contract_id, {"title": new.title, "criterion": new.criterion})
    owner, _ = require_owner(work, contract_id, owner_id)
    return begin_monitoring(work, person, contract_id, new, owner, now, choose)


def begin_monitoring(
    work: UnitOfWork,
    by: Person,
    contract_id: UUID,
    new: NewSchedule,
    owner: Person,
    now: datetime,
    choose: Choose,
    improvement_id: UUID | None = None,
) -> MonitoringSchedule:
    """Keep a schedule that was agreed, put its first occurrence on the list, and tell whoever is to look.

    Who may plan it is asked by the caller. Of what begins with a plan its owner hears in the message about that plan.
    """
    schedule = MonitoringSchedule(
        reference=new_reference("MN", work.is_reference_taken, choose),
        contract_id=contract_id,
        improvement_id=improvement_id,
        title=" ".join(new.title.split()),
        criterion=" ".join(new.criterion.split()),
        interval=new.interval,
        anchor_on=new.first_on,
        at=new.at,
        owner_id=owner.id,
        party=party_of(work, owner, contract_id) or Party.OWN,
        created_by=by.id,
        created_at=now,
    )
    work.monitoring.add(schedule)
    record(
        work,
        Event.MONITORING_SCHEDULED,
        subject_of(schedule),
        by,
        now,
        contract_id,
        reference=schedule.reference,
        interval=schedule.interval.value,
        first_on=schedule.anchor_on,
        owner=owner.id,
    )
    begin_series(work, schedule, now)
    if improvement_id is None:
        tell_owner_of_plan(work, schedule, by, now)
    return schedule


def tell_owner_of_plan(
    work: UnitOfWork, schedule: MonitoringSchedule, by: Person, now: datetime, before: Person | None = None
) -> None:
    """Tell whoever is to look, or was before, what was planned; nobody is told what they planned themselves."""
    work.notices.redraw(schedule.id)
    told = before or work.people.get(schedule.owner_id)
    if told.id == by.id:
        return
    owed = Owed(
        kind=NoticeKind.MONITORING_PLANNED,
        subject=subject_of(schedule),
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"{schedule.id.hex}:planned:{schedule.version}",
        contract_id=schedule.contract_id,
    )
    owe_people(work, owed, [told], now)


def _let_rest_with_its_process(
    work: UnitOfWork, schedule: MonitoringSchedule, activity: MonitoringActivity, now: datetime
) -> None:
    """What falls due while an improvement process rests waits with it (practice.md 2.3)."""
    improvement = work.improvements.find(schedule.improvement_id) if schedule.improvement_id else None
    if improvement is not None and improvement.state is ImprovementState.PAUSED:
        pause(work, activity.id, DeadlineKind.MONITORING_DUE, now)


def begin_series(work: UnitOfWork, schedule: MonitoringSchedule, now: datetime) -> None:
    """Put the first occurrence of a schedule's present version that is not over yet on the list."""
    calendar = calendar_of(work, schedule.contract_id)
    today = calendar.local(now).date()
    series = coming(schedule.anchor_on, schedule.interval, calendar)
    _put_on_list(work, schedule, next(each for each in series if each.planned_on >= today), now, now)


def plan_next(work: UnitOfWork, schedule: MonitoringSchedule, now: datetime) -> MonitoringActivity | None:
    """Put the next occurrence on the list once its turn has come: the day of the one before it has begun.

    After downtime its clock starts when it should have, so that what is said late is marked so. Returns None when
    nothing is to be planned yet, or no more before the contract ends: then its lead is asked once.
    """
    turn = schedule.next_plan_at
    if turn is None or turn > now:
        return None
    found = next(still_to_come(work, schedule), None)
    if found is None:
        schedule.next_plan_at = None
        _ask_at_the_end(work, schedule, now)
        return None
    return _put_on_list(work, schedule, found, turn, now)


def _ask_at_the_end(work: UnitOfWork, schedule: MonitoringSchedule, now: datetime) -> None:
    """Ask the lead, once, to end what the end of the contract has stopped."""
    owed = Owed(
        kind=NoticeKind.MONITORING_PLANNED,
        subject=subject_of(schedule),
        content_class=ContentClass.INTERNAL,
        speed=Speed.PROMPT,
        event=f"{schedule.id.hex}:contract_ends:{schedule.version}",
        contract_id=schedule.contract_id,
        facts={"asks_at_the_end": True},
    )
    owe_people(work, owed, leads_of(work, schedule.contract_id), now)


def _put_on_list(
    work: UnitOfWork, schedule: MonitoringSchedule, found: Occurrence, since: datetime, now: datetime
) -> MonitoringActivity:
    calendar = calendar_of(work, schedule.contract_id)
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
        due_at=calendar.at(found.planned_on, asked_at(schedule.at)),
        basis=f"planned {schedule.interval.value.replace('_', '-')}, version {schedule.version}",
        ladder=RARE_MONITORING if schedule.interval in RARE else None,
    )
    start(work, duty, since)
    _let_rest_with_its_process(work, schedule, activity, now)
    facts = {"planned_on": activity.planned_on, "schedule": schedule.reference}
    record(work, Event.MONITORING_PLANNED, subject_of(activity), None, now, schedule.contract_id, **facts)
    return activity


def next_after(work: UnitOfWork, schedule: MonitoringSchedule, activity: MonitoringActivity) -> date:
    """Return the day planned after one occurrence, on the list already or not; after the last, the contract's end."""
    later = [
        each.planned_on
        for each in work.monitoring.of_schedule(schedule.id)
        if each.original_on > activity.original_on and each.state is not ActivityState.CANCELLED
    ]
    counted = next(still_to_come(work, schedule), None)
    ends_on = work.contracts.get(schedule.contract_id).ends_on
    return min([*later, counted.planned_on if counted else ends_on + ONE_DAY])


def is_missed(activity: MonitoringActivity, today: date) -> bool:
    """Say whether a planned day is over and nobody has recorded anything."""
    return activity.state is ActivityState.PLANNED and is_past(activity.planned_on, today)
