"""How a drafted migration writes column types: by what they are in the database, so that it outlives the models."""

from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from sqlalchemy import DateTime, Enum, String
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime


def draw_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Return the source text of a column type, or False to leave it to Alembic."""
    if kind != "type":
        return False
    if isinstance(item, Enum):
        words = ", ".join(repr(word) for word in item.enums)
        return f"sa.Enum({words}, name={item.name!r}, native_enum=False, create_constraint=True, length={item.length})"
    if isinstance(item, AutoString):
        return f"sa.{String(item.length)!r}"
    if isinstance(item, UTCDateTime):
        return f"sa.{DateTime(timezone=True)!r}"
    return False
