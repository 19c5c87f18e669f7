"""Words for every party that read like somebody's number come back once; sent again as they are, they are kept."""

from typing import Any

import pytest

from domain.chronology import Event
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import SHOWN_BY, TITLE, WHAT, all_actions, propose
from tests.flows.reporting import report
from tests.flows.test_conversation import everything_kept

NUMBER = "943 476 5919"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """One database is enough: what was asked is found by its key."""
    return sqlite_house


async def kept_all_the_same(house: House) -> list[dict[str, Any]]:
    """What the organisation's chronology says of words that were kept after a second look."""

    def read(work: UnitOfWork) -> list[dict[str, Any]]:
        stream = work.chronology.stream(None)
        return [entry.facts for entry in stream if entry.event is Event.KEPT_AFTER_SECOND_LOOK]

    return await house.handrail.services.database.read(read)


async def test_a_number_in_words_for_every_party_comes_back_once_and_is_then_kept(
    house: House, priya: Visitor
) -> None:
    sent = await propose(house, priya, title=f"{TITLE} for {NUMBER}")

    assert sent.errors == {
        "title": "This looks like an NHS number. Please use their record number instead, or press the same button "
        "again to keep it."
    }
    assert await all_actions(house) == []
    assert NUMBER not in await everything_kept(house)

    assert (await priya.submit()).errors == {}
    [action] = await all_actions(house)
    assert action.title == f"{TITLE} for {NUMBER}"
    [kept] = await kept_all_the_same(house)
    assert kept == {"field": "title", "kinds": ["nhs_number"], "about": action.contract_id.hex}
    remembered = await house.handrail.services.database.read(
        lambda work: (
            work.second_looks._session.connection().exec_driver_sql("SELECT * FROM second_look").all()
        )
    )
    assert remembered == []


async def test_other_words_are_looked_at_anew_and_every_field_says_what_it_is_about(
    house: House, priya: Visitor
) -> None:
    await propose(house, priya, title=f"{TITLE} for {NUMBER}")
    await priya.fill({WHAT: TITLE, SHOWN_BY: "Ring 07700 900123, born 3/4/41"})

    again = await priya.submit()
    assert list(again.errors) == ["shown_by"]
    assert "This looks like a date of birth and a telephone number." in again.errors["shown_by"]

    await priya.fill({SHOWN_BY: "Four weeks of charts"})
    assert (await priya.submit()).errors == {}
    assert await kept_all_the_same(house) == []


async def test_what_only_our_own_side_reads_is_not_asked_about(house: House, tom: Visitor) -> None:
    sent = await report(tom, what=f"Gaps in the charts of {NUMBER}")

    assert sent.errors == {}
    assert await kept_all_the_same(house) == []
