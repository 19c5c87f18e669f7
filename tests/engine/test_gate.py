"""The gate: who can see a channel is asked when a message is sent, and on any doubt it is not sent."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.casework.contracts import create_contract, link_channel
from domain.calendar import Nation
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose, NewContract
from domain.notices import NoticeState
from playground.alderwick import (
    ANITA,
    CARA,
    COUNCIL,
    GRACE,
    INTERNAL,
    JOANNE,
    LEADS,
    PRIYA,
    PROVIDER,
    SHARED,
    TOM,
)
from playground.house import House
from playground.workspace import Channel, Person, Team, Workspace
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished
from tests.engine.concerns import raise_safeguarding
from tests.engine.stage import calls, heard, known, owe, posts, texts, word
from tests.flows.conftest import judged_house

STRANGERS = "T0STRANGERS"
Change = Callable[[Workspace, Channel], object]


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough: the gate asks Slack, and asks the tables only by key."""
    return furnished_sqlite


def someone_unknown_came_in(workspace: Workspace, channel: Channel) -> None:
    workspace.add(Team(STRANGERS, "Strangers Ltd", "strangers"))
    channel.connected_team_ids.append(STRANGERS)


def a_share_with_strangers_began(workspace: Workspace, channel: Channel) -> None:
    workspace.add(Team(STRANGERS, "Strangers Ltd", "strangers"))
    channel.pending_team_ids.append(STRANGERS)


def a_guest_joined(workspace: Workspace, channel: Channel) -> None:
    workspace.add(Person("U0GUEST", COUNCIL, "A guest", is_restricted=True))
    channel.members.append("U0GUEST")


def an_outsider_joined(workspace: Workspace, channel: Channel) -> None:
    workspace.add(Team(STRANGERS, "Strangers Ltd", "strangers"))
    workspace.add(Person("U0STRANGER", STRANGERS, "A stranger"))
    channel.members.append("U0STRANGER")


CHANGES = [someone_unknown_came_in, a_share_with_strangers_began, a_guest_joined, an_outsider_joined]


@pytest.mark.parametrize("change", CHANGES)
async def test_words_for_all_parties_are_held_back_and_the_lead_is_told(house: House, change: Change) -> None:
    channel = house.playground.workspace.channels[SHARED]
    change(house.playground.workspace, channel)
    house.handrail.engine.gate.close(SHARED)
    await owe(house, "shared", to=SHARED)

    await house.settle()

    assert heard(house, SHARED) == heard(house) == []
    assert [text for text in texts(house) if "*Something was not posted in the shared channel" in text] != []


@pytest.mark.parametrize("change", CHANGES)
async def test_words_of_our_own_go_to_the_lead_instead_of_a_channel_others_can_see(
    house: House, change: Change
) -> None:
    change(house.playground.workspace, house.playground.workspace.channels[INTERNAL])
    await owe(house, "internal", to=INTERNAL, content_class=ContentClass.INTERNAL)

    await house.settle()

    assert (heard(house, INTERNAL), heard(house)) == ([], ["internal"])
    assert (await notes_of(house)).count(Event.SEND_REFUSED) == 1


async def notes_of(house: House) -> list[Event]:
    """What stands in the chronology of the contract."""

    def read(work: UnitOfWork) -> list[Event]:
        contract = work.contracts.referenced("ALD-2024-17")
        assert contract is not None
        return [entry.event for entry in work.chronology.stream(contract.id)]

    return await house.handrail.services.database.read(read)


@pytest.mark.parametrize(
    ("content_class", "arrives"),
    [(ContentClass.SHARED, True), (ContentClass.PARTNERS, False), (ContentClass.INTERNAL, False)],
)
async def test_the_shared_channel_reads_only_what_is_for_all_parties(
    house: House, content_class: ContentClass, arrives: bool
) -> None:
    await owe(house, "word", to=SHARED, content_class=content_class)

    await house.settle()

    assert heard(house, SHARED) == (["word"] if arrives else [])
    assert heard(house) == ([] if arrives else ["word"])


async def test_while_a_known_organisation_is_being_let_in_only_words_for_all_parties_pass(
    house: House,
) -> None:
    house.playground.workspace.channels[INTERNAL].pending_team_ids.append(PROVIDER)
    await owe(house, "internal", to=INTERNAL, content_class=ContentClass.INTERNAL)
    await owe(house, "shared", to=INTERNAL)

    await house.settle()

    assert heard(house, INTERNAL) == ["shared"]


async def test_a_second_provider_in_the_channel_reads_nothing_about_the_first(house: House) -> None:
    await another_contract(house, "Birchcroft Care", "T0BIRCHCROFT")
    house.playground.workspace.channels[SHARED].connected_team_ids.append("T0BIRCHCROFT")
    house.handrail.engine.gate.close(SHARED)
    await owe(house, "alderwick", to=SHARED)

    await house.settle()

    assert heard(house, SHARED) == []


async def another_contract(house: House, provider: str, team: str) -> None:
    """A contract of ours with another provider, who is known under a workspace of their own."""
    now = house.clock.now()
    house.playground.workspace.add(Team(team, provider, team.lower()))

    def make(work: UnitOfWork) -> None:
        anita, priya = known(work, ANITA), known(work, PRIYA)
        new = NewContract(
            "BIR-2025-01",
            "Birchcroft",
            provider,
            "Home care",
            Nation.ENGLAND,
            date(2025, 4, 1),
            date(2028, 3, 31),
        )
        create_contract(work, anita, new, priya.id, (), now)
        work.organisations.add_team(work.organisations.named(provider).id, team)

    await house.handrail.services.database.write(make, within=10)


