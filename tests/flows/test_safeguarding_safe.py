"""*Is the person safe until Monday?*: asked once it is saved and on its way, and urgent unless somebody says yes."""

from datetime import datetime

import pytest

from domain.chronology import Event
from domain.deadlines import DeadlineKind
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.deciding import decide, duties, london, press, taken
from tests.flows.deciding import window as lead_window
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
    assert "*Is the person safe until 09:00 on Monday 14 September 2026?*" in text
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
        ("2026-09-09T00:30:00+01:00", "09:00 today (Wednesday)"),
        ("2026-09-09T14:59:00+01:00", ""),
        ("2026-09-09T15:00:00+01:00", "09:00 tomorrow (Thursday)"),
        ("2026-09-11T09:05:00+01:00", "09:00 on Monday 14 September 2026"),
        ("2026-09-12T23:00:00+01:00", "09:00 on Monday 14 September 2026"),
        ("2026-12-24T10:00:00+00:00", "09:00 on Tuesday 29 December 2026"),
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
    house: House, tom: Visitor, grace: Visitor
) -> None:
    await house.move_to(FRIDAY_AFTERNOON)
    await raise_by_hub(tom, RISK)
    await house.settle()
    await house.move_to(datetime.fromisoformat("2026-09-11T15:46:00+01:00"))

    assert await happened(house, Event.SAFEGUARDING_MADE_URGENT) == 1
    assert pings(await grace.direct_messages())[-1].startswith("*Urgent SG-")
    told = pings(await tom.direct_messages())[-1]
    assert "is urgent now: we had no answer from you whether the person is safe" in told
    assert "The safeguarding leads are asked now." in told

    await press(house, grace, "I have this", "direct")
    hers = pings(await grace.direct_messages())[-1]
    assert "Ring Tom Hadley now, by Slack call or on the number you have" in hers
    assert "expect a call by 15:45 on Friday 11 September 2026" in hers
    assert "was picked up at 15:46" in pings(await tom.direct_messages())[-1]


async def late_and_taken(house: House, reporter: Visitor, lead: Visitor) -> None:
    """Late on a Friday somebody reports a risk and does not answer yet; a lead takes it."""
    await house.move_to(FRIDAY_AFTERNOON)
    await raise_by_hub(reporter, RISK)
    await house.settle()
    await press(house, lead, "I have this", "direct")


@pytest.mark.parametrize("lead_answers", [True, False])
async def test_not_safe_reaches_whoever_has_it_at_once_and_the_next_line_when_they_do_not_answer(
    house: House, dele: Visitor, grace: Visitor, lead_answers: bool
) -> None:
    helen = house.visitor(alderwick.HELEN)
    await late_and_taken(house, dele, grace)
    before = len(await grace.direct_messages())

    await press(house, dele, "No")

    assert "The safeguarding lead who has it is told at once" in await window(dele)
    assert "day and night" not in await window(dele)
    (told,) = (await grace.direct_messages())[before:]
    assert "you have this, and it is urgent now. Press I have this." in told
    assert await duties(house) == {DeadlineKind.SAFEGUARDING_DECIDE: "Fri 11 Sep 19:30"}
    if lead_answers:
        await press(house, grace, "I have this", "direct")
        assert "*You have SG-" in pings(await grace.direct_messages())[-1]
    await house.move_to(london("2026-09-11T15:46"))
    asked = [said for said in await helen.direct_messages() if "Please ring Grace Obi" in said]
    assert len(asked) == (0 if lead_answers else 1)
    assert await duties(house) == {DeadlineKind.SAFEGUARDING_DECIDE: "Fri 11 Sep 19:30"}


async def test_not_safe_after_it_was_decided_asks_the_next_line_at_once_to_look_again(
    house: House, dele: Visitor, grace: Visitor
) -> None:
    helen = house.visitor(alderwick.HELEN)
    await late_and_taken(house, dele, grace)
    await decide(house, grace, "No further action", why="All is well there")

    await press(house, dele, "No")

    after = await window(dele)
    assert "the next line of safeguarding is asked at once to look at it again" in after
    assert "You said that the person is safe" not in after
    assert (
        "the person is not safe, or may not be. Please look at it now."
        in pings(await helen.direct_messages())[-1]
    )
    await press(house, helen, "I am looking at this", "direct")
    assert (await duties(house))[DeadlineKind.SAFEGUARDING_DECIDE] == "Fri 11 Sep 19:30"


async def test_a_lead_who_has_it_reads_that_nobody_answered_and_the_reporter_may_answer_late(
    house: House, dele: Visitor, grace: Visitor
) -> None:
    await late_and_taken(house, dele, grace)
    await dele.close()
    assert "Safe meanwhile: asked, not answered." in await lead_window(grace)

    await house.move_to(london("2026-09-11T15:46"))
    assert await happened(house, Event.SAFEGUARDING_MADE_URGENT) == 1
    assert "it is urgent now. Press I have this." in pings(await grace.direct_messages())[-1]

    await dele.press("My open items", "alderwick-shared")
    await dele.press("Open")
    assert "You have not answered yet, and it is urgent by now." in await window(dele)
    await press(house, dele, "Yes, safe until then")
    assert "It was made urgent before you answered, and stays so." in await window(dele)
    assert "Safe meanwhile: yes." in await lead_window(grace)


async def test_what_is_disagreed_with_because_somebody_is_still_at_risk_is_to_be_decided_in_four_hours(
    house: House, tom: Visitor, grace: Visitor
) -> None:
    helen = house.visitor(alderwick.HELEN)
    await taken(house, grace, tom, RISK)
    await decide(house, grace, "No further action", why="All is well there")
    await tom.press("My open items", "alderwick-shared")
    await tom.press("Open")
    await tom.press("I do not agree")
    still = {"Does this apply?": ["Somebody is still at risk"]}
    await tom.fill({"What do you not agree with?": "He is back on shift", **still})
    assert (await tom.submit()).ok
    await house.settle()

    await press(house, helen, "I am looking at this", "direct")

    assert (await duties(house))[DeadlineKind.SAFEGUARDING_DECIDE] == "Tue 08 Sep 14:15"
