"""Our own organisation: what an administrator sets up for it, and who its administrators and designated leads are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from bot.casework.administrators import may_set_up
from bot.casework.monitoring_closure import move_off_closure_days
from bot.casework.records import record
from bot.casework.role_keeping import Changed, tell_of_administrators, withdraw_requests
from bot.casework.route_setup import set_level
from bot.casework.safeguarding import tell_new_leads
from domain.calendar import Nation
from domain.chronology import Event, SubjectKind
from domain.errors import NotAllowed
from domain.people import Role
from domain.routes import Level
from domain.telephone import require_number
from storage.organisations import OrganisationSettings
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SetUp:
    """What an administrator says of our own organisation. `opens` and `closes` are London times."""

    name: str
    nation: Nation
    opens: time
    closes: time
    emergency_number: str
    duty_number: str
    closure_days: frozenset[date]
    level_1: tuple[UUID, ...]


def set_up_organisation(
    work: UnitOfWork, person: Person, team_id: str, set_up: SetUp, now: datetime
) -> frozenset[date]:
    """Set our organisation up, or change what was set up before; return the local closure days as they now are."""
    may_set_up(work, person)
    if not set_up.name.strip():
        raise NotAllowed("Please give your organisation's name.", "name")
    if set_up.opens >= set_up.closes:
        raise NotAllowed("The working day ends after it begins. Please check both times.", "closes")
    emergency_number = require_number(set_up.emergency_number, "emergency_number")
    if not emergency_number:
        raise NotAllowed("Please give the number that people ring first, such as 999.", "emergency_number")
    own = work.organisations.set_up_own(
        set_up.name.strip(),
        team_id,
        OrganisationSettings(
            organisation_id=UUID(int=0),
            nation=set_up.nation,
            opens=set_up.opens,
            closes=set_up.closes,
            emergency_number=emergency_number,
            duty_number=require_number(set_up.duty_number, "duty_number"),
            set_up_at=now,
        ),
    )
    subject = (SubjectKind.ORGANISATION, own.id)
    record(work, Event.ORGANISATION_SET_UP, subject, person, now)
    if set_up.closure_days != work.organisations.closure_days():
        work.organisations.set_closure_days(set_up.closure_days)
        record(work, Event.CLOSURE_DAYS_SET, subject, person, now, days=len(set_up.closure_days))
        move_off_closure_days(work, person, now)
    if set_level(work, person, Level.LEVEL_1, set_up.level_1, now):
        tell_new_leads(work, now)
    return set_up.closure_days


def make_administrator(work: UnitOfWork, own_team: str, user_id: str, name: str, now: datetime) -> Person:
    """Meet an administrator named in the settings; they set the organisation up and need nobody to add them."""
    own = work.organisations.own() or work.organisations.set_up_own("Our organisation", own_team)
    person = work.people.in_slack(own_team, user_id) or work.people.add(
        Person(name=name or user_id, team_id=own_team, user_id=user_id)
    )
    person.organisation_id = person.organisation_id or own.id
    if work.people.give(person.id, Role.ADMINISTRATOR, None, now):
        subject = (SubjectKind.PERSON, person.id)
        record(work, Event.PERSON_ADDED, subject, None, now, role=Role.ADMINISTRATOR.value)
        tell_of_administrators(work, Changed(joined=[person.id]), now)
    return person


def keep_administrators(work: UnitOfWork, own_team: str, named: Collection[str], now: datetime) -> None:
    """End the role for whoever the settings name no more; they hear of it, and so do those who remain.

    While none of those named holds it nobody loses it: a slip in the settings leaves no organisation without any.
    """
    known = [work.people.in_slack(own_team, user_id) for user_id in named]
    keep = {person.id for person in known if person is not None}
    holding = work.people.holding((Role.ADMINISTRATOR,), None)
    if not any(person.id in keep for person in holding):
        return
    left = work.people.keep_organisation_role(Role.ADMINISTRATOR, keep)
    for person_id in left:
        subject = (SubjectKind.PERSON, person_id)
        record(work, Event.ROLE_ENDED, subject, None, now, role=Role.ADMINISTRATOR.value)
        withdraw_requests(work, work.people.get(person_id), now)
    if left:
        tell_of_administrators(work, Changed(left=left), now)
