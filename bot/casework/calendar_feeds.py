"""Somebody's own due dates and visits for the calendar they use: a secret address, renewed and taken away by them.

What stands in it is asked again at each fetch, as they may know it then: once their last role is gone, nothing is.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from bot.casework import action_access, monitoring_access
from bot.casework.access import NOT_YOURS
from bot.casework.improvement_access import class_of as class_of_improvement
from bot.casework.notices import calendar_of
from bot.casework.records import record
from domain.calendar_feeds import SHOWN, Entry
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineState
from domain.errors import NotYours
from domain.exports import digest_of_token, new_token
from storage.calendar_feeds import CalendarFeed
from storage.contracts import Contract
from storage.deadlines import Deadline
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def has_address(work: UnitOfWork, person: Person, now: datetime) -> bool:
    """Say whether somebody has an address now. Raises NotYours for whoever takes no part in anything."""
    _require_takes_part(work, person, now)
    feed = work.calendar_feeds.of(person.id)
    return feed is not None and work.people.takes_part(person.id, feed.made_at)


def _require_takes_part(work: UnitOfWork, person: Person, now: datetime) -> None:
    if not person.is_active or not work.people.takes_part(person.id, now):
        raise NotYours(NOT_YOURS)


def make_address(work: UnitOfWork, person: Person, now: datetime) -> str:
    """Give somebody a new address and take away the one before; return its secret, which is kept nowhere."""
    _require_takes_part(work, person, now)
    take_address_away(work, person, now)
    secret = new_token()
    work.calendar_feeds.add(
        CalendarFeed(person_id=person.id, secret_digest=digest_of_token(secret), made_at=now)
    )
    record(work, Event.CALENDAR_FEED_MADE, (SubjectKind.PERSON, person.id), person, now)
    return secret


def take_address_away(work: UnitOfWork, person: Person, now: datetime) -> bool:
    """Take somebody's address away; say whether there was one."""
    feed = work.calendar_feeds.of_to_change(person.id)
    if feed is None:
        return False
    work.calendar_feeds.revoke(feed, now)
    record(work, Event.CALENDAR_FEED_REVOKED, (SubjectKind.PERSON, person.id), person, now)
    return True


def owner_of(work: UnitOfWork, secret: str) -> Person | None:
    """Return whose calendar an address is; None when it is wrong or taken away.

    It is over for good with the last of the roles that it was made under: who comes back makes another.
    """
    feed = work.calendar_feeds.bearing(digest_of_token(secret))
    person = work.people.find(feed.person_id) if feed else None
    if feed is None or person is None or not person.is_active:
        return None
    return person if work.people.takes_part(person.id, feed.made_at) else None


def entries_of(work: UnitOfWork, person: Person, now: datetime) -> list[Entry]:
    """Return what stands in somebody's calendar now, the earliest first."""
    contracts = {each.id: each for each in work.contracts.of_person(person.id)}
    found = [
        *_actions(work, person, contracts, now),
        *_looks(work, person, contracts),
        *_duties(work, person, contracts),
    ]
    return sorted(found, key=lambda entry: (entry.on, entry.id.hex))


def _actions(
    work: UnitOfWork, person: Person, contracts: dict[UUID, Contract], now: datetime
) -> Iterator[Entry]:
    for action in work.actions.owned_by(person.id):
        if action.contract_id in contracts and action_access.sees(work, person, action, now):
            is_shared = action_access.class_of(work, action, now) is ContentClass.SHARED
            yield Entry(
                id=action.id,
                what="action",
                reference=action.reference,
                title=action.title if is_shared and action.agreed_at else "",
                contract=contracts[action.contract_id].title,
                on=action.due_on,
                since=action.agreed_at or action.proposed_at,
            )


def _looks(work: UnitOfWork, person: Person, contracts: dict[UUID, Contract]) -> Iterator[Entry]:
    for activity in work.monitoring.planned_for(person.id):
        schedule = work.monitoring.schedule_of(activity)
        if activity.contract_id in contracts and monitoring_access.sees(work, person, schedule):
            is_shared = monitoring_access.class_of(schedule) is ContentClass.SHARED
            yield Entry(
                id=activity.id,
                what="look",
                reference=schedule.reference,
                title=schedule.title if is_shared else "",
                contract=contracts[activity.contract_id].title,
                on=activity.planned_on,
                since=schedule.created_at,
                at=_begins(work, schedule, activity),
            )


def _begins(work: UnitOfWork, schedule: MonitoringSchedule, activity: MonitoringActivity) -> datetime | None:
    """Return when a look begins; None where nobody gave a time: it stands on its day."""
    if schedule.at is None:
        return None
    return calendar_of(work, activity.contract_id).at(activity.planned_on, schedule.at)


def _duties(work: UnitOfWork, person: Person, contracts: dict[UUID, Contract]) -> Iterator[Entry]:
    for contract in contracts.values():
        duties = [
            each
            for each in work.deadlines.owned_by(person.id, contract.id)
            if each.kind in SHOWN and each.state is DeadlineState.OPEN
        ]
        names = work.references_of({_named_by(work, each) for each in duties})
        local = calendar_of(work, contract.id).local
        for duty in duties:
            yield Entry(
                id=duty.id,
                what=duty.kind.value,
                reference=names.get(_named_by(work, duty), ""),
                title=_title(work, duty),
                contract=contract.title,
                on=local(duty.due_at).date(),
                since=duty.started_at,
            )


def _named_by(work: UnitOfWork, duty: Deadline) -> UUID:
    """Return the record whose reference a duty goes by: of an agreement that of its process."""
    if duty.subject_kind is SubjectKind.AGREEMENT:
        agreement = work.agreements.find(duty.subject_id)
        return agreement.improvement_id if agreement else duty.subject_id
    return duty.subject_id


def _title(work: UnitOfWork, duty: Deadline) -> str:
    """Return the title of the process that a duty is about, once every party knows of it."""
    improvement = work.improvements.find(_named_by(work, duty))
    is_shared = improvement is not None and class_of_improvement(improvement) is ContentClass.SHARED
    return improvement.title if improvement is not None and is_shared else ""