async def test_a_channel_that_becomes_shared_between_owing_and_sending_reads_nothing(house: House) -> None:
    await owe(house, "before", to=INTERNAL, content_class=ContentClass.INTERNAL)
    await house.settle()
    await owe(house, "after", to=INTERNAL, content_class=ContentClass.INTERNAL)

    house.playground.workspace.channels[INTERNAL].connected_team_ids.append(PROVIDER)
    await house.settle()

    assert (heard(house, INTERNAL), heard(house)) == (["before"], ["after"])


async def test_for_words_above_shared_slack_is_asked_each_time_and_for_shared_ones_not_within_seconds(
    house: House,
) -> None:
    await house.clock.rest(21)
    before = calls(house, "conversations.info")
    for word_ in ("one", "two", "three"):
        await owe(house, word_, to=INTERNAL, content_class=ContentClass.INTERNAL)
        await house.settle()
    asked = calls(house, "conversations.info")
    for word_ in ("four", "five", "six"):
        await owe(house, word_, to=SHARED)
        await house.settle()

    assert (asked - before, calls(house, "conversations.info") - asked) == (3, 1)


async def test_somebody_who_joins_makes_the_gate_ask_again(house: House) -> None:
    await owe(house, "before", to=SHARED)
    await house.settle()
    house.playground.workspace.add(Person("U0GUEST", COUNCIL, "A guest", is_restricted=True))

    await house.visitor(ANITA)._act("join", channel=SHARED, **{"as": "U0GUEST"})
    await owe(house, "after", to=SHARED)
    await house.settle()

    assert heard(house, SHARED) == ["before"]


async def test_what_is_restricted_reaches_no_channel_whatever_is_linked(house: House) -> None:
    now = house.clock.now()

    def link_everything(work: UnitOfWork) -> None:
        contract = work.contracts.referenced("ALD-2024-17")
        assert contract is not None
        link_channel(work, known(work, ANITA), contract.id, LEADS, ChannelPurpose.INTERNAL, now)

    await house.handrail.services.database.write(link_everything, within=10)
    await raise_safeguarding(house)
    for channel in (SHARED, INTERNAL, LEADS):
        await owe(house, f"sealed{channel}", to=channel, content_class=ContentClass.RESTRICTED)

    await house.settle()

    said = [message.text for channel in (SHARED, INTERNAL, LEADS) for message in posts(house, channel)]
    assert not [text for text in said if "SG-" in text or "sealed" in text]
    assert [text for text in texts(house, GRACE) if "SG-" in text] != []
    for who in (PRIYA, ANITA, JOANNE, CARA):
        assert not [text for text in texts(house, who) if "SG-" in text or "sealed" in text]
    assert (await word(house, f"sealed{SHARED}")).state is NoticeState.CANCELLED
    assert Event.SEND_REFUSED not in await notes_of(house)


async def test_slack_is_asked_about_each_colleague_unknown_to_us_once_in_an_hour(house: House) -> None:
    for number in range(20):
        house.playground.workspace.add(Person(f"U0STAFF{number}", COUNCIL, f"Staff {number}"))
        house.playground.workspace.channels[SHARED].members.append(f"U0STAFF{number}")
    asked = []
    for words, rest in (("one", 0), ("two", 60), ("three", 3600)):
        await house.clock.rest(rest)
        house.handrail.engine.gate.close(SHARED)
        await owe(house, words, to=SHARED)
        await house.settle()
        asked.append(calls(house, "users.info"))

    assert asked == [21, 21, 42]  # the bot itself is in the channel too
    assert heard(house, SHARED) == ["one", "two", "three"]


async def test_words_for_a_person_whose_organisation_may_not_see_them_any_more_go_to_the_lead(
    house: House,
) -> None:
    await owe(house, "inside", to=TOM, content_class=ContentClass.INTERNAL)
    provider = await house.handrail.services.database.read(lambda work: known(work, JOANNE).organisation_id)
    await house.handrail.services.database.write(
        lambda work: setattr(known(work, TOM), "organisation_id", provider), within=10
    )

    await house.settle()

    assert (heard(house, TOM), heard(house)) == ([], ["inside"])


async def test_on_postgresql_each_of_them_closes_the_channel_too(furnished_postgres: Furnished) -> None:
    """A share between owing and sending, a second provider, a share that only begins, and a guest, in turn."""
    async with judged_house(furnished_postgres) as house:
        channels = house.playground.workspace.channels
        await owe(house, "owed_before", to=INTERNAL, content_class=ContentClass.INTERNAL)
        channels[INTERNAL].connected_team_ids.append(PROVIDER)
        await house.settle()
        assert (heard(house, INTERNAL), heard(house)) == ([], ["owed_before"])
        assert (await notes_of(house)).count(Event.CHANNEL_CHANGED) == 1
        await another_contract(house, "Birchcroft Care", "T0BIRCHCROFT")
        for number, change in enumerate((birchcroft_came_in, *CHANGES)):
            before = list(channels[SHARED].members), list(channels[SHARED].connected_team_ids)
            change(house.playground.workspace, channels[SHARED])
            house.handrail.engine.gate.close(SHARED)
            await owe(house, f"closed_{number}", to=SHARED)
            await house.settle()
            assert heard(house, SHARED) == [], change.__name__
            channels[SHARED].members[:], channels[SHARED].connected_team_ids[:] = before
            channels[SHARED].pending_team_ids.clear()
        house.handrail.engine.gate.close(SHARED)
        await owe(house, "open_again", to=SHARED)
        await house.settle()
        assert heard(house, SHARED) == ["open_again"], "it was each of these changes, and nothing else"


def birchcroft_came_in(_workspace: Workspace, channel: Channel) -> None:
    channel.connected_team_ids.append("T0BIRCHCROFT")
