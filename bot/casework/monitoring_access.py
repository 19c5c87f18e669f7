"""Whose monitoring is: who looks, who records what was found, and who may read it."""

from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of, reads
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotYours
from domain.people import Act, Party
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.people import Person
from storage.unit_of_work import UnitOfWork

CLASS_OF_PARTY = {Party.OWN: ContentClass.INTERNAL, Party.PARTNER: ContentClass.PARTNERS}


def subject_of(row: MonitoringSchedule | MonitoringActivity) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about a schedule, or about one occurrence of it, point at."""
    return SubjectKind.MONITORING, row.id


def class_of(schedule: MonitoringSchedule) -> ContentClass:
    """Return who may read what was found: the commissioners among themselves, and everybody what the provider found."""
    return CLASS_OF_PARTY.get(schedule.party, ContentClass.SHARED)


def sees(work: UnitOfWork, person: Person, schedule: MonitoringSchedule) -> bool:
    """Say whether somebody may see a schedule: our own side all of them, the others what they look at themselves.

    An unannounced visit of ours stays unannounced. Whoever looks sees it for as long as they take part.
    """
    if not reads(work, person, schedule.contract_id, ContentClass.SHARED):
        return False
    if schedule.owner_id == person.id:
        return True
    return party_of(work, person, schedule.contract_id) in {Party.OWN, schedule.party}


def plans(work: UnitOfWork, person: Person, schedule: MonitoringSchedule) -> bool:
    """Say whether somebody may change or end a schedule."""
    return may_do(work, person, schedule.contract_id, Act.PLAN_MONITORING) and sees(work, person, schedule)


def records(work: UnitOfWork, person: Person, schedule: MonitoringSchedule) -> bool:
    """Say whether somebody may record what was found: whoever looks, their side, our lead and quality officer."""
    is_owner = schedule.owner_id == person.id
    may = is_owner or may_do(work, person, schedule.contract_id, Act.RECORD_MONITORING)
    return may and sees(work, person, schedule)


def schedule_for(work: UnitOfWork, person: Person, schedule_id: UUID) -> MonitoringSchedule:
    """Return a schedule to somebody who may see it. Raises NotYours for others."""
    schedule = work.monitoring.find_schedule(schedule_id)
    if schedule is None or not sees(work, person, schedule):
        raise NotYours(NOT_YOURS)
    return schedule


def schedule_to_change(work: UnitOfWork, person: Person, schedule_id: UUID) -> MonitoringSchedule:
    """Return a schedule, locked, to somebody who may change it. Raises NotYours for others."""
    schedule = work.monitoring.find_schedule_to_change(schedule_id)
    if schedule is None or not plans(work, person, schedule):
        raise NotYours(NOT_YOURS)
    return schedule


def activity_for(
    work: UnitOfWork, person: Person, activity_id: UUID
) -> tuple[MonitoringActivity, MonitoringSchedule]:
    """Return an occurrence and its schedule to somebody who may record it. Raises NotYours for others."""
    return _recordable(work, person, work.monitoring.find(activity_id))


def activity_to_change(
    work: UnitOfWork, person: Person, activity_id: UUID
) -> tuple[MonitoringActivity, MonitoringSchedule]:
    """Return the same, the occurrence locked until this unit of work is over."""
    return _recordable(work, person, work.monitoring.find_to_change(activity_id))


def _recordable(
    work: UnitOfWork, person: Person, activity: MonitoringActivity | None
) -> tuple[MonitoringActivity, MonitoringSchedule]:
    if activity is not None:
        schedule = work.monitoring.schedule_of(activity)
        if records(work, person, schedule):
            return activity, schedule
    raise NotYours(NOT_YOURS)
