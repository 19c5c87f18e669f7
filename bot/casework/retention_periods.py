"""How long each class of records is kept here, and who reviews what has been kept long enough."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import is_own, may_do
from bot.casework.records import record
from bot.casework.role_keeping import Changed, keep_holders
from domain.chronology import Event, SubjectKind
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.people import Act, Role
from domain.retention import LONGEST_YEARS, PERIODS, RetentionClass
from storage.people import Person
from storage.retention import RetentionPeriod
from storage.unit_of_work import UnitOfWork

NOT_THEIRS = (
    "Records are reviewed by a records officer. If there is none yet, please ask an administrator: they name one "
    "with /contract retention."
)


def officers(work: UnitOfWork) -> Sequence[Person]:
    """Return the records officers."""
    return work.people.holding((Role.RECORDS_OFFICER,), None)


def may_review(work: UnitOfWork, person: Person) -> bool:
    """Say whether somebody decides about what has reached its date."""
    return is_own(work, person) and may_do(work, person, None, Act.REVIEW_RETENTION)


def may_set(work: UnitOfWork, person: Person) -> bool:
    """Say whether somebody may change the periods, and say who the records officers are."""
    return may_review(work, person) or may_do(work, person, None, Act.SET_UP_ORGANISATION)


def years_of(work: UnitOfWork) -> dict[RetentionClass, int]:
    """Return how long each class is kept here, in years."""
    return {each: period.years for each, period in PERIODS.items()} | work.retention.periods()


def set_periods(
    work: UnitOfWork,
    person: Person,
    years: Mapping[RetentionClass, int],
    named: Sequence[Person] | None,
    now: datetime,
) -> Changed:
    """Keep how long records are kept, and, as an administrator says it, who the records officers are."""
    if not may_set(work, person):
        raise NotYours(NOT_THEIRS)
    before = years_of(work)
    for each, wanted in years.items():
        if not 1 <= wanted <= LONGEST_YEARS:
            raise NotAllowed(f"Please give whole years, from 1 to {LONGEST_YEARS}.", each.value)
        if wanted != before[each]:
            work.retention.set_period(
                RetentionPeriod(retention_class=each, years=wanted, set_by=person.id, set_at=now)
            )
            facts = {"class": each.value, "before": before[each], "years": wanted}
            record(work, Event.RETENTION_CLASS_SET, queue_of(work), person, now, None, **facts)
    if named is not None and may_do(work, person, None, Act.SET_UP_ORGANISATION):
        return _name_officers(work, person, named, now)
    return Changed()


def _name_officers(work: UnitOfWork, person: Person, named: Sequence[Person], now: datetime) -> Changed:
    role = Role.RECORDS_OFFICER
    changed = keep_holders(work, person, role, [each.id for each in named], "officers", now)
    for event, people in ((Event.PERSON_ADDED, changed.joined), (Event.ROLE_ENDED, changed.left)):
        for person_id in people:
            record(work, event, (SubjectKind.PERSON, person_id), person, now, role=role.value)
    ask_first_officer(work)
    return changed


def ask_first_officer(work: UnitOfWork) -> None:
    """Make whoever has been a records officer for longest the one who is asked to review."""
    owner = next(iter(officers(work)), None)
    for duty in work.deadlines.live(queue_of(work)[1], (DeadlineKind.RETENTION_REVIEW,)):
        duty.owner_id = owner.id if owner else duty.owner_id


def queue_of(work: UnitOfWork) -> tuple[SubjectKind, UUID]:
    """What the one duty to review points at: our organisation's whole list, so that one line a day says it."""
    own = work.organisations.own()
    assert own is not None
    return SubjectKind.RETENTION, own.id
