"""One serving process on an SQLite file: a second one is refused, and told why."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url


class ServedAlready(Exception):
    """Another process serves this database. The text says what to do."""


@contextmanager
def serving_alone(database_url: str) -> Iterator[None]:
    """Hold an SQLite database as the one that serves it; on PostgreSQL any number may serve, and nothing is held.

    The lock is the system's own and ends with the process, however it ends. Raises ServedAlready.
    """
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    with Path(f"{url.database}.serving").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServedAlready(
                f"Another process is serving {url.database} already, and SQLite is for one at a time. "
                "Stop that one first, or use PostgreSQL for several."
            ) from None
        yield
