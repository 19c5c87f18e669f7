"""Adding people to a contract, each with a side and a role, and ending that role again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import require_act
from bot.casework.administrators import SET_UP_FIRST
from bot.casework.hubs import owe_hubs_turned_away
from bot.casework.joining import keep_added
from bot.casework.meeting import come_back
from bot.casework.notices import Owed, owe_people
from bot.casework.records import record
from bot.casework.role_reasons import keep_why
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.email_address import require_email
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.people import Act, Party, Role, require_role_of_party
from domain.rhythm import Speed
from storage.contracts import Contract
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewPerson:
    """Somebody to be added to a contract: in Slack by team and user, or outside Slack by name and e-mail address.

    Without an organisation it is ours for our own side, that of their Slack, or else the contract's provider.
    """

    name: str
    organisation: str
    party: Party
    role: Role
    team_id: str | None = None
    user_id: str | None = None
    email: str | None = None
    job: str = ""
    is_guest: bool = False
    because: str = ""

    def __post_init__(self) -> None:
        require_role_of_party(self.role, self.party)
        if not self.name.strip():
            raise NotAllowed("Please choose somebody in Slack, or write their name.", "name")
        require_email(self.email or "", "email")


def require_may_add(work: UnitOfWork, person: Person, contract_id: UUID) -> None:
    """Refuse whoever may not add people to a contract, before anything of what they filled in is answered."""
    refusal = "People are added by the contract lead. Please ask them."
    require_act(work, person, contract_id, Act.ADD_PERSON, refusal)


def add_person(work: UnitOfWork, person: Person, contract_id: UUID, new: NewPerson, now: datetime) -> Person:
    """Add somebody to a contract with a side and a role; the same person twice is one."""
    require_may_add(work, person, contract_id)
    organisation = _organisation_of(work, new, contract_id)
    standing = work.contracts.party_of(contract_id, organisation)
    if standing is not None and standing is not new.party:
        raise NotAllowed("That organisation is on another side of this contract.", "organisation")
    added = _person(work, new, organisation)
    _bring_back(work, added, new, organisation, person, now)
    if added.organisation_id != organisation:
        raise NotAllowed("This person is known here for another organisation.", "organisation")
    work.contracts.add_party(contract_id, organisation, new.party)
    give_role(work, person, work.contracts.get(contract_id), added, new.role, now, because=new.because)
    keep_added(work, added, person, now)
    owe_hubs_turned_away(work, contract_id, now)
    return added


def _bring_back(
    work: UnitOfWork, added: Person, new: NewPerson, organisation: UUID, by: Person, now: datetime
) -> None:
    """Somebody who had left takes part again. For another organisation than before they begin with nothing."""
    if not added.is_active:
        come_back(added)
        record(work, Event.PERSON_RETURNED, (SubjectKind.PERSON, added.id), by, now)
        if added.organisation_id != organisation:
            work.people.end_roles(added.id)
            added.organisation_id = organisation
    added.is_guest = new.is_guest


def _organisation_of(work: UnitOfWork, new: NewPerson, contract_id: UUID) -> UUID:
    own = work.organisations.own()
    if own is None:
        raise NotAllowed(SET_UP_FIRST)
    team_is = work.organisations.of_team(new.team_id) if new.team_id and not new.is_guest else None
    if new.party is Party.OWN:
        if new.user_id and team_is != own.id:
            raise NotAllowed(
                f"{new.name} is not one of your own organisation's people; a guest counts as an outsider. "
                "Please choose what they are for their own side.",
                "role",
            )
        return own.id
    if team_is == own.id:
        raise NotAllowed(f"{new.name} is one of your own people. Please choose a role of your own.", "role")
    if team_is is not None:
        _require_same(work.organisations.get(team_is).name, new.organisation)
        return team_is
    organisation_id = _named(work, new, contract_id)
    if organisation_id == own.id:
        raise NotAllowed("That is your own organisation. Please name theirs.", "organisation")
    # A guest is inside our workspace and still belongs to the provider: only a foreign team is theirs.
    if new.team_id and not new.is_guest:
        work.organisations.add_team(organisation_id, new.team_id)
    return organisation_id


def _named(work: UnitOfWork, new: NewPerson, contract_id: UUID) -> UUID:
    if new.organisation.strip():
        return work.organisations.named(new.organisation.strip()).id
    provider = work.contracts.provider_of(contract_id)
    if new.party is Party.PROVIDER and provider is not None:
        return provider
    raise NotAllowed("Please name the person's organisation.", "organisation")


def _require_same(known: str, said: str) -> None:
    if said.strip() and said.strip().casefold() != known.casefold():
        raise NotAllowed(
            f"In Slack this person belongs to {known}. Please leave the organisation empty.", "organisation"
        )


def _person(work: UnitOfWork, new: NewPerson, organisation_id: UUID) -> Person:
    known = work.people.in_slack(new.team_id, new.user_id) if new.team_id and new.user_id else None
    known = known or _without_slack(work, new.name, organisation_id)
    if known is None:
        known = work.people.add(Person(name=new.name.strip(), team_id=new.team_id, user_id=new.user_id))
    if known.user_id is None:
        known.team_id, known.user_id = new.team_id, new.user_id
    if known.organisation_id is None:
        known.organisation_id, known.name = organisation_id, new.name.strip()
    known.email = (new.email or "").strip() or known.email
    known.job = new.job.strip() or known.job
    return known


def _without_slack(work: UnitOfWork, name: str, organisation_id: UUID) -> Person | None:
    """Somebody added by name before is the same person, also when they have come to Slack since."""
    return next(
        (
            person
            for person in work.people.of_organisation(organisation_id)
            if person.user_id is None and person.name.casefold() == name.strip().casefold()
        ),
        None,
    )


def give_role(
    work: UnitOfWork,
    person: Person,
    contract: Contract,
    to: Person,
    role: Role,
    now: datetime,
    *,
    because: str = "",
) -> None:
    """Give somebody a role for a contract and tell them so; nothing when they hold it already."""
    if not work.people.give(to.id, role, contract.id, now):
        return
    keep_why(work, person, to, because, now)
    subject = (SubjectKind.PERSON, to.id)
    record(work, Event.PERSON_ADDED, subject, person, now, contract.id, role=role.value)
    if role is Role.CONTRACT_LEAD:
        work.notices.redraw(contract.id, (NoticeKind.HUB,))
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
