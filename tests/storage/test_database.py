"""What was done in one unit of work is kept whole or not at all, on SQLite and on PostgreSQL alike."""

import asyncio
from collections.abc import Callable, Sequence
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import a_concern, a_notice, a_person


def keep(name: str) -> Callable[[UnitOfWork], Person]:
    return lambda work: work.people.add(a_person(name))


def names(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT name FROM person ORDER BY name")).scalars())


async def test_what_a_unit_of_work_did_is_there_for_everybody_afterwards(
    database: Database, somebody_else: Engine
) -> None:
    priya = await database.write(keep("Priya Nair"))

    found = await database.read(lambda work: work.people.get(priya.id))
    assert found.name == "Priya Nair"
    assert names(somebody_else) == ["Priya Nair"]


async def test_when_something_goes_wrong_half_way_nothing_of_it_is_kept(
    database: Database, somebody_else: Engine
) -> None:
    def stumble(work: UnitOfWork) -> None:
        work.people.add(a_person("Priya Nair"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write(stumble)

    await database.write(keep("Tom Hadley"))
    assert names(somebody_else) == ["Tom Hadley"]


async def test_a_concern_logged_by_nobody_is_refused_with_all_that_came_with_it(
    database: Database, somebody_else: Engine
) -> None:
    def log(work: UnitOfWork) -> None:
        work.people.add(a_person("Priya Nair"))
        work.concerns.add(a_concern(reporter_id=uuid4()))

    with pytest.raises(IntegrityError):
        await database.write(log)

    assert names(somebody_else) == []


async def test_two_concerns_cannot_have_one_reference(database: Database) -> None:
    def log(work: UnitOfWork) -> None:
        tom = work.people.add(a_person("Tom Hadley"))
        work.concerns.add(a_concern(tom.id, "C-7Q2K"))

    await database.write(log)

    with pytest.raises(IntegrityError):
        await database.write(log)
    assert await database.read(lambda work: work.is_reference_taken("C-7Q2K"))
    assert not await database.read(lambda work: work.is_reference_taken("C-4M8R"))


async def test_the_signs_of_a_reference_name_one_record_of_whatever_kind(database: Database) -> None:
    def log(work: UnitOfWork) -> None:
        tom = work.people.add(a_person("Tom Hadley"))
        work.concerns.add(a_concern(tom.id, "C-7Q2K"))

    await database.write(log)
    assert await database.read(lambda work: work.is_reference_taken("SG-7Q2K"))
    assert await database.read(lambda work: work.is_reference_taken("A-7Q2K"))


async def test_what_is_done_while_reading_is_not_kept(database: Database, somebody_else: Engine) -> None:
    await database.read(keep("Priya Nair"))

    assert names(somebody_else) == []


async def test_fifty_people_who_write_at_once_are_all_recorded(
    database: Database, somebody_else: Engine
) -> None:
    everybody = [f"Colleague {number:02}" for number in range(50)]

    await asyncio.gather(*(database.write(keep(name)) for name in everybody))

    assert names(somebody_else) == everybody


async def test_the_engine_is_woken_by_what_is_owed_and_only_once_it_is_kept(database: Database) -> None:
    woken: list[str] = []
    database.on_owed = lambda: woken.append("woken")

    def owe_and_stumble(work: UnitOfWork) -> None:
        work.notices.owe(a_notice())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write(owe_and_stumble)
    await database.write(keep("Priya Nair"))
    assert woken == []

    await database.write(lambda work: work.notices.owe(a_notice()))
    assert woken == ["woken"]


async def test_of_two_who_wait_for_each_other_whoever_is_undone_does_it_again(
    postgresql: Database,
) -> None:
    """Each holds one of two messages and then wants the other; the database undoes one of them, never both."""
    one, other = [a_notice("person:priya"), a_notice("person:tom")]
    for notice in (one, other):
        await postgresql.write(lambda work, notice=notice: work.notices.owe(notice))  # type: ignore[misc]
    each_holds_one, tries = Barrier(2, timeout=30), []

    def take(numbers: Sequence[int | None]) -> Callable[[UnitOfWork], None]:
        def hold_both(work: UnitOfWork) -> None:
            tries.append(numbers)
            for number in numbers:
                assert number is not None
                work.notices.get_to_change(number).attempts += 1
                work._session.flush()
                if number == numbers[0] and tries.count(numbers) == 1:
                    each_holds_one.wait()

        return hold_both

    ways = (one.number, other.number), (other.number, one.number)
    await asyncio.gather(*(postgresql.write(take(way), within=30) for way in ways))

    assert len(tries) >= 3
    kept = await postgresql.read(lambda work: [work.notices.get(number).attempts for number in (1, 2)])
    assert kept == [2, 2]
