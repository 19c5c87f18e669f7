"""A cycle with nothing to do costs the same after ten years: every question that it asks is answered by an index."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlmodel import SQLModel

from domain.routes import Means
from playground.house import House
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.conftest import on_both_databases
from tests.engine.concerns import log_concern

pytestmark = on_both_databases

MANY = 30_000
"""Enough for both databases to prefer an index where there is one; their plans are the same for more."""

NUMBERS = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) SELECT i FROM n)"
GROWING = ("deadline", "notice", "chronology_entry", "narrative", "submission")

Asked = list[tuple[str, Any]]


@contextmanager
def questions(database: Database) -> Iterator[Asked]:
    """Every SELECT that the bot asks meanwhile, with what it asked it with."""
    asked: Asked = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append((statement, parameters))

    engine = database._reading
    event.listen(engine, "before_cursor_execute", hear)
    yield asked
    event.remove(engine, "before_cursor_execute", hear)


def tables_read_from_end_to_end(connection: Connection, asked: Asked) -> set[str]:
    """Of the tables that grow with the years, those that the database would read whole to answer."""
    whole: set[str] = set()
    is_sqlite = connection.dialect.name == "sqlite"
    for statement, parameters in asked:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {statement}" if is_sqlite else f"EXPLAIN {statement}", parameters
        ).all()
        lines = [str(line[-1]) for line in plan]
        pattern = r"^SCAN (\w+)(?! USING| AS)$" if is_sqlite else r"Seq Scan on (\w+)"
        whole |= {found.group(1) for line in lines if (found := re.search(pattern, line))}
    return whole & set(GROWING)


def copies(columns: list[str], table: str, **changed: str) -> str:
    """An INSERT that makes many copies of a table's one row, each a little different."""
    values = ", ".join(changed.get(name, name) for name in columns)
    names = ", ".join(columns)
    # Every word of it stands in this file.
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM (SELECT * FROM {table} LIMIT 1) one, {NUMBERS} many"  # noqa: S608


async def fill(house: House, make: Callable[[UnitOfWork], None]) -> None:
    """Fill the database by hand, in one piece."""
    await house.handrail.services.database.write(make, within=60)


async def test_tens_of_thousands_of_open_deadlines_and_sent_messages_are_not_read_when_none_is_due(
    house: House,
) -> None:
    await log_concern(house)
    await house.settle()
    later = house.clock.now() + timedelta(days=365)
    is_sqlite = house.handrail.services.database.is_sqlite
    new_id = "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()"

    def multiply(work: UnitOfWork) -> None:
        session = work.notices._session
        for deadline in work.deadlines.due_now(later, 10):
            deadline.next_step_at = later
        session.flush()
        for table, changed in (
            ("deadline", {"id": new_id}),
            ("notice", {"id": new_id, "number": "number + 1000 + i", "key": "'copy' || i"}),
        ):
            columns = [column.name for column in metadata(table)]
            session.execute(text(copies(columns, table, **changed)), {"many": MANY})
        session.execute(text("UPDATE notice SET state = 'sent' WHERE key LIKE 'copy%'"))
        session.execute(text("ANALYZE"))

    await fill(house, multiply)
    database = house.handrail.services.database
    with questions(database) as asked:
        await house.clock.rest(61)
        await house.handrail.engine.cycle()
        assert len(asked) >= 6
        await database.read(lambda work: work.claims.has_taken_since(Means.WEBHOOK, house.clock.now()))
    with database._reading.connect() as connection:
        assert tables_read_from_end_to_end(connection, asked) == set()


def metadata(table: str) -> Any:
    """The columns of a table."""
    return SQLModel.metadata.tables[table].columns


@pytest.mark.parametrize(
    "statement", ["SELECT * FROM notice WHERE subject_kind = 'x'", "SELECT * FROM deadline"]
)
async def test_reading_a_whole_table_is_noticed(house: House, statement: str) -> None:
    with house.handrail.services.database._reading.connect() as connection:
        assert tables_read_from_end_to_end(connection, [(statement, ())]) != set()
