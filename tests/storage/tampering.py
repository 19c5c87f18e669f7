"""Somebody with full access to the database: the triggers dropped, any row changed, a chain reckoned anew."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, text

from domain.chronology import GENESIS, digest_of
from storage.chronology import ENTRIES, link_of
from tests.storage.catalogue import triggers


def alter(engine: Engine, *statements: str, **values: Any) -> None:
    """Do anything at all to the database; what guards its tables is taken away first."""
    with engine.begin() as connection:
        for guard in triggers(engine):
            table, name = guard.split(".")
            on_table = "" if engine.dialect.name == "sqlite" else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER {name}{on_table}"))
        for statement in statements:
            asked = text(statement)
            connection.execute(asked, {name: values[name] for name in asked._bindparams})


def reckon_anew(engine: Engine, stream: str) -> None:
    """Reckon a whole chain anew after an alteration, head included, so that it holds together in itself."""
    digest, number = GENESIS, 0
    with engine.begin() as connection:
        for row in connection.execute(ENTRIES).all():
            if row.stream != stream:
                continue
            link = replace(link_of(row), previous=digest)
            digest, number = digest_of(digest, stream, link.number, link.at, link.content), link.number
            changed = "UPDATE chronology_entry SET previous = :previous, digest = :digest WHERE number = :row"
            said = {"previous": link.previous, "digest": digest, "row": link.row}
            connection.execute(text(changed), said)
        head = "UPDATE chronology_head SET number = :number, digest = :digest WHERE stream = :stream"
        connection.execute(text(head), {"number": number, "digest": digest, "stream": stream})
