"""Whoever alters the record, with whatever access, is found by the check of the record; so is an older database."""

import asyncio
import json
import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from bot.casework.records import erase_texts, keep_texts, record
from domain.chains import Break, Broken
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.seals import SealFault
from playground.keys import KEYS
from storage import text_checks
from storage.chronology import ORGANISATION
from storage.database import Database
from storage.people import Person
from storage.resealing import TEXTS
from storage.sealing import CannotOpen
from storage.seals_file import SealsFile
from storage.unit_of_work import UnitOfWork
from storage.verification import Verified, verify
from tests.storage.samples import MORNING, a_person, beside
from tests.storage.tampering import alter, reckon_anew

ABOUT = (SubjectKind.CONCERN, UUID("c0ce0000-0000-4000-8000-000000000001"))
OTHER = (SubjectKind.CONCERN, UUID("c0ce0000-0000-4000-8000-000000000002"))
TYPED = "Gaps in the charts of the upper floor"
TEXT = "SELECT id FROM narrative WHERE field = 'what_happened' AND version = 1"

TAMPERED: dict[str, tuple[str, Broken]] = {
    "another's words": (
        (
            "UPDATE narrative SET body = (SELECT body FROM narrative n WHERE n.version = 2 AND "
            "n.field = 'what_happened') WHERE id = :text"
        ),
        Broken.TEXT_ALTERED,
    ),
    "another's salt": (
        (
            "UPDATE narrative SET salt = (SELECT salt FROM narrative n WHERE n.version = 2 AND "
            "n.field = 'what_happened') WHERE id = :text"
        ),
        Broken.TEXT_ALTERED,
    ),
    "plain words": (
        "UPDATE narrative SET body = 'All right', key_id = '', salt = NULL WHERE id = :text",
        Broken.TEXT_ALTERED,
    ),
    "another class": (
        "UPDATE narrative SET content_class = 'partners' WHERE id = :text",
        Broken.TEXT_ALTERED,
    ),
    "another version": ("UPDATE narrative SET version = 9 WHERE id = :text", Broken.TEXT_ALTERED),
    "removed": ("DELETE FROM narrative WHERE id = :text", Broken.TEXT_MISSING),
    "erased": (
        "UPDATE narrative SET body = '', key_id = '', salt = NULL, erased_at = written_at WHERE id = :text",
        Broken.TEXT_ERASED,
    ),
    "added": (
        (
            "INSERT INTO narrative SELECT :new, subject_kind, subject_id, field, 7, content_class, author_id, "
            "written_at, body, key_id, salt, erased_at FROM narrative WHERE id = :text"
        ),
        Broken.TEXT_ADDED,
    ),
}

CHANGED = "UPDATE chronology_entry SET facts = '{}' WHERE stream_number = 2"


class Record:
    """A record with texts, on one database, and its seals beside it."""

    def __init__(self, database: Database, url: str, folder: Path) -> None:
        self.database, self.url = database, url
        self.seals = folder / "seals.jsonl"
        self.author = a_person()

    async def begin(self) -> None:
        def write(work: UnitOfWork) -> Person:
            author = work.people.add(a_person())
            for words in (TYPED, f"{TYPED}, twelve of them"):
                texts = {"what_happened": words, "told_by": "Seen at the visit"}
                keep_texts(work, ABOUT, ContentClass.SHARED, author, MORNING, texts)
                record(work, Event.CONCERN_LOGGED, ABOUT, author, MORNING, due=MORNING)
            keep_texts(
                work, OTHER, ContentClass.RESTRICTED, author, MORNING, {"what_happened": "Another matter"}
            )
            record(work, Event.CONCERN_LOGGED, OTHER, author, MORNING)
            record(work, Event.CONCERN_ACKNOWLEDGED, ABOUT, author, MORNING)
            return author

        self.author = await self.database.write(write)

    async def add(self) -> None:
        await self.database.write(lambda work: record(work, Event.CONCERN_TRIAGED, ABOUT, None, MORNING))

    async def seal(self, days: int = 0) -> None:
        now = MORNING + timedelta(days=days)
        await self.database.write(lambda work: work.seals.make(now))
        SealsFile(self.seals).catch_up(await self.database.read(lambda work: work.seals.all()))

    async def found(self) -> Verified:
        return await asyncio.to_thread(verify, self.url, KEYS, self.seals)


@pytest.fixture
async def kept(database: Database, database_url: str, tmp_path: Path) -> Record:
    """A record that nobody has touched, on each database."""
    kept = Record(database, database_url, tmp_path)
    await kept.begin()
    return kept


@pytest.fixture
async def on_sqlite(sqlite: Database, sqlite_url: str, tmp_path: Path) -> Record:
    """The same on SQLite alone."""
    kept = Record(sqlite, sqlite_url, tmp_path)
    await kept.begin()
    return kept


