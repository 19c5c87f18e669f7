"""Who is told, and where: linked channels, the safeguarding route, contract leads and administrators."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID

from bot.casework.channels import judge
from bot.casework.reachable import ReliedOn, relied_on
from bot.casework.route import leads_at
from bot.casework.running import running_contracts
from bot.doctor.findings import Finding, fault, good, note
from bot.engine.gate import Gate
from bot.inbound import read_member
from bot.services import Services
from bot.slack import SlackFault
from domain.calendar import words_for_day
from domain.channels import LOSS_OF_CODE, ChannelChange, Standing
from domain.people import Role
from domain.routes import ENOUGH_LEADS, Level
from storage.channels import ChannelStanding
from storage.people import Person
from storage.unit_of_work import UnitOfWork

CHANNELS, ROUTE, PEOPLE = "channels", "safeguarding route", "people"
WITHIN = 5.0  # seconds, for each answer of Slack's
ROLES = {
    Role.SAFEGUARDING_LEAD: "level 1",
    Role.ON_CALL: "on call",
    Role.SECOND_LINE: "level 2",
    Role.SENIOR_ON_CALL: "level 3",
    Role.DIRECTOR: "the director",
    Role.SPEAK_UP_LEAD: "speak-up lead",
    Role.ADMINISTRATOR: "administrator",
}
LOST = {
    ChannelChange.ARCHIVED: (
        "is archived",
        "Please unarchive it, or link another one there with /contract link.",
    ),
    ChannelChange.LEFT: (
        "is not there any more, or the bot is not in it",
        "Please type /invite @Handrail in it, or link another one.",
    ),
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
    linked = await services.database.read(partial(_linked, now=services.clock.now()))
    if not linked:
        return [
            note(CHANNELS, "No channel is linked yet.", "In Slack, in a contract's channel: /contract link")
        ]
    found = [finding for each in linked if (finding := await _look_at_channel(gate, each)) is not None]
    return found or [good(CHANNELS, f"{len(linked)} linked, all there and read by those who were confirmed.")]


def _linked(work: UnitOfWork, now: datetime) -> list[Linked]:
    return [
        Linked(link.slack_channel, contract.reference, work.channels.standing(link.id))
        for contract in running_contracts(work, now)
        for link in work.contracts.channels(contract.id)
    ]


async def _look_at_channel(gate: Gate, linked: Linked) -> Finding | None:
    name = f"The channel {linked.channel} of {linked.contract}"
    try:
        audience = await gate.ask(linked.channel)
    except SlackFault as refused:
        if refused.code not in LOSS_OF_CODE:
            return fault(CHANNELS, f"{name} cannot be looked at ({refused.code}).", "Please try again later.")
        words, remedy = LOST[LOSS_OF_CODE[refused.code]]
        return fault(CHANNELS, f"{name} {words}.", remedy)
    if audience.changing or judge(linked.standing, audience.readers) in {Standing.CLOSED, Standing.CHANGED}:
        words = f"{name} is read by others than were confirmed: only what all sides may read goes there."
        return fault(
            CHANNELS, words, "Its contract lead was asked in Slack, and confirms or unlinks it there."
        )
    return None


async def look_at_people(services: Services) -> list[Finding]:
    """Look whether everybody who is told can be: in Slack, still there, and outside it where that is needed."""
    told = await services.database.read(partial(_told, now=services.clock.now()))
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


def _told(work: UnitOfWork, now: datetime) -> ToldOf:
    told = ToldOf()
    if work.organisations.settings() is None:
        told.faults.append(
            fault(PEOPLE, "The organisation is not set up yet.", "An administrator types /contract setup.")
        )
        return told
    for each in relied_on(work, now):
        told.take(each.person, _duty(each))
        if each.is_on_route:
            told.ways[each.person.id] = len(work.routes.outside(each.person.id))
    if len([person for person in leads_at(work, Level.LEVEL_1) if person.user_id]) < ENOUGH_LEADS:
        words = f"Fewer than {ENOUGH_LEADS} people of level 1 are in Slack, so that /safeguarding stays shut."
        told.faults.append(fault(ROUTE, words, "An administrator types /contract route."))
    for contract in running_contracts(work, now):
        if not work.people.holding((Role.CONTRACT_LEAD,), contract.id):
            words = f"Nobody leads {contract.reference}."
            told.faults.append(fault(PEOPLE, words, "An administrator types /contract lead."))
    return told


def _duty(relied_on: ReliedOn) -> str:
    if relied_on.covers_from is not None:
        return f"cover from {words_for_day(relied_on.covers_from)}"
    if relied_on.contract is not None:
        return f"lead of {relied_on.contract.reference}"
    return ROLES[relied_on.role] if relied_on.role else ""


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
