"""A concern and an action from the first click to the reminder, in a real browser, by what people see there."""

import pytest

from playground.alderwick import JOANNE, PRIYA, TOM
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

GAPS = "Gaps in the medicine charts of the upper floor, twelve in August."
LOOK = "Gaps in medicine charts, upper floor, in August. Please look at nights."


async def test_a_concern_is_logged_taken_decided_and_read_by_the_provider(desk: Desk) -> None:
    await desk.sit_down(TOM, "alderwick-internal")
    await desk.type_command("/concern")
    await desk.tick("Quality or contract")
    await desk.type("What happened?", GAPS)
    await desk.picture("concern")
    await desk.send()

    await desk.sit_down(PRIYA, "Handrail")
    await desk.reads("by 17:00 on Wednesday 9 September 2026")
    await desk.picture("lead")
    await desk.press("I will take this")
    await desk.reads("Next: decide what happens")
    await desk.press("Decide what happens")
    await desk.choose("Where does it go?", "Support: help the provider put it right")
    await desk.tick("Now")
    await desk.type("What may the provider read?", LOOK)
    await desk.picture("decide")
    await desk.send()
    await desk.reads("The provider has been told.")

    await desk.sit_down(JOANNE, "alderwick-shared")
    await desk.reads("is open. Please look.")
    await desk.press("Open")
    await desk.reads(LOOK)
    await desk.picture("provider")
    await desk.close()
