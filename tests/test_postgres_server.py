"""The PostgreSQL that the tests run against is a real one, is alone, and leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.postgres import PostgresServer, libpq_url, start_postgres
from tests.postgres_binaries import Account, PostgresUnavailable, find_binaries, reachable, wheel_folders

REPOSITORY = Path(__file__).parents[1]

START_AND_WAIT = """
import sys
from tests.postgres import start_postgres
with start_postgres() as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """One of our own, even where the other tests use a server that was lent."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("TEST_DATABASE_URL", raising=False)
        with start_postgres() as started:
            yield started


def connected(url: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(libpq_url(url), connect_timeout=5)


def test_each_test_gets_a_database_of_its_own_with_the_tables_already_there(server: PostgresServer) -> None:
    template = server.create_database("furnished")
    with connected(template) as connection:
        connection.execute("CREATE TABLE concern (reference text PRIMARY KEY)")

    first = server.create_database("first", template="furnished")
    second = server.create_database("second", template="furnished")
    with connected(first) as connection:
        connection.execute("INSERT INTO concern VALUES ('C-7Q2K')")

    with connected(second) as connection:
        assert connection.execute("SELECT count(*) FROM concern").fetchone() == (0,)


def test_two_workers_asking_for_owed_work_never_take_the_same_piece(server: PostgresServer) -> None:
    url = server.create_database("queue")
    with connected(url) as connection:
        connection.execute("CREATE TABLE notice (id int PRIMARY KEY)")
        connection.execute("INSERT INTO notice VALUES (1), (2)")

    claim = "SELECT id FROM notice ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"
    with connected(url) as one, connected(url) as other:
        assert one.execute(claim).fetchone() == (1,)
        assert other.execute(claim).fetchone() == (2,)


def test_a_database_goes_even_when_somebody_is_still_connected(server: PostgresServer) -> None:
    with psycopg.connect(libpq_url(server.create_database("busy"))) as lingering:
        server.drop_database("busy")
        with pytest.raises(psycopg.OperationalError):
            lingering.execute("SELECT 1")


def test_nobody_gets_in_without_the_password(server: PostgresServer) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(libpq_url(server.url), password="a guess", connect_timeout=5)


def test_a_server_that_was_lent_to_us_is_left_as_it_was_found(
    server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", libpq_url(server.url))
    with start_postgres() as lent:
        lent.create_database("visitor")
        assert "visitor" in databases(server)

    assert "visitor" not in databases(server)


def databases(server: PostgresServer) -> set[object]:
    with connected(server.url) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def test_the_binaries_of_the_wheel_are_enough_on_a_machine_without_postgresql(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.setenv("HANDRAIL_TEST_POSTGRES", "wheel")
    with start_postgres() as server, connected(server.url) as connection:
        assert connection.info.server_version >= 180000


def test_asking_for_a_kind_of_server_that_we_do_not_know_is_answered_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HANDRAIL_TEST_POSTGRES", "cloud")
    with pytest.raises(PostgresUnavailable, match="may be system or wheel"):
        find_binaries()


def test_when_the_tests_are_killed_the_server_goes_with_them() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    tests = subprocess.Popen(  # noqa: S603 - this same Python, with the text above
        [sys.executable, "-c", START_AND_WAIT],
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with tests:
        assert tests.stdout is not None
        with connected(tests.stdout.readline().strip()) as witness:
            tests.send_signal(signal.SIGKILL)
            # The server's own farewell is what we wait for: it cuts the connection as it goes.
            with pytest.raises(psycopg.OperationalError):
                witness.execute("SELECT pg_sleep(30)")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must hand the server to somebody else")
def test_root_can_use_binaries_that_lie_in_a_private_folder(tmp_path: Path) -> None:
    package = next(wheel_folders()).parents[1]
    for folder in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(folder, tmp_path / folder.name)
    tmp_path.chmod(0o700)
    private = tmp_path / package.name / "pginstall" / "bin"
    nobody = Account.for_server()

    assert not nobody.can_run(private)
    with reachable(private, nobody) as copied:
        assert nobody.can_run(copied)
    assert not copied.exists()
