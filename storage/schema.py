"""Which version of its tables a database is at, and bringing it to the one this code knows."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

MIGRATIONS = Path(__file__).parent / "migrations"

HEAD = max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
"""The newest version of the tables that this code knows. Versions are four digits and follow one another."""

OURS = "chronology_entry"
"""A table that every version of ours has, and no other program."""

WAIT_FOR_ANOTHER = 60
"""Seconds to wait, on SQLite, for another process that is migrating the same database."""

ADVISORY_LOCK = 0x48616E64
"""The number under which processes that migrate one PostgreSQL database queue up; any number would do."""


class NotMigrated(Exception):
    """The tables are not at the version this code knows. The text says what to do."""


def revision_of(database_url: str) -> str | None:
    """Return the version of a database's tables, or None when it has none yet; a missing file is not made.

    Raises SQLAlchemy's OperationalError when the database cannot be reached.
    """
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return None
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return _revision(connection)


def is_of_others(database_url: str) -> bool:
    """Say whether a database holds tables, and none of them is ours; no, where there is none or it cannot be read."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return False
    engine = create_engine(url, poolclass=NullPool)
    with suppress(DBAPIError), engine.connect() as connection:
        found = inspect(connection)
        if found.has_table(OURS):
            return False
        schemas = [name for name in found.get_schema_names() if name != "information_schema"]
        return any(found.get_table_names(schema) for schema in schemas)
    return False


def require_migrated(url: str) -> None:
    """Raise NotMigrated unless the database answers and its tables are at HEAD: neither older nor newer."""
    try:
        revision = revision_of(url)
    except OperationalError:
        raise NotMigrated("The database does not answer. Please look at DATABASE_URL.") from None
    _refuse_newer(revision)
    if revision is None:
        raise NotMigrated("The database has no tables yet. Please run: python -m bot migrate")
    if revision != HEAD:
        raise NotMigrated(
            f"The database's tables are at version {revision} and this code needs {HEAD}. "
            "Please run: python -m bot migrate"
        )


def migrate(url: str) -> None:
    """Bring the tables to HEAD, all the way or not at all; others who migrate meanwhile wait, and find it done.

    Raises NotMigrated when the database is newer than this code.
    """
    engine = _locking_engine(url)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        revision = _revision(connection)
        _refuse_newer(revision)
        if revision != HEAD:
            _upgrade(connection)
    if engine.dialect.name == "sqlite":
        _write_ahead(engine)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise RuntimeError(
                f"a migration left {broken[0]} pointing at rows of {broken[2]} that are not there"
            )


def _locking_engine(url: str) -> Engine:
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def set_up(connection: sqlite3.Connection, _record: object) -> None:
            # Foreign keys stay off, SQLite's default: a table being made anew would take its dependants with it.
            connection.isolation_level = None
            connection.execute(f"PRAGMA busy_timeout = {WAIT_FOR_ANOTHER * 1000}")
            connection.execute("PRAGMA secure_delete = ON")  # a table made anew leaves nothing of the old one

        @event.listens_for(engine, "begin")
        def take_lock(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN EXCLUSIVE")

    return engine


def _write_ahead(engine: Engine) -> None:
    """Turn write-ahead logging on for good, while no bot has the file open.

    SQLite refuses when somebody else is just doing the same; then it is done all the same.
    """
    with suppress(OperationalError), engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA journal_mode = WAL")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _refuse_newer(revision: str | None) -> None:
    if revision is not None and revision > HEAD:
        raise NotMigrated(
            f"The database's tables are at version {revision} and this code knows only up to {HEAD}: a newer Handrail "
            "has used it. Please start that one, or restore a backup taken before."
        )
