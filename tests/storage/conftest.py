"""Somebody else at the same database."""

import pytest
from sqlalchemy import Engine

from tests.storage.samples import beside


@pytest.fixture
def somebody_else(database_url: str) -> Engine:
    """Somebody at the same database who keeps no rule of ours."""
    return beside(database_url)
