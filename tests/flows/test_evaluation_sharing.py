"""Sharing an evaluation: shown first, said to every party at once, received by each, and chased when it is not."""

from datetime import time

import pytest

from domain.chronology import Event
from domain.contracts import ChannelPurpose
from domain.evaluations import EvaluationState
from domain.people import Party
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import digests, london, press, read_window, sent_twice
from tests.flows.evaluation_story import (
    IN_WORDS,
    PEOPLE_SAY,
    confirm,
    receipts,
    receive,
    share,
    the_evaluation,
)
from tests.flows.hearing import Hearing
from tests.flows.reporting import GAPS, INTERNAL, RISK, SHARED, report


@pytest.fixture
def house(sqlite_house: House) -> House:
    """What is told here does not depend on the database; the whole way on each of them is in the journeys."""
    return sqlite_house


PROVIDER, HEALTH, VOICE = "Alderwick Care", "Westermere Integrated Care Board", "Westermere Advocacy"


async def test_what_will_be_said_and_who_gets_it_is_shown_before_anything_is_sent(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await confirm(house, priya)
    before = len(await joanne.messages(SHARED))
    await priya.press("Share with all parties")

    shown = await read_window(priya)

    assert "This goes to everybody below once you press Share." in shown
    assert "Alderwick Care: Joanne Field, Dele Akande, Ruth Keane." in shown
    assert "Ruth Keane: not in Slack, so Priya Nair gets it to pass on." in shown
    assert "Westermere Council judges: cannot tell." in shown
    assert IN_WORDS in shown
    assert PEOPLE_SAY in shown
    assert len(await joanne.messages(SHARED)) == before
    assert (await the_evaluation(house)).state is EvaluationState.CONFIRMED


@pytest.mark.criterion("CPC424-P14")
async def test_every_party_has_a_delivery_of_what_was_shared(
    house: House, priya: Visitor, joanne: Visitor, sam: Visitor
) -> None:
    yusuf = house.visitor(alderwick.YUSUF)
    await share(house, priya)

    reference = (await the_evaluation(house)).reference
    found = await receipts(house)

    assert found.keys() == {PROVIDER, HEALTH, VOICE}
    assert all(receipt.delivered_at is not None for receipt in found.values())
    assert all(receipt.received_at is None for receipt in found.values())
    for reader in (joanne, sam, yusuf):
        said = (await reader.direct_messages())[-1]
        assert said.startswith(f"*Please read {reference} and press Received: how Alderwick House stands.*")
    assert (await joanne.messages(SHARED))[-1].startswith(
        f"*Alderwick House: please open {reference}, read it and press Received.*"
    )
    for_ruth = [said for said in await priya.direct_messages() if said.startswith("For Ruth Keane")]
    assert len(for_ruth) == 1
    assert "Ruth Keane can tell Priya Nair, who records it." in for_ruth[0]


async def test_what_was_typed_is_read_in_the_window_and_stands_in_no_message(
    house: House, hearing: Hearing, priya: Visitor, joanne: Visitor
) -> None:
    await share(house, priya)
    await joanne.press("Open", "direct")

    assert IN_WORDS in await read_window(joanne)
    assert PEOPLE_SAY in await read_window(joanne)
    assert IN_WORDS not in hearing.in_channel(alderwick.SHARED)
    assert all(IN_WORDS not in said for said in await joanne.direct_messages())


async def test_the_channel_hears_that_it_is_there_to_be_read_and_nothing_of_what_it_says(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await share(house, priya)

    said = (await joanne.messages(SHARED))[-1]

    assert "It looks at Tuesday 9 June 2026 to Tuesday 8 September 2026." in said
    assert "Alderwick Care can say until Tuesday 22 September 2026, and all of that day" in said
    for word in ("judges", "cannot tell", "Concerns", "Actions", "Monitoring", "missing"):
        assert word not in said


async def test_from_the_evaluation_our_own_side_finds_who_has_received_it(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await share(house, priya)
    await receive(house, joanne)
    await priya.command("/evaluate", INTERNAL, "list")
    await priya.press("Open", INTERNAL)

    await priya.press("Receipts and challenges")

    shown = await read_window(priya)
    assert "Alderwick Care: received on Tuesday 8 September 2026, by Joanne Field." in shown
    assert "Westermere Advocacy: sent to Slack at" in shown


@pytest.mark.criterion("CPC424-P14")
async def test_each_organisation_says_that_it_has_it_which_is_not_agreeing(
    house: House, priya: Visitor, joanne: Visitor, sam: Visitor
) -> None:
    dele = house.visitor(alderwick.DELE)
    await share(house, priya)
    await receive(house, joanne)
    await receive(house, sam, SHARED)

    kept = await receipts(house)

    assert kept[PROVIDER].received_at is not None
    assert kept[HEALTH].received_at is not None
    assert kept[VOICE].received_at is None
    assert "Joanne Field has said that it was received." in (await dele.direct_messages())[-1]
    assert "Received is not the same as agreeing." in (await dele.direct_messages())[-1]
    told = [said for said in await priya.direct_messages() if "is shared (Alderwick House)" in said]
    assert len(told) == 1
    assert "Alderwick Care: received on Tuesday 8 September 2026, by Joanne Field." in told[0]
    assert "Westermere Advocacy: sent to Slack at" in told[0]
    channel = (await joanne.messages(SHARED))[-1]
    assert "Alderwick Care: received on Tuesday 8 September 2026." in channel
    assert VOICE not in channel, "the channel never names who has not answered"


async def test_a_second_press_of_the_same_organisation_changes_nothing(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    dele = house.visitor(alderwick.DELE)
    await share(house, priya)
    await receive(house, joanne)
    first = (await receipts(house))[PROVIDER]

    await dele.press("Received", SHARED)
    await house.settle()

    again = (await receipts(house))[PROVIDER]
    assert (again.received_by, again.received_at) == (first.received_by, first.received_at)
    assert "This has been said already for your organisation." in (await dele.ephemerals(SHARED))[-1]


async def test_our_own_side_does_not_receive_what_it_shared_itself(
    house: House, priya: Visitor, tom: Visitor
) -> None:
    await share(house, priya)
    await tom.press("Received", SHARED)
    await house.settle()

    assert "Your organisation sent it." in (await tom.ephemerals(SHARED))[-1]
    assert all(receipt.received_at is None for receipt in (await receipts(house)).values())


async def test_what_somebody_said_by_e_mail_is_recorded_with_how_we_know(
    house: House, priya: Visitor
) -> None:
    await share(house, priya)
    await priya.press("Record that it arrived", "direct")
    await priya.fill(
        {
            "Which organisation has received it?": VOICE,
            "How do we know?": "E-mail of 9 September",
        }
    )
    assert (await priya.submit()).ok
    await house.settle()

    kept = (await receipts(house))[VOICE]
    assert kept.received_at is not None
    told = [said for said in await priya.direct_messages() if "is shared (Alderwick House)" in said]
    assert "Westermere Advocacy: received on Tuesday 8 September 2026, recorded by Priya Nair." in told[0]


@pytest.mark.criterion("CPC424-P14")
async def test_what_is_not_shared_within_five_working_days_is_chased_and_climbs(
    house: House, priya: Visitor, anita: Visitor
) -> None:
    await confirm(house, priya)
    reference = (await the_evaluation(house)).reference
    await house.move_to(london(15, at=time(12)))
    assert any(reference in said for said in await digests(priya))
    assert not any(reference in said for said in await digests(anita))

    await house.move_to(london(18, at=time(12)))

    assert any(reference in said for said in await digests(anita)), (
        "three working days late: the senior contact"
    )


async def test_once_it_is_shared_nobody_is_reminded_to_share_it(
    house: House, priya: Visitor, anita: Visitor
) -> None:
    await share(house, priya)
    for who in (
        house.visitor(alderwick.JOANNE),
        house.visitor(alderwick.SAM),
        house.visitor(alderwick.YUSUF),
    ):
        await receive(house, who)
    reference = (await the_evaluation(house)).reference

    await house.move_to(london(30, at=time(12)))

    assert not any(reference in said for said in [*await digests(priya), *await digests(anita)])


@pytest.mark.criterion("CPC424-P14")
async def test_who_has_not_received_it_after_five_working_days_is_a_line_for_the_lead_twice(
    house: House, priya: Visitor, joanne: Visitor, sam: Visitor
) -> None:
    await share(house, priya)
    await receive(house, joanne)
    await receive(house, sam)
    reference = (await the_evaluation(house)).reference
    await house.move_to(london(15, at=time(18)))
    assert not any(reference in said for said in await digests(priya))

    await house.move_to(london(16, at=time(12)))
    [line] = [said for said in await digests(priya) if reference in said]
    assert VOICE in line
    assert PROVIDER not in line

    await house.move_to(london(30, 10, at=time(12)))
    assert len([said for said in await digests(priya) if reference in said]) == 2


async def test_the_same_form_sent_twice_shares_once(house: House, priya: Visitor, joanne: Visitor) -> None:
    await confirm(house, priya)
    await priya.press("Share with all parties")
    async with sent_twice(house):
        assert (await priya.submit()).ok

    reference = (await the_evaluation(house)).reference
    said = [text for text in await joanne.messages(SHARED) if reference in text]
    assert len(said) == 1
    events = await house.handrail.services.database.read(
        lambda work: [entry.event for entry in work.chronology.stream(alderwick.contract_id(work))]
    )
    assert events.count(Event.EVALUATION_SHARED) == 1
    assert events.count(Event.EVALUATION_DELIVERED) == 3


async def test_without_a_shared_channel_a_party_with_nobody_to_tell_holds_the_sharing_back(
    house: House, priya: Visitor
) -> None:
    def alone(work: UnitOfWork) -> None:
        contract = alderwick.contract_id(work)
        work.contracts.add_party(contract, work.organisations.named("Birch Health").id, Party.PARTNER)
        for channel in work.contracts.channels(contract, ChannelPurpose.SHARED):
            channel.purpose = ChannelPurpose.INTERNAL

    await confirm(house, priya)
    await house.handrail.services.database.write(alone)

    await priya.press("Share with all parties")

    assert "Nobody of Birch Health can be told yet" in await read_window(priya)
    assert (await the_evaluation(house)).state is EvaluationState.CONFIRMED


async def test_nothing_about_safeguarding_or_an_untold_concern_is_in_what_is_shared(
    house: House, hearing: Hearing, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await report(tom, RISK)
    await tom.close()
    await report(tom)
    await house.settle()
    await share(house, priya)

    for said in ((await joanne.direct_messages())[-1], hearing.in_channel(alderwick.SHARED)):
        assert GAPS not in said
        assert "SG-" not in said
        assert "afeguarding" not in said
        assert "*C-" not in said, "a concern that the provider has not been told of is not even counted"


async def test_caras_press_is_refused_and_reads_nothing(house: House, priya: Visitor, cara: Visitor) -> None:
    await share(house, priya)
    await cara._act("join", channel=alderwick.SHARED)
    await cara.press("Open", SHARED)

    assert await cara.modal() is None or "judges" not in await read_window(cara)
    await cara.press("Received", SHARED)
    await house.settle()
    assert all(receipt.received_at is None for receipt in (await receipts(house)).values())


async def test_somebody_who_hears_of_it_first_in_the_channel_may_answer_there(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await share(house, priya)
    answer = await press(house, joanne, "Received", SHARED)

    assert answer.ok
    assert (await receipts(house))[PROVIDER].received_at == house.clock.now()
