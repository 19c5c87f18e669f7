"""How a new row begins and is kept, for the tables of which every command makes several."""

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from pydantic_core import PydanticUndefined
from sqlalchemy import Connection
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import instance_state, set_attribute
from sqlmodel import Session, SQLModel

from storage.inserting import inserting_into


class Row(SQLModel):
    """A row whose values are put in their places at once.

    SQLModel's own way looks at every field's default anew and sets each value through SQLAlchemy's bookkeeping of
    changes, which took a tenth of a command's time. A row that was never in the database has no changes to be kept:
    what is inserted is what stands in it. Values are not validated there either; the columns' own types refuse.
    """

    def __init__(self, **values: Any) -> None:
        names, plain, made = _fields_of(type(self))
        if not values.keys() <= names:
            raise TypeError(f"{type(self).__name__} has no {', '.join(values.keys() - names)}")
        given = set(values)
        for name, make in made.items():
            if name not in given:
                values[name] = make()
        self.__dict__.update(plain | values)
        object.__setattr__(self, "__pydantic_fields_set__", given)
        object.__setattr__(self, "__pydantic_extra__", None)
        object.__setattr__(self, "__pydantic_private__", None)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in _fields_of(type(self))[0]:
            super().__setattr__(name, value)
        elif instance_state(self).key is None:  # as above: it is in no database yet
            self.__dict__[name] = value
        else:
            set_attribute(self, name, value)


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
    connection = connection_of(session)
    inserting_into(type(rows[0]), connection.dialect).insert(connection, *rows)
    born_in(session).update(row.__dict__["id"] for row in rows if "id" in row.__dict__)


def connection_of(session: Session) -> Connection:
    """Return the connection of a unit of work, which has one from its beginning to its end.

    A session looks anew each time for the one that its transaction is on. What was only added to it is not flushed.
    """
    found: Connection | None = session.info.get("connection")
    if found is None:
        found = session.info["connection"] = session.connection()
    return found


def born_in(session: Session) -> set[UUID]:
    """Return the ids of the rows that were inserted in this unit of work: nothing was kept about them before."""
    born: set[UUID] = session.info.setdefault("born", set())
    return born


@cache
def _fields_of(kind: type[Row]) -> tuple[frozenset[str], dict[str, Any], dict[str, Callable[[], Any]]]:
    """Return a table's fields, and their defaults: those that are values, and those that are made anew for each row."""
    fields = kind.model_fields.items()
    plain = {name: field.default for name, field in fields if field.default is not PydanticUndefined}
    made: dict[str, Any] = {
        name: field.default_factory for name, field in fields if field.default_factory is not None
    }
    return frozenset(kind.model_fields), plain, made
