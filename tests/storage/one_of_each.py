"""A row in every table of a database of any version, made from what the database says of its own tables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Engine, MetaData, Table, insert, inspect, select
from sqlalchemy import column as plain_column
from sqlalchemy import table as plain_table
from sqlalchemy import types as sql
from sqlalchemy.engine.interfaces import ReflectedCheckConstraint

from tests.storage.samples import MORNING

Rows = dict[str, dict[str, Any]]

ONE = UUID(int=7)
"""The id of each row, so that whatever has to point at another row points at the one that is there."""

NOT_FILLED = {"alembic_version"}


def a_row_in_every_table(engine: Engine) -> Rows:
    """Put one row into every table; return what then stands in each column of it."""
    tables = MetaData()
    tables.reflect(engine)
    ordered = list(_pointed_at_first(tables))
    with engine.begin() as connection:
        checks = inspect(connection).get_multi_check_constraints()
        for table in ordered:
            connection.execute(insert(table).values(_row(table, checks[table.schema, table.name])))
    return rows_of(engine, {table.name: dict.fromkeys(table.c.keys()) for table in ordered})


def rows_of(engine: Engine, wanted: Mapping[str, Mapping[str, Any]]) -> Rows:
    """Return what stands in the one row of each table, in those columns that are wanted, as the database says it."""
    found: Rows = {}
    with engine.connect() as connection:
        for name, columns in wanted.items():
            named = plain_table(name, *(plain_column(each) for each in columns))
            [row] = connection.execute(select(named)).mappings()
            found[name] = dict(row)
    return found


def _pointed_at_first(tables: MetaData) -> Iterator[Table]:
    """Order tables so that each comes after those that it has to point at."""
    done: set[str] = set(NOT_FILLED)

    def take(table: Table) -> Iterator[Table]:
        if table.name in done:
            return
        done.add(table.name)
        for column in table.c:
            for key in column.foreign_keys if not column.nullable else ():
                yield from take(key.column.table)
        yield table

    for table in tables.tables.values():
        yield from take(table)


def _row(table: Table, checks: Sequence[ReflectedCheckConstraint]) -> dict[str, Any]:
    allowed = {
        column.name: words[0]
        for check in checks
        for column in table.c
        if check["name"] == f"ck_{table.name}_{column.name}"
        and (words := re.findall(r"'([^']*)'", check["sqltext"]))
    }
    return {
        column.name: allowed.get(column.name, _value(column)) for column in table.c if not column.nullable
    }


def _value(column: Column[Any]) -> Any:
    kinds: list[tuple[type, Any]] = [
        (sql.Uuid, ONE),
        (sql.CHAR, ONE.hex),
        (sql.Boolean, False),
        (sql.Integer, 7),
        (sql.DateTime, MORNING),
        (sql.Date, date(2026, 9, 8)),
        (sql.Time, time(9)),
        (sql.JSON, []),
        (sql.LargeBinary, b"7"),
        (sql.String, "7"),
    ]
    return next(value for kind, value in kinds if isinstance(column.type, kind))
