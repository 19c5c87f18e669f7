"""What every rule about a concern begins with: finding it, who decides on it, what a message about it carries."""

from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do
from bot.casework.audiences import leads_of
from bot.casework.notices import Owed
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotYours
from domain.notices import NoticeKind
from domain.people import Act
from domain.rhythm import Speed
from storage.concerns import Concern
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def subject_of(concern: Concern) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about this concern point at."""
    return SubjectKind.CONCERN, concern.id


def find_concern(work: UnitOfWork, concern_id: UUID) -> Concern:
    """Return a concern, or answer as for one that is not the person's own: whether it exists is nobody's business."""
    return _found(work.concerns.find(concern_id))


def concern_to_change(work: UnitOfWork, concern_id: UUID) -> Concern:
    """Return a concern, locked: of two who press at once, the second finds what the first did."""
    return _found(work.concerns.find_to_change(concern_id))


def _found(concern: Concern | None) -> Concern:
    if concern is None:
        raise NotYours(NOT_YOURS)
    return concern


def decides_on(work: UnitOfWork, person: Person, concern: Concern) -> bool:
    """Say whether somebody may take a concern and decide on it."""
    return decides_about(work, person, concern.contract_id)


def decides_about(work: UnitOfWork, person: Person, contract_id: UUID | None) -> bool:
    """Say whether somebody decides on what is logged about a contract, or about none.

    What is about no contract, or about one without a lead, is asked of somebody else: they may then answer.
    """
    if may_do(work, person, contract_id, Act.TRIAGE_CONCERN):
        return True
    return person.id in {lead.id for lead in leads_of(work, contract_id)}


def require_decider(work: UnitOfWork, person: Person, concern: Concern) -> None:
    """Raise NotYours unless somebody may decide on a concern."""
    if not decides_on(work, person, concern):
        raise NotYours(NOT_YOURS)


def provider_knows(concern: Concern, now: datetime) -> bool:
    """Say whether the provider has been told of a concern by now: decided is not yet told."""
    return concern.provider_told_at is not None and concern.provider_told_at <= now


def word_about(
    concern: Concern, kind: NoticeKind, event: str, content_class: ContentClass = ContentClass.INTERNAL
) -> Owed:
    """Return a message about a concern, owed at once within working hours."""
    return Owed(
        kind=kind,
        subject=subject_of(concern),
        content_class=content_class,
        speed=Speed.PROMPT,
        event=f"{concern.id.hex}:{event}",
        contract_id=concern.contract_id,
    )


def times_owed(work: UnitOfWork, concern: Concern, kind: NoticeKind) -> int:
    """Return how often a message of a kind was owed about a concern, so that owing it anew has a key of its own."""
    return sum(notice.kind is kind for notice in work.notices.about(concern.id))