@pytest.mark.criterion("CPC424-P8")
async def test_a_record_that_nobody_touched_is_whole_and_counted(
    kept: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_checks, "AT_A_TIME", 2)  # texts are looked at while entries are still being read
    await kept.seal()

    found = await kept.found()

    assert found.is_whole
    assert (found.entries, found.chains, found.texts.count, found.seals.count) == (4, 1, 5, 1)


@pytest.mark.parametrize(
    ("alteration", "number", "how"),
    [
        (CHANGED, 2, Broken.ALTERED),
        ("UPDATE chronology_entry SET facts = 'no JSON' WHERE stream_number = 2", 2, Broken.ALTERED),
        ("UPDATE chronology_entry SET actor_id = NULL WHERE stream_number = 3", 3, Broken.ALTERED),
        ("DELETE FROM chronology_entry WHERE stream_number = 2", 2, Broken.MISSING),
        ("DELETE FROM chronology_entry WHERE stream_number = 4", 4, Broken.MISSING),
        ("DELETE FROM chronology_entry", 1, Broken.MISSING),
        ("UPDATE chronology_head SET number = 3", 4, Broken.ADDED),
        ("DELETE FROM chronology_head", 1, Broken.HEAD_MISSING),
    ],
)
@pytest.mark.criterion("CPC424-P11")
async def test_an_entry_altered_by_somebody_with_full_access_is_named(
    on_sqlite: Record, alteration: str, number: int, how: Broken
) -> None:
    alter(beside(on_sqlite.url), alteration)

    found = await on_sqlite.found()

    assert not found.is_whole
    assert found.breaks[0] == Break(ORGANISATION, number, how)


async def test_on_postgresql_an_altered_entry_is_named_too(
    postgresql: Database, postgres_url: str, tmp_path: Path
) -> None:
    kept = Record(postgresql, postgres_url, tmp_path)
    await kept.begin()
    alter(beside(postgres_url), CHANGED)

    assert (await kept.found()).breaks[0] == Break(ORGANISATION, 2, Broken.ALTERED)


@pytest.mark.parametrize(("change", "how"), TAMPERED.values(), ids=TAMPERED)
async def test_a_text_altered_moved_removed_or_added_beside_the_chain_is_named(
    on_sqlite: Record, change: str, how: Broken
) -> None:
    engine = beside(on_sqlite.url)
    with engine.connect() as connection:
        text_id = connection.execute(text(f"{TEXT} AND subject_id = :id"), {"id": ABOUT[1].hex}).scalar_one()
    alter(engine, change, text=text_id, new=uuid4().hex)

    found = await on_sqlite.found()

    assert not found.is_whole
    assert how in {each.how for each in found.breaks}
    assert len(found.breaks) == 1


async def test_erasing_a_text_leaves_the_record_whole_and_says_how_many(kept: Record) -> None:
    def erase(work: UnitOfWork) -> int:
        return erase_texts(work, ABOUT, kept.author, MORNING + timedelta(days=1))

    assert await kept.database.write(erase) == 4

    found = await kept.found()
    assert found.is_whole
    assert found.texts.erased == 4
    texts = await kept.database.read(lambda work: work.narratives.of(ABOUT[1]))
    assert [(each.body, each.erased_at is not None) for each in texts] == [("", True)] * 4


async def test_an_erased_text_put_back_from_a_backup_is_named(on_sqlite: Record) -> None:
    engine = beside(on_sqlite.url)
    alter(engine, "CREATE TABLE backup AS SELECT * FROM narrative")
    await on_sqlite.database.write(
        lambda work: erase_texts(work, ABOUT, on_sqlite.author, MORNING + timedelta(days=1))
    )
    alter(
        engine,
        "DELETE FROM narrative WHERE version = 2",
        "INSERT INTO narrative SELECT * FROM backup WHERE version = 2",
    )

    assert {each.how for each in (await on_sqlite.found()).breaks} == {Broken.TEXT_RESTORED}


async def test_words_put_in_without_a_key_are_read_by_nobody_never_sealed_and_named(
    on_sqlite: Record,
) -> None:
    await on_sqlite.seal()
    put_in = (
        "INSERT INTO narrative SELECT :new, subject_kind, subject_id, field, 7, content_class, author_id, written_at, "
        "'We agreed that nothing is wrong', '', NULL, NULL FROM narrative WHERE version = 2 AND field = :field"
    )
    alter(beside(on_sqlite.url), put_in, new=uuid4().hex, field="what_happened")

    with pytest.raises(CannotOpen, match="not sealed"):
        await on_sqlite.database.read(lambda work: work.narratives.latest(ABOUT[1]))
    batch = await on_sqlite.database.write(lambda work: work.resealing.reseal(TEXTS, None, MORNING))
    found = await on_sqlite.found()

    assert (batch.sealed, batch.unopened[""]) == (0, 1)
    assert [each.how for each in found.breaks] == [Broken.TEXT_ADDED]
    assert not await on_sqlite.database.read(lambda work: work.resealing.is_any_plain()), (
        "the bot still serves"
    )


