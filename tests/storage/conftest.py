"""The two databases by name, for what only one of them does; and somebody else at the same database."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from playground.keys import KEYS
from storage.database import Database
from tests.storage.samples import beside


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    """A fresh SQLite database."""
    database = Database(sqlite_url, KEYS)
    yield database
    database.close()


@pytest.fixture
def postgresql(postgres_url: str) -> Iterator[Database]:
    """A fresh PostgreSQL database."""
    database = Database(postgres_url, KEYS)
    yield database
    database.close()


@pytest.fixture
def somebody_else(database_url: str) -> Engine:
    """Somebody at the same database who keeps no rule of ours."""
    return beside(database_url)
