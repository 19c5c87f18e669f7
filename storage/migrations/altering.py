"""Altering a table that has rows: columns added, and the words a column may hold. For use in migrations.

SQLite can do neither without making the table anew; its indexes and triggers are then made again as they were.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alembic import op
from sqlalchemy import text


@dataclass(frozen=True)
class Added:
    """A new column: its type, what rows kept before get as an SQL literal, the words it may hold, where it points.

    Without `fill` it may be empty.
    """

    name: str
    type: Any
    fill: str | None = None
    words: Sequence[str] = ()
    references: str = ""


def alter(
    table: str,
    added: Sequence[Added] = (),
    words: Mapping[str, Sequence[str]] | None = None,
    unbounded: Sequence[str] = (),
    optional: Sequence[str] = (),
) -> None:
    """Add columns to a table, let columns hold other words than before, text of any length, or nothing at all.

    What it holds stays.
    """
    if op.get_bind().dialect.name == "sqlite":
        _alter_sqlite(table, added, words or {}, unbounded, optional)
    else:
        _alter_postgres(table, added, words or {})
        for column in unbounded:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE VARCHAR")
        for column in optional:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} DROP NOT NULL")


def _check(table: str, column: str, words: Sequence[str]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"CONSTRAINT ck_{table}_{column} CHECK ({column} IN ({listed}))"


def _key(table: str, column: Added) -> str:
    name = f"fk_{table}_{column.name}_{column.references}"
    return f"CONSTRAINT {name} FOREIGN KEY({column.name}) REFERENCES {column.references} (id)"


def _constraints(table: str, added: Sequence[Added]) -> list[str]:
    return [
        *(_check(table, each.name, each.words) for each in added if each.words),
        *(_key(table, each) for each in added if each.references),
    ]


def _alter_postgres(table: str, added: Sequence[Added], words: Mapping[str, Sequence[str]]) -> None:
    dialect = op.get_bind().dialect
    for each in added:
        kind = each.type.compile(dialect)
        filled = f" NOT NULL DEFAULT {each.fill}" if each.fill is not None else ""
        op.execute(f"ALTER TABLE {table} ADD COLUMN {each.name} {kind}{filled}")
        if each.fill is not None:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {each.name} DROP DEFAULT")
    for column, allowed in words.items():
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{column}")
        op.execute(f"ALTER TABLE {table} ADD {_check(table, column, allowed)}")
    for constraint in _constraints(table, added):
        op.execute(f"ALTER TABLE {table} ADD {constraint}")


def _alter_sqlite(
    table: str,
    added: Sequence[Added],
    words: Mapping[str, Sequence[str]],
    unbounded: Sequence[str],
    optional: Sequence[str],
) -> None:
    bind = op.get_bind()
    kept = bind.execute(
        text("SELECT type, name, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL"),
        {"table": table},
    ).all()
    before = next(sql for kind, name, sql in kept if kind == "table" and name == table)
    columns = [row.name for row in bind.exec_driver_sql(f"PRAGMA table_info({table})")]
    # A table that was made anew before bears its name in quotes.
    made, times = re.subn(rf'^CREATE TABLE "?{table}"?(?=\s|\()', f"CREATE TABLE {table}_anew", before)
    if times != 1:
        raise LookupError(f"{table} was not created the way migrations create tables")
    made = _columns_as_wanted(table, made, words, unbounded, optional)
    drawn = [
        f"{each.name} {each.type.compile(bind.dialect)}{' NOT NULL' if each.fill is not None else ''}"
        for each in added
    ]
    body = ", \n\t".join([*drawn, ""])
    made = made.replace("CONSTRAINT ", f"{body}CONSTRAINT ", 1)
    ending = "".join(f", \n\t{constraint}" for constraint in _constraints(table, added))
    made = f"{made.rstrip().removesuffix(')').rstrip()}{ending}\n)"
    bind.exec_driver_sql(made)
    filled = {each.name: each.fill for each in added if each.fill is not None}
    into = ", ".join(f'"{name}"' for name in [*columns, *filled])
    out_of = ", ".join([*(f'"{name}"' for name in columns), *filled.values()])
    bind.exec_driver_sql(f"INSERT INTO {table}_anew ({into}) SELECT {out_of} FROM {table}")  # noqa: S608 - our own names
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE {table}_anew RENAME TO {table}")
    for kind, _, sql in kept:
        if kind != "table":
            bind.exec_driver_sql(sql)


def _columns_as_wanted(
    table: str,
    made: str,
    words: Mapping[str, Sequence[str]],
    unbounded: Sequence[str],
    optional: Sequence[str],
) -> str:
    """Return how a table is made, with the columns that it has as they are to be."""
    wanted = [
        *(
            (
                rf"CONSTRAINT ck_{table}_{each} CHECK \({each} IN \([^)]*\)\)",
                _check(table, each, allowed),
                f"{each} has no list of words",
            )
            for each, allowed in words.items()
        ),
        *((rf"(\b{each} VARCHAR)\(\d+\)", r"\1", f"{each} has no length") for each in unbounded),
        *((rf"(\n\t{each} [^,\n]*?) NOT NULL", r"\1", f"{each} may be empty already") for each in optional),
    ]
    for pattern, instead, missing in wanted:
        made, times = re.subn(pattern, instead, made)
        if times != 1:
            raise LookupError(f"{table}.{missing}")
    return made
