"""Setting up by clicking: people are picked by their names, hours and days chosen, and everything is said back."""

import pytest

from playground.alderwick import ANITA, PRIYA
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


async def test_an_administrator_sets_up_and_a_lead_adds_a_person(desk: Desk) -> None:
    await desk.sit_down(ANITA, "alderwick-internal")
    await desk.type_command("/contract setup")
    await desk.tick("Helen Marsh, Westermere Council")
    await desk.type("Local closure days", "29/12/2026")
    await desk.page.get_by_test_id("submit").last.click()
    assert await desk.reads("Closed on: Tuesday 29 December 2026.")
    assert await desk.reads("Grace Obi, Nadia Shah, Helen Marsh")
    await desk.close()

    await desk.sit_down(PRIYA, "alderwick-internal")
    await desk.type_command("/contract add")
    await desk.choose("Who is it, if they are in Slack?", "Cara Lund, Westermere Council")
    await desk.choose("What are they for this contract?", "colleague")
    await desk.page.get_by_test_id("submit").last.click()
    assert await desk.reads("takes part in Alderwick House as colleague.")


async def test_a_channel_is_shared_on_the_page_and_its_lead_sees_it_close(desk: Desk) -> None:
    await desk.sit_down(PRIYA, "alderwick-internal")
    choice = desk.page.get_by_test_id("channel-change")
    await choice.select_option(label="let Alderwick Care in")
    await desk.open("Handrail")
    assert await desk.reads("Please look at who can read")
    await desk.press("See who can read it")
    assert await desk.reads("Please confirm only if all of these may read")
    await desk.send_and_stay()
    assert await desk.reads("Saved")
    await desk.close()

    await desk.open("alderwick-internal")
    await choice.select_option(label="archive it")
    await desk.open("Handrail")
    assert await desk.reads("has been archived: please take it out of the archive, or unlink it.")
