"""Recording for somebody who is not in Slack: one form, their own items, and everything in them done in their name."""


import pytest

from domain.chronology import Event
from playground.house import House
from playground.visitor import Visitor
from storage.chronology import ChronologyEntry
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import RUTH as RUTH_OWNS
from tests.flows.action_story import TITLE, press, propose, read_window, the_action
from tests.flows.on_behalf_story import record_for


@pytest.fixture
def house(sqlite_house: House) -> House:
    """Alderwick House: what is told here is the same on both databases."""
    return sqlite_house


async def entries_of(house: House) -> list[ChronologyEntry]:
    """What the one action's chronology says, oldest first."""
    action = await the_action(house)

    def read(work: UnitOfWork) -> list[ChronologyEntry]:
        return list(work.chronology.of(action.id))

    return await house.handrail.services.database.read(read)


@pytest.mark.criterion("CPC424-P6")
async def test_ruths_email_is_recorded_as_hers_and_says_who_typed_it(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await propose(house, priya, RUTH_OWNS)

    await record_for(house, tom)
    assert "1 thing waits for Ruth Keane in Alderwick House" in await read_window(tom)
    await tom.press("Open")
    await press(house, tom, "I will do this")

    action = await the_action(house)
    [agreed] = [entry for entry in await entries_of(house) if entry.event is Event.ACTION_AGREED]
    names = await house.handrail.services.database.read(
        lambda work: [work.people.get(each).name for each in (agreed.actor_id, agreed.on_behalf_of) if each]
    )
    assert names == ["Tom Hadley", "Ruth Keane"]
    assert (agreed.facts["said_by"], agreed.facts["said_on"]) == ("email", "2026-09-08")
    assert f"Will do {action.reference}, “{TITLE}”." in (await tom.direct_messages())[-1]
    assert "Recorded for Ruth Keane by Tom Hadley" in await read_window(tom)
