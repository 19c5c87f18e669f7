"""Who may do what with a sealed name: who answers on the code's page, and who alone may learn the name."""

from collections.abc import Sequence
from uuid import UUID

from bot.casework.access import NOT_YOURS, is_own, may_do
from bot.casework.concern_access import decides_on
from bot.casework.route import is_named
from domain.errors import NotYours
from domain.people import Act, Role
from storage.people import Person
from storage.speak_up import SpeakUp
from storage.unit_of_work import UnitOfWork


def reference_of(work: UnitOfWork, sealed: SpeakUp) -> str:
    """Return the reference of the record that was raised."""
    if sealed.safeguarding_id is not None:
        return work.safeguarding.get(sealed.safeguarding_id).reference
    return work.concerns.get(sealed.record_id).reference


def may_answer(work: UnitOfWork, person: Person, sealed: SpeakUp) -> bool:
    """Say whether somebody may answer on the code's page: whoever may decide on the record itself."""
    if sealed.safeguarding_id is not None:
        return is_named(work, person, work.safeguarding.get(sealed.safeguarding_id))
    return decides_on(work, person, work.concerns.get(sealed.record_id))


def to_answer(work: UnitOfWork, person: Person, speak_up_id: UUID) -> SpeakUp:
    """Return what somebody may answer, locked; refuse anybody else, and do not say that it exists."""
    sealed = work.speak_up.find_to_change(speak_up_id)
    if sealed is None or not may_answer(work, person, sealed):
        raise NotYours(NOT_YOURS)
    return sealed


def speak_up_leads(work: UnitOfWork) -> Sequence[Person]:
    """Return the speak-up leads."""
    return work.people.holding((Role.SPEAK_UP_LEAD,), None)


def is_speak_up_lead(work: UnitOfWork, person: Person) -> bool:
    """Say whether somebody is a speak-up lead; no other role is enough, whatever it is."""
    return person.is_active and is_own(work, person) and may_do(work, person, None, Act.REVEAL_SPEAK_UP)


def may_reveal(work: UnitOfWork, person: Person, sealed: SpeakUp) -> bool:
    """Say whether somebody may learn this name: a speak-up lead whom its reporter has not kept from it.

    Whoever is kept from the record itself is kept from the name as well, also when that came later (practice.md 1.7).
    """
    if not is_speak_up_lead(work, person) or person.id.hex in sealed.kept_from:
        return False
    named = work.safeguarding.named(sealed.safeguarding_id) if sealed.safeguarding_id else []
    return all(not row.is_excluded or row.person_id != person.id for row in named)


def who_may_reveal(work: UnitOfWork, sealed: SpeakUp) -> list[Person]:
    """Return the speak-up leads who may learn this name."""
    return [person for person in speak_up_leads(work) if may_reveal(work, person, sealed)]
