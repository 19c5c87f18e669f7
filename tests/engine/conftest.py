"""Alderwick House for what happens without anybody pressing anything."""

from collections.abc import AsyncIterator

import pytest

from playground.house import House
from tests.conftest import Furnished
from tests.engine.stage import open_house


@pytest.fixture
async def house(furnished: Furnished) -> AsyncIterator[House]:
    """Alderwick House on a Tuesday morning, set up, with nothing logged yet."""
    async with open_house(furnished) as house:
        await house.handrail.greeted()
        yield house
