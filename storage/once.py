"""Keeping a row whose key somebody else may be keeping at this very moment."""

from sqlmodel import Session, SQLModel

from storage.inserting import inserting_into
from storage.rows import connection_of


def keep_once(session: Session, row: SQLModel) -> bool:
    """Keep a new row, or say False because its key is taken; what else was done in the session stays.

    The session does not hold the row: whoever wants to change it in the same unit of work asks for it.
    On PostgreSQL this waits for another transaction that is keeping the same key; on SQLite nobody else can be.
    Raises IntegrityError for a row that is wrong in any other way.
    """
    session.flush()
    connection = connection_of(session)
    return inserting_into(type(row), connection.dialect, unless_taken=True).insert(connection, row)
