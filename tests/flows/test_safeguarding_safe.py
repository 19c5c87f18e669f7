"""*Is the person safe until Monday?*: asked once it is saved and on its way, and urgent unless somebody says yes."""

from datetime import datetime

import pytest

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.hearing import Hearing
from tests.flows.raising import pings, raise_by_hub
from tests.flows.reporting import DANGER, RISK, send_again
from tests.flows.setting_up import happened, window

FRIDAY_AFTERNOON = datetime.fromisoformat("2026-09-11T15:30:00+01:00")


@pytest.fixture
def house(sqlite_house: House) -> House:
    """Alderwick House on SQLite: what is shown here does not depend on the database."""
    return sqlite_house


@pytest.mark.criterion("CPC424-P2")
@pytest.mark.parametrize(
    ("answer", "is_urgent"), [("Yes, safe until then", False), ("No", True), ("Not sure", True)]
)
async def test_late_on_a_friday_it_asks_whether_the_person_is_safe_until_monday_once_it_is_saved(
    house: House, dele: Visitor, grace: Visitor, answer: str, is_urgent: bool
) -> None:
    await house.move_to(FRIDAY_AFTERNOON)
    text = await raise_by_hub(dele, RISK)
    assert "*Is the person safe until Monday 14 September 2026?*" in text
    await house.settle()
    assert pings(await grace.direct_messages())[0].startswith("*SG-")

    await dele.press(answer)
    await house.settle()

    after = await window(dele)
    assert ("*It is urgent now.*" in after) is is_urgent
    assert ("*You said that the person is safe until then.*" in after) is not is_urgent
    assert "Not sure" not in after
    assert pings(await grace.direct_messages())[-1].startswith("*Urgent SG-") is is_urgent


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-09-09T00:30:00+01:00", "today, Wednesday 9 September 2026"),
        ("2026-09-09T14:59:00+01:00", ""),
        ("2026-09-09T15:00:00+01:00", "Thursday 10 September 2026"),
        ("2026-09-11T09:05:00+01:00", "Monday 14 September 2026"),
        ("2026-09-12T23:00:00+01:00", "Monday 14 September 2026"),
        ("2026-12-24T10:00:00+00:00", "Tuesday 29 December 2026"),
    ],
)
async def test_it_asks_after_three_before_nine_and_before_a_day_on_which_nobody_is_at_work(
    sqlite_house: House, moment: str, until: str
) -> None:
    await sqlite_house.move_to(datetime.fromisoformat(moment))
    text = await raise_by_hub(sqlite_house.visitor(alderwick.DELE), RISK)

    assert (f"*Is the person safe until {until}?*" in text) is bool(until)
    assert ("safe until" in text) is bool(until)
    await sqlite_house.settle()


async def test_danger_is_never_asked_whether_it_can_wait(house: House, dele: Visitor) -> None:
    await house.move_to(FRIDAY_AFTERNOON)

    assert "safe until" not in await raise_by_hub(dele, DANGER)
    await house.settle()


async def test_the_first_answer_counts_and_the_same_press_again_changes_nothing(
    house: House, hearing: Hearing, dele: Visitor
) -> None:
    await house.move_to(FRIDAY_AFTERNOON)
    await raise_by_hub(dele, RISK)
    await dele.press("Yes, safe until then")
    pressed = [h.body for h in hearing.heard if h.body.get("type") == "block_actions"][-1]
    action = {**pressed["actions"][0], "action_id": "safeguarding_is_not_safe"}
    await send_again(house, {**pressed, "actions": [action]})
    await house.settle()

    assert await happened(house, Event.SAFEGUARDING_MADE_URGENT) == 0


async def test_no_answer_within_a_quarter_of_an_hour_counts_as_not_sure(
    house: House, dele: Visitor, grace: Visitor
) -> None:
    await house.move_to(FRIDAY_AFTERNOON)
    await raise_by_hub(dele, RISK)
    await house.settle()
    await house.move_to(datetime.fromisoformat("2026-09-11T15:46:00+01:00"))

    assert await happened(house, Event.SAFEGUARDING_MADE_URGENT) == 1
    assert pings(await grace.direct_messages())[-1].startswith("*Urgent SG-")
