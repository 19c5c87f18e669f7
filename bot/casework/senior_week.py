"""The weekly list for the contract lead's senior contact: what waits for our own side, of all their contracts.

Nothing is typed in it and nobody is named; nothing about safeguarding is ever in it (practice.md section 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.casework.access import is_own
from bot.casework.audiences import seniors_of
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.route import administrators
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import OURS, DeadlineKind
from domain.notices import NoticeKind
from domain.people import Party, Role
from domain.rhythm import OWN_RHYTHM, Speed, digest_slot_for
from storage.contracts import Contract
from storage.deadlines import Deadline
from storage.people import Person
from storage.unit_of_work import UnitOfWork

UNANSWERED = frozenset({DeadlineKind.CONCERN_ACKNOWLEDGE, DeadlineKind.CONCERN_TRIAGE})
"""Said from the day they came in. Any other duty of ours is said once it is late."""

OWN_DUTIES = OURS | {DeadlineKind.ACTION_CONFIRM, DeadlineKind.ACTION_DUE, DeadlineKind.MONITORING_DUE}
"""What our own side may be late with: what only we can do, and what we are to do as the other sides are."""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for our own side: its reference, what is asked, and by when."""

    reference: str
    kind: DeadlineKind
    due_at: datetime
    is_late: bool


@dataclass(frozen=True)
class OfContract:
    """What waits in one contract, the longest waiting first; `has_senior` unless an administrator reads it instead."""

    title: str
    reference: str
    waiting: Sequence[Waiting]
    has_senior: bool = True


def slot_of(work: UnitOfWork, now: datetime) -> datetime:
    """Return when this week's list goes out: Monday's digest time, or that of the first working day after."""
    calendar = calendar_of(work, None)
    today = calendar.local(now).date()
    monday = today - timedelta(days=today.weekday())
    return digest_slot_for(monday, calendar, OWN_RHYTHM, before=False)


def is_readable(work: UnitOfWork, now: datetime) -> bool:
    """Say whether this week's list is due and would still be read in this week; a missed one waits for the next."""
    slot, calendar = slot_of(work, now), calendar_of(work, None)
    read_at = calendar.local(calendar.next_working_moment(now))
    return now >= slot and read_at.isocalendar()[:2] == calendar.local(slot).isocalendar()[:2]


def readers(work: UnitOfWork) -> Sequence[Person]:
    """Return our own people who are the senior contact of some contract, and those who read for one without any.

    Those are the administrators: they can name a senior contact. The director is not asked, whose part is in
    safeguarding.
    """
    seniors = [person for person in work.people.holding_anywhere(Role.SENIOR_CONTACT) if is_own(work, person)]
    instead = administrators(work) if _without_senior(work) else []
    return list({person.id: person for person in (*seniors, *instead)}.values())


def _without_senior(work: UnitOfWork) -> Sequence[Contract]:
    return [contract for contract in work.contracts.all() if not seniors_of(work, contract.id, Party.OWN)]


def not_told_yet(work: UnitOfWork, now: datetime) -> Sequence[Person]:
    """Return the senior contacts who have something to hear of this week, and have not been owed it."""
    if not is_readable(work, now):
        return []
    slot = slot_of(
        work, now
    )  # what came in since waits for the next week, also when this one is caught up on
    return [
        person
        for person in readers(work)
        if not work.notices.is_owed(_event(work, person, now), person.id) and waiting_for(work, person, slot)
    ]


def owe_week(work: UnitOfWork, person_id: UUID, now: datetime, late_after: timedelta) -> None:
    """Owe a senior contact this week's list; it is put into words as it goes out."""
    person = work.people.get(person_id)
    owed = Owed(
        kind=NoticeKind.SENIOR_WEEK,
        subject=(SubjectKind.PERSON, person.id),
        content_class=ContentClass.INTERNAL,
        speed=Speed.PROMPT,
        event=_event(work, person, now),
        is_late=now - slot_of(work, now) > late_after,
    )
    owe_people(work, owed, [person], now)


def _event(work: UnitOfWork, person: Person, now: datetime) -> str:
    year, week, _ = calendar_of(work, None).local(slot_of(work, now)).isocalendar()
    return f"senior_week:{person.id.hex}:{year}-{week}"


def waiting_for(work: UnitOfWork, person: Person, now: datetime) -> Sequence[OfContract]:
    """Return what waits for our own side in the contracts somebody reads this of, those with nothing left out."""
    own = [
        contract
        for contract in work.contracts.of_person(person.id)
        if Role.SENIOR_CONTACT in work.people.held(person.id, contract.id)
    ]
    reads_instead = person.id in {each.id for each in administrators(work)}
    instead = _without_senior(work) if reads_instead else []
    contracts = list({contract.id: contract for contract in (*own, *instead)}.values())
    alone = {contract.id for contract in instead}
    ids = [contract.id for contract in contracts]
    said = work.deadlines.waiting_in(ids, OWN_DUTIES, UNANSWERED, Party.OWN, now)
    first = {duty.subject_id: duty for duty in reversed(said)}  # of one record, what is to be done next
    said = [duty for duty in said if first[duty.subject_id] is duty]
    names = work.references_of(first.keys())
    return [
        OfContract(contract.title, contract.reference, lines, has_senior=contract.id not in alone)
        for contract in contracts
        if (lines := [_line(duty, names, now) for duty in said if duty.contract_id == contract.id])
    ]


def _line(duty: Deadline, names: dict[UUID, str], now: datetime) -> Waiting:
    return Waiting(names.get(duty.subject_id, ""), duty.kind, duty.due_at, is_late=duty.due_at < now)
