"""Copies of a whole database, and putting one in its place; what was there before is kept under another name."""

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Literal, Protocol

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from storage.alone import ServedAlready, serving_alone
from storage.writable import file_of

BESIDE = ("", "-wal", "-shm")
"""What an SQLite database may consist of: the file, its log, and what several processes share of it."""

OURS_ALONE = 0o600
NAME_LIMIT = 63  # letters, of a PostgreSQL database's name
MAINTENANCE = "postgres"

Isolation = Literal["AUTOCOMMIT", "READ COMMITTED"]


class BackupFailed(Exception):
    """A copy could not be made or put in place. The text says what to do, and holds no password."""


class Backups(Protocol):
    """Copies of one database."""

    def write(self, file: Path) -> None:
        """Copy the database, as it is at one moment, into a file that is there and empty. Raises BackupFailed."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Make sure that no bot serves the database. Raises ServedAlready."""
        ...

    def restored(self, file: Path) -> AbstractContextManager[str]:
        """Give the address of a new database with a copy's content: gone at the end, unless it was put in place.

        Raises BackupFailed.
        """
        ...

    def put_in_place(self, restored: str, moment: str) -> str:
        """Let a restored database take this one's name, and return the name under which this one is kept, if any."""
        ...


def backups_of(url: str) -> Backups:
    """Return how copies of a database are made."""
    path = file_of(url)
    return OfServer(make_url(url)) if path is None else OfFile(url, path)


class OfFile:
    """Copies of an SQLite file, by its own online backup: a bot may serve meanwhile."""

    def __init__(self, url: str, path: Path) -> None:
        self._url, self._path = url, path

    def write(self, file: Path) -> None:
        try:
            source = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)
            copy = sqlite3.connect(file, isolation_level=None)
            try:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
                _require_sound(copy)
            finally:
                source.close()
                copy.close()
        except sqlite3.Error as error:
            raise BackupFailed(f"SQLite could not copy the database: {error}.") from None

    def alone(self) -> AbstractContextManager[None]:
        return serving_alone(self._url)

    @contextmanager
    def restored(self, file: Path) -> Iterator[str]:
        scratch = self._path.with_name(f"{self._path.name}.restoring-{secrets.token_hex(4)}")
        try:
            _copy_sound(file, scratch)
            yield f"sqlite:///{scratch}"
        finally:
            for part in BESIDE:
                Path(f"{scratch}{part}").unlink(missing_ok=True)

    def put_in_place(self, restored: str, moment: str) -> str:
        aside = self._path.with_name(f"{self._path.name}.before-{moment}")
        is_there = self._path.exists()
        for part in BESIDE:
            if Path(f"{self._path}{part}").exists():
                Path(f"{self._path}{part}").rename(f"{aside}{part}")
        found = file_of(restored)
        for part in BESIDE:
            if Path(f"{found}{part}").exists():
                Path(f"{found}{part}").rename(f"{self._path}{part}")
        return str(aside) if is_there else ""


