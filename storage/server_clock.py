"""What the database server's clock shows: asked only to learn how far ours is from it, never to date a record.

Time is an argument; this one question is what makes it the same argument in several processes (decisions/0040).
"""

from datetime import datetime

from sqlmodel import Session, func, select


def server_time(session: Session) -> datetime:
    """Return what PostgreSQL's clock shows at this very moment, aware; SQLite has none of its own."""
    shown: datetime = session.exec(select(func.clock_timestamp())).one()
    return shown
