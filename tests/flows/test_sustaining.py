"""Seeing that it lasts: the lead is asked once it held, says until when it is watched, and says what came of it."""

from datetime import date, time

import pytest

from domain.improvements import ImprovementState
from domain.monitoring import Interval
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.action_story import london, press
from tests.flows.ending_story import process_of, watch_until
from tests.flows.hearing import Hearing
from tests.flows.improvement_story import open_window
from tests.flows.placement_story import read
from tests.flows.reading_story import COUNTED, monitored, read_out

BY_THE_READINGS = COUNTED[:1]


@pytest.fixture
def house(sqlite_house: House) -> House:
    """What is told here does not depend on the database."""
    return sqlite_house


async def read_weekly(house: House, joanne: Visitor, day: int, value: str) -> None:
    """The reading of one Thursday in September is recorded on its day."""
    await house.move_to(london(day, at=time(11, 5)))
    await house.settle()
    assert (await read_out(house, joanne, value)).ok


@pytest.mark.criterion("CPC424-P16")
async def test_once_it_has_held_the_lead_is_asked_and_everybody_hears_until_when_it_is_watched(
    house: House, hearing: Hearing, priya: Visitor, joanne: Visitor
) -> None:
    await monitored(house, first_on=date(2026, 9, 10), interval=Interval.WEEKLY, counted=BY_THE_READINGS)
    await read_weekly(house, joanne, 10, "96")
    assert "what was agreed has been reached" not in await priya.sees()
    await read_weekly(house, joanne, 17, "98")

    asked = (await priya.direct_messages())[-1]
    assert "what was agreed has been reached" in asked
    assert "98 %, target 98 %" in asked
    assert (await process_of(house)).state is ImprovementState.MONITORING, "nothing happens by itself"
    answer = await watch_until(house, priya, date(2026, 9, 26))
    assert "Please choose a working day" in str((await priya.modal()).faults)  # type: ignore[union-attr]
    assert answer.response_action == "errors"
    await priya.close()
    await priya.close()
    assert (await watch_until(house, priya, date(2026, 9, 24))).ok

    told = (await joanne.direct_messages())[-1]
    assert "what was agreed has been reached, thank you" in told
    assert "until Thursday 24 September 2026" in told
    assert "until Thursday 24 September 2026" in hearing.in_channel(alderwick.SHARED)
    await open_window(priya)
    assert "It lasted" not in await read(priya), "the day has not come"
    await priya.close()
    await read_weekly(house, joanne, 24, "97")
    await open_window(priya)
    await priya.press("It lasted: look back")
    assert "The last readings do not show that it lasted" in await read(priya)
    await priya.close()
    await priya.close()

    await open_window(priya)
    await priya.press("Back to what was agreed")
    await priya.fill({"Why?": "The new packs came late this week"})
    assert (await priya.submit()).ok
    await house.settle()
    assert (await process_of(house)).state is ImprovementState.MONITORING
    assert "what was agreed is followed again" in (await joanne.direct_messages())[-1]
    await press(house, joanne, "Open", "direct")
    assert "The new packs came late this week" in await read(joanne)


async def test_a_not_yet_needs_its_reason_and_the_next_readings_ask_again(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await monitored(house, first_on=date(2026, 9, 10), interval=Interval.WEEKLY, counted=BY_THE_READINGS)
    await read_weekly(house, joanne, 10, "98")
    await priya.press("Not yet", "direct")
    await priya.fill({"Why is it not watched yet?": " "})
    await priya.submit()
    assert "Please say why not yet" in str((await priya.modal()).faults)  # type: ignore[union-attr]
    await priya.fill({"Why is it not watched yet?": "One week says little"})
    assert (await priya.submit()).ok
    await house.settle()
    assert "One week says little" not in await joanne.sees()
    assert [each for each in await priya.direct_messages() if "has been reached" in each] == []

    await read_weekly(house, joanne, 17, "98")
    assert "what was agreed has been reached" in (await priya.direct_messages())[-1]
    await house.move_to(london(24, at=time(9, 31)))
    await house.settle()
    assert "please say whether it is watched now" in (await priya.direct_messages())[-1], "chased"
