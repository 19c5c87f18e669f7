"""Learning a sealed name: by a speak-up lead alone, with a reason, and never unseen by the others (domain.md 2.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.administrators import may_set_up
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.role_keeping import Changed, keep_holders
from bot.casework.route_setup import our_organisation
from bot.casework.speak_up import subject_of
from bot.casework.speak_up_access import is_speak_up_lead, may_reveal, speak_up_leads, who_may_reveal
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import Role
from domain.rhythm import Speed
from domain.speak_up import AnswerState
from storage.people import Person
from storage.speak_up import Identity, SpeakUp
from storage.unit_of_work import UnitOfWork

MOST_LISTED = 20


@dataclass(frozen=True)
class Line:
    """One sealed name in the list: how its page stands, and nothing of what it is about."""

    speak_up_id: UUID
    reference: str
    state: AnswerState
    sealed_on: date
    looked_on: date | None
    days: int
    is_late: bool
    reveals: int


def sealed_names(work: UnitOfWork, person: Person, now: datetime) -> Sequence[Line]:
    """Return the sealed names to a speak-up lead, newest first; those that they are kept from are not there."""
    if not is_speak_up_lead(work, person):
        raise NotYours(NOT_YOURS)
    listed = [each for each in work.speak_up.newest(MOST_LISTED + 1) if may_reveal(work, person, each)]
    return [_line(work, each, now) for each in listed]


def _line(work: UnitOfWork, sealed: SpeakUp, now: datetime) -> Line:
    today = calendar_of(work, None).local(now).date()
    live = work.deadlines.live(sealed.id, (DeadlineKind.SPEAK_UP_ANSWER,))
    entries = work.chronology.of(sealed.id)
    return Line(
        speak_up_id=sealed.id,
        reference=sealed.reference,
        state=sealed.state,
        sealed_on=sealed.sealed_on,
        looked_on=sealed.looked_on,
        days=(today - sealed.sealed_on).days,
        is_late=any(each.due_at < now for each in live),
        reveals=sum(each.event is Event.SPEAK_UP_REVEALED for each in entries),
    )


def require_may_reveal(work: UnitOfWork, person: Person, speak_up_id: UUID) -> SpeakUp:
    """Return a sealed name to whoever may learn it; refuse anybody else, and do not say that it exists."""
    sealed = work.speak_up.find(speak_up_id)
    if sealed is None or not may_reveal(work, person, sealed):
        raise NotYours(NOT_YOURS)
    return sealed


def reveal(work: UnitOfWork, person: Person, speak_up_id: UUID, why: str, now: datetime) -> Identity:
    """Return who it was, once. Why is kept, that it happened is recorded, and the other speak-up leads are told."""
    sealed = require_may_reveal(work, person, speak_up_id)
    if not why.strip():
        raise NotAllowed("Please say why the name is needed. The other speak-up leads are told.", "reason")
    identity = work.speak_up.reveal(sealed)
    keep_texts(work, subject_of(sealed), ContentClass.RESTRICTED, person, now, {"why_revealed": why})
    record(work, Event.SPEAK_UP_REVEALED, subject_of(sealed), person, now, reference=sealed.reference)
    times = sum(each.event is Event.SPEAK_UP_REVEALED for each in work.chronology.of(sealed.id))
    owed = Owed(
        kind=NoticeKind.SPEAK_UP_REVEALED,
        subject=subject_of(sealed),
        content_class=ContentClass.RESTRICTED,
        speed=Speed.PROMPT,
        event=f"revealed:{sealed.id.hex}:{times}",
        facts={"by": person.id.hex},
    )
    others = [each for each in who_may_reveal(work, sealed) if each.id != person.id]
    owe_people(work, owed, others, now)
    return identity


def set_speak_up_leads(work: UnitOfWork, person: Person, people: Sequence[UUID], now: datetime) -> Changed:
    """Make these people and nobody else speak-up leads, as an administrator; oneself once somebody else agrees."""
    may_set_up(work, person)
    own, role = our_organisation(work), Role.SPEAK_UP_LEAD
    before = [each.id for each in speak_up_leads(work)]
    changed = keep_holders(work, person, role, people, role.value, now)
    if not changed:
        return changed
    record(
        work,
        Event.ROUTE_CHANGED,
        (SubjectKind.ORGANISATION, own.id),
        person,
        now,
        level=role.value,
        joined=[each.hex for each in changed.joined],
        left=[each.hex for each in changed.left if each in before],
    )
    return changed
