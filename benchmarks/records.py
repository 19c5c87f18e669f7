"""How long the check of the record takes for a million entries: 200 chains, a text to every tenth entry."""

import asyncio
import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from domain.chronology import GENESIS, Event, SubjectKind, digest_of
from domain.confidentiality import ContentClass
from playground import alderwick
from playground.keys import KEYS
from storage.narratives import Narrative, seal
from storage.schema import migrate
from storage.verification import verify

ENTRIES, CHAINS, TEXT_EVERY = 1_000_000, 200, 10
AUTHOR = UUID(int=1)
TYPED = "Gaps in the medicine charts of the upper floor, twelve in August."

Row = tuple[object, ...]


def _held(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def _text(number: int, at: datetime) -> tuple[Row, dict[str, str]]:
    row = Narrative(
        id=UUID(int=number + 1000),
        subject_kind=SubjectKind.CONCERN,
        subject_id=UUID(int=number),
        field="what_happened",
        content_class=ContentClass.INTERNAL,
        author_id=AUTHOR,
        written_at=at,
        body="",
    )
    fingerprint = seal(row, TYPED, KEYS.narratives)
    kinds = (row.subject_kind.value, row.subject_id.hex, row.field, 1, row.content_class.value)
    kept = (row.id.hex, *kinds, AUTHOR.hex, _held(at), row.body, row.key_id, row.salt, None)
    return kept, {row.id.hex: fingerprint}


def _rows() -> Iterator[tuple[Row, Row | None, tuple[str, int, str]]]:
    """Every entry, with its text where it has one and where its chain then stands."""
    number = 0
    for chain in range(CHAINS):
        stream, digest = UUID(int=chain + 10).hex, GENESIS
        for place in range(1, ENTRIES // CHAINS + 1):
            number += 1
            at = alderwick.BEGINS + timedelta(seconds=number)
            facts: dict[str, object] = {"reference": f"C-{number}", "due": at.isoformat()}
            text: Row | None = None
            if number % TEXT_EVERY == 0:
                text, facts["texts"] = _text(number, at)
            subject = UUID(int=number).hex
            content = {
                "event": Event.CONCERN_LOGGED.value,
                "actor": AUTHOR.hex,
                "on_behalf_of": None,
                "subject_kind": SubjectKind.CONCERN.value,
                "subject": subject,
                "facts": facts,
            }
            previous, digest = digest, digest_of(digest, stream, place, at, content)
            event, kind = content["event"], content["subject_kind"]
            said = (event, AUTHOR.hex, None, kind, subject, json.dumps(facts), previous, digest)
            yield (number, stream, place, _held(at), *said), text, (stream, place, digest)


def fill(path: Path) -> None:
    """Write the record as rows, past everything that a unit of work does: that would take an hour."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    entry = (
        "INSERT INTO chronology_entry (number, stream, stream_number, at, event, actor_id, on_behalf_of, subject_kind, "
        "subject_id, facts, previous, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    narrative = (
        "INSERT INTO narrative (id, subject_kind, subject_id, field, version, content_class, author_id, written_at, "
        "body, key_id, salt, erased_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    heads: dict[str, tuple[str, int, str]] = {}
    for row, text, head in _rows():
        connection.execute(entry, row)
        if text is not None:
            connection.execute(narrative, text)
        heads[head[0]] = head
    connection.executemany(
        "INSERT INTO chronology_head (stream, number, digest) VALUES (?, ?, ?)", heads.values()
    )
    connection.execute("COMMIT")
    connection.close()


async def measure() -> dict[str, str]:
    """Return the figures by name, each with its unit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        url = f"sqlite:///{path}"
        migrate(url)
        await asyncio.to_thread(fill, path)
        begun = time.perf_counter()
        found = await asyncio.to_thread(verify, url, KEYS, Path(folder) / "seals.jsonl")
        taken = time.perf_counter() - begun
    if not found.is_whole or found.entries != ENTRIES or found.texts.count != ENTRIES // TEXT_EVERY:
        raise RuntimeError("the record was not read as it was written")
    return {"records_verify_1m_s": f"{taken:.1f} s"}
