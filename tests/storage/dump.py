"""All that somebody finds who has taken the database away: every column of every table, and every byte of its files."""

from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url

from tests.storage.samples import beside


def dumped(url: str) -> str:
    """Return it as one text."""
    engine = beside(url)
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        assert "narrative" in tables
        parts = [str(connection.execute(text(f'SELECT * FROM "{table}"')).all()) for table in tables]  # noqa: S608 - names of our own tables
    if engine.dialect.name == "sqlite":
        path = Path(str(make_url(url).database))
        parts += [each.read_bytes().decode(errors="replace") for each in path.parent.glob(f"{path.name}*")]
    return "\n".join(parts)
