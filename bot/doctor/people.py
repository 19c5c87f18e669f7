"""Who is told, and where: linked channels, the safeguarding route, contract leads and administrators."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from uuid import UUID

from bot.casework.channels import judge
from bot.casework.route import administrators, live_route
from bot.doctor.findings import Finding, fault, good, note
from bot.engine.gate import Gate
from bot.inbound import read_member
from bot.services import Services
from bot.slack import SlackFault
from domain.calendar import LONDON, words_for_day
from domain.channels import Standing
from domain.people import Role
from domain.routes import ENOUGH_LEADS, Level
from storage.channels import ChannelStanding
from storage.contracts import Contract
from storage.people import Person
from storage.unit_of_work import UnitOfWork

CHANNELS, ROUTE, PEOPLE = "channels", "safeguarding route", "people"
WITHIN = 5.0  # seconds, for each answer of Slack's
LEVELS = {
    Level.LEVEL_1: "level 1",
    Level.ON_CALL: "on call",
    Level.LEVEL_2: "level 2",
    Level.LEVEL_3: "level 3",
    Level.DIRECTOR: "the director",
}


@dataclass(frozen=True)
class Linked:
    """A channel linked to a contract that goes on, and how it stands."""

    channel: str
    contract: str
    standing: ChannelStanding | None


@dataclass
class ToldOf:
    """Everybody who is to be reached: what they are for, and how many ways outside Slack they have."""

    people: dict[UUID, Person] = field(default_factory=dict)
    duties: dict[UUID, list[str]] = field(default_factory=dict)
    ways: dict[UUID, int] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)

    def take(self, person: Person, duty: str) -> None:
        """Note one more thing that somebody is told of."""
        self.people[person.id] = person
        self.duties.setdefault(person.id, []).append(duty)


async def look_at_channels(services: Services) -> list[Finding]:
    """Look whether each linked channel is there, has the bot in it, and is read by those who were confirmed."""
    gate = Gate(services)
    linked = await services.database.read(_linked)
    if not linked:
        return [
            note(CHANNELS, "No channel is linked yet.", "In Slack, in a contract's channel: /contract link")
        ]
    found = [finding for each in linked if (finding := await _look_at_channel(gate, each)) is not None]
    return found or [good(CHANNELS, f"{len(linked)} linked, all there and read by those who were confirmed.")]


def _linked(work: UnitOfWork) -> list[Linked]:
    return [
        Linked(link.slack_channel, contract.reference, work.channels.standing(link.id))
        for contract in work.contracts.all()
        if contract.ended_on is None
        for link in work.contracts.channels(contract.id)
    ]


async def _look_at_channel(gate: Gate, linked: Linked) -> Finding | None:
    name = f"The channel {linked.channel} of {linked.contract}"
    try:
        audience = await gate.ask(linked.channel)
    except SlackFault as refused:
        if refused.code == "is_archived":
            remedy = "Please unarchive it, or link another one there with /contract link."
            return fault(CHANNELS, f"{name} is archived.", remedy)
        if refused.code in {"not_in_channel", "channel_not_found"}:
            words = f"{name} is not there any more, or the bot is not in it."
            return fault(CHANNELS, words, "Please type /invite @Handrail in it, or link another one.")
        return fault(CHANNELS, f"{name} cannot be looked at ({refused.code}).", "Please try again later.")
    if audience.changing or judge(linked.standing, audience.readers) in {Standing.CLOSED, Standing.CHANGED}:
        words = f"{name} is read by others than were confirmed: only what all sides may read goes there."
        return fault(
            CHANNELS, words, "Its contract lead was asked in Slack, and confirms or unlinks it there."
        )
    return None


async def look_at_people(services: Services) -> list[Finding]:
    """Look whether everybody who is told can be: in Slack, still there, and outside it where that is needed."""
    today = services.clock.now().astimezone(LONDON).date()
    told = await services.database.read(partial(_told, today=today))
    found = list(told.faults)
    for person in told.people.values():
        gone = await _fault_of(services, person)
        if gone:
            words = f"{person.name} ({', '.join(told.duties[person.id])}) {gone}."
            found.append(fault(PEOPLE, words, "Please name somebody else in their place, in Slack."))
    leads = list(told.ways)
    without = [told.people[each].name for each in leads if not told.ways[each]]
    if without:
        words = (
            f"{len(without)} of {len(leads)} on the route have no way outside Slack: {', '.join(without)}."
        )
        remedy = "Slack wakes nobody. Please give them an e-mail address or a number with /contract reach."
        found.append(fault(ROUTE, words, remedy))
    return found + await _look_at_admins(services) or [good(PEOPLE, "Everybody who is told can be reached.")]


def _told(work: UnitOfWork, today: date) -> ToldOf:
    told = ToldOf()
    if work.organisations.settings() is None:
        told.faults.append(
            fault(PEOPLE, "The organisation is not set up yet.", "An administrator types /contract setup.")
        )
        return told
    _take_route(work, told, today)
    for person in administrators(work):
        told.take(person, "administrator")
    for contract in work.contracts.all():
        if contract.ended_on is None:
            _take_leads(work, told, contract)
    return told


def _take_route(work: UnitOfWork, told: ToldOf, today: date) -> None:
    route = live_route(work)
    for level, people in route.items():
        for person in people:
            told.take(person, LEVELS[level])
            told.ways[person.id] = len(work.routes.outside(person.id))
    for leave in work.routes.leave_from(today):
        if leave.cover_id is not None:
            told.take(work.people.get(leave.cover_id), f"cover from {words_for_day(leave.first_day)}")
    if len([person for person in route[Level.LEVEL_1] if person.user_id]) < ENOUGH_LEADS:
        words = f"Fewer than {ENOUGH_LEADS} people of level 1 are in Slack, so that /safeguarding stays shut."
        told.faults.append(fault(ROUTE, words, "An administrator types /contract route."))


def _take_leads(work: UnitOfWork, told: ToldOf, contract: Contract) -> None:
    leads = work.people.holding((Role.CONTRACT_LEAD,), contract.id)
    for person in leads:
        told.take(person, f"lead of {contract.reference}")
    if not leads:
        words = f"Nobody leads {contract.reference}."
        told.faults.append(fault(PEOPLE, words, "An administrator types /contract lead."))


async def _fault_of(services: Services, person: Person) -> str:
    if person.user_id is None:
        return "is not in Slack"
    try:
        member = read_member(await services.slack.person(person.user_id, WITHIN))
    except SlackFault as refused:
        return f"cannot be found in Slack ({refused.code})"
    return "" if member.is_active else "has left Slack"


async def _look_at_admins(services: Services) -> list[Finding]:
    if not services.settings.handrail_admins:
        remedy = "Please set HANDRAIL_ADMINS to the Slack user ids of those who set things up (U…)."
        return [fault(PEOPLE, "No administrator is named in the settings.", remedy)]
    found = []
    for user_id in sorted(services.settings.handrail_admins):
        try:
            await services.slack.person(user_id, WITHIN)
        except SlackFault as refused:
            words = f"HANDRAIL_ADMINS names {user_id}, whom Slack does not know here ({refused.code})."
            found.append(fault(PEOPLE, words, "Please copy the member ID from their profile in Slack."))
    return found
