"""Alderwick House: the people, channels and contract of the demo, the story and the tests. All of it is invented."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from bot.casework.contracts import create_contract, link_channel
from bot.casework.organisation import SetUp, make_administrator, set_up_organisation
from bot.casework.people import NewPerson, add_person
from bot.casework.route_setup import set_route
from domain.calendar import Nation
from domain.contracts import ChannelPurpose, NewContract
from domain.people import Party, Role
from domain.routes import Level
from playground.workspace import Channel, Person, Team, Workspace
from storage.people import Person as KnownPerson
from storage.unit_of_work import UnitOfWork

COUNCIL, PROVIDER, HEALTH, ADVOCACY = "T0WESTERMERE", "T0ALDERWICK", "T0HEALTH", "T0ADVOCACY"
BOT = "U0PLAYGROUND"
SHARED, INTERNAL, LEADS = "C0SHARED", "C0INTERNAL", "C0LEADS"


@dataclass(frozen=True)
class Character:
    """Somebody of the scenario: who they are in Slack, and what they are for the contract."""

    user_id: str
    team_id: str
    name: str
    about: str
    party: Party | None = None
    role: Role | None = None


PRIYA = Character("U0PRIYA", COUNCIL, "Priya Nair", "contract lead", Party.OWN, Role.CONTRACT_LEAD)
TOM = Character("U0TOM", COUNCIL, "Tom Hadley", "quality officer", Party.OWN, Role.QUALITY_OFFICER)
GRACE = Character("U0GRACE", COUNCIL, "Grace Obi", "designated safeguarding lead")
NADIA = Character("U0NADIA", COUNCIL, "Nadia Shah", "deputy safeguarding lead")
HELEN = Character("U0HELEN", COUNCIL, "Helen Marsh", "head of safeguarding")
LEAH = Character("U0LEAH", COUNCIL, "Leah Brand", "social work manager", Party.OWN, Role.COLLEAGUE)
ANITA = Character("U0ANITA", COUNCIL, "Anita Cole", "director", Party.OWN, Role.SENIOR_CONTACT)
CARA = Character("U0CARA", COUNCIL, "Cara Lund", "highways; has no business with this contract")
SAM = Character(
    "U0SAM", HEALTH, "Sam Whitlock", "lead nurse, health partner", Party.PARTNER, Role.COMMISSIONING_PARTNER
)
JOANNE = Character(
    "U0JOANNE", PROVIDER, "Joanne Field", "manager of the home", Party.PROVIDER, Role.PROVIDER_REPRESENTATIVE
)
DELE = Character(
    "U0DELE", PROVIDER, "Dele Akande", "deputy of the home", Party.PROVIDER, Role.PROVIDER_REPRESENTATIVE
)
YUSUF = Character("U0YUSUF", ADVOCACY, "Yusuf Ali", "advocate for Margaret Dunn", Party.OTHER, Role.VOICE)

CAST = (PRIYA, TOM, GRACE, NADIA, HELEN, LEAH, ANITA, CARA, SAM, JOANNE, DELE, YUSUF)
ORGANISATIONS = {
    COUNCIL: "Westermere Council",
    PROVIDER: "Alderwick Care",
    HEALTH: "Westermere Integrated Care Board",
    ADVOCACY: "Westermere Advocacy",
}
RUTH = "Ruth Keane"  # nominated individual of the provider, reached by e-mail only

BEGINS = datetime.fromisoformat("2026-09-08T10:15:00+01:00")
"""When the demo and the story begin: a Tuesday morning."""


def workspace() -> Workspace:
    """Return the stand-in workspace as it is before anything has happened."""
    inside = [who.user_id for who in (PRIYA, TOM, LEAH, ANITA)]
    outside = [who.user_id for who in (SAM, JOANNE, DELE, YUSUF)]
    return Workspace(home_team=COUNCIL).add(
        *(Team(team, name, team.removeprefix("T0").lower()) for team, name in ORGANISATIONS.items()),
        *(
            Person(who.user_id, who.team_id, who.name, about=who.about[0].upper() + who.about[1:])
            for who in CAST
        ),
        Channel(
            SHARED,
            "alderwick-shared",
            COUNCIL,
            [*inside, *outside, BOT],
            connected_team_ids=[PROVIDER, HEALTH, ADVOCACY],
        ),
        Channel(INTERNAL, "alderwick-internal", COUNCIL, [*inside, BOT]),
        Channel(
            LEADS,
            "safeguarding-leads",
            COUNCIL,
            [GRACE.user_id, NADIA.user_id, HELEN.user_id, BOT],
            is_private=True,
        ),
        Channel("C0GENERAL", "general", COUNCIL, [who.user_id for who in CAST if who.team_id == COUNCIL]),
    )


def set_up(work: UnitOfWork, now: datetime) -> None:
    """Set up the council, its leads and the contract, as an administrator would; nothing twice."""
    if work.contracts.referenced("ALD-2024-17") is not None:
        return
    anita = make_administrator(work, COUNCIL, ANITA.user_id, ANITA.name, now)
    leads = [_meet(work, who) for who in (GRACE, NADIA)]
    hours = SetUp(
        name=ORGANISATIONS[COUNCIL],
        nation=Nation.ENGLAND,
        opens=time(9, 0),
        closes=time(17, 0),
        emergency_number="999",
        duty_number="01632 960 404",
        closure_days=frozenset({date(2026, 12, day) for day in (30, 31)}),
        level_1=tuple(lead.id for lead in leads),
    )
    set_up_organisation(work, anita, COUNCIL, hours, now)
    own = work.organisations.own()
    assert own is not None
    for who in (GRACE, NADIA, HELEN, LEAH, PRIYA):
        _meet(work, who).organisation_id = own.id
    higher = {Level.LEVEL_2: HELEN, Level.LEVEL_3: LEAH, Level.DIRECTOR: ANITA}
    set_route(work, anita, {level: [_meet(work, who).id] for level, who in higher.items()}, now)
    work.people.give(_meet(work, LEAH).id, Role.SPEAK_UP_LEAD, None, now)
    contract = create_contract(
        work,
        anita,
        NewContract(
            reference="ALD-2024-17",
            title="Alderwick House",
            provider=ORGANISATIONS[PROVIDER],
            service="Residential dementia care, 42 beds",
            nation=Nation.ENGLAND,
            starts_on=date(2024, 4, 1),
            ends_on=date(2029, 3, 31),
        ),
        _meet(work, PRIYA).id,
        (anita.id,),
        now,
    )
    for place, who in enumerate(CAST):
        if who.party is not None and who not in {PRIYA, ANITA}:
            # One after the other, and before now, so that everybody has been told when the story begins.
            add_person(work, anita, contract.id, _as_new(who), now - timedelta(seconds=len(CAST) - place))
    ruth = NewPerson(
        RUTH,
        ORGANISATIONS[PROVIDER],
        Party.PROVIDER,
        Role.PROVIDER_SENIOR,
        email="ruth.keane@alderwick.example",
        job="nominated individual",
    )
    add_person(work, anita, contract.id, ruth, now)
    link_channel(work, anita, contract.id, SHARED, ChannelPurpose.SHARED, now)
    link_channel(work, anita, contract.id, INTERNAL, ChannelPurpose.INTERNAL, now)


def _as_new(who: Character) -> NewPerson:
    assert who.party is not None
    assert who.role is not None
    return NewPerson(
        name=who.name,
        organisation=ORGANISATIONS[who.team_id],
        party=who.party,
        role=who.role,
        team_id=who.team_id,
        user_id=who.user_id,
        job=who.about,
    )


def _meet(work: UnitOfWork, who: Character) -> KnownPerson:
    known = work.people.in_slack(who.team_id, who.user_id)
    return known or work.people.add(
        KnownPerson(name=who.name, job=who.about, team_id=who.team_id, user_id=who.user_id)
    )


def contract_id(work: UnitOfWork) -> UUID:
    """Return the id of the demo's contract."""
    contract = work.contracts.referenced("ALD-2024-17")
    assert contract is not None
    return contract.id
