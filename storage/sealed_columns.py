"""Typed text in a column of its own table: sealed as it is written, opened once as its row is read.

`@sealed("title", …)` on a table is all that it takes. Whoever reads a row finds plain text in the attribute; whoever
asks for the column alone, or reads the file, finds what is sealed, bound to its table, its column and its row.
A salt is sealed with it; the chronology keeps the fingerprint that both give, so that an earlier text put back shows.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Table, event
from sqlalchemy.orm import object_session
from sqlalchemy.orm.attributes import get_history, set_committed_value
from sqlmodel import Session, SQLModel

from domain.chronology import SubjectKind
from storage.sealing import SALT_BYTES, CannotOpen, Keyring, Sealed, fingerprint, new_salt

Model = TypeVar("Model", bound=SQLModel)

SHAPE = re.compile(r"sealed:([0-9A-Za-z]{1,20}):([0-9A-Za-z+/]{38,}={0,2})")
SALT_LETTERS = SALT_BYTES * 2  # as hex, before the text
NOT_READABLE = "(what was typed here cannot be read: please tell whoever runs Handrail)"
"""Stands where a title does not open, so that the rest of its record can still be used; the check of the record says
which one and why."""


@dataclass(frozen=True)
class SealedColumn:
    """A column whose texts are sealed. `of` is what its rows are, `since` the column with the moment they were made."""

    table: type[SQLModel]
    name: str
    of: SubjectKind
    since: str

    @property
    def key(self) -> str:
        """Its name among all columns."""
        return f"{self.table.__tablename__}.{self.name}"

    def seal(self, row_id: UUID, text: str, keyring: Keyring, salt: bytes) -> str:
        """Return a text as the column holds it; nothing is nothing."""
        if not text:
            return text
        found = keyring.seal(f"{salt.hex()}{text}", self._place(row_id))
        return f"sealed:{found.key_id}:{found.token}"

    def open(self, row_id: UUID, held: str, keyring: Keyring) -> str:
        """Return what was typed, or raise CannotOpen; a text that is not sealed was put there by somebody else."""
        return self.open_salted(row_id, held, keyring)[1]

    def open_salted(self, row_id: UUID, held: str, keyring: Keyring) -> tuple[bytes, str]:
        """Return the salt and what was typed, or raise CannotOpen."""
        if not held:
            return b"", held
        found = SHAPE.fullmatch(held)
        if found is None:
            raise CannotOpen("it was altered in the database")
        opened = keyring.open(Sealed(found[1], found[2]), self._place(row_id))
        return bytes.fromhex(opened[:SALT_LETTERS]), opened[SALT_LETTERS:]

    def fingerprint(self, row_id: UUID, text: str, salt: bytes) -> str:
        """Return what the chronology keeps of a text; nothing of none."""
        return fingerprint(salt, text, self._place(row_id)) if text else ""

    def _place(self, row_id: UUID) -> str:
        return f"{self.key}:{row_id.hex}"


@dataclass
class Unspoken:
    """What was written in columns of one row, and no entry of the chronology speaks of yet: fingerprints by column."""

    of: SubjectKind
    at: datetime
    fingerprints: dict[str, str] = field(default_factory=dict)


SEALED: list[SealedColumn] = []
"""Every such column."""


def hold_keys(session: Session, keyring: Keyring) -> None:
    """Let the rows of a session be sealed and opened with these keys."""
    session.info["keyring"] = keyring


def unspoken_columns(session: Session) -> dict[UUID, Unspoken]:
    """Return what was written in this unit of work and no entry has spoken of, by the ids of rows; whoever speaks of
    something takes it away."""
    found: dict[UUID, Unspoken] = session.info.setdefault("unspoken columns", {})
    return found


def speak_of(session: Session, column: SealedColumn, row_id: UUID, print_of_it: str, at: datetime) -> None:
    """Let the next entry about a row speak of a text in one of its columns, or one of its own."""
    unspoken = unspoken_columns(session).setdefault(row_id, Unspoken(column.of, at))
    unspoken.fingerprints[column.key] = print_of_it


def table_of(model: type[SQLModel]) -> Table:
    """Return the table of a model."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def key_of(held: str) -> str | None:
    """Return the name of the key that opens what a column holds, or None when it is not sealed."""
    found = SHAPE.fullmatch(held)
    return found[1] if found else None


def sealed(*names: str, of: SubjectKind, since: str) -> Callable[[type[Model]], type[Model]]:
    """Seal these columns of a table whose rows have ids of our own making, and are what entries are about."""

    def seal_table(table: type[Model]) -> type[Model]:
        columns = [SealedColumn(table, name, of, since) for name in names]
        SEALED.extend(columns)
        _listen(table, columns)
        return table

    return seal_table


def _listen(table: type[SQLModel], columns: list[SealedColumn]) -> None:
    def seal_changed(_mapper: object, _connection: object, row: Any) -> None:
        session: Any = object_session(row)
        for column in columns:
            text, changes = getattr(row, column.name), get_history(row, column.name)
            if not changes.has_changes() or not (text or any(changes.deleted)):
                continue
            salt = new_salt()
            at = getattr(row, column.since)
            speak_of(session, column, row.id, column.fingerprint(row.id, text, salt), at)
            setattr(row, column.name, column.seal(row.id, text, _keyring_of(session), salt))

    def open_written(_mapper: object, _connection: object, row: Any) -> None:
        written = [column for column in columns if get_history(row, column.name).has_changes()]
        _open(row, written, _keyring_of(object_session(row)))

    def open_loaded(row: Any, context: Any) -> None:
        _open(row, columns, _keyring_of(context.session))

    def open_refreshed(row: Any, context: Any, names: Any) -> None:
        asked = [column for column in columns if names is None or column.name in names]
        _open(row, asked, _keyring_of(context.session))

    event.listen(table, "before_insert", seal_changed)
    event.listen(table, "before_update", seal_changed)
    event.listen(table, "after_insert", open_written)
    event.listen(table, "after_update", open_written)
    event.listen(table, "load", open_loaded)
    event.listen(table, "refresh", open_refreshed)


def _open(row: Any, columns: list[SealedColumn], keyring: Keyring) -> None:
    for column in columns:
        held = row.__dict__.get(column.name)
        if held:
            set_committed_value(row, column.name, _opened(column, row.id, held, keyring))


def _opened(column: SealedColumn, row_id: UUID, held: str, keyring: Keyring) -> str:
    try:
        return column.open(row_id, held, keyring)
    except CannotOpen:
        return NOT_READABLE


def _keyring_of(session: Any) -> Keyring:
    keyring: Keyring = session.info["keyring"]
    return keyring
