"""Three parties agree to a plan by clicking, and read how it goes in a chart and in words, in a real browser."""

import re
from datetime import datetime

import pytest
from playwright.async_api import expect

from domain.calendar import LONDON
from playground.alderwick import JOANNE, PRIYA, SAM, Character
from playground.house import House
from tests.browser.desk import Desk
from tests.flows.evaluation_story import IN_WORDS, SUMMARY
from tests.flows.improvement_story import A_MEASURE, COUNTED, NIGHT_CHECK, draft_plan, the_process
from tests.flows.reporting import INTERNAL

pytestmark = pytest.mark.browser

ANSWERED = re.compile("has answered about the action plan|All agreed to the action plan, version 1")
FIRST_READING = datetime(2026, 11, 26, 12, tzinfo=LONDON)


async def agrees(desk: Desk, who: Character) -> None:
    """Somebody reads the whole plan and agrees for their organisation."""
    await desk.sit_down(who, "Handrail")
    assert await desk.reads("the action plan, version 1")  # it may wait its turn
    await desk.press("Read and answer")
    assert await desk.reads(NIGHT_CHECK)
    await desk.form.get_by_role("button", name="Agree", exact=True).click()
    await expect(desk.page.get_by_text(ANSWERED).last).to_be_attached()
    await desk.picture(f"agree_{who.name.partition(' ')[0].lower()}")
    await desk.close()


async def record_and_share(house: House) -> None:
    """Joanne records the first reading; Priya judges how the process stands, and shares it."""
    joanne, priya = house.visitor(JOANNE), house.visitor(PRIYA)
    await house.move_to(FIRST_READING)
    await joanne.press("Record it", "direct")
    await joanne.fill({f"{A_MEASURE[COUNTED]} (%)": "93"})
    assert (await joanne.submit()).ok
    await house.settle()
    for who in (joanne, priya):
        while await who.modal() is not None:
            await who.close()
    await priya.command("/evaluate", INTERNAL, (await the_process(house)).reference)
    await priya.submit()
    await priya.fill({SUMMARY: IN_WORDS})
    await priya.submit()
    await priya.press("Share with all parties")
    assert (await priya.submit()).ok
    while await priya.modal() is not None:
        await priya.close()
    await house.settle()


@pytest.mark.criterion("CPC424-P9")
@pytest.mark.criterion("CPC424-P14")
async def test_three_parties_agree_to_a_plan_by_clicking_and_the_chart_is_seen(
    desk: Desk, house: House
) -> None:
    priya = await draft_plan(house)
    assert (await priya.press("Ask everybody to agree")).ok
    while await priya.modal() is not None:
        await priya.close()

    for who in (PRIYA, SAM, JOANNE):
        await agrees(desk, who)
    await desk.sit_down(JOANNE, "alderwick-shared")
    assert await desk.reads("all agreed to the action plan, version 1")

    await record_and_share(house)
    await desk.sit_down(JOANNE, "Handrail")
    chart = desk.page.locator("figure img").last
    await chart.scroll_into_view_if_needed()
    await expect(chart).to_have_js_property("complete", True)
    assert await chart.evaluate("each => each.naturalWidth") > 300
    assert "93 %" in (await chart.get_attribute("alt") or "")
    assert await desk.reads("93 % on Thursday 26 November 2026")
    await desk.picture("chart")
