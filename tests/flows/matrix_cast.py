"""One person for each role of the matrix, who holds nothing else, and those who are outside of a contract."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.contracts import create_contract
from domain.calendar import Nation
from domain.contracts import NewContract
from domain.people import MATRIX, PARTY_OF_ROLE, Party, Role
from playground import alderwick
from playground.alderwick import ADVOCACY, COUNCIL, HEALTH, PROVIDER
from playground.house import House
from playground.workspace import Channel, Person, Team
from storage.people import Person as KnownPerson
from storage.unit_of_work import UnitOfWork

TEAM_OF = {Party.OWN: COUNCIL, Party.PARTNER: HEALTH, Party.PROVIDER: PROVIDER, Party.OTHER: ADVOCACY}
BIRCH_CARE, BIRCH_REFERENCE = "T0BIRCH", "BIR-2026-02"


@dataclass(frozen=True)
class Somebody:
    """Who tries: who they are in Slack, and the one role they hold; none for those outside."""

    name: str
    team_id: str
    role: Role | None = None
    is_guest: bool = False
    is_of_one_channel: bool = False

    @property
    def user_id(self) -> str:
        """Their id in Slack."""
        return "U0" + "".join(letter for letter in self.name.upper() if letter.isalnum())


def _team_of(role: Role) -> str:
    return TEAM_OF[PARTY_OF_ROLE.get(role, Party.OWN)]


HOLDERS = tuple(Somebody(f"Only {role.value}", _team_of(role), role) for role in MATRIX)
UNKNOWN = Somebody("Pam Unknown", PROVIDER)
GUEST = Somebody("Gus Guest", COUNCIL, is_guest=True)
GUEST_OF_ONE = Somebody("Una Onechannel", COUNCIL, is_guest=True, is_of_one_channel=True)
OTHER_LEAD = Somebody("Lou Otherlead", COUNCIL)
OTHER_PROVIDER = Somebody("Bryn Otherprovider", BIRCH_CARE)
GONE = Somebody("Gwen Gone", COUNCIL)
IN_CHANNEL = Somebody("Ash Inchannel", ADVOCACY)
OUTSIDERS = (UNKNOWN, GUEST, GUEST_OF_ONE, OTHER_LEAD, OTHER_PROVIDER, GONE, IN_CHANNEL)
"""Somebody unknown of the provider, a guest of several channels, a guest of one who represents the provider of another
contract, the lead and the provider of that contract, somebody whose account was switched off and who held every role of
ours, and somebody of another organisation in the shared channel."""


async def bring_the_cast(house: House) -> None:
    """Let everybody into the workspace, give each their role, and set up the contract of the others."""
    workspace, now = house.playground.slack.workspace, house.clock.now()
    members = [alderwick.ANITA.user_id, OTHER_PROVIDER.user_id, alderwick.BOT]
    workspace.add(
        Team(BIRCH_CARE, "Birch Care", "birch"),
        Channel("C0BIRCH", "birch-shared", COUNCIL, members, connected_team_ids=[BIRCH_CARE]),
    )
    for who in (*HOLDERS, *OUTSIDERS):
        person = Person(who.user_id, who.team_id, who.name, is_restricted=who.is_guest)
        person.is_ultra_restricted = who.is_of_one_channel
        workspace.add(person)
        if who.team_id == COUNCIL:
            workspace.channels["C0GENERAL"].members.append(who.user_id)
        elif who is not OTHER_PROVIDER:
            workspace.channels[alderwick.SHARED].members.append(who.user_id)
    await house.handrail.services.database.write(lambda work: _give_roles(work, now), within=10)


def _give_roles(work: UnitOfWork, now: datetime) -> None:
    contract_id = alderwick.contract_id(work)
    for who in HOLDERS:
        assert who.role is not None
        _give(work, who, {who.role}, now)
    _give(
        work, GONE, set(MATRIX) - {role for role, party in PARTY_OF_ROLE.items() if party != Party.OWN}, now
    )
    anita = work.people.in_slack(COUNCIL, alderwick.ANITA.user_id)
    assert anita is not None
    lead = _known(work, OTHER_LEAD)
    new = NewContract(
        BIRCH_REFERENCE,
        "Birch Court",
        "Birch Care",
        "Home care",
        Nation.ENGLAND,
        date(2026, 4, 1),
        date(2029, 3, 31),
    )
    other = create_contract(work, anita, new, lead.id, (), now)
    assert other.id != contract_id
    provider_id = next(iter(work.contracts.parties(other.id).keys() - {lead.organisation_id}))
    for who in (OTHER_PROVIDER, GUEST_OF_ONE):
        theirs = _known(work, who, provider_id)
        theirs.is_guest = who.is_guest
        work.people.give(theirs.id, Role.PROVIDER_REPRESENTATIVE, other.id, now)


def _give(work: UnitOfWork, who: Somebody, roles: set[Role], now: datetime) -> None:
    known = _known(work, who)
    for role in sorted(roles):
        work.people.give(known.id, role, alderwick.contract_id(work) if role in PARTY_OF_ROLE else None, now)


def _known(work: UnitOfWork, who: Somebody, organisation_id: UUID | None = None) -> KnownPerson:
    """Somebody as we know them, of the organisation whose Slack they come from unless another is given."""
    if organisation_id is None:
        colleague = next(each for each in alderwick.CAST if each.team_id == who.team_id)
        met = work.people.in_slack(colleague.team_id, colleague.user_id)
        assert met is not None
        organisation_id = met.organisation_id
    return work.people.add(
        KnownPerson(name=who.name, team_id=who.team_id, user_id=who.user_id, organisation_id=organisation_id)
    )


async def switch_off(house: House) -> None:
    """Whoever held every role has left: their roles stand there still, and count for nothing."""

    def leave(work: UnitOfWork) -> None:
        gone = work.people.in_slack(COUNCIL, GONE.user_id)
        assert gone is not None
        gone.is_active = False

    await house.handrail.services.database.write(leave)
