"""A real Chromium at Alderwick House, the bot ticking as in service."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from bot.clock import MachineClock
from playground import alderwick
from playground.house import House
from tests.browser.desk import Desk
from tests.chromium import find_chromium

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds
KEPT = Path(__file__).resolve().parents[2] / "docs" / "screenshots"


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    clock = MachineClock()
    clock.set(alderwick.BEGINS)
    async with House(sqlite_url, clock=clock, ticking=True, tick_seconds=0.2) as house:
        await house.set_up()
        yield house


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
async def desk(browser: Browser, house: House, tmp_path: Path) -> AsyncIterator[Desk]:
    """A window of 1400 by 900. With HANDRAIL_KEEP_SCREENSHOTS=1 its pictures go into the documentation."""
    pictures = KEPT if os.environ.get("HANDRAIL_KEEP_SCREENSHOTS") == "1" else tmp_path
    page = await browser.new_page(viewport={"width": 1400, "height": 900}, locale="en-GB")
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield Desk(page, house.playground.url, pictures)
    assert faults == []