class OfServer:
    """Copies of a PostgreSQL database, by pg_dump and pg_restore of the server's version or a later one."""

    def __init__(self, url: URL) -> None:
        self._url = url

    def write(self, file: Path) -> None:
        self._run("pg_dump", self._url, ["--format=custom", f"--file={file}"])
        self._run("pg_restore", None, ["--list", str(file)])

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._connected(MAINTENANCE) as connection:
            asked = text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = :name AND usename IS NOT NULL"
            )
            others = connection.execute(asked, {"name": self._url.database}).scalar_one()
        if others:
            raise ServedAlready(
                f"{others} connections to the database are open. Please stop every bot that serves it first, and "
                "whatever else is connected."
            )
        yield

    @contextmanager
    def restored(self, file: Path) -> Iterator[str]:
        scratch = self._url.set(database=f"{self._name[:40]}_restoring_{secrets.token_hex(4)}")
        self._ask(f"CREATE DATABASE {_quoted(scratch)} TEMPLATE template0")
        try:
            self._run("pg_restore", scratch, ["--exit-on-error", "--single-transaction", str(file)])
            yield scratch.render_as_string(hide_password=False)
        finally:
            # Whoever looks into it goes with it, so that what went wrong before is what is said.
            self._ask(f"DROP DATABASE IF EXISTS {_quoted(scratch)} WITH (FORCE)")

    def put_in_place(self, restored: str, moment: str) -> str:
        before = self._url.set(database=f"{self._name[: NAME_LIMIT - 24]}_before_{moment}")
        is_there = self._is_there()
        renames = [f"ALTER DATABASE {_quoted(make_url(restored))} RENAME TO {_quoted(self._url)}"]
        if is_there:
            renames.insert(0, f"ALTER DATABASE {_quoted(self._url)} RENAME TO {_quoted(before)}")
        try:
            # Both or neither: nothing may leave us without a database of that name.
            with self._connected(MAINTENANCE, "READ COMMITTED") as connection, connection.begin():
                for rename in renames:
                    connection.exec_driver_sql(rename)
        except DBAPIError as error:
            kept = f"The database {self._name} is as it was." if is_there else "Nothing was put in place."
            raise BackupFailed(f"PostgreSQL refused ({_said(error)}). {kept}") from None
        return str(before.database) if is_there else ""

    def _is_there(self) -> bool:
        asked = text("SELECT 1 FROM pg_database WHERE datname = :name")
        with self._connected(MAINTENANCE) as connection:
            return connection.execute(asked, {"name": self._name}).first() is not None

    @property
    def _name(self) -> str:
        return str(self._url.database)

    def _ask(self, *statements: str) -> None:
        try:
            with self._connected(MAINTENANCE) as connection:
                for statement in statements:
                    connection.exec_driver_sql(statement)
        except (OperationalError, ProgrammingError) as error:
            needs = "The account must be allowed to create databases, and own this one."
            raise BackupFailed(f"PostgreSQL refused ({_said(error)}). {needs}") from None

    @contextmanager
    def _connected(self, database: str, isolation: Isolation = "AUTOCOMMIT") -> Iterator[Connection]:
        engine = create_engine(self._url.set(database=database), poolclass=NullPool)
        with engine.connect().execution_options(isolation_level=isolation) as connection:
            yield connection

    def _run(self, program: str, database: URL | None, arguments: Sequence[str]) -> None:
        """Run one of PostgreSQL's programs. The password goes by the environment, never by the command line."""
        found = shutil.which(program)
        if found is None:
            raise BackupFailed(
                f"{program} was not found. Please install PostgreSQL's client of the server's version."
            )
        command, environment = [found, *arguments], dict(os.environ)
        if database is not None:
            command += ["--no-owner", "--no-privileges", f"--dbname={_without_password(database)}"]
            environment["PGPASSWORD"] = _password(database)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            said = next((line for line in done.stderr.splitlines() if "error" in line), done.stderr[:200])
            raise BackupFailed(f"{said.strip()}.")


def _copy_sound(file: Path, to: Path) -> None:
    try:
        with to.open("xb") as copy, file.open("rb") as source:
            to.chmod(OURS_ALONE)
            shutil.copyfileobj(source, copy)
        connection = sqlite3.connect(to)
        try:
            _require_sound(connection)
        finally:
            connection.close()
    except (OSError, sqlite3.DatabaseError) as error:
        raise BackupFailed(f"{file} is no sound copy of a database ({type(error).__name__}).") from None


def _require_sound(connection: sqlite3.Connection) -> None:
    said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if said != "ok":
        raise sqlite3.DatabaseError(said)


def _password(url: URL) -> str:
    """Return the password of an address: in its query it counts before the one beside the account's name."""
    given = url.query.get("password", url.password)
    return str((given if isinstance(given, str) else given[-1]) if given else "")


def _without_password(url: URL) -> str:
    query = {name: value for name, value in url.query.items() if name != "password"}
    plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, query)
    return plain.render_as_string()


def _said(error: DBAPIError) -> str:
    return str(error.orig).splitlines()[0]


def _quoted(url: URL) -> str:
    name = str(url.database).replace('"', '""')
    return f'"{name}"'