async def test_behind_a_break_nobody_is_said_to_have_added_texts(on_sqlite: Record) -> None:
    gone = "UPDATE chronology_entry SET actor_id = NULL WHERE stream_number = 1"
    alter(beside(on_sqlite.url), gone)

    found = await on_sqlite.found()

    assert found.breaks[0] == Break(ORGANISATION, 1, Broken.ALTERED)
    assert len(found.breaks) == 3, "besides it the two texts that only the altered entry speaks of"


async def test_a_text_that_no_entry_spoke_of_gets_an_entry_of_its_own(kept: Record) -> None:
    texts = {"note": "Said on the telephone"}
    await kept.database.write(
        lambda work: keep_texts(work, OTHER, ContentClass.RESTRICTED, kept.author, MORNING, texts)
    )

    last = (await kept.database.read(lambda work: work.chronology.stream(None)))[-1]
    assert (last.event, last.subject_id) == (Event.TEXTS_KEPT, OTHER[1])
    found = await kept.found()
    assert found.is_whole
    assert found.texts.count == 6


async def test_a_chain_reckoned_anew_with_full_access_differs_from_its_seal(on_sqlite: Record) -> None:
    await on_sqlite.seal()
    engine = beside(on_sqlite.url)
    alter(engine, "UPDATE chronology_entry SET on_behalf_of = NULL, actor_id = NULL WHERE stream_number = 4")
    reckon_anew(engine, ORGANISATION)

    assert (await on_sqlite.found()).breaks == [Break(ORGANISATION, 4, Broken.NOT_AS_SEALED)]


@pytest.mark.parametrize(
    ("alteration", "how"),
    [
        ("UPDATE seal SET sealed_on = '2026-01-01' WHERE number = 1", SealFault.ROW_ALTERED),
        ("DELETE FROM seal WHERE number = 1", SealFault.ROW_MISSING),
        ("DELETE FROM seal WHERE number = 2", SealFault.OLDER_DATABASE),
    ],
)
async def test_a_seal_altered_or_removed_in_the_database_is_named(
    on_sqlite: Record, alteration: str, how: SealFault
) -> None:
    await on_sqlite.seal()
    await on_sqlite.seal(days=1)
    alter(beside(on_sqlite.url), alteration)

    assert how in {each.how for each in (await on_sqlite.found()).seals.breaks}


async def test_an_older_database_put_back_is_found_with_the_day_from_which_entries_are_missing(
    on_sqlite: Record, sqlite_url: str, tmp_path: Path
) -> None:
    await on_sqlite.seal()
    with beside(sqlite_url).connect() as connection:
        connection.exec_driver_sql(f"VACUUM INTO '{tmp_path / 'backup.db'}'")
    await on_sqlite.add()
    await on_sqlite.seal(days=1)
    assert (await on_sqlite.found()).is_whole

    restored = Path(shutil.copy(tmp_path / "backup.db", tmp_path / "restored.db"))
    found = verify(f"sqlite:///{restored}", KEYS, on_sqlite.seals)

    assert found.breaks == [Break(ORGANISATION, 5, Broken.MISSING)]
    assert [(each.how, each.since) for each in found.seals.breaks] == [
        (SealFault.OLDER_DATABASE, "2026-09-08 10:30")
    ]
    again = Database(f"sqlite:///{restored}", KEYS)
    older = await again.read(lambda work: work.seals.older_than(SealsFile(on_sqlite.seals).lines()))
    again.close()
    assert older is not None


async def test_what_has_not_moved_is_sealed_once_a_day_and_the_file_is_for_us_alone(kept: Record) -> None:
    await kept.seal()
    await kept.seal()
    await kept.seal(days=1)

    lines = [json.loads(line) for line in SealsFile(kept.seals).lines()]
    assert [line["number"] for line in lines] == [1, 2]
    assert kept.seals.stat().st_mode & 0o777 == 0o600


async def test_a_line_broken_off_by_a_crash_is_written_anew(on_sqlite: Record) -> None:
    await on_sqlite.seal()
    whole = on_sqlite.seals.read_bytes()
    on_sqlite.seals.write_bytes(whole[:40])

    await on_sqlite.seal()

    assert on_sqlite.seals.read_bytes() == whole


@pytest.mark.parametrize("change", ["UPDATE seal SET sealed_on = sealed_on", "DELETE FROM seal"])
async def test_nobody_can_change_or_remove_a_seal_whatever_they_connect_with(
    kept: Record, somebody_else: Engine, change: str
) -> None:
    await kept.seal()

    with pytest.raises(DBAPIError, match="only ever added to"), somebody_else.begin() as connection:
        connection.execute(text(change))

    assert (await kept.found()).is_whole
