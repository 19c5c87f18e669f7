"""How a new row is sent to the database: put together once for each table and kind of database, then only filled in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError
from sqlmodel import SQLModel

from storage.sealed_columns import SEALED, table_of

Write = Callable[[Any], Any]


@dataclass(frozen=True)
class Inserting:
    """The statement as the database's driver takes it, and each column with how its type writes a value.

    SQLAlchemy looks up at each execution what it found out when it put the statement together; a command inserts nine
    rows of seven tables. `number` is the column that the database numbers, if any.
    """

    statement: str
    columns: tuple[tuple[str, Write | None], ...]
    number: str | None
    is_sqlite: bool

    def insert(self, connection: Connection, *rows: SQLModel) -> bool:
        """Insert rows, in one statement, and say whether all are kept; a row alone learns the number it was given."""
        kept = connection.exec_driver_sql(self.statement, [self._values_of(row) for row in rows])
        if kept.rowcount != len(rows):
            return False
        if self.number is not None:
            (row,) = rows
            row.__dict__[self.number] = kept.lastrowid if self.is_sqlite else kept.scalar_one()
        return True

    def _values_of(self, row: SQLModel) -> Any:
        """Return what is sent of a row; a value that it was never given is nothing, which its column may refuse.

        Raises StatementError for a value that its type refuses, as SQLAlchemy does.
        """
        get = row.__dict__.get
        try:
            values = [get(name) if write is None else write(get(name)) for name, write in self.columns]
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise StatementError(str(error), self.statement, None, error, hide_parameters=True) from error
        if self.is_sqlite:
            return tuple(values)
        return {name: value for (name, _), value in zip(self.columns, values, strict=True)}


@cache
def inserting_into(kind: type[SQLModel], dialect: Dialect, *, unless_taken: bool = False) -> Inserting:
    """Return how rows of a table are inserted, or, `unless_taken`, left out where their key is there already."""
    if any(column.table is kind for column in SEALED):
        raise TypeError(f"{kind.__name__} has sealed columns: only a flush seals them")
    table, is_sqlite = table_of(kind), dialect.name == "sqlite"
    number = table.autoincrement_column
    columns = [column for column in table.columns if column is not number]
    statement: Any = (sqlite if is_sqlite else postgresql).insert(table)
    if unless_taken:
        statement = statement.on_conflict_do_nothing()
    if number is not None and not is_sqlite:
        statement = statement.returning(number)
    put_together = statement.compile(dialect=dialect, column_keys=[column.key for column in columns])
    return Inserting(
        str(put_together),
        tuple((column.key, _write(column.type, dialect)) for column in columns),
        None if number is None else number.key,
        is_sqlite,
    )


def _write(kind: Any, dialect: Dialect) -> Write | None:
    write: Write | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return write
