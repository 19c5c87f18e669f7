"""A channel that changes: closed at once above what all sides may read, until its lead confirms who may read it."""

from datetime import timedelta
from itertools import count

import pytest

from bot.app import Handrail
from bot.casework.channel_list import MOST_ASKED, MOST_LISTED
from domain.channels import ChannelChange
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass, Verdict
from domain.contracts import ChannelPurpose
from domain.deadlines import DeadlineKind
from playground import alderwick, channel_changes
from playground.alderwick import BOT, COUNCIL, HEALTH, INTERNAL, PRIYA, PROVIDER, SHARED
from playground.house import House
from playground.visitor import Visitor
from playground.workspace import Json, Person, Team
from storage.channels import ChannelStanding
from storage.contracts import ContractChannel
from storage.unit_of_work import UnitOfWork
from tests.engine.stage import heard, owe, word
from tests.flows.setting_up import window

OAKVIEW = "T0OAKVIEW"
CLOSED = "*Please look at who can read"
LOOK = "See who can read it"
NUMBERS = count(1)


@pytest.fixture
def house(sqlite_house: House) -> House:
    """One database is enough: what is kept of a channel is asked for by key."""
    return sqlite_house


async def change(house: House, what: str, channel: str, **body: str) -> Json:
    """Priya, or Slack, does something to a channel, and Slack tells the bot."""
    slack = house.playground.slack
    told = await channel_changes.ACTS[what](
        slack, slack.workspace.people[PRIYA.user_id], {"channel": channel, **body}
    )
    await house.settle()
    return told


def oakview(house: House) -> None:
    """Another care company, whom nobody here knows."""
    house.playground.workspace.add(Team(OAKVIEW, "Oakview Ltd", "oakview"))


async def stands(house: House, channel: str) -> tuple[bool, list[DeadlineKind]]:
    """Whether a channel is closed, and what is asked of its lead."""

    def read(work: UnitOfWork) -> tuple[bool, list[DeadlineKind]]:
        (link,) = work.channels.links_of(channel)
        standing = work.channels.standing(link.id)
        live = work.deadlines.live(link.id, tuple(DeadlineKind))
        return standing is not None and standing.change is not None, [each.kind for each in live]

    return await house.handrail.services.database.read(read)


async def events(house: House) -> list[Event]:
    """What the contract's chronology says of its channels."""

    def read(work: UnitOfWork) -> list[Event]:
        stream = work.chronology.stream(alderwick.contract_id(work))
        return [entry.event for entry in stream if entry.subject_kind is SubjectKind.CHANNEL]

    return await house.handrail.services.database.read(read)


async def words_for(house: House, content_class: ContentClass, channel: str) -> bool:
    """Whether words of that class arrive in a channel now."""
    code = f"word_{next(NUMBERS)}"
    await owe(house, code, to=channel, content_class=content_class)
    await house.settle()
    return code in heard(house, channel)


async def asked(who: Visitor) -> str:
    """The newest message that asks somebody to look at a channel."""
    return [text for text in await who.direct_messages() if CLOSED in text][-1]


async def test_a_channel_that_is_shared_is_closed_at_once_and_its_lead_confirms_who_may_read_it(
    house: House, priya: Visitor
) -> None:
    oakview(house)
    await change(house, "share", INTERNAL, team=OAKVIEW)

    assert await stands(house, INTERNAL) == (True, [DeadlineKind.CHANNEL_CONFIRM])
    said = await asked(priya)
    assert "An organisation that nobody here knows: nobody of this contract" in said
    assert not await words_for(house, ContentClass.SHARED, INTERNAL)
    await change(house, "unshare", INTERNAL, team=OAKVIEW)
    assert not await words_for(house, ContentClass.INTERNAL, INTERNAL)

    await priya.press(LOOK)
    assert "Westermere Council" in await window(priya)
    assert "nobody of this contract" not in await window(priya)
    assert (await priya.submit()).ok
    await house.settle()

    assert await stands(house, INTERNAL) == (False, [])
    assert await words_for(house, ContentClass.INTERNAL, INTERNAL)
    assert await events(house) == [Event.CHANNEL_CHANGED, Event.CHANNEL_CHANGED, Event.CHANNEL_CONFIRMED]
    assert "Priya Nair has confirmed who may read it." in "\n".join(await priya.direct_messages())


async def test_what_is_confirmed_is_what_was_shown(house: House, priya: Visitor) -> None:
    await change(house, "share", INTERNAL, team=HEALTH)
    await priya.press(LOOK)
    house.playground.workspace.channels[INTERNAL].connected_team_ids.append(PROVIDER)  # Slack tells nobody
    await priya.submit()

    assert "has changed again" in await window(priya)
    assert (await stands(house, INTERNAL))[0]
    await priya.close()
    await priya.press(LOOK)
    assert "Alderwick Care" in await window(priya)
    await priya.submit()
    await house.settle()
    assert not (await stands(house, INTERNAL))[0]
    assert await words_for(house, ContentClass.SHARED, INTERNAL)
    assert not await words_for(house, ContentClass.PARTNERS, INTERNAL)


