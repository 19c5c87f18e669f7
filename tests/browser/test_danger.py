"""Somebody is in danger: raised, asked, picked up, decided and told back, by clicking in a real browser."""

import pytest

from playground.alderwick import DELE, GRACE, HELEN
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

HURT = "Resident hurt at the hip, found on the floor. Ambulance called."


async def test_danger_is_raised_picked_up_decided_and_told_back(desk: Desk) -> None:
    await desk.sit_down(DELE, "alderwick-shared")
    await desk.press("Someone may be at risk")
    await desk.tick("Someone is in danger now")
    await desk.type("What happened?", HURT)
    await desk.picture("danger")
    await desk.send_and_stay()
    assert await desk.reads("If someone is in danger now, ring 999.")
    await desk.picture("danger-saved")
    await desk.close()

    await desk.sit_down(GRACE, "Handrail")
    assert await desk.reads("Somebody reports danger now.")
    await desk.picture("danger-asked")
    await desk.press("I have this")
    assert await desk.reads("Record what you decided by")
    await desk.press("Open")
    assert await desk.reads(HURT)
    await desk.picture("danger-opened")
    await desk.press_in_form("Record the decision")
    await desk.choose("What have you decided?", "Referred to adult safeguarding at the local authority")
    await desk.type("If referred: their reference", "WSC-2209-14")
    await desk.type("What does the person want to happen?", "To stay in their own room.")
    await desk.choose("Does the person agree?", "They cannot decide this themselves")
    await desk.choose("Does the person need an advocate?", "Not known yet")
    await desk.picture("danger-decided")
    await desk.send_and_stay()
    assert await desk.reads("The decision is kept. Only those named on the record read it.")
    await desk.picture("danger-kept")
    await desk.close()
    await desk.press("Open")
    assert await desk.reads("Referred to the adult safeguarding team of the local authority")

    await desk.sit_down(HELEN, "Handrail")
    assert await desk.reads_not("SG-")
