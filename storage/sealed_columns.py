"""Typed text in a column of its own table: sealed as it is written, opened once as its row is read.

`@sealed("title")` on a table is all that it takes. Whoever reads a row finds plain text in the attribute; whoever asks
for the column alone, or reads the file, finds what is sealed, bound to its table, its column and its row.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Table, event
from sqlalchemy.orm import object_session
from sqlalchemy.orm.attributes import get_history, set_committed_value
from sqlmodel import Session, SQLModel

from storage.sealing import CannotOpen, Keyring, Sealed

Model = TypeVar("Model", bound=SQLModel)

SHAPE = re.compile(r"sealed:([0-9A-Za-z]{1,20}):([0-9A-Za-z+/]{38,}={0,2})")
NOT_READABLE = "(what was typed here cannot be read: please tell whoever runs Handrail)"
"""Stands where a title does not open, so that the rest of its record can still be used; the check of the record says
which one and why."""


@dataclass(frozen=True)
class SealedColumn:
    """A column whose texts are sealed."""

    table: type[SQLModel]
    name: str

    @property
    def key(self) -> str:
        """Its name among all columns."""
        return f"{self.table.__tablename__}.{self.name}"

    def seal(self, row_id: UUID, text: str, keyring: Keyring) -> str:
        """Return a text as the column holds it; nothing is nothing."""
        if not text:
            return text
        found = keyring.seal(text, self._place(row_id))
        return f"sealed:{found.key_id}:{found.token}"

    def open(self, row_id: UUID, held: str, keyring: Keyring) -> str:
        """Return what was typed, or raise CannotOpen; a text that is not sealed was put there by somebody else."""
        if not held:
            return held
        found = SHAPE.fullmatch(held)
        if found is None:
            raise CannotOpen("it was altered in the database")
        return keyring.open(Sealed(found[1], found[2]), self._place(row_id))

    def _place(self, row_id: UUID) -> str:
        return f"{self.key}:{row_id.hex}"


SEALED: list[SealedColumn] = []
"""Every such column."""


def hold_keys(session: Session, keyring: Keyring) -> None:
    """Let the rows of a session be sealed and opened with these keys."""
    session.info["keyring"] = keyring


def table_of(model: type[SQLModel]) -> Table:
    """Return the table of a model."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def key_of(held: str) -> str | None:
    """Return the name of the key that opens what a column holds, or None when it is not sealed."""
    found = SHAPE.fullmatch(held)
    return found[1] if found else None


def sealed(*names: str) -> Callable[[type[Model]], type[Model]]:
    """Seal these columns of a table whose rows have ids of our own making."""

    def seal_table(table: type[Model]) -> type[Model]:
        columns = [SealedColumn(table, name) for name in names]
        SEALED.extend(columns)
        _listen(table, columns)
        return table

    return seal_table


def _listen(table: type[SQLModel], columns: list[SealedColumn]) -> None:
    def seal_changed(_mapper: object, _connection: object, row: Any) -> None:
        for column in columns:
            text = getattr(row, column.name)
            if text and get_history(row, column.name).has_changes():
                setattr(row, column.name, column.seal(row.id, text, _keyring_of(object_session(row))))

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
