"""Who takes part in a contract and since when, and ending a role; what they had to do is then asked about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import may_do, party_of, require_act
from bot.casework.contracts import open_contract
from bot.casework.handing_on import items_left
from bot.casework.leavers import tell_what_is_left
from bot.casework.notices import calendar_of
from bot.casework.records import record
from bot.casework.role_reasons import keep_why, why_of
from domain.chronology import Event, SubjectKind
from domain.errors import NotAllowed, NotYours
from domain.people import Act, Party, Role
from storage.people import Person, RoleAssignment
from storage.unit_of_work import UnitOfWork

ENDED_ALREADY = "This role has ended already."
CHANGES_SHOWN = 20


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


def roles_to_end(
    work: UnitOfWork, by: Person, contract_id: UUID, person_id: UUID
) -> tuple[Person, list[RoleAssignment]]:
    """Return every role of somebody that may be ended. Raises NotYours for others, and when none is left."""
    refusal = "Roles are ended by the contract lead. Please ask them."
    require_act(work, by, contract_id, Act.ADD_PERSON, refusal)
    found = [held for person, held in work.people.assignments(contract_id) if person.id == person_id]
    if not found:
        raise NotYours(ENDED_ALREADY)
    return work.people.get(person_id), found


def end_roles(
    work: UnitOfWork,
    by: Person,
    contract_id: UUID,
    person_id: UUID,
    roles: Collection[Role],
    because: str,
    now: datetime,
) -> None:
    """End some of somebody's roles and keep why; the record keeps who they were.

    What they still had to do is asked about, not moved. Raises NotAllowed without a reason, and for a contract's only
    lead.
    """
    person, found = roles_to_end(work, by, contract_id, person_id)
    ended = [held for held in found if held.role in roles]
    if not ended:
        raise NotYours(ENDED_ALREADY)
    if not because.strip():
        raise NotAllowed("Please say in a line why it ends.", "reason")
    leads = work.people.holding((Role.CONTRACT_LEAD,), contract_id)
    if Role.CONTRACT_LEAD in {held.role for held in ended} and not [each for each in leads if each != person]:
        raise NotAllowed("Please name who leads it instead first, with /contract lead.", "roles")
    subject, said = (SubjectKind.PERSON, person.id), keep_why(work, by, person, because, now)
    for held in ended:
        facts = {"role": held.role.value, "since": held.given_at, "because": said}
        record(work, Event.ROLE_ENDED, subject, by, now, contract_id, **facts)
        work.people.end(held)
    if not work.people.held(person.id, contract_id) and items_left(work, person, contract_id):
        tell_what_is_left(work, person, contract_id, now)


@dataclass(frozen=True)
class RoleChange:
    """One role given or ended: whose, by whom, on which day, and why, as far as that was said."""

    person: Person
    role: Role
    is_given: bool
    by: Person | None
    on: date
    because: str


def role_changes(work: UnitOfWork, reader: Person, contract_id: UUID) -> list[RoleChange]:
    """Return the last changes of roles for a contract, newest first, to whoever may make them. Raises NotYours."""
    refusal = "This is for whoever leads the contract. Please ask them."
    require_act(work, reader, contract_id, Act.ADD_PERSON, refusal)
    events, local = (Event.PERSON_ADDED, Event.ROLE_ENDED), calendar_of(work, contract_id).local
    return [
        RoleChange(
            person=work.people.get(entry.subject_id),
            role=Role(entry.facts["role"]),
            is_given=entry.event is Event.PERSON_ADDED,
            by=work.people.get(entry.actor_id) if entry.actor_id else None,
            on=local(entry.at).date(),
            because=why_of(work, entry),
        )
        for entry in work.chronology.newest(contract_id, events, CHANGES_SHOWN)
    ]
