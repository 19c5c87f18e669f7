"""How a new row begins and is kept, for the tables of which every command makes several."""

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from pydantic_core import PydanticUndefined
from sqlalchemy import Insert, insert
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_attribute
from sqlmodel import Session, SQLModel

from storage.sealed_columns import SEALED, table_of


class Row(SQLModel):
    """A row whose values are put in their places at once.

    SQLModel's own way looks at every field's default anew and sets each value through SQLAlchemy's bookkeeping of
    changes, which took a tenth of a command's time. A row that was never in the database has no changes to be kept:
    what is inserted is what stands in it. Values are not validated there either; the columns' own types refuse.
    """

    def __init__(self, **values: Any) -> None:
        plain, made = _defaults_of(type(self))
        if not values.keys() <= type(self).model_fields.keys():
            raise TypeError(
                f"{type(self).__name__} has no {', '.join(values.keys() - type(self).model_fields.keys())}"
            )
        given = frozenset(values)
        for name, make in made.items():
            if name not in given:
                values[name] = make()
        self.__dict__.update(plain | values)
        object.__setattr__(self, "__pydantic_fields_set__", set(given))
        object.__setattr__(self, "__pydantic_extra__", None)
        object.__setattr__(self, "__pydantic_private__", None)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in type(self).model_fields:
            set_attribute(self, name, value)
        else:
            super().__setattr__(name, value)


def keep(session: Session, *rows: Row) -> None:
    """Insert new rows of one table now, all in one statement; what changes in them afterwards is kept too.

    A session holds new rows back until it is flushed, and then works out in which order its tables are to be written:
    of what every command writes, that takes longer than the writing. Raises IntegrityError as a flush does.
    """
    insert_only(session, *rows)
    for row in rows:
        make_transient_to_detached(row)
        session.add(row)


def insert_only(session: Session, *rows: Row) -> None:
    """Insert new rows as `keep` does, for what never changes in the same unit of work: the session does not hold them.

    Several at once must have ids of their own making.
    """
    if not rows:
        return
    session.flush()  # what these rows may point at
    statement, number = _insert_of(type(rows[0]))
    kept = session.connection().execute(statement, [values_of(row) for row in rows])
    if number is not None:
        (row,), given = rows, kept.inserted_primary_key
        assert given is not None
        row.__dict__[number] = given[0]
    born_in(session).update(row.__dict__["id"] for row in rows if "id" in row.__dict__)


def born_in(session: Session) -> set[UUID]:
    """Return the ids of the rows that were inserted in this unit of work: nothing was kept about them before."""
    born: set[UUID] = session.info.setdefault("born", set())
    return born


def values_of(row: SQLModel) -> dict[str, Any]:
    """Return what is inserted of a new row; a number that the database gives is left to it."""
    held = row.__dict__
    return {name: held[name] for name in _columns_of(type(row)) if name in held}


@cache
def _columns_of(kind: type[SQLModel]) -> tuple[str, ...]:
    table = table_of(kind)
    return tuple(column.key for column in table.columns if column is not table.autoincrement_column)


@cache
def _insert_of(kind: type[Row]) -> tuple[Insert, str | None]:
    """Return the statement that inserts rows of a table, and the column that the database numbers, if any."""
    if any(column.table is kind for column in SEALED):
        raise TypeError(f"{kind.__name__} has sealed columns: only a flush seals them")
    table = table_of(kind)
    numbered = table.autoincrement_column
    return insert(table), None if numbered is None else numbered.key


@cache
def _defaults_of(kind: type[Row]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """Return a table's defaults: those that are values, and those that are made anew for each row."""
    fields = kind.model_fields.items()
    plain = {name: field.default for name, field in fields if field.default is not PydanticUndefined}
    made: dict[str, Any] = {
        name: field.default_factory for name, field in fields if field.default_factory is not None
    }
    return plain, made
