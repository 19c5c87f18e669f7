"""How things are set up at Alderwick House, who comes in from elsewhere, and what the record then says."""

from datetime import date
from typing import Any

from domain.chronology import Event
from playground import alderwick
from playground.delivery import INTERACTION, Acknowledgement, Parcel
from playground.house import House
from playground.visitor import Answer, Visitor
from playground.workspace import Channel, Person, Team
from tests.flows.hearing import Hearing

GENERAL, INTERNAL, SHARED = "general", "alderwick-internal", "alderwick-shared"
LEADS_LIST, CLOSED_ON = "Designated safeguarding leads, level 1", "Local closure days"
DUTY_NUMBER = "Number of the emergency duty team"
REFERENCE, TITLE, PROVIDER, SERVICE = "The contract's reference", "Title", "Provider", "Service"
STARTS_ON, ENDS_ON, LEAD, SENIORS = "Starts on", "Ends on", "Who leads it?", "Senior contacts"
WHICH, FOR_WHOM = "Which contract is this channel for?", "Who is this channel for?"
FOR_ALL, FOR_OURS = "Shared with the provider and other parties", "Our own people only"
TO_WHICH, WHO, ROLE = (
    "To which contract?",
    "Who is it, if they are in Slack?",
    "What are they for this contract?",
)
NAME, EMAIL = "Their name, if they are not in Slack", "Their e-mail address, if they are not in Slack"
ORGANISATION = "Their organisation"
REPRESENTATIVE, SENIOR_OF_PROVIDER = (
    "manager or representative of the provider",
    "senior or nominated person of the provider",
)
BIRCH, BIRCH_CARE = "Birch Court", "T0BIRCH"
BRYN, BIRCH_SHARED = "U0BRYN", "C0BIRCH"


def birch(**changed: Any) -> dict[str, Any]:
    """What is filled in for a second contract."""
    return {
        REFERENCE: "BIR-2026-02",
        TITLE: BIRCH,
        PROVIDER: "Birch Care",
        SERVICE: "Home care in the north of the town",
        STARTS_ON: date(2026, 4, 1),
        ENDS_ON: date(2029, 3, 31),
        LEAD: alderwick.TOM.user_id,
    } | changed


async def set_up_contract(anita: Visitor, **changed: Any) -> Answer:
    """Fill in `/contract new` and send it."""
    await anita.command("/contract", GENERAL, "new")
    await anita.fill(birch(**changed))
    return await anita.submit()


async def set_up(anita: Visitor, changed: dict[str, Any]) -> Answer:
    """Change something with `/contract setup` and send it."""
    await anita.command("/contract", GENERAL, "setup")
    await anita.fill(changed)
    return await anita.submit()


async def link(who: Visitor, channel: str, contract: str, purpose: str) -> Answer:
    """Link the channel with `/contract link`; the contract by the beginning of its name."""
    opened = await who.command("/contract", channel, "link")
    assert opened.ok, opened
    form = await who.modal()
    assert form is not None
    [choice] = [each for each in form.choices(WHICH) if each.startswith(contract)]
    await who.fill({WHICH: choice, FOR_WHOM: purpose})
    return await who.submit()


async def add(who: Visitor, answers: dict[str, Any], channel: str = INTERNAL) -> Answer:
    """Fill in `/contract add` and send it."""
    opened = await who.command("/contract", channel, "add")
    assert opened.ok, opened
    await who.fill(answers)
    return await who.submit()


async def comes_in(house: House, person: Person, channel: str = alderwick.SHARED) -> Visitor:
    """Somebody new to the workspace joins a channel; who is in none sits at their screen all the same."""
    house.playground.slack.workspace.add(person)
    visitor = Visitor(house.playground.control_url, person.id)
    if channel:
        await visitor._act("join", channel=channel)
    return visitor


async def bring_the_bot(house: House, channel: str) -> None:
    """Type `/invite @Handrail` in a channel."""
    await Visitor(house.playground.control_url, alderwick.BOT)._act("join", channel=channel)


def nia(team: str = alderwick.PROVIDER, *, guest: bool = False) -> Person:
    """A night carer of the provider whom nobody has added to anything."""
    return Person("U0NIA", team, "Nia Price", is_restricted=guest)


def open_birch(house: House) -> None:
    """A channel shared with a provider of whom nothing is known yet; the bot has been invited."""
    members = [alderwick.TOM.user_id, alderwick.ANITA.user_id, BRYN, alderwick.BOT]
    house.playground.slack.workspace.add(
        Team(BIRCH_CARE, "Birch Care", "birch"),
        Person(BRYN, BIRCH_CARE, "Bryn Parry"),
        Channel(BIRCH_SHARED, "birch-shared", alderwick.COUNCIL, members, connected_team_ids=[BIRCH_CARE]),
    )


async def send_again(house: House, hearing: Hearing) -> Acknowledgement:
    """Slack hands the last form over a second time, word for word."""
    forms = [heard.body for heard in hearing.heard if heard.body.get("type") == "view_submission"]
    return await house.playground.slack.line.ask(Parcel(INTERACTION, "the same form again", forms[-1]))


async def window(who: Visitor) -> str:
    """Every word of the topmost window."""
    form = await who.modal()
    assert form is not None
    return "\n".join([form.title, *form.texts])


async def happened(house: House, event: Event) -> int:
    """How often something is in the chronologies of the organisation and of every contract."""
    return await house.handrail.services.database.read(
        lambda work: sum(
            entry.event is event
            for stream in (None, *(contract.id for contract in work.contracts.all()))
            for entry in work.chronology.stream(stream)
        )
    )
