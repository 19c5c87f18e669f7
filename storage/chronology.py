"""The chronology: append-only, one chain for each contract and one for the organisation."""

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, bindparam, text, update
from sqlmodel import Field, Session, UniqueConstraint, col, select

from domain.chains import Link
from domain.chronology import GENESIS, Event, SubjectKind, digest_of
from storage.columns import words
from storage.narratives import Narratives
from storage.once import keep_once
from storage.rows import Row, connection_of, insert_only
from storage.sealed_columns import unspoken_columns

ORGANISATION = "organisation"


class ChronologyEntry(Row, table=True):
    """One thing that happened. Triggers in both databases refuse to change or remove it."""

    __tablename__ = "chronology_entry"
    __table_args__ = (UniqueConstraint("stream", "stream_number"),)

    number: int | None = Field(default=None, primary_key=True)
    stream: str = Field(max_length=40)
    stream_number: int
    at: datetime
    event: Event = Field(sa_type=words(Event, "event"))
    actor_id: UUID | None = Field(default=None, foreign_key="person.id")
    on_behalf_of: UUID | None = Field(default=None, foreign_key="person.id")
    subject_kind: SubjectKind = Field(sa_type=words(SubjectKind, "subject_kind"))
    subject_id: UUID = Field(index=True)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    previous: str = Field(max_length=64)
    digest: str = Field(max_length=64)


class ChronologyHead(Row, table=True):
    """Where a chain stands; kept apart from it, so that a missing last entry shows."""

    __tablename__ = "chronology_head"
    stream: str = Field(primary_key=True, max_length=40)
    number: int
    digest: str = Field(max_length=64)


HEAD = (
    select(ChronologyHead.number, ChronologyHead.digest)
    .where(ChronologyHead.stream == bindparam("of"))
    .with_for_update()
)
MOVE_HEAD = (
    update(ChronologyHead)
    .where(col(ChronologyHead.stream) == bindparam("of"))
    .values(number=bindparam("to_number"), digest=bindparam("to_digest"))
)
"""Asked with every entry: put together once, and without objects, that takes a third of the time."""


class Chronology:
    """Adds to the chronology, and reads it."""

    def __init__(self, session: Session, narratives: Narratives) -> None:
        self._session = session
        self._narratives = narratives

    def add(self, entry: ChronologyEntry, contract_id: UUID | None) -> ChronologyEntry:
        """Append to the contract's chain, or to the organisation's when there is no contract.

        The entry takes the fingerprints of the texts that were kept for its record before it, in narratives and in
        columns of the record itself; those are sealed as they are flushed.
        """
        stream = contract_id.hex if contract_id else ORGANISATION
        self._session.flush()
        if columns := unspoken_columns(self._session).pop(entry.subject_id, None):
            entry.facts = {**entry.facts, "columns": columns.fingerprints}
        if texts := self._narratives.unspoken_of(entry.subject_id):
            entry.facts = {**entry.facts, "texts": texts}
        number, digest = self._head(stream)
        entry.stream, entry.stream_number, entry.previous = stream, number + 1, digest
        entry.digest = digest_of(digest, stream, entry.stream_number, entry.at, content_of(entry))
        connection_of(self._session).execute(
            MOVE_HEAD, {"of": stream, "to_number": entry.stream_number, "to_digest": entry.digest}
        )
        insert_only(self._session, entry)
        return entry

    def _head(self, stream: str) -> tuple[int, str]:
        """Return where a chain stands, locked, so that whoever else adds to it waits and goes on from our entry."""
        connection = connection_of(self._session)
        head = connection.execute(HEAD, {"of": stream}).first()
        if head is None:
            keep_once(self._session, ChronologyHead(stream=stream, number=0, digest=GENESIS))
            head = connection.execute(HEAD, {"of": stream}).one()
        return head[0], head[1]

    def of(self, subject_id: UUID) -> Sequence[ChronologyEntry]:
        """Return what happened to a record, oldest first."""
        return self._session.exec(
            select(ChronologyEntry)
            .where(ChronologyEntry.subject_id == subject_id)
            .order_by(col(ChronologyEntry.number))
        ).all()

    def newest(
        self, contract_id: UUID | None, events: Collection[Event], limit: int
    ) -> Sequence[ChronologyEntry]:
        """Return the last things of these kinds that happened in a chain, the newest first."""
        return self._session.exec(
            select(ChronologyEntry)
            .where(
                ChronologyEntry.stream == (contract_id.hex if contract_id else ORGANISATION),
                col(ChronologyEntry.event).in_(events),
            )
            .order_by(col(ChronologyEntry.stream_number).desc())
            .limit(limit)
        ).all()

    def stream(self, contract_id: UUID | None) -> Sequence[ChronologyEntry]:
        """Return a whole chain, oldest first."""
        return self._session.exec(
            select(ChronologyEntry)
            .where(ChronologyEntry.stream == (contract_id.hex if contract_id else ORGANISATION))
            .order_by(col(ChronologyEntry.stream_number))
        ).all()


ENTRIES = text(
    "SELECT number, stream, stream_number, at, event, actor_id, on_behalf_of, subject_kind, subject_id, facts, "
    "previous, digest FROM chronology_entry ORDER BY stream, stream_number"
)
"""Every chain, entry by entry, for reading a million of them: as the database holds them, without objects."""


def link_of(row: Any) -> Link:
    """Return a row of ENTRIES as the chain binds it. Raises ValueError or TypeError for what is no entry of ours."""
    _row, _stream, number, at, event, actor, on_behalf_of, kind, subject, facts, previous, digest = row
    content = {
        "event": event,
        "actor": _hex(actor),
        "on_behalf_of": _hex(on_behalf_of),
        "subject_kind": kind,
        "subject": _hex(subject),
        "facts": json.loads(facts) if isinstance(facts, str) else facts,
    }
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at
    return Link(_row, number, moment, content, previous, digest)


def _hex(value: UUID | str | None) -> str | None:
    """Return an id as the chain has it: SQLite holds it so already."""
    return value.hex if isinstance(value, UUID) else value


def content_of(entry: ChronologyEntry) -> dict[str, object]:
    """Return what the chain binds of an entry, as plain data."""
    return {
        "event": entry.event.value,
        "actor": entry.actor_id.hex if entry.actor_id else None,
        "on_behalf_of": entry.on_behalf_of.hex if entry.on_behalf_of else None,
        "subject_kind": entry.subject_kind.value,
        "subject": entry.subject_id.hex,
        "facts": entry.facts,
    }
