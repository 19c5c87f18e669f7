"""Who a person is for a contract, and what they may do there. Asked again on every press and every form."""

from uuid import UUID

from domain.confidentiality import ContentClass, may_read
from domain.errors import NotYours
from domain.people import Act, Party, may, require
from storage.people import Person
from storage.unit_of_work import UnitOfWork

NOT_YOURS = "This record is not yours to open. If someone is at risk, you can always report it."


def party_of(work: UnitOfWork, person: Person, contract_id: UUID | None) -> Party | None:
    """Return the side somebody is on: that of their organisation in the contract, or ours without a contract."""
    if contract_id is not None:
        return work.contracts.party_of(contract_id, person.organisation_id)
    own = work.organisations.own()
    return Party.OWN if own is not None and own.id == person.organisation_id else None


def require_act(
    work: UnitOfWork, person: Person, contract_id: UUID | None, act: Act, refusal: str = NOT_YOURS
) -> Party:
    """Refuse unless one of the person's roles for the contract allows the act; return their side."""
    if not is_in_hand(work, person, contract_id):
        raise NotYours(refusal)
    require(work.people.roles(person.id, contract_id), act, refusal)
    party = party_of(work, person, contract_id)
    if party is None:
        raise NotYours(refusal)
    return party


def may_do(work: UnitOfWork, person: Person, contract_id: UUID | None, act: Act) -> bool:
    """Say whether somebody may do something, to decide which buttons they are offered."""
    return is_in_hand(work, person, contract_id) and may(work.people.roles(person.id, contract_id), act)


def is_in_hand(work: UnitOfWork, person: Person, contract_id: UUID | None) -> bool:
    """Say whether this contract may be touched: recording for somebody opens nothing but the contract it is about."""
    speaking = work.speaking
    if speaking is None or speaking.statement.person_id != person.id:
        return True
    return speaking.statement.contract_id == contract_id


def reads(work: UnitOfWork, person: Person, contract_id: UUID | None, content_class: ContentClass) -> bool:
    """Say whether somebody may read a class of a contract's records: by role, and by the side they are on."""
    if not may_do(work, person, contract_id, Act.READ_CONTRACT):
        return False
    party = party_of(work, person, contract_id)
    return party is not None and may_read(party, content_class)


def is_own(work: UnitOfWork, person: Person) -> bool:
    """Say whether somebody belongs to our own organisation."""
    own = work.organisations.own()
    return own is not None and own.id == person.organisation_id
