"""What any test may ask for: a migrated database, or Alderwick House set up in one, on SQLite and on PostgreSQL."""

import asyncio
import gc
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from playground.house import House, seals_file_of
from playground.keys import KEYS
from playground.server import Pace
from playground.workspace import Workspace
from storage.database import Database
from storage.schema import migrate
from tests.postgres import PostgresServer, quickest_folder, start_postgres

pytest_plugins = ["tests.traceability"]

if TYPE_CHECKING:
    from tests.flows.played import Played

# A change is judged by the same examples each time; at a desk new ones are tried.
settings.register_profile("judging", derandomize=True, deadline=None)
if os.environ.get("CI") == "true":
    settings.load_profile("judging")

LONGEST = {
    "test_matrix.py",
    "test_strangers.py",
    "test_either_database.py",
    "test_payloads.py",
    "test_emulator.py",
    "test_planted_all.py",
    "test_story.py",
    "test_kills.py",
    "test_two_processes.py",
}
"""Files with tests of ten seconds and more: begun last, one of them would be waited for with all else done."""

SELDOM = (10_000, 20, 20)
"""How many new objects are made between two looks for garbage, and how seldom older ones are looked at."""

TEMPLATE = f"handrail_{secrets.token_hex(4)}"  # a lent server may serve two runs at once


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL for all tests, started when the first test asks for it."""
    with start_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    """The name of a migrated PostgreSQL database, to be copied."""
    migrate(postgres.create_database(TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "handrail.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'handrail.db')}"


@pytest.fixture
def postgres_url(postgres: PostgresServer, postgres_template: str) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database, dropped afterwards."""
    name = f"{TEMPLATE}_{secrets.token_hex(4)}"
    yield postgres.create_database(name, postgres_template)
    postgres.drop_database(name)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database, on each of the two that we run on."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The database as the bot uses it, on threads of its own."""
    database = Database(database_url, KEYS)
    yield database
    database.close()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    """A fresh SQLite database, for what only that does, or where it makes no difference."""
    database = Database(sqlite_url, KEYS)
    yield database
    database.close()


@pytest.fixture
def postgresql(postgres_url: str) -> Iterator[Database]:
    """A fresh PostgreSQL database, for what only that does, such as two at work at once."""
    database = Database(postgres_url, KEYS)
    yield database
    database.close()


@pytest.fixture(scope="session")
def played(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> "Played":
    """What came of all stories, played on SQLite once in a run, whichever of its processes asks."""
    from tests.flows.played import play_once  # it knows this file

    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    return play_once(sqlite_template, folder / "played")


def pytest_configure() -> None:
    """Keep the tests' own files in memory where there is plenty: nothing waits for a disk then."""
    if (memory := quickest_folder()) is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give whoever looks at all stories the time it takes to play them, and begin with what takes longest."""
    for item in items:
        if "played" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(600))
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_collection_finish() -> None:
    """Leave alone what was imported: it stays to the end, and to look through it for garbage takes long each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


@dataclass(frozen=True)
class Furnished:
    """Alderwick House as it stands once it is set up: its database, and the workspace that heard of it."""

    url: str
    workspace: Workspace


async def _furnish(url: str, workspace: Path) -> None:
    async with House(url, pace=Pace(burst=None)) as house:
        await house.set_up()
        house.playground.workspace.save(workspace)


@pytest.fixture(scope="session")
def furnished_sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Alderwick House set up in an SQLite file, to be copied: setting up takes half a second."""
    folder = tmp_path_factory.mktemp("furnished")
    asyncio.run(_furnish(f"sqlite:///{shutil.copy(sqlite_template, folder)}", folder / "workspace.json"))
    return folder


@pytest.fixture(scope="session")
def furnished_postgres_template(
    postgres: PostgresServer, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """The name of a PostgreSQL database with Alderwick House set up in it, and the workspace beside it."""
    name, workspace = f"{TEMPLATE}_furnished", tmp_path_factory.mktemp("furnished") / "workspace.json"
    asyncio.run(_furnish(postgres.create_database(name, postgres_template), workspace))
    return name, workspace


@pytest.fixture
def furnished_sqlite(furnished_sqlite_template: Path, tmp_path: Path) -> Furnished:
    """Alderwick House, set up, on SQLite."""
    database = shutil.copy(furnished_sqlite_template / "handrail.db", tmp_path / "furnished.db")
    shutil.copy(furnished_sqlite_template / "handrail.db.seals", tmp_path / "furnished.db.seals")
    return Furnished(f"sqlite:///{database}", Workspace.load(furnished_sqlite_template / "workspace.json"))


@pytest.fixture
def furnished_postgres(
    postgres: PostgresServer, furnished_postgres_template: tuple[str, Path]
) -> Iterator[Furnished]:
    """Alderwick House, set up, on PostgreSQL."""
    template, workspace = furnished_postgres_template
    name = f"{TEMPLATE}_{secrets.token_hex(4)}"
    url = postgres.create_database(name, template)
    seals = shutil.copy(seals_file_of(postgres.url_of(template)), seals_file_of(url))
    yield Furnished(url, Workspace.load(workspace))
    postgres.drop_database(name)
    Path(seals).unlink(missing_ok=True)


on_both_databases = pytest.mark.parametrize("furnished", ["sqlite", "postgres"], indirect=True)
"""For what depends on the database: what is owed and delivered, and what two people do at the same moment.

What a story says does not: tests/flows/test_either_database.py plays all of them on both, and they say the same.
"""


@pytest.fixture
def furnished(request: pytest.FixtureRequest) -> Furnished:
    """Alderwick House, set up, on SQLite; on each of the two databases where a test asks for both."""
    found: Furnished = request.getfixturevalue(f"furnished_{getattr(request, 'param', 'sqlite')}")
    return found
