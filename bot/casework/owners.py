"""Who can own what is agreed or planned in a contract: everybody who takes part in it, of any side."""

from collections.abc import Sequence
from uuid import UUID

from bot.casework.access import may_do, party_of
from domain.errors import NotAllowed
from domain.people import Act, Party
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def possible_owners(work: UnitOfWork, contract_id: UUID) -> Sequence[tuple[Person, str]]:
    """Return everybody who can own something in a contract, each with their organisation's name."""
    return [
        (person, work.organisations.get(person.organisation_id).name)
        for person in work.people.of_contract(contract_id)
        if person.organisation_id is not None and _party_of_owner(work, person, contract_id) is not None
    ]


def _party_of_owner(work: UnitOfWork, person: Person, contract_id: UUID) -> Party | None:
    return (
        party_of(work, person, contract_id) if may_do(work, person, contract_id, Act.READ_CONTRACT) else None
    )


def require_owner(work: UnitOfWork, contract_id: UUID, owner_id: UUID) -> tuple[Person, Party]:
    """Return who is to own something and their side. Raises NotAllowed for somebody who takes no part."""
    for owner in work.people.of_contract(contract_id):
        if owner.id == owner_id and (party := _party_of_owner(work, owner, contract_id)) is not None:
            return owner, party
    raise NotAllowed("Please choose somebody who takes part in this contract.", "owner")
