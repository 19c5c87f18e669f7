"""How a new row begins, for the tables of which every command makes several: its defaults, and what it was given."""

from collections.abc import Callable
from functools import cache
from typing import Any

from pydantic_core import PydanticUndefined
from sqlmodel import SQLModel


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


@cache
def _defaults_of(kind: type[Row]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """Return a table's defaults: those that are values, and those that are made anew for each row."""
    fields = kind.model_fields.items()
    plain = {name: field.default for name, field in fields if field.default is not PydanticUndefined}
    made: dict[str, Any] = {
        name: field.default_factory for name, field in fields if field.default_factory is not None
    }
    return plain, made
