"""Column types that all tables share, and the names of their constraints."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Dialect, Enum, Integer
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

# Named constraints can be altered by a migration and compared with the models; unnamed ones cannot.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# A table's rows are never validated, so the machinery for it, some 50 KB for each of them, is not built.
SQLModel.model_config["defer_build"] = True


def words(kind: type[StrEnum], name: str) -> Any:
    """Return a column type that stores an enum by value, with a CHECK of that name.

    SQLModel's own default stores the Python name, which would make every rename a migration of data.
    """
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
        name=name,
    )


class Hundredths(TypeDecorator[Decimal]):
    """A number to two places, kept as a whole number of hundredths: SQLite has no decimals and would round others."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's own signature
        """Return what the database holds."""
        return None if value is None else int((value * 100).to_integral_exact())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - as above
        """Return the number."""
        return None if value is None else Decimal(value).scaleb(-2)
