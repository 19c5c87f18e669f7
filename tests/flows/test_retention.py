"""Records kept long enough, and legal holds, as people in Slack meet them."""

from datetime import timedelta

import pytest

from domain.chronology import Event
from playground.house import House
from playground.visitor import Visitor
from tests.flows.records_play import OLD, keep_old_contract, name_officer, place_hold, propose_to_erase
from tests.flows.setting_up import happened, window

ANSWER, AGREE = "What do you say?", "I agree: erase the words for good"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """One database is enough."""
    return sqlite_house


@pytest.mark.criterion("CPC424-P8")
async def test_a_hold_stops_it_and_once_lifted_two_people_erase_what_was_kept_long_enough(
    house: House, anita: Visitor, grace: Visitor, priya: Visitor, tom: Visitor
) -> None:
    await anita.command("/contract", "general", "retention")
    assert "please name a records officer" in await window(anita)
    await name_officer(house)
    await keep_old_contract(house)
    await place_hold(house)
    await grace.command("/contract", "general", "retention")
    seen = await window(grace)
    assert f"{OLD} (LAR-2006-01)" in seen
    assert "A legal hold stands on it (Court case, or one expected)" in seen
    await grace.press("Propose to erase")
    await grace.fill({"Why?": "Kept for long enough"})
    assert not (await grace.submit()).ok or "A legal hold" in await window(grace)
    assert "whether the words of a record" not in "\n".join(await priya.direct_messages())

    await anita.command("/contract", "general", "holds")
    await anita.press("Lift")
    await anita.fill({"Why may records be erased again?": "There is no claim"})
    assert (await anita.submit()).ok
    await propose_to_erase(house)
    assert OLD not in (await priya.direct_messages())[-1]
    await priya.press("Open", "direct")
    assert "Kept for long enough" in await window(priya)
    await priya.fill({ANSWER: AGREE})
    assert (await priya.submit()).ok
    await house.settle()

    assert "The words of the record were erased" in (await priya.direct_messages())[-1]
    assert await happened(house, Event.TEXTS_ERASED) == 1
    await tom.command("/contract", "general", "retention")
    assert OLD not in await tom.sees()


async def test_what_waits_for_a_review_stands_in_the_records_officers_digest_and_nothing_else_happens(
    house: House, grace: Visitor, priya: Visitor
) -> None:
    await name_officer(house)
    await keep_old_contract(house)
    await house.move_to(house.clock.now() + timedelta(days=3))

    assert "1 record has been kept long enough" in "\n".join(await grace.direct_messages())
    assert "kept long enough" not in "\n".join(await priya.direct_messages())
    assert await happened(house, Event.TEXTS_ERASED) == 0
