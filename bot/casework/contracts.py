"""Setting up: our organisation, its contracts, the channels linked to them, and the people who take part."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, require_act
from bot.casework.notices import Owed, owe_channel, owe_people
from bot.casework.records import record
from domain.calendar import Nation
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose, NewContract
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import SAFEGUARDING_LEVELS, Act, Party, Role, require_role_of_party
from domain.rhythm import Speed
from storage.contracts import Contract, ContractChannel
from storage.organisations import OrganisationSettings
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SetUp:
    """What an administrator says of our own organisation."""

    name: str
    nation: Nation
    opens: time
    closes: time
    emergency_number: str
    duty_number: str
    closure_days: frozenset[date]
    level_1: tuple[UUID, ...]


def set_up_organisation(
    work: UnitOfWork, person: Person | None, team_id: str, set_up: SetUp, now: datetime
) -> None:
    """Set our organisation up, or change what was set up before."""
    if not set_up.name.strip():
        raise NotAllowed("Please give your organisation's name.", "name")
    if set_up.opens >= set_up.closes:
        raise NotAllowed("The working day ends after it begins. Please check both times.", "closes")
    own = work.organisations.set_up_own(
        set_up.name.strip(),
        team_id,
        OrganisationSettings(
            organisation_id=UUID(int=0),
            nation=set_up.nation,
            opens=set_up.opens,
            closes=set_up.closes,
            emergency_number=set_up.emergency_number.strip(),
            duty_number=set_up.duty_number.strip(),
            set_up_at=now,
        ),
    )
    subject = (SubjectKind.ORGANISATION, own.id)
    record(work, Event.ORGANISATION_SET_UP, subject, person, now)
    if set_up.closure_days != work.organisations.closure_days():
        work.organisations.set_closure_days(set_up.closure_days)
        record(work, Event.CLOSURE_DAYS_SET, subject, person, now, days=len(set_up.closure_days))
    _name_leads(work, person, set_up.level_1, now)


def _name_leads(work: UnitOfWork, person: Person | None, level_1: tuple[UUID, ...], now: datetime) -> None:
    role = SAFEGUARDING_LEVELS[1]
    if frozenset(level_1) == frozenset(lead.id for lead in work.people.holding((role,), None)):
        return
    work.people.take_organisation_role(role)
    for lead_id in level_1:
        work.people.give(lead_id, role, None, now)
        record(work, Event.SAFEGUARDING_LEAD_SET, (SubjectKind.PERSON, lead_id), person, now, level=1)


def make_administrator(work: UnitOfWork, own_team: str, user_id: str, name: str, now: datetime) -> Person:
    """Meet an administrator named in the settings; they set the organisation up and need nobody to add them."""
    own = work.organisations.own() or work.organisations.set_up_own("Our organisation", own_team)
    person = work.people.in_slack(own_team, user_id) or work.people.add(
        Person(name=name or user_id, team_id=own_team, user_id=user_id)
    )
    person.organisation_id = person.organisation_id or own.id
    if work.people.give(person.id, Role.ADMINISTRATOR, None, now):
        record(
            work,
            Event.PERSON_ADDED,
            (SubjectKind.PERSON, person.id),
            None,
            now,
            role=Role.ADMINISTRATOR.value,
        )
    return person


def create_contract(
    work: UnitOfWork,
    person: Person,
    new: NewContract,
    lead_id: UUID,
    senior_ids: tuple[UUID, ...],
    now: datetime,
) -> Contract:
    """Create a contract with its provider, its lead and the lead's senior contacts."""
    require_act(
        work, person, None, Act.SET_UP_CONTRACT, "Contracts are set up by an administrator. Please ask one."
    )
    if work.contracts.referenced(new.reference.strip()) is not None:
        raise NotAllowed("There is a contract with this reference already.", "reference")
    own = work.organisations.own()
    if own is None:
        raise NotAllowed("Please set your organisation up first, with /contract setup.")
    contract = work.contracts.add(
        Contract(
            reference=new.reference.strip(),
            title=new.title.strip(),
            service=new.service.strip(),
            nation=new.nation,
            starts_on=new.starts_on,
            ends_on=new.ends_on,
            created_at=now,
        )
    )
    work.contracts.add_party(contract.id, own.id, Party.OWN)
    work.contracts.add_party(contract.id, work.organisations.named(new.provider.strip()).id, Party.PROVIDER)
    subject = (SubjectKind.CONTRACT, contract.id)
    record(work, Event.CONTRACT_CREATED, subject, person, now, contract.id, reference=contract.reference)
    _give_role(work, person, contract, work.people.get(lead_id), Role.CONTRACT_LEAD, now)
    for senior_id in senior_ids:
        _give_role(work, person, contract, work.people.get(senior_id), Role.SENIOR_CONTACT, now)
    return contract