@pytest.mark.parametrize("who_comes", ["guest", "pending", "organisation"])
async def test_an_event_that_never_comes_changes_nothing_for_what_is_posted(
    house: House, priya: Visitor, who_comes: str
) -> None:
    assert await words_for(house, ContentClass.INTERNAL, INTERNAL)
    workspace = house.playground.workspace
    channel = workspace.channels[INTERNAL]
    await owe(house, "owed_before", to=INTERNAL, content_class=ContentClass.INTERNAL)
    match who_comes:  # between owed and sent, and Slack's word of it is lost
        case "guest":
            workspace.add(Person("U0GUEST", COUNCIL, "A guest", is_restricted=True))
            channel.members.append("U0GUEST")
        case "pending":
            channel.pending_team_ids.append(PROVIDER)
        case _:
            channel.connected_team_ids.append(PROVIDER)
    await house.settle()

    assert "owed_before" not in heard(house, INTERNAL)
    assert "owed_before" in heard(house)
    assert (await stands(house, INTERNAL))[0]
    assert CLOSED in await asked(priya)


async def test_a_new_id_takes_the_link_along_and_is_closed_until_somebody_has_looked(
    house: House, priya: Visitor
) -> None:
    moved = str((await change(house, "change_channel_id", INTERNAL))["channel"])

    assert await stands(house, moved) == (True, [DeadlineKind.CHANNEL_CONFIRM])
    assert not await words_for(house, ContentClass.INTERNAL, moved)
    assert await words_for(house, ContentClass.SHARED, moved)
    await priya.press(LOOK)
    await priya.submit()
    assert await words_for(house, ContentClass.INTERNAL, moved)
    assert (await events(house))[0] is Event.CHANNEL_MOVED


async def test_an_archived_channel_and_one_without_the_bot_are_told_and_can_be_unlinked(
    house: House, priya: Visitor
) -> None:
    await change(house, "archive", INTERNAL)
    assert "has been archived" in (await priya.direct_messages())[-1]
    slack = house.playground.slack
    await channel_changes.leave(slack, slack.bot, {"channel": SHARED})
    await house.settle()
    assert "Handrail has been taken out of" in (await priya.direct_messages())[-1]

    await priya.press("Unlink this channel")
    await priya.submit()
    await house.settle()
    links = await house.handrail.services.database.read(lambda work: len(work.channels.links_of(SHARED)))
    assert links == 0
    assert (await events(house))[-1] is Event.CHANNEL_UNLINKED


async def test_who_joins_of_an_organisation_that_reads_already_asks_nobody_for_anything(
    house: House, priya: Visitor
) -> None:
    house.playground.workspace.add(Person("U0NEW", PROVIDER, "New Carer"), Person("U0OURS", COUNCIL, "New"))
    slack = house.playground.slack
    for user, channel in (("U0NEW", SHARED), ("U0OURS", INTERNAL)):
        await channel_changes.join(slack, slack.workspace.people[user], {"channel": channel})
    await house.settle()

    assert not (await stands(house, SHARED))[0]
    assert not (await stands(house, INTERNAL))[0]
    assert CLOSED not in "\n".join(await priya.direct_messages())


async def test_the_lead_is_asked_again_and_then_their_senior_contact(
    house: House, priya: Visitor, anita: Visitor
) -> None:
    await change(house, "share", INTERNAL, team=HEALTH)
    await house.move_to(house.clock.now() + timedelta(days=8))

    assert sum(CLOSED in text for text in await priya.direct_messages()) > 1
    assert CLOSED in "\n".join(await anita.direct_messages())


async def test_every_replica_and_the_next_start_know_that_a_channel_has_changed(house: House) -> None:
    """One of them is told of a change; the other has asked Slack a moment ago, and would not ask again so soon."""
    await owe(house, "a_word", to=SHARED)
    await house.settle()
    about = await word(house, "a_word")
    other = Handrail(house.handrail.services.settings, house.clock)
    other.services.own_team = COUNCIL
    try:
        assert await other.engine.gate.verdict(about) is Verdict.SEND
        oakview(house)
        await change(house, "share", SHARED, team=OAKVIEW)

        assert await other.engine.gate.verdict(about) is Verdict.STUB
        await change(house, "unshare", SHARED, team=OAKVIEW)
        assert await other.engine.gate.verdict(about) is Verdict.SEND
        about.content_class = ContentClass.PARTNERS
        house.playground.workspace.channels[SHARED].connected_team_ids = [HEALTH]
        house.playground.workspace.channels[SHARED].members = [PRIYA.user_id, BOT]
        assert await other.engine.gate.verdict(about) is Verdict.NAMED_PEOPLE
    finally:
        await other.stop()


LIST = "channels"


