"""Keeping a row whose key somebody else may be keeping at this very moment."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

UNIQUE_VIOLATION = "23505"


def keep_once(session: Session, row: SQLModel) -> bool:
    """Keep a row, or say False because its key is taken; what else was done in the session stays.

    On PostgreSQL this waits for another transaction that is keeping the same key. On SQLite nobody else can be, so a
    caller who looked first never hears False. Raises IntegrityError for a row that is wrong in any other way.
    """
    if session.get_bind().dialect.name == "sqlite":
        session.add(row)
        session.flush()
        return True
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        if getattr(error.orig, "sqlstate", None) != UNIQUE_VIOLATION:
            raise
        return False
    return True
