"""Alderwick House with the real bot and the stand-in Slack, on each database, and everybody at their screen."""

from collections.abc import AsyncIterator

import pytest

from playground import alderwick
from playground.house import House
from playground.server import Pace
from playground.visitor import Visitor

UNHURRIED = Pace(patience=3.0, burst=None)


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """Alderwick House on a Tuesday morning, set up, with nothing logged yet."""
    async with House(database_url, pace=UNHURRIED) as house:
        await house.set_up()
        yield house


@pytest.fixture
def priya(house: House) -> Visitor:
    """The contract lead."""
    return house.visitor(alderwick.PRIYA)


@pytest.fixture
def tom(house: House) -> Visitor:
    """The quality officer."""
    return house.visitor(alderwick.TOM)


@pytest.fixture
def grace(house: House) -> Visitor:
    """The designated safeguarding lead."""
    return house.visitor(alderwick.GRACE)


@pytest.fixture
def anita(house: House) -> Visitor:
    """The director, and administrator."""
    return house.visitor(alderwick.ANITA)


@pytest.fixture
def joanne(house: House) -> Visitor:
    """The provider's manager: an outsider, with no slash commands."""
    return house.visitor(alderwick.JOANNE)


@pytest.fixture
def sam(house: House) -> Visitor:
    """The health partner's nurse."""
    return house.visitor(alderwick.SAM)


@pytest.fixture
def cara(house: House) -> Visitor:
    """Somebody of our own organisation who has no business with this contract."""
    return house.visitor(alderwick.CARA)
