"""Who types, when something is recorded in somebody else's name, and what they may then not check (practice.md 2.2)."""

from collections.abc import Collection
from uuid import UUID

from domain.chronology import Event
from domain.statements import require_not_own_action, require_not_own_record
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def typist_of(work: UnitOfWork, person: Person) -> UUID:
    """Return who types what somebody does: they themselves, or whoever records it for them now."""
    speaking = work.speaking
    if speaking is not None and speaking.statement.person_id == person.id:
        return speaking.statement.recorder_id
    return person.id


def require_may_check(
    work: UnitOfWork, person: Person, subject_id: UUID, owner_id: UUID, asked: Collection[Event]
) -> None:
    """Refuse a check by whoever typed what is to be checked, or whose own action it is in truth.

    `asked` are the events that ask for the check; the latest of them says who typed it.
    """
    typist = typist_of(work, person)
    if typist != person.id:
        require_not_own_action(is_own=owner_id == typist)
    said = [entry for entry in work.chronology.of(subject_id) if entry.event in asked]
    last = said[-1] if said else None
    require_not_own_record(
        typed_it=last is not None and last.on_behalf_of is not None and last.actor_id == typist
    )
