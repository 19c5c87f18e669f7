"""Everybody is told in plain words why something must improve; a note for our own side reaches nobody else."""

import json

import pytest

from domain.chronology import Event
from domain.people import Party
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.chronology import ChronologyEntry
from storage.receipts import Receipt
from tests.flows.hearing import Hearing
from tests.flows.improvement_story import (
    EVIDENCE,
    EVIDENCE_ASKED,
    TITLE,
    WHAT_IS_WRONG,
    WHAT_IS_WRONG_ASKED,
    explain,
    open_from_messages,
    open_improvement,
    open_window,
    the_process,
    write_explanation,
)
from tests.flows.on_behalf_story import record_for
from tests.flows.reporting import SHARED
from tests.journeys.days import at

RECEIVED_ON = "received on Tuesday 8 September 2026"


async def receipts(house: House, version: int = 1) -> dict[Party, Receipt]:
    """Who has a version of the explanation, by their side."""
    improvement = await the_process(house)
    return await house.handrail.services.database.read(
        lambda work: {each.party: each for each in work.receipts.of(improvement.id, version)}
    )


@pytest.mark.criterion("CPC424-P1")
async def test_every_party_gets_the_explanation_and_says_that_it_arrived_and_nobody_else_reads_our_note(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    hearing = Hearing.of(house)
    await explain(house)
    joanne, sam, tom, priya = (
        house.visitor(who) for who in (alderwick.JOANNE, alderwick.SAM, alderwick.TOM, alderwick.PRIYA)
    )

    given = await receipts(house)
    assert given.keys() == {Party.PROVIDER, Party.PARTNER, Party.OTHER}
    assert all(receipt.delivered_at for receipt in given.values())
    said = json.dumps([heard.body for heard in hearing.from_the_bot()], ensure_ascii=False)
    assert WHAT_IS_WRONG in said
    assert "PLANTED" not in said
    in_channel = "\n".join(await joanne.messages(SHARED))
    assert TITLE in in_channel
    assert WHAT_IS_WRONG not in in_channel

    assert (await joanne.press("Received", SHARED)).ok
    await house.settle()
    assert "*Thank you, Alderwick Care has it" in await joanne.sees()
    assert "Next, if you like: Add a reason." in await joanne.sees()
    assert "Thank you, " not in await sam.sees()
    await record_for(house, tom, "Sam Whitlock, Westermere Integrated Care Board", has_asked=True)
    await tom.press("Open")
    assert (await tom.press("Received")).ok
    await tom.close()
    await house.settle()
    assert "read why this must improve, and press Received.*" in "\n".join(await joanne.messages(SHARED))
    assert WHAT_IS_WRONG in await joanne.sees()
    assert "Joanne Field has said that it was received" in await joanne.sees()
    assert "Westermere Advocacy: sent to Slack" in await priya.sees()
    await open_window(tom)
    await tom.press("Why it must improve")
    await tom.press("Record that it arrived")
    await tom.fill(
        {
            "Which organisation has received it?": "Westermere Advocacy",
            "How do we know?": "E-mail of 6 October",
        }
    )
    assert (await tom.submit()).ok
    await house.settle()

    assert all(receipt.received_at for receipt in (await receipts(house)).values())
    everybody = await priya.sees()
    assert "everybody has received the explanation" in everybody
    assert f"Alderwick Care: {RECEIVED_ON}, by Joanne Field." in everybody
    for side in ("Westermere Integrated Care Board", "Westermere Advocacy"):
        assert f"{side}: {RECEIVED_ON}, recorded by Tom Hadley." in everybody
    in_channel = "\n".join(await joanne.messages(SHARED))
    assert "every organisation has received" in in_channel
    assert "press Received.*" not in in_channel
    for side in ("Alderwick Care", "Westermere Advocacy", "Westermere Integrated Care Board"):
        assert f"{side}: {RECEIVED_ON}." in in_channel, (
            "in a channel: the side and the day, and nobody's name"
        )
    events = [entry.event for entry in await entries(house)]
    assert events.count(Event.IMPROVEMENT_RECEIVED) == 3


async def window_of(visitor: Visitor) -> str:
    """What stands in the window that somebody has open."""
    window = await visitor.modal()
    assert window is not None
    return "\n".join(window.texts)


async def entries(house: House) -> list[ChronologyEntry]:
    """What the chronology says of the process."""
    improvement = await the_process(house)
    return await house.handrail.services.database.read(lambda work: list(work.chronology.of(improvement.id)))


async def test_until_it_is_explained_only_our_own_side_knows_of_it_and_then_everybody_reads_the_same(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    priya = await open_improvement(house)
    joanne, sam = house.visitor(alderwick.JOANNE), house.visitor(alderwick.SAM)
    assert TITLE not in await joanne.sees() + await sam.sees()

    await open_window(priya)
    refused = await write_explanation(priya, {WHAT_IS_WRONG_ASKED: "Joanne Field has not signed"})
    assert "reads as a name" in refused.errors["what"]
    await priya.fill({WHAT_IS_WRONG_ASKED: "Doses are not signed"})
    assert (await priya.submit()).ok
    await house.settle()

    await open_from_messages(sam)
    await sam.press("Why it must improve")
    window = await window_of(sam)
    assert "Doses are not signed" in window
    assert "It is still to be asked" in window
    assert "PLANTED" not in window
    await open_window(priya)
    await priya.press("Why it must improve")
    assert "PLANTED" in await window_of(priya)


async def test_what_is_put_right_is_a_version_of_its_own_that_everybody_receives_anew(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    priya = await explain(house)
    joanne = house.visitor(alderwick.JOANNE)
    assert (await joanne.press("Received", "direct")).ok
    await open_window(priya)
    await priya.press("Why it must improve")
    await priya.press("Put the explanation right")
    assert "Nothing is changed yet" in (await priya.submit()).errors["what"]
    await priya.fill({EVIDENCE_ASKED: "The charts of July and August"})
    assert (await priya.submit()).ok
    await house.settle()

    assert (await receipts(house))[Party.PROVIDER].received_at is not None
    assert (await receipts(house, 2))[Party.PROVIDER].received_at is None
    seen = await joanne.sees()
    assert "this explanation has been put right" in seen
    assert "The charts of July and August" in seen
    await joanne.press("Open", "direct")
    window = await window_of(joanne)
    assert EVIDENCE in window
    assert "The charts of July and August" in window


async def test_each_organisation_is_asked_itself_before_the_lead_is_and_no_reply_blocks_nothing(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    await explain(house)
    joanne, sam, priya = (house.visitor(who) for who in (alderwick.JOANNE, alderwick.SAM, alderwick.PRIYA))
    assert (await sam.press("Received", "direct")).ok
    await house.move_to(at("2026-09-15", "11:30"))

    assert "please read why this must improve, and press Received" in await joanne.sees()
    assert "please read why this must improve, and press Received" not in await sam.sees()
    assert "please ask whether the explanation has arrived" not in await priya.sees()
    await house.move_to(at("2026-09-18", "11:30"))

    asked = await priya.sees()
    assert "please ask whether the explanation has arrived" in asked
    assert "Not said yet by: Alderwick Care, Westermere Advocacy" in asked
