"""Who takes part in a contract and since when, and ending a role; what they had to do is then asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import may_do, party_of, require_act
from bot.casework.contracts import open_contract
from bot.casework.handing_on import items_left
from bot.casework.leavers import tell_what_is_left
from bot.casework.notices import calendar_of
from bot.casework.records import record
from domain.chronology import Event, SubjectKind
from domain.errors import NotAllowed, NotYours
from domain.people import Act, Party, Role
from storage.people import Person, RoleAssignment
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class TakingPart:
    """Somebody who takes part: on which side, in which roles, and since which day each."""

    person: Person
    party: Party | None
    organisation: str
    roles: Sequence[tuple[Role, date]]


def who_takes_part(work: UnitOfWork, reader: Person, contract_id: UUID) -> list[TakingPart]:
    """Return everybody with a role for a contract, those who have left too. Raises NotYours for strangers."""
    open_contract(work, reader, contract_id)
    local = calendar_of(work, contract_id).local
    found: dict[UUID, tuple[Person, list[tuple[Role, date]]]] = {}
    for person, held in work.people.assignments(contract_id):
        found.setdefault(person.id, (person, []))[1].append((held.role, local(held.given_at).date()))
    return [
        TakingPart(
            person,
            party_of(work, person, contract_id),
            work.organisations.get(person.organisation_id).name if person.organisation_id else "",
            roles,
        )
        for person, roles in found.values()
    ]


def may_end_roles(work: UnitOfWork, person: Person, contract_id: UUID) -> bool:
    """Say whether somebody may end roles for a contract: whoever may add people."""
    return may_do(work, person, contract_id, Act.ADD_PERSON)


def role_to_end(
    work: UnitOfWork, by: Person, contract_id: UUID, person_id: UUID, role: Role
) -> tuple[Person, RoleAssignment]:
    """Return a role that somebody may end. Raises NotAllowed for a contract's only lead: another is named first."""
    require_act(
        work, by, contract_id, Act.ADD_PERSON, "Roles are ended by the contract lead. Please ask them."
    )
    assigned = work.people.assignments(contract_id)
    for person, held in assigned:
        if person.id == person_id and held.role is role:
            leads = [other for other, each in assigned if each.role is Role.CONTRACT_LEAD]
            if role is Role.CONTRACT_LEAD and len(leads) == 1:
                raise NotAllowed("Please name who leads it instead first, with /contract lead.")
            return person, held
    raise NotYours("This role has ended already.")


def end_role(
    work: UnitOfWork, by: Person, contract_id: UUID, person_id: UUID, role: Role, now: datetime
) -> None:
    """End somebody's role; the record keeps who they were. What they still had to do is asked about, not moved."""
    person, held = role_to_end(work, by, contract_id, person_id, role)
    subject, since = (SubjectKind.PERSON, person.id), held.given_at
    record(work, Event.ROLE_ENDED, subject, by, now, contract_id, role=role.value, since=since)
    work.people.end(held)
    if not work.people.held(person.id, contract_id) and items_left(work, person, contract_id):
        tell_what_is_left(work, person, contract_id, now)
