"""Alderwick House with the real bot and the stand-in Slack, and everybody at their screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from playground import alderwick
from playground.house import House
from playground.server import Pace
from playground.visitor import Visitor
from tests.conftest import Furnished
from tests.flows.hearing import Hearing

UNHURRIED = Pace(patience=10.0, burst=None)
"""A slow machine would fail at Slack's own three seconds for no reason."""


@asynccontextmanager
async def judged_house(furnished: Furnished, pace: Pace = UNHURRIED) -> AsyncIterator[House]:
    """Alderwick House, and judges of everything that passes between the bot and Slack."""
    async with House(furnished.url, workspace=furnished.workspace, pace=pace) as house:
        judged = Hearing.of(house)
        await house.set_up()
        yield house
    assert not (found := judged.complaints()), "\n".join(found)


@pytest.fixture
async def house(furnished: Furnished) -> AsyncIterator[House]:
    """Alderwick House on a Tuesday morning, set up, with nothing logged yet; on SQLite, or `on_both_databases`.

    Everything that passed between the bot and Slack is judged when the test ends.
    """
    async with judged_house(furnished) as house:
        yield house


@pytest.fixture
async def sqlite_house(furnished_sqlite: Furnished) -> AsyncIterator[House]:
    """The same on SQLite alone, for what does not depend on the database."""
    async with judged_house(furnished_sqlite) as house:
        yield house


@pytest.fixture
def hearing(house: House) -> Hearing:
    """What passes between the bot and Slack from now on."""
    judged = house.playground.slack.inspector.overhear
    hearing = Hearing()

    def both(what: str, body: dict[str, Any]) -> None:
        judged(what, body)
        hearing.take(what, body)

    house.playground.slack.inspector.overhear = both
    return hearing


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


@pytest.fixture
def dele(house: House) -> Visitor:
    """The provider's deputy manager, on the night shift."""
    return house.visitor(alderwick.DELE)
