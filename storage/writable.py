"""Whether a database takes what is to be kept, asked without keeping anything."""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

WAIT = 10.0  # seconds, for the bot that serves beside it


def file_of(url: str) -> Path | None:
    """Return the file of an SQLite database; None for a server's."""
    found = make_url(url)
    return Path(found.database or "") if found.get_backend_name() == "sqlite" else None


def refusal_to_write(url: str) -> str:
    """Say why nothing can be kept, or return nothing when it can. Raises no error for a database that is there."""
    path = file_of(url)
    return _refusal_of_server(url) if path is None else _refusal_of_file(path)


def _refusal_of_file(path: Path) -> str:
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return "the file or its folder is for reading only"
    try:
        connection = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=WAIT, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        return str(error)
    return ""


def _refusal_of_server(url: str) -> str:
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            said = connection.exec_driver_sql("SELECT current_setting('transaction_read_only')").scalar()
    except OperationalError:
        return "it does not answer"
    return "the server is for reading only" if said == "on" else ""