def link_channel(
    work: UnitOfWork,
    person: Person,
    contract_id: UUID,
    slack_channel: str,
    purpose: ChannelPurpose,
    now: datetime,
) -> ContractChannel:
    """Link a channel to a contract and owe it the hub message, which is pinned once it stands there."""
    require_act(work, person, contract_id, Act.SET_UP_CONTRACT)
    channel = work.contracts.link(
        ContractChannel(contract_id=contract_id, slack_channel=slack_channel, purpose=purpose, linked_at=now)
    )
    subject = (SubjectKind.CONTRACT, contract_id)
    record(
        work,
        Event.CHANNEL_LINKED,
        subject,
        person,
        now,
        contract_id,
        channel=slack_channel,
        purpose=purpose.value,
    )
    hub = Owed(
        kind=NoticeKind.HUB,
        subject=subject,
        content_class=ContentClass.SHARED,
        speed=Speed.URGENT,
        event=f"hub:{channel.id.hex}",
        contract_id=contract_id,
    )
    owe_channel(work, hub, slack_channel, now)
    return channel


@dataclass(frozen=True)
class NewPerson:
    """Somebody to be added to a contract: in Slack by team and user, or outside Slack by name and e-mail address."""

    name: str
    organisation: str
    party: Party
    role: Role
    team_id: str | None = None
    user_id: str | None = None
    email: str | None = None
    job: str = ""


def add_person(work: UnitOfWork, person: Person, contract_id: UUID, new: NewPerson, now: datetime) -> Person:
    """Add somebody to a contract with a side and a role; the same person twice is one."""
    require_act(
        work, person, contract_id, Act.ADD_PERSON, "People are added by the contract lead. Please ask them."
    )
    require_role_of_party(new.role, new.party)
    if not new.name.strip():
        raise NotAllowed("Please give the person's name.", "name")
    organisation = _organisation_of(work, new)
    standing = work.contracts.party_of(contract_id, organisation)
    if standing is not None and standing is not new.party:
        raise NotAllowed("That organisation is on another side of this contract.", "organisation")
    added = _person(work, new, organisation)
    if added.organisation_id != organisation:
        raise NotAllowed("This person is known here for another organisation.", "organisation")
    work.contracts.add_party(contract_id, organisation, new.party)
    _give_role(work, person, work.contracts.get(contract_id), added, new.role, now)
    return added


def _organisation_of(work: UnitOfWork, new: NewPerson) -> UUID:
    own = work.organisations.own()
    if new.party is Party.OWN:
        if own is None:
            raise NotAllowed("Please set your organisation up first, with /contract setup.")
        return own.id
    if not new.organisation.strip():
        raise NotAllowed("Please name the person's organisation.", "organisation")
    organisation = work.organisations.named(new.organisation.strip())
    if own is not None and organisation.id == own.id:
        raise NotAllowed("That is our own organisation. Please choose our own side.", "organisation")
    # A guest is inside our workspace and still belongs to the provider: only a foreign team is theirs.
    if new.team_id and work.organisations.of_team(new.team_id) is None:
        work.organisations.add_team(organisation.id, new.team_id)
    return organisation.id


def _person(work: UnitOfWork, new: NewPerson, organisation_id: UUID) -> Person:
    known = work.people.in_slack(new.team_id, new.user_id) if new.team_id and new.user_id else None
    if known is None:
        known = work.people.add(
            Person(name=new.name.strip(), team_id=new.team_id, user_id=new.user_id, email=new.email)
        )
    if known.organisation_id is None:
        known.organisation_id, known.name = organisation_id, new.name.strip()
    known.job = new.job.strip() or known.job
    return known


def _give_role(
    work: UnitOfWork, person: Person, contract: Contract, to: Person, role: Role, now: datetime
) -> None:
    if not work.people.give(to.id, role, contract.id, now):
        return
    subject = (SubjectKind.PERSON, to.id)
    record(work, Event.PERSON_ADDED, subject, person, now, contract.id, role=role.value)
    if to.id != person.id:
        owed = Owed(
            kind=NoticeKind.PERSON_ADDED,
            subject=subject,
            content_class=ContentClass.SHARED,
            speed=Speed.PROMPT,
            event=f"added:{contract.id.hex}:{role.value}",
            contract_id=contract.id,
            facts={"role": role.value},
        )
        owe_people(work, owed, [to] if to.user_id else [], now)


def open_contract(work: UnitOfWork, person: Person, contract_id: UUID) -> Contract:
    """Return a contract to somebody who takes part in it."""
    if not (
        may_do(work, person, contract_id, Act.READ_CONTRACT)
        or may_do(work, person, None, Act.SET_UP_CONTRACT)
    ):
        raise NotYours(NOT_YOURS)
    return work.contracts.get(contract_id)
