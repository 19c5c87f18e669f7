"""States are kept as the words that people know, and moments as UTC, in both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import Engine, Enum, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import SQLModel

from domain.calendar import LONDON
from domain.concerns import ConcernState, Route
from storage.concerns import Concern
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import MORNING, a_concern, a_person

BRITISH_SUMMER_TIME = timezone(timedelta(hours=1))


async def log(database: Database, **about: Any) -> Concern:
    def task(work: UnitOfWork) -> Concern:
        tom = work.people.add(a_person("Tom Hadley"))
        return work.concerns.add(a_concern(tom.id, **about))

    return await database.write(task)


def change(engine: Engine, column: str, value: object) -> None:
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE concern SET {column} = :value"), {"value": value})  # noqa: S608 - our own columns


def words_in_models() -> Iterator[tuple[str, str, type[StrEnum]]]:
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Enum):
                kind = column.type.enum_class
                assert kind is not None
                assert issubclass(kind, StrEnum), (table.name, column.name)
                yield table.name, column.name, kind


async def test_a_state_is_kept_as_its_word_and_comes_back_as_the_state(
    database: Database, somebody_else: Engine
) -> None:
    concern = await log(database, state=ConcernState.ACKNOWLEDGED, route=None)

    with somebody_else.connect() as connection:
        kept = connection.execute(text("SELECT state, route FROM concern")).one()
    assert tuple(kept) == ("acknowledged", None)
    found = await database.read(lambda work: work.concerns.get(concern.id))
    assert found.state is ConcernState.ACKNOWLEDGED


async def test_the_database_itself_refuses_a_word_that_no_state_has(
    database: Database, somebody_else: Engine
) -> None:
    await log(database)

    for column in ("state", "route"):
        with pytest.raises(IntegrityError, match=f"ck_concern_{column}"):
            change(somebody_else, column, "sorted")
    change(somebody_else, "route", next(iter(Route)).value)


async def test_a_word_that_no_state_has_is_refused_before_it_reaches_the_database(
    database: Database,
) -> None:
    with pytest.raises(StatementError, match="sorted"):
        await log(database, state="sorted")


def test_every_word_is_kept_by_value_and_guarded_in_the_database(somebody_else: Engine) -> None:
    guarded = 0
    for table, column, kind in words_in_models():
        checked = check_of(somebody_else, table, column)
        for word in kind:
            assert f"'{word.value}'" in checked, (table, column, word)
        guarded += 1

    assert guarded > 20


def check_of(engine: Engine, table: str, column: str) -> str:
    """What the database says of the CHECK on a column of words."""
    name = f"ck_{table}_{column}"
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            sql = connection.execute(
                text("SELECT sql FROM sqlite_master WHERE name = :table"), {"table": table}
            )
            lines: list[str] = sql.scalar_one().splitlines()
            return next(line for line in lines if f"CONSTRAINT {name} CHECK" in line)
        question = (
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name AND contype = 'c'"
        )
        definition: str = connection.execute(text(question), {"name": name}).scalar_one()
        return definition


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 9, 8, 9, 20, 0, 123456, tzinfo=UTC),
        datetime(2026, 9, 8, 10, 20, tzinfo=BRITISH_SUMMER_TIME),
        datetime(2026, 10, 25, 1, 30, tzinfo=LONDON),
        datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=LONDON),
    ],
    ids=["UTC to the microsecond", "summer time", "the first half past one", "the second half past one"],
)
async def test_a_moment_comes_back_as_the_same_moment_in_utc(database: Database, moment: datetime) -> None:
    concern = await log(database, logged_at=moment)

    found = await database.read(lambda work: work.concerns.get(concern.id))
    assert found.logged_at.tzinfo is UTC
    assert found.logged_at == moment.astimezone(UTC)


async def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="timezone"):
        await log(database, logged_at=MORNING.replace(tzinfo=None))
