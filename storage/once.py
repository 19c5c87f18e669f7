"""Keeping a row whose key somebody else may be keeping at this very moment."""

from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from storage.rows import values_of
from storage.sealed_columns import table_of


def keep_once(session: Session, row: SQLModel) -> bool:
    """Keep a new row, or say False because its key is taken; what else was done in the session stays.

    The session does not hold the row: whoever wants to change it in the same unit of work asks for it.
    On PostgreSQL this waits for another transaction that is keeping the same key; on SQLite nobody else can be.
    Raises IntegrityError for a row that is wrong in any other way.
    """
    session.flush()
    connection = session.connection()
    statement, keys = _insert_unless_taken(type(row), connection.dialect.name)
    kept = connection.execute(statement, values_of(row)).first()
    if kept is None:
        return False
    row.__dict__.update(zip(keys, kept, strict=True))  # the database may have numbered it
    return True


@cache
def _insert_unless_taken(kind: type[SQLModel], dialect: str) -> tuple[Any, tuple[str, ...]]:
    table = table_of(kind)
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    keys = tuple(column.key for column in table.primary_key)
    return insert(table).on_conflict_do_nothing().returning(*table.primary_key), keys