async def test_the_list_says_how_each_channel_stands_who_can_read_it_and_what_to_do(
    house: House, priya: Visitor, anita: Visitor, tom: Visitor
) -> None:
    assert await words_for(house, ContentClass.INTERNAL, INTERNAL)
    await priya.command("/contract", INTERNAL, LIST)
    listed = await window(priya)
    assert "Nothing to do: 2 channels are linked, and nobody is waited for." in listed
    assert f"<#{INTERNAL}> (Alderwick House): open." in listed
    assert "It can be read by: Westermere Council." in listed
    assert (
        "Alderwick Care; Westermere Advocacy; Westermere Council; Westermere Integrated Care Board" in listed
    )
    await priya.close()

    workspace = house.playground.workspace
    workspace.channels[INTERNAL].connected_team_ids.append(HEALTH)  # and Slack tells nobody
    workspace.channels[SHARED].members.remove(BOT)
    await anita.command("/contract", "general", LIST)
    listed = await window(anita)
    assert "2 of 2 linked channels wait for you, on top." in listed
    assert f"<#{INTERNAL}> (Alderwick House): closed until you confirm who may read it." in listed
    assert f"<#{SHARED}> (Alderwick House): Handrail is not in it." in listed
    await anita.press(LOOK)
    assert "Westermere Integrated Care Board" in await window(anita)
    assert (await anita.submit()).ok
    assert not (await stands(house, INTERNAL))[0]
    await anita.close()
    workspace.channels[INTERNAL].is_archived = True
    house.playground.slack.faults.switch("slow", ["conversations.members"], 20, 5.0)
    await priya.command("/contract", "general", LIST)
    assert f"<#{INTERNAL}> (Alderwick House): archived." in await window(priya)
    await priya.press("Unlink this channel")
    assert (await priya.submit()).ok
    await house.settle()
    assert (await events(house))[-1] is Event.CHANNEL_UNLINKED

    await tom.command("/contract", "general", LIST)
    assert await tom.modal() is None
    assert "Who may read a channel is confirmed by a contract's lead or an administrator." in await tom.sees()


async def test_a_closed_channel_is_listed_on_top_however_many_are_linked_before_it(
    house: House, anita: Visitor
) -> None:
    def link_many(work: UnitOfWork) -> None:
        for number in range(MOST_LISTED):
            link = ContractChannel(
                contract_id=alderwick.contract_id(work),
                slack_channel=f"C0MANY{number:02}",
                purpose=ChannelPurpose.SHARED,
                linked_at=house.clock.now() + timedelta(minutes=number),
            )
            work.contracts.link(link)
            is_last = number + 1 == MOST_LISTED
            change = ChannelChange.LEFT if is_last else None
            work.channels.add_standing(ChannelStanding(link_id=link.id, change=change))

    await house.handrail.services.database.write(link_many)
    await anita.command("/contract", "general", LIST)

    listed = await window(anita)
    there_is_none = MOST_ASKED - 2  # of those asked about, two are there; Slack knows none of the others
    assert f"{there_is_none + 1} of {MOST_LISTED + 2} linked channels wait for you, on top." in listed
    assert "2 more do not fit here." in listed
    assert listed.index(f"<#C0MANY{MOST_LISTED - 1}>") < listed.index(f"<#{INTERNAL}>")


async def link_again(house: House, who: Visitor) -> str:
    """Link our own channel to the contract with `/contract link`; what the bot then says."""
    await who.command("/contract", INTERNAL, "link")
    await who.fill(
        {
            "Which contract is this channel for?": "Alderwick House (ALD-2024-17)",
            "Who is this channel for?": "Our own people only",
        }
    )
    assert (await who.submit()).ok
    await house.settle()
    said = await window(who)
    await who.close()
    return said


async def test_linking_a_closed_channel_again_confirms_nothing(house: House, priya: Visitor) -> None:
    assert await words_for(house, ContentClass.INTERNAL, INTERNAL)
    await change(house, "share", INTERNAL, team=HEALTH)
    await change(house, "unshare", INTERNAL, team=HEALTH)
    assert "Who may read it is still to be confirmed" in await link_again(house, priya)
    assert (await stands(house, INTERNAL))[0]

    await priya.press("Unlink this channel", "direct")
    assert (await priya.submit()).ok
    await house.settle()
    await priya.close()
    assert "Who may read it is still to be confirmed" in await link_again(house, priya)
    assert await stands(house, INTERNAL) == (True, [DeadlineKind.CHANNEL_CONFIRM])
    assert not await words_for(house, ContentClass.INTERNAL, INTERNAL)
    await priya.press(LOOK, "direct")
    assert (await priya.submit()).ok
    assert await words_for(house, ContentClass.INTERNAL, INTERNAL)
    assert "still to be confirmed" not in await link_again(house, priya)


async def test_whoever_came_in_while_a_channel_was_not_linked_is_looked_at(
    house: House, priya: Visitor
) -> None:
    assert await words_for(house, ContentClass.INTERNAL, INTERNAL)
    await priya.command("/contract", INTERNAL, LIST)
    await priya.press("Unlink this channel")
    await priya.submit()
    await priya.close()
    workspace = house.playground.workspace
    workspace.add(Person("U0GUEST", COUNCIL, "A guest", is_restricted=True))
    workspace.channels[INTERNAL].members.append("U0GUEST")
    await link_again(house, priya)

    assert not await words_for(house, ContentClass.INTERNAL, INTERNAL)
    assert "A guest whom nobody here knows: nobody of this contract" in await asked(priya)
