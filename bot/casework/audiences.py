"""From a place on a record (its owner, the contract lead, a senior contact) to the people who hold it now."""

from collections.abc import Sequence
from uuid import UUID

from domain.ladders import Hears
from domain.people import SAFEGUARDING_LEVELS, Party, Role
from storage.deadlines import Deadline
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def leads_of(work: UnitOfWork, contract_id: UUID | None) -> Sequence[Person]:
    """Return who leads a contract; without one, or without a lead, who leads for the whole organisation."""
    for roles, held_for in (
        ((Role.CONTRACT_LEAD,), contract_id),
        ((Role.CONTRACT_LEAD,), None),
        ((Role.ADMINISTRATOR,), None),
    ):
        found = work.people.holding(roles, held_for)
        if found:
            return found
    return []


def seniors_of(work: UnitOfWork, contract_id: UUID | None, party: Party) -> Sequence[Person]:
    """Return the senior contacts of one side of a contract."""
    role = Role.PROVIDER_SENIOR if party is Party.PROVIDER else Role.SENIOR_CONTACT
    organisations = work.contracts.parties(contract_id) if contract_id else {}
    return [
        person
        for person in work.people.holding((role,), contract_id)
        if person.organisation_id and organisations.get(person.organisation_id) is party
    ]


def safeguarding_leads(work: UnitOfWork, level: int) -> Sequence[Person]:
    """Return the designated leads of one level of the route."""
    return work.people.holding((SAFEGUARDING_LEVELS[level],), None)


def checkers_of(work: UnitOfWork, contract_id: UUID, owner_party: Party) -> Sequence[Person]:
    """Return who looks at an action for the other side: our lead, or for our own actions the provider."""
    if owner_party is not Party.OWN:
        return leads_of(work, contract_id)
    return work.people.holding((Role.PROVIDER_REPRESENTATIVE,), contract_id)


def hearers(work: UnitOfWork, deadline: Deadline, hears: Hears) -> Sequence[Person]:
    """Return the people who hear a step of a deadline's ladder, now."""
    match hears:
        case Hears.OWNER:
            owner = work.people.get(deadline.owner_id) if deadline.owner_id else None
            return [owner] if owner and owner.is_active else leads_of(work, deadline.contract_id)
        case Hears.CONTRACT_LEAD:
            return leads_of(work, deadline.contract_id)
        case Hears.OWN_SENIOR:
            return seniors_of(work, deadline.contract_id, Party.OWN)
        case Hears.OWNER_SENIOR:
            seniors = seniors_of(work, deadline.contract_id, deadline.party)
            return seniors or leads_of(work, deadline.contract_id)
        case Hears.LEVEL_1:
            return safeguarding_leads(work, 1)
