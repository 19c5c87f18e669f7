"""Whoever waits for the database is answered in time, and what the answer says is true."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import text

from playground.keys import KEYS
from storage.database import WITHIN, Database, NotRecorded, Unsure
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from tests.postgres import free_port, libpq_url
from tests.storage.samples import a_person

ANSWERED_WITHIN = 2.5
"""Seconds; Slack tells the person that the app failed after three."""

# Takes the write lock, says so, and keeps it for five seconds unless told to let go.
ANOTHER_PROCESS = """
import select, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
select.select([sys.stdin], [], [], 5)
connection.execute("ROLLBACK")
connection.close()
"""


@contextmanager
def locked_by_another_process(database: Database) -> Iterator[None]:
    command = [sys.executable, "-c", ANOTHER_PROCESS, str(database.url.database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own lines above
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"
        yield
        process.communicate("let go\n")


def keep(name: str) -> Callable[[UnitOfWork], Person]:
    return lambda work: work.people.add(a_person(name))


async def names(database: Database) -> list[str]:
    people = text("SELECT name FROM person ORDER BY name")
    return await database.read(lambda work: list(work._session.connection().execute(people).scalars()))


async def test_while_another_process_holds_the_database_the_answer_is_not_recorded_and_in_time(
    sqlite: Database,
) -> None:
    with locked_by_another_process(sqlite):
        began = time.monotonic()
        with pytest.raises(NotRecorded) as refusal:
            await sqlite.write(keep("Priya Nair"), within=0.5)
        assert time.monotonic() - began < ANSWERED_WITHIN
        assert WITHIN < ANSWERED_WITHIN, "where nobody says otherwise"
        assert await names(sqlite) == []

    await sqlite.write(keep("Tom Hadley"))  # while the refusal is still held, with whatever it refers to
    assert await names(sqlite) == ["Tom Hadley"]
    assert refusal.value is not None


async def test_when_the_other_process_lets_go_in_time_the_record_is_kept(sqlite: Database) -> None:
    with locked_by_another_process(sqlite):
        writing = asyncio.create_task(sqlite.write(keep("Priya Nair"), within=20))
        finished, _ = await asyncio.wait({writing}, timeout=0.1)
        assert not finished

    await writing
    assert await names(sqlite) == ["Priya Nair"]


async def test_reading_goes_on_while_another_process_writes(sqlite: Database) -> None:
    await sqlite.write(keep("Priya Nair"))

    with locked_by_another_process(sqlite):
        assert await names(sqlite) == ["Priya Nair"]


async def test_a_task_whose_time_passed_while_it_waited_its_turn_is_never_begun(sqlite: Database) -> None:
    busy, go_on = threading.Event(), threading.Event()
    begun: list[UnitOfWork] = []

    def slow(_: UnitOfWork) -> None:
        busy.set()
        assert go_on.wait(30)

    writing = asyncio.create_task(sqlite.write(slow, within=20))
    assert await asyncio.to_thread(busy.wait, 30)
    with pytest.raises(NotRecorded):
        await sqlite.write(begun.append, within=0.05)

    go_on.set()
    await writing
    await sqlite.write(keep("Priya Nair"))
    assert begun == []


async def test_a_task_that_has_begun_is_waited_for_and_never_called_not_recorded(database: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(work: UnitOfWork) -> None:
        work.people.add(a_person("Priya Nair"))
        begun.set()
        assert go_on.wait(30)

    for within in (0.5, 2.0, 8.0):  # on a slow machine it does not begin in the first half second
        writing = asyncio.create_task(database.write(slow, within=within))
        if await asyncio.to_thread(begun.wait, within + 1):
            break
        with pytest.raises(NotRecorded):
            await writing
    finished, _ = await asyncio.wait({writing}, timeout=within + 0.1)
    assert not finished

    go_on.set()
    await writing
    assert await names(database) == ["Priya Nair"]


async def test_a_write_takes_the_lock_before_its_first_question(sqlite: Database) -> None:
    def while_writing(_: UnitOfWork) -> None:
        other = sqlite3.connect(str(sqlite.url.database), timeout=0, isolation_level=None)
        try:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        finally:
            other.close()

    await sqlite.write(while_writing)


async def test_a_statement_that_outlasts_its_time_is_undone_and_said_not_to_be_recorded(
    postgresql: Database,
) -> None:
    def slow(work: UnitOfWork) -> None:
        work.people.add(a_person("Priya Nair"))
        work._session.connection().execute(text("SELECT pg_sleep(10)"))

    with pytest.raises(NotRecorded):
        await postgresql.write(slow, within=0.2)

    assert await names(postgresql) == []


async def test_a_question_that_outlasts_its_time_is_given_up(postgresql: Database) -> None:
    slow = text("SELECT pg_sleep(10)")

    with pytest.raises(NotRecorded):
        await postgresql.read(lambda work: work._session.connection().execute(slow), within=0.2)

    assert await names(postgresql) == []


async def test_nobody_says_recorded_or_not_when_the_server_is_lost_while_keeping(
    postgresql: Database,
) -> None:
    address = libpq_url(postgresql.url.render_as_string(hide_password=False))

    def lose_the_server(work: UnitOfWork) -> None:
        ours = work._session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()
        with psycopg.connect(address, autocommit=True) as other:
            # The second number: wait so many milliseconds until it is really gone.
            other.execute("SELECT pg_terminate_backend(%s, 10000)", (ours,))

    with pytest.raises(Unsure):
        await postgresql.write(lose_the_server)

    await postgresql.write(keep("Priya Nair"))
    assert await names(postgresql) == ["Priya Nair"]


async def test_without_a_server_the_answer_is_not_recorded() -> None:
    database = Database(f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/handrail", KEYS)

    with pytest.raises(NotRecorded):
        await database.write(keep("Priya Nair"))

    database.close()


@pytest.mark.parametrize(
    ("setting", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("recursive_triggers", 1)],
    ids=["write-ahead", "every commit reaches the disk", "foreign keys", "triggers see REPLACE"],
)
async def test_sqlite_is_set_to_keep_records_safely(sqlite: Database, setting: str, value: str | int) -> None:
    def ask(work: UnitOfWork) -> object:
        return work._session.connection().execute(text(f"PRAGMA {setting}")).scalar_one()

    assert await sqlite.write(ask) == value
    assert await sqlite.read(ask) == value
