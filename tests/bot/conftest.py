"""Alderwick House for tests of the bot's own doors, on SQLite: what happens at the door is the same on both."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from playground.house import House
from tests.conftest import Furnished
from tests.flows.conftest import judged_house


@pytest.fixture
async def house(furnished_sqlite: Furnished) -> AsyncIterator[House]:
    """The real bot and the stand-in Slack."""
    async with judged_house(furnished_sqlite) as house:
        yield house


@pytest.fixture
async def web(house: House) -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody who knocks at the bot's own web address."""
    async with aiohttp.ClientSession(house.bot_url) as session:
        yield session
