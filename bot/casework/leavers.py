"""Somebody has left: found out, told to whoever can hand on what was theirs, and asked about until it is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import require_act
from bot.casework.audiences import seniors_of
from bot.casework.deadlines import Duty, meet_these, start
from bot.casework.handing_on import hand_on, items_left
from bot.casework.meeting import come_back
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import record
from bot.casework.role_keeping import withdraw_requests
from bot.casework.route import administrators
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.notices import NoticeKind
from domain.people import SAFEGUARDING_ROLES, Act, Party, Role
from domain.rhythm import Speed
from storage.people import Person
from storage.unit_of_work import UnitOfWork

SAID = (NoticeKind.PERSON_LEFT, NoticeKind.DUTIES_LINE)
HAND_ON_WITHIN = 2
"""Working days in which what a leaver had to do is to be with somebody else."""


def leave(work: UnitOfWork, person: Person, now: datetime) -> None:
    """Keep that somebody has left, and tell whoever has to see to what was theirs. Nothing is reassigned.

    Of safeguarding only the administrators hear, and only that the route needs somebody: never of any case.
    """
    if not person.is_active:
        return
    person.is_active, person.left_at = False, now
    record(work, Event.PERSON_LEFT, _about(person), None, now)
    withdraw_requests(work, person, now)
    for contract in work.contracts.of_person(person.id):
        tell_what_is_left(work, person, contract.id, now)
    if is_on_route(work, person, now):
        _tell(work, person, None, administrators(work), now)


def _about(person: Person) -> tuple[SubjectKind, UUID]:
    return SubjectKind.PERSON, person.id


def is_on_route(work: UnitOfWork, person: Person, now: datetime) -> bool:
    """Say whether somebody is set up on the safeguarding route, or has turns on duty to come."""
    if work.people.roles(person.id, None) & SAFEGUARDING_ROLES:
        return True
    return any(turn.person_id == person.id for turn in work.routes.turns_after(now))


def tell_what_is_left(work: UnitOfWork, person: Person, contract_id: UUID, now: datetime) -> None:
    """Tell the contract's leads what somebody leaves behind; without a lead, administrators and the senior contacts."""
    leads = work.people.holding((Role.CONTRACT_LEAD,), contract_id)
    hearers = leads or [*administrators(work), *seniors_of(work, contract_id, Party.OWN)]
    _tell(work, person, contract_id, list({each.id: each for each in hearers}.values()), now)


def _tell(
    work: UnitOfWork, person: Person, contract_id: UUID | None, hearers: Sequence[Person], now: datetime
) -> None:
    hearing = [each for each in hearers if each.id != person.id]
    owed = Owed(
        kind=NoticeKind.PERSON_LEFT,
        subject=_about(person),
        content_class=ContentClass.INTERNAL,
        speed=Speed.PROMPT,
        event=f"{person.id.hex}:left:{contract_id.hex if contract_id else 'route'}:{now:%Y%m%dT%H%M}",
        contract_id=contract_id,
    )
    owe_people(work, owed, hearing, now)
    if is_handed_on(work, person, contract_id, now):
        return
    duty = Duty(
        kind=DeadlineKind.PERSON_DUTIES,
        subject=_about(person),
        contract_id=contract_id,
        owner=hearing[0] if hearing else None,
        party=Party.OWN,
        due_at=calendar_of(work, contract_id).due_after(now, HAND_ON_WITHIN),
        basis=f"{HAND_ON_WITHIN} working days",
    )
    start(work, duty, now)


def takes_part(work: UnitOfWork, person: Person, contract_id: UUID | None) -> bool:
    """Say whether somebody is here and has a role, so that what they have to do is theirs."""
    return person.is_active and (contract_id is None or bool(work.people.held(person.id, contract_id)))


def is_handed_on(work: UnitOfWork, person: Person, contract_id: UUID | None, now: datetime) -> bool:
    """Say whether nothing of what a leaver had to do is without somebody any more."""
    if person.is_active and contract_id is None:
        return True
    if contract_id is None:
        return not is_on_route(work, person, now)
    led = Role.CONTRACT_LEAD in work.people.held(person.id, contract_id) and not person.is_active
    if led and not work.people.holding((Role.CONTRACT_LEAD,), contract_id):
        return False
    return not items_left(work, person, contract_id)


def settle_what_was_left(work: UnitOfWork, person: Person, by: Person | None, now: datetime) -> None:
    """Meet the duties to hand on what a leaver had, as far as everything is with somebody by now."""
    done = [
        duty
        for duty in work.deadlines.live(person.id, (DeadlineKind.PERSON_DUTIES,))
        if is_handed_on(work, person, duty.contract_id, now)
    ]
    if done:
        meet_these(work, done, by, now)
        work.notices.redraw(person.id, SAID)


def hand_on_what_was_left(
    work: UnitOfWork, by: Person, of: Person, contract_id: UUID, what: str, to_id: UUID, now: datetime
) -> None:
    """Hand on one of somebody's duties, or all of them; what was asked about them is answered with the last one."""
    hand_on(work, by, of, contract_id, what, to_id, now)
    settle_what_was_left(work, of, by, now)
    work.notices.redraw(of.id, SAID)


def say_is_back(work: UnitOfWork, by: Person, person_id: UUID, contract_id: UUID, now: datetime) -> None:
    """Let somebody take part again with the roles they had, since whoever may add people says so."""
    require_act(work, by, contract_id, Act.ADD_PERSON)
    person = work.people.get(person_id)
    if person.is_active:
        return
    come_back(person)
    person.looked_up_at = now
    record(work, Event.PERSON_RETURNED, _about(person), by, now)
    meet_these(work, work.deadlines.live(person.id, (DeadlineKind.PERSON_DUTIES,)), by, now)
    work.notices.redraw(person.id, SAID)
