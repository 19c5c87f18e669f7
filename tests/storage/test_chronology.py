"""The chronology is only ever added to, in order, and shows when somebody altered it."""

import asyncio
import threading
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from domain.chronology import GENESIS, Event, digest_of
from storage.chronology import ORGANISATION, ChronologyEntry, ChronologyHead, content_of
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import an_entry, beside, wait_until_somebody_waits

ALDERWICK = UUID("a1de0000-0000-4000-8000-000000000001")


async def add(
    database: Database, event: Event, contract_id: UUID | None = ALDERWICK, **about: Any
) -> ChronologyEntry:
    return await database.write(lambda work: work.chronology.add(an_entry(event, **about), contract_id))


def rows(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [
            tuple(row) for row in connection.execute(text("SELECT * FROM chronology_entry ORDER BY number"))
        ]


async def whole(database: Database, contract_id: UUID | None) -> int:
    """How many entries a chain has, reckoned again from what the database gives back; -1 where it does not hold."""
    stream = contract_id.hex if contract_id else ORGANISATION
    entries = await database.read(lambda work: work.chronology.stream(contract_id))
    head = await database.read(lambda work: work._session.get_one(ChronologyHead, stream))

    digest, holds = GENESIS, True
    for number, entry in enumerate(entries, start=1):
        holds = holds and (entry.stream_number, entry.previous) == (number, digest)
        digest = digest_of(digest, stream, number, entry.at, content_of(entry))
        holds = holds and entry.digest == digest
    return len(entries) if holds and (head.number, head.digest) == (len(entries), digest) else -1


async def test_each_entry_is_bound_to_the_one_before_it(database: Database) -> None:
    about = uuid4()
    for event in (Event.CONCERN_LOGGED, Event.CONCERN_ACKNOWLEDGED, Event.CONCERN_TRIAGED):
        await add(
            database, event, subject_id=about, facts={"due": "2026-09-09", "told": None, "home": "Tŷ Gwyn"}
        )

    assert await whole(database, ALDERWICK) == 3
    told = await database.read(lambda work: work.chronology.of(about))
    assert [entry.event for entry in told] == [
        Event.CONCERN_LOGGED,
        Event.CONCERN_ACKNOWLEDGED,
        Event.CONCERN_TRIAGED,
    ]


async def test_each_contract_has_a_chain_of_its_own_and_so_has_the_organisation(database: Database) -> None:
    another = uuid4()
    await add(database, Event.CONCERN_LOGGED, ALDERWICK)
    await add(database, Event.ORGANISATION_SET_UP, None)
    await add(database, Event.CONCERN_LOGGED, another)
    await add(database, Event.CONCERN_TRIAGED, ALDERWICK)

    assert await whole(database, ALDERWICK) == 2
    assert await whole(database, another) == 1
    assert await whole(database, None) == 1


async def test_a_unit_of_work_that_goes_wrong_leaves_the_chain_as_it_was(database: Database) -> None:
    await add(database, Event.CONCERN_LOGGED)

    def stumble(work: UnitOfWork) -> None:
        work.chronology.add(an_entry(Event.CONCERN_TRIAGED), ALDERWICK)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write(stumble)

    await add(database, Event.CONCERN_ACKNOWLEDGED)
    assert await whole(database, ALDERWICK) == 2


async def test_many_who_add_at_once_make_one_chain(database: Database) -> None:
    await asyncio.gather(*(add(database, Event.CONCERN_LOGGED) for _ in range(20)))

    assert await whole(database, ALDERWICK) == 20


@pytest.mark.parametrize("already", [0, 1], ids=["the first entry", "a later entry"])
async def test_whoever_adds_while_another_is_adding_waits_and_goes_on_from_there(
    postgresql: Database, postgres_url: str, already: int
) -> None:
    for _ in range(already):
        await add(postgresql, Event.CONCERN_LOGGED)
    added = threading.Event()

    def add_and_linger(work: UnitOfWork) -> None:
        work.chronology.add(an_entry(Event.CONCERN_ACKNOWLEDGED), ALDERWICK)
        added.set()
        wait_until_somebody_waits(beside(postgres_url))

    lingering = asyncio.create_task(postgresql.write(add_and_linger, within=60))
    assert await asyncio.to_thread(added.wait, 30)
    entry = await add(postgresql, Event.CONCERN_TRIAGED)
    await lingering

    assert entry.stream_number == already + 2
    assert await whole(postgresql, ALDERWICK) == already + 2


@pytest.mark.parametrize(
    "alteration",
    ["UPDATE chronology_entry SET event = 'concern_withdrawn'", "DELETE FROM chronology_entry"],
    ids=["change", "remove"],
)
async def test_nobody_can_change_or_remove_an_entry_whatever_they_connect_with(
    database: Database, somebody_else: Engine, alteration: str
) -> None:
    await add(database, Event.CONCERN_LOGGED)
    before = rows(somebody_else)

    with (
        pytest.raises(DBAPIError, match="only ever added to: an entry is not changed or removed"),
        somebody_else.begin() as connection,
    ):
        connection.execute(text(alteration))

    assert len(before) == 1
    assert rows(somebody_else) == before


async def test_replacing_an_entry_is_refused_on_sqlite(sqlite: Database, sqlite_url: str) -> None:
    await add(sqlite, Event.CONCERN_LOGGED)
    before = rows(beside(sqlite_url))
    again = text("REPLACE INTO chronology_entry SELECT * FROM chronology_entry")

    with pytest.raises(DBAPIError, match="only ever added to"):
        await sqlite.write(lambda work: work._session.connection().execute(again))

    assert rows(beside(sqlite_url)) == before


async def test_emptying_the_chronology_is_refused_on_postgresql(
    postgresql: Database, postgres_url: str
) -> None:
    await add(postgresql, Event.CONCERN_LOGGED)
    before = rows(beside(postgres_url))

    with (
        pytest.raises(DBAPIError, match="only ever added to"),
        beside(postgres_url).begin() as connection,
    ):
        connection.execute(text("TRUNCATE chronology_entry CASCADE"))

    assert rows(beside(postgres_url)) == before
