"""Who may open and change an agreement, and the messages about it."""

from collections.abc import Sequence
from uuid import UUID

from bot.casework.access import NOT_YOURS, require_act
from bot.casework.audiences import leads_of
from bot.casework.improvement_access import improvement_for
from bot.casework.improvements import parties_of, speakers_of
from bot.casework.notices import Owed
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotYours
from domain.notices import NoticeKind
from domain.people import Act, Party
from domain.rhythm import Speed
from storage.agreements import Agreement
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def subject_of(agreement: Agreement) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about an agreement point at."""
    return SubjectKind.AGREEMENT, agreement.id


def word_about(work: UnitOfWork, agreement: Agreement, kind: NoticeKind, event: str, **facts: str) -> Owed:
    """Return a message about an agreement, owed at once within working hours."""
    return Owed(
        kind=kind,
        subject=subject_of(agreement),
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"{agreement.id.hex}:{event}",
        contract_id=work.improvements.get(agreement.improvement_id).contract_id,
        facts=facts,
    )


def agreement_for(work: UnitOfWork, person: Person, agreement_id: UUID) -> tuple[Agreement, Improvement]:
    """Return an agreement with its process to somebody who may open that. Raises NotYours for others."""
    agreement = work.agreements.find(agreement_id)
    if agreement is None:
        raise NotYours(NOT_YOURS)
    return agreement, improvement_for(work, person, agreement.improvement_id)


def agreement_to_change(
    work: UnitOfWork, person: Person, agreement_id: UUID, act: Act, refusal: str = NOT_YOURS
) -> tuple[Agreement, Improvement, Party]:
    """Return an agreement and its process, both locked, and the side of somebody who may do this.

    The process is locked first, as an edit locks it: of two at once the later sees what the earlier did.
    """
    found, improvement = agreement_for(work, person, agreement_id)
    work.improvements.find_to_change(improvement.id)
    agreement = work.agreements.find_to_change(found.id)
    assert agreement is not None
    return agreement, improvement, require_act(work, person, improvement.contract_id, act, refusal)


def asked_through_lead(work: UnitOfWork, improvement: Improvement) -> Sequence[Person]:
    """Return who has no Slack and is asked through a lead who is asked as well, so that one message asks both.

    Of several nobody: each is asked for their own organisation, in a message of its own.
    """
    contract_id = improvement.contract_id
    leads = [each for each in leads_of(work, contract_id) if each.user_id]
    speakers = [
        (party, person)
        for organisation, party in parties_of(work, contract_id)
        for person in speakers_of(work, contract_id, organisation.id)
    ]
    ours = {person.id for party, person in speakers if party is Party.OWN}
    if not all(each.id in ours for each in leads):
        return ()
    found = [person for party, person in speakers if party is not Party.OWN and not person.user_id]
    return found if len(found) == 1 else ()
