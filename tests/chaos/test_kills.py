"""Whoever kills the bot, at whichever moment: nothing owed is lost, and nothing is said twice unless it says so."""

from pathlib import Path

import pytest

from tests.chaos.boundaries import BOUNDARIES, try_all
from tests.chaos.houses import Houses, PostgresHouses, SqliteHouses
from tests.chaos.storm import Rage, Storm
from tests.chaos.world import World
from tests.postgres import PostgresServer

pytestmark = pytest.mark.timeout(600)  # many live and die here, and each dead one's lease is waited out

ON_A_SERVER = {
    "claimed, not committed",
    "claim committed",
    "accepted, no answer yet",
    "answered, nothing kept",
    "kept as sent, not committed",
    "lapsed, not committed",
}
"""Where the database decides: for the rest one is enough here, and `make chaos` tries them all on both."""


EACH = 2
"""Every second boundary here, eighteen of them; `make chaos` tries each."""


async def test_killed_at_many_boundaries_nothing_is_lost_and_every_repeat_says_so(
    furnished_sqlite_template: Path, tmp_path: Path
) -> None:
    some = BOUNDARIES[1::EACH]
    assert len(some) >= 12

    trials = await try_all(some, SqliteHouses(furnished_sqlite_template), tmp_path, at_once=9)

    assert {trial.boundary.name: trial.complaints for trial in trials if not trial.is_kept} == {}


async def test_killed_where_the_server_decides_nothing_is_lost_either(
    postgres: PostgresServer, furnished_postgres_template: tuple[str, Path], tmp_path: Path
) -> None:
    houses = PostgresHouses(postgres, *furnished_postgres_template)
    some = [boundary for boundary in BOUNDARIES if boundary.name in ON_A_SERVER]
    assert len(some) == len(ON_A_SERVER)

    trials = await try_all(some, houses, tmp_path, at_once=6)

    assert {trial.boundary.name: trial.complaints for trial in trials if not trial.is_kept} == {}


@pytest.mark.parametrize(("database", "processes"), [("sqlite", 1), ("postgres", 2)])
async def test_killed_at_random_in_bad_weather_everything_is_said_once(
    request: pytest.FixtureRequest, database: str, processes: int, tmp_path: Path
) -> None:
    houses: Houses
    if database == "sqlite":
        houses = SqliteHouses(request.getfixturevalue("furnished_sqlite_template"))
    else:
        template = request.getfixturevalue("furnished_postgres_template")
        houses = PostgresHouses(request.getfixturevalue("postgres"), *template)
    storm = Storm(notices=100, kills=3, processes=processes, people=20, channels=2)

    async with (
        houses.one(tmp_path) as furnished,
        World(furnished.url, tmp_path, furnished.workspace) as world,
    ):
        aftermath = await Rage(world, storm).run()

    assert aftermath.kills == storm.kills
    assert aftermath.settled
    assert {promise: what for promise, what in aftermath.ledger.broken.items() if what} == {}
    assert aftermath.proven_yet_repeated == []
    assert aftermath.ledger.owed >= storm.notices
