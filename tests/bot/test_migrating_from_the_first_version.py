"""A database of the first version, in which what people typed stood in plain words, brought to this one."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, Table, text
from typer.testing import CliRunner

from bot.__main__ import app
from domain.chronology import GENESIS, Event, SubjectKind, digest_of
from playground.keys import KEYS
from storage.database import Database
from storage.schema import MIGRATIONS
from storage.unit_of_work import UnitOfWork
from tests.bot.test_command_line import enough
from tests.postgres import PostgresServer
from tests.storage.dump import dumped
from tests.storage.samples import beside

TYPED, TITLE, LET_GO = "planted words of a concern", "planted title of an action", "planted words let go of"
THEN = datetime(2026, 1, 5, 9, tzinfo=UTC)
TEXTS = 450  # more than two batches
CONCERN, PERSON, CONTRACT, OWN = uuid4(), uuid4(), uuid4(), uuid4()


@pytest.fixture(params=["sqlite", "postgres"])
def first_version(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database as the first version left it: a concern with many texts, an action, and its chronology."""
    if request.param == "sqlite":
        yield _left_behind(f"sqlite:///{tmp_path / 'old.db'}")
        return
    postgres: PostgresServer = request.getfixturevalue("postgres")
    name = f"handrail_first_{uuid4().hex[:8]}"
    yield _left_behind(postgres.create_database(name))
    postgres.drop_database(name)


def _left_behind(url: str) -> str:
    engine = beside(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with engine.begin() as connection:
        _fill(connection)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA secure_delete = OFF"))  # as it is on many machines
        connection.execute(text("DELETE FROM narrative WHERE field = 'let_go'"))
    return url


def _fill(connection: Connection) -> None:
    tables = MetaData()
    tables.reflect(connection)

    def keep(table: str, *rows: dict[str, Any]) -> None:
        held = tables.tables[table]
        connection.execute(held.insert(), [_as_held(held, row) for row in rows])

    keep("organisation", {"id": OWN, "name": "Westermere Council", "is_own": True})
    keep("person", {"id": PERSON, "organisation_id": OWN, "name": "Tom Hadley", "job": "", "is_active": True})
    keep(
        "contract",
        {
            "id": CONTRACT,
            "reference": "ALD-1",
            "title": "Alderwick House",
            "service": "Care home",
            "nation": "england",
            "starts_on": THEN.date(),
            "ends_on": THEN.date(),
            "created_at": THEN,
        },
    )
    keep("contract_party", {"contract_id": CONTRACT, "organisation_id": OWN, "party": "own"})
    keep(
        "concern",
        {
            "id": CONCERN,
            "reference": "C-7Q2K",
            "contract_id": CONTRACT,
            "state": "logged",
            "reporter_id": PERSON,
            "logged_at": THEN,
        },
    )
    keep(
        "action",
        {
            "id": uuid4(),
            "reference": "A-7Q2K",
            "contract_id": CONTRACT,
            "title": TITLE,
            "basis": "requirement",
            "keeps_safe_now": False,
            "state": "proposed",
            "owner_id": PERSON,
            "owner_party": "own",
            "proposed_by": PERSON,
            "proposed_at": THEN,
            "due_on": THEN.date(),
            "original_due_on": THEN.date(),
            "escalation_held": False,
        },
    )
    said = [("what_happened", f"{TYPED} {number:03d}") for number in range(TEXTS)]
    said += [("let_go", f"{LET_GO} {number:03d} " * 40) for number in range(2000)]
    keep("narrative", *(_text(number, *each) for number, each in enumerate(said, start=1)))
    keep("chronology_entry", *_chain())
    keep("chronology_head", {"stream": CONTRACT.hex, "number": 3, "digest": _chain()[-1]["digest"]})


def _as_held(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row as the driver takes it: the tables are read from the database, which knows ids as letters on SQLite."""
    is_letters = {column.name for column in table.columns if str(column.type).startswith("CHAR")}
    return {name: value.hex if value and name in is_letters else value for name, value in row.items()}


def _text(number: int, field: str, body: str) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "subject_kind": "concern",
        "subject_id": CONCERN,
        "field": field,
        "version": number,
        "content_class": "internal",
        "author_id": PERSON,
        "written_at": THEN + timedelta(seconds=number),
        "body": body,
    }


def _chain() -> list[dict[str, Any]]:
    """What the first version wrote down of it: it knew of no fingerprints."""
    previous, rows = GENESIS, []
    for number in (1, 2, 3):
        content: dict[str, object] = {
            "event": Event.CONCERN_LOGGED.value,
            "actor": PERSON.hex,
            "on_behalf_of": None,
            "subject_kind": SubjectKind.CONCERN.value,
            "subject": CONCERN.hex,
            "facts": {},
        }
        digest = digest_of(previous, CONTRACT.hex, number, THEN, content)
        rows.append(
            {
                "stream": CONTRACT.hex,
                "stream_number": number,
                "at": THEN,
                "event": content["event"],
                "actor_id": PERSON,
                "on_behalf_of": None,
                "subject_kind": "concern",
                "subject_id": CONCERN,
                "facts": {},
                "previous": previous,
                "digest": digest,
            }
        )
        previous = digest
    return rows


def said_by(url: str, *words: str, seals: Path) -> tuple[int, str, str]:
    """How a command ended, what it said, and what it complained of."""
    settings = enough(Path("unused")) | {"DATABASE_URL": url, "SEALS_FILE": str(seals)}
    found = CliRunner().invoke(app, words, env=settings)
    return found.exit_code, found.stdout, found.stderr


def read(work: UnitOfWork) -> tuple[list[str], str, Event]:
    """The texts of the concern in their order, the title of its action, and the last that happened."""
    [action] = work.actions.open_in([CONTRACT])
    texts = [each.body for each in work.narratives.of(CONCERN)]
    return texts, action.title, work.chronology.of(CONCERN)[-1].event


@pytest.mark.criterion("CPC424-P8")
def test_what_stood_there_in_plain_words_is_sealed_and_left_nowhere(
    first_version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url, seals = first_version, tmp_path / "seals.jsonl"
    before = dumped(url)
    assert f"{TYPED} 001" in before
    assert TITLE in before
    assert url.startswith("postgres") or LET_GO in before

    code, out, err = said_by(url, "migrate", seals=seals)

    assert (code, err) == (0, "")
    assert out == (
        f"{TEXTS + 1} texts that were kept before texts were sealed are sealed now.\n"
        "The database is up to date.\n"
    )
    assert "planted" not in dumped(url), (
        "neither in a row, nor on a page let go of, nor in the log beside the file"
    )
    assert said_by(url, "migrate", seals=seals)[:2] == (0, "The database is up to date.\n")
    database = Database(url, KEYS)
    texts, title, last = asyncio.run(database.read(read))
    database.close()
    assert (texts, title) == ([f"{TYPED} {number:03d}" for number in range(TEXTS)], TITLE)
    assert last is Event.TEXTS_KEPT, "the chronology speaks of them from now on"
    code, out, _err = said_by(url, "records", "verify", seals=seals)
    assert (code, out.splitlines()[-1]) == (0, "The record is whole.")
