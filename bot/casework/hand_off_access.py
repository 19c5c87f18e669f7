"""What a hand-off comes from, who may record one, and who reads it: our own side, of its notification the provider."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of, require_act
from bot.casework.action_access import class_of, find_action
from bot.casework.concern_access import find_concern, provider_knows
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed, NotYours
from domain.evaluations import EvaluationState
from domain.hand_offs import Recipient
from domain.people import Act, Party
from storage.hand_offs import HandOff
from storage.people import Person
from storage.unit_of_work import UnitOfWork

NO_SAFEGUARDING = (
    "A safeguarding concern has its own referral, with its own reference and chase. Record it there, with "
    "Record the decision."
)


@dataclass(frozen=True)
class About:
    """The record that something is passed on from; `is_shared` once the provider knows of it."""

    kind: SubjectKind
    id: UUID
    contract_id: UUID
    reference: str
    is_shared: bool


def subject_of(hand_off: HandOff) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about a hand-off point at."""
    return SubjectKind.HAND_OFF, hand_off.id


def about_of(work: UnitOfWork, kind: SubjectKind, record_id: UUID, now: datetime) -> About:
    """Return the record that something is passed on from.

    Raises NotAllowed for safeguarding, which has its own referrals, and for a concern that is of no contract.
    """
    match kind:
        case SubjectKind.CONCERN:
            concern = find_concern(work, record_id)
            if concern.contract_id is None:
                raise NotAllowed("This concern is not about one contract, so it is not passed on from here.")
            knows = provider_knows(concern, now)
            return About(kind, concern.id, concern.contract_id, concern.reference, knows)
        case SubjectKind.ACTION:
            action = find_action(work, record_id)
            knows = class_of(work, action, now) is ContentClass.SHARED
            return About(kind, action.id, action.contract_id, action.reference, knows)
        case SubjectKind.EVALUATION:
            found = work.evaluations.find(record_id)
            if found is None:
                raise NotYours(NOT_YOURS)
            knows = found.state is EvaluationState.SHARED
            return About(kind, found.id, found.contract_id, found.reference, knows)
        case SubjectKind.CONTRACT:
            contract = work.contracts.get(record_id)
            return About(kind, contract.id, contract.id, contract.reference, is_shared=True)
        case SubjectKind.SAFEGUARDING:
            raise NotAllowed(NO_SAFEGUARDING)
        case _:
            raise NotYours(NOT_YOURS)


def require_hands_off(work: UnitOfWork, person: Person, contract_id: UUID) -> None:
    """Raise NotYours unless somebody of our own side may pass things on from a contract."""
    if require_act(work, person, contract_id, Act.HAND_OFF) is not Party.OWN:
        raise NotYours(NOT_YOURS)


def may_hand_off(work: UnitOfWork, person: Person, contract_id: UUID | None) -> bool:
    """Say whether somebody is offered to pass something on from a contract's record."""
    is_own = contract_id is not None and party_of(work, person, contract_id) is Party.OWN
    return is_own and may_do(work, person, contract_id, Act.HAND_OFF)


def speaks_for_provider(work: UnitOfWork, person: Person, contract_id: UUID) -> bool:
    """Say whether somebody may say that the provider has notified the regulator."""
    is_provider = party_of(work, person, contract_id) is Party.PROVIDER
    return is_provider and may_do(work, person, contract_id, Act.RECORD_NOTIFICATION)


def reads_hand_offs(work: UnitOfWork, person: Person, contract_id: UUID) -> bool:
    """Say whether somebody reads what was passed on from a contract: of the provider, its own notifications only."""
    return may_hand_off(work, person, contract_id) or speaks_for_provider(work, person, contract_id)


def readable_in(work: UnitOfWork, person: Person, contract_id: UUID) -> list[HandOff]:
    """Return the hand-offs of a contract that somebody may read, those that wait first. Raises NotYours for others."""
    if not reads_hand_offs(work, person, contract_id):
        raise NotYours(NOT_YOURS)
    return [each for each in work.hand_offs.of_contract(contract_id) if reads(work, person, each)]


def reads(work: UnitOfWork, person: Person, hand_off: HandOff) -> bool:
    """Say whether somebody may read a hand-off."""
    if may_hand_off(work, person, hand_off.contract_id):
        return True
    is_theirs = hand_off.recipient is Recipient.NOTIFICATION
    return is_theirs and speaks_for_provider(work, person, hand_off.contract_id)


def readers_of(work: UnitOfWork, contract_id: UUID) -> list[Person]:
    """Return who will read a hand-off of a contract on our own side, to be named before it is saved."""
    return [each for each in work.people.of_contract(contract_id) if may_hand_off(work, each, contract_id)]


def hand_off_to_change(work: UnitOfWork, person: Person, hand_off_id: UUID) -> HandOff:
    """Return a hand-off that somebody may answer, locked. Raises NotYours for anybody else."""
    found = work.hand_offs.find_to_change(hand_off_id)
    if found is None or not reads(work, person, found):
        raise NotYours(NOT_YOURS)
    return found
