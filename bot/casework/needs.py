"""How people are best written to and met: kept once, changed by themselves or by whoever may add people."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.communication import Format, Needs
from domain.confidentiality import ContentClass
from domain.errors import NotYours
from domain.people import Act
from storage.people import Person
from storage.unit_of_work import UnitOfWork

DETAIL = "needs_detail"


def needs_of(work: UnitOfWork, person: Person) -> Needs:
    """Return what somebody needs, as they or the lead last said."""
    detail = work.narratives.latest(person.id).get(DETAIL, "")
    formats = tuple(Format(each) for each in person.formats)
    return Needs(formats, person.needs_interpreter, person.has_advocate, detail)


def with_needs(work: UnitOfWork, people: Sequence[Person]) -> list[tuple[Person, Needs]]:
    """Return those of some people who need anything, each with what."""
    found = [(person, needs_of(work, person)) for person in people]
    return [(person, needs) for person, needs in found if not needs.is_empty]


def require_may_set_needs(work: UnitOfWork, by: Person, person_id: UUID) -> Person:
    """Return whose needs are to be changed. Raises NotYours but for themselves and whoever may add them somewhere."""
    contracts = work.people.contracts_of(person_id)
    if by.id != person_id and not any(may_do(work, by, each, Act.ADD_PERSON) for each in contracts):
        raise NotYours(NOT_YOURS)
    return work.people.get(person_id)


def set_needs(work: UnitOfWork, by: Person, person_id: UUID, needs: Needs, now: datetime) -> None:
    """Keep how somebody is best written to and met. What was typed is SHARED: it is for whoever writes to them."""
    person = require_may_set_needs(work, by, person_id)
    before = needs_of(work, person)
    person.formats = [each.value for each in needs.formats]
    person.needs_interpreter, person.has_advocate = needs.interpreter, needs.advocate
    subject = (SubjectKind.PERSON, person.id)
    if needs.detail != before.detail:
        keep_texts(work, subject, ContentClass.SHARED, by, now, {DETAIL: needs.detail})
    record(work, Event.PERSON_NEEDS_SET, subject, by, now)
