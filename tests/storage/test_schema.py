"""The tables are what the code expects, however a database came by them; and the bot refuses any others."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

import storage.unit_of_work  # noqa: F401  every table
from storage.schema import HEAD, MIGRATIONS, NotMigrated, migrate, require_migrated, revision_of
from tests.postgres import PostgresServer
from tests.storage.catalogue import catalogue, triggers
from tests.storage.samples import beside

NewDatabase = Callable[[], str]

APPEND_ONLY = {
    "sqlite": {
        "chronology_entry.chronology_entry_no_update",
        "chronology_entry.chronology_entry_no_delete",
        "seal.seal_no_update",
        "seal.seal_no_delete",
    },
    "postgresql": {"chronology_entry.chronology_entry_append_only", "seal.seal_append_only"},
}

# Loads everything first, so that two of these really do meet.
MIGRATE = """
import sys
import alembic.command
from storage.schema import migrate
print("ready", flush=True)
sys.stdin.readline()
migrate(sys.argv[1])
"""


@pytest.fixture(params=["sqlite", "postgres"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewDatabase]:
    """Makes databases without a single table; of SQLite's not even the file is there."""
    numbers, made = count(1), []
    if request.param == "sqlite":
        yield lambda: f"sqlite:///{tmp_path / f'new-{next(numbers)}.db'}"
        return
    postgres: PostgresServer = request.getfixturevalue("postgres")
    prefix: str = request.getfixturevalue("postgres_template")

    def make() -> str:
        made.append(f"{prefix}_new_{next(numbers)}")
        return postgres.create_database(made[-1])

    yield make
    for name in made:
        postgres.drop_database(name)


def note_version(engine: Engine, version: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def test_a_migrated_database_has_exactly_the_tables_of_the_models(new_database: NewDatabase) -> None:
    migrated, drawn = new_database(), beside(new_database())
    migrate(migrated)
    SQLModel.metadata.create_all(drawn)

    assert catalogue(beside(migrated)) == catalogue(drawn)


def test_the_comparison_sees_columns_constraints_and_conditions_of_indexes(somebody_else: Engine) -> None:
    lines = catalogue(somebody_else)

    for part in ("body", "ck_concern_state", "fk_concern_reporter_id_person", "ix_deadline_next"):
        assert any(part in line for line in lines), part
    assert any("ix_deadline_next" in line and "WHERE" in line for line in lines)


def test_the_chronology_and_its_seals_are_guarded_by_these_triggers(somebody_else: Engine) -> None:
    assert triggers(somebody_else) == APPEND_ONLY[somebody_else.dialect.name]


def test_a_new_database_is_refused_until_it_is_migrated(new_database: NewDatabase) -> None:
    url = new_database()
    with pytest.raises(NotMigrated, match=r"no tables yet.*python -m bot migrate"):
        require_migrated(url)

    migrate(url)

    require_migrated(url)
    assert revision_of(url) == HEAD


def test_asking_for_the_version_makes_no_file(tmp_path: Path) -> None:
    assert revision_of(f"sqlite:///{tmp_path / 'absent.db'}") is None
    assert not (tmp_path / "absent.db").exists()


def test_migrating_again_changes_nothing(database_url: str) -> None:
    before = catalogue(beside(database_url))

    migrate(database_url)

    assert catalogue(beside(database_url)) == before


def about_to_migrate(url: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(  # noqa: S603 - our own lines above
        [sys.executable, "-c", MIGRATE, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_two_processes_that_migrate_at_once_both_succeed_and_it_is_done_once(
    new_database: NewDatabase,
) -> None:
    url = new_database()

    with about_to_migrate(url) as one, about_to_migrate(url) as two:
        for process in (one, two):
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        complaints = [process.communicate()[1] for process in (one, two)]

    assert complaints == ["", ""]
    assert (one.returncode, two.returncode) == (0, 0)
    with beside(url).connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [HEAD]


def test_a_migration_that_fails_half_way_leaves_nothing_behind(new_database: NewDatabase) -> None:
    url = new_database()
    with beside(url).begin() as connection:
        connection.execute(text("CREATE TABLE narrative (\n  in_the_way INTEGER\n)"))
    before = catalogue(beside(url))

    with pytest.raises(DBAPIError, match="already exists"):
        migrate(url)

    assert catalogue(beside(url)) == before
    assert revision_of(url) is None


def test_tables_of_an_older_version_are_refused_with_what_to_do(database_url: str) -> None:
    note_version(beside(database_url), "0000")

    with pytest.raises(NotMigrated, match=rf"version 0000 .*needs {HEAD}.*python -m bot migrate"):
        require_migrated(database_url)


def test_tables_of_a_newer_version_are_refused_and_left_alone(database_url: str) -> None:
    note_version(beside(database_url), "9999")

    for refuse in (require_migrated, migrate):
        with pytest.raises(NotMigrated, match="a newer Handrail has used it"):
            refuse(database_url)
    assert revision_of(database_url) == "9999"


def test_migrations_are_numbered_one_after_the_other() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest_first = list(ScriptDirectory.from_config(config).walk_revisions())

    numbers = [script.revision for script in reversed(newest_first)]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert numbers[-1] == HEAD
    assert all(Path(script.path).name.startswith(f"{script.revision}_") for script in newest_first)


def test_only_migrating_loads_alembic() -> None:
    ask = "import sys, storage.schema, storage.database; sys.exit('alembic' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0  # noqa: S603 - our own line


def test_a_migrated_sqlite_file_writes_ahead_from_then_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    migrate(url)

    with beside(url).connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
