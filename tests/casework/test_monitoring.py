"""What is looked at regularly, on the record alone: what counts, who keeps it, and where it ends."""

from collections.abc import AsyncIterator, Callable
from datetime import date, datetime, time
from functools import partial
from random import Random
from typing import TypeVar
from uuid import UUID

import pytest

from bot.casework.evaluation_evidence import gather
from bot.casework.monitoring import figures, gaps, plan_next, schedule_monitoring
from bot.casework.monitoring_changes import NewInterval, change_interval
from bot.casework.monitoring_record import record_not_done
from bot.casework.notices import calendar_of
from domain.evaluation_period import period_of
from domain.monitoring import ActivityState, Interval, NewSchedule
from playground import alderwick
from playground.alderwick import PRIYA, TOM, Character
from storage.database import Database
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import moment, person

SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))
T = TypeVar("T")


class Desk:
    """The record of Alderwick House on SQLite, and what people do to it at a moment they name."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def do(self, task: Callable[[UnitOfWork], T]) -> T:
        """Do something in a unit of work of its own."""
        return await self.database.write(task, within=20)

    async def plan(
        self,
        interval: Interval,
        first_on: date,
        owner: Character = TOM,
        now: datetime = alderwick.BEGINS,
        until: datetime | None = None,
    ) -> UUID:
        """Priya plans something; what is to come is put on the list until a moment."""
        new = NewSchedule("Doses given as prescribed", "98 of 100", interval, first_on, time(14))

        def make(work: UnitOfWork) -> UUID:
            contract, whose = alderwick.contract_id(work), person(work, owner).id
            kept = schedule_monitoring(work, person(work, PRIYA), contract, new, whose, now, Random(1).choice)
            return kept.id

        schedule_id = await self.do(make)
        await self.wait(schedule_id, until or now)
        return schedule_id

    async def wait(self, schedule_id: UUID, until: datetime) -> None:
        """Let time go by: what has its turn is put on the list."""

        def catch_up(work: UnitOfWork) -> None:
            while plan_next(work, schedule(work, schedule_id), until) is not None:
                pass

        await self.do(catch_up)

    async def planned(self, schedule_id: UUID) -> list[MonitoringActivity]:
        """Every occurrence, in the order planned."""
        return list(await self.do(lambda work: work.monitoring.of_schedule(schedule_id)))


def schedule(work: UnitOfWork, schedule_id: UUID) -> MonitoringSchedule:
    """A schedule that is known to exist."""
    found = work.monitoring.find_schedule(schedule_id)
    assert found is not None
    return found


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    """Alderwick House: that both databases keep alike is proven over months."""
    database = Database(sqlite_url)
    await database.write(partial(alderwick.set_up, now=alderwick.BEGINS), within=20)
    yield Desk(database)
    database.close()


@pytest.mark.criterion("CPC424-P13")
async def test_what_was_missed_and_then_moved_counts_on_the_day_it_was_missed_whatever_changes(
    desk: Desk,
) -> None:
    """Monthly from 10 September, moved on the 21st to October; then another interval begins."""
    now = moment("2026-09-21T10:00")
    schedule_id = await desk.plan(Interval.MONTHLY, date(2026, 9, 10), until=now)
    missed = (await desk.planned(schedule_id))[0]
    new = NewInterval(Interval.MONTHLY, date(2026, 10, 12), time(14), "Another day suits better")

    def counted(work: UnitOfWork) -> tuple[int, int, int, list[date]]:
        contract, later = alderwick.contract_id(work), moment("2026-10-01T12:00")
        found = figures(work, contract, *SEPTEMBER, later)
        shown = gather(work, contract, period_of(SEPTEMBER, calendar_of(work, contract), later), later)
        missing = [gap.planned_on for gap in gaps(work, contract, *SEPTEMBER, later)]
        return found.planned, found.missed, shown.own.looks_missed, missing

    assert await desk.do(counted) == (1, 1, 1, [date(2026, 9, 10)])
    await desk.do(
        lambda work: record_not_done(work, person(work, TOM), missed.id, "Busy", date(2026, 10, 2), now)
    )
    assert await desk.do(counted) == (1, 1, 1, [date(2026, 9, 10)])

    await desk.do(lambda work: change_interval(work, person(work, PRIYA), schedule_id, new, now))

    assert await desk.do(counted) == (1, 1, 1, [date(2026, 9, 10)])
    assert (await desk.planned(schedule_id))[0].state is ActivityState.PLANNED


async def test_what_is_moved_before_its_day_counts_on_the_new_day(desk: Desk) -> None:
    now = moment("2026-09-09T10:00")
    schedule_id = await desk.plan(Interval.MONTHLY, date(2026, 9, 10))
    moved = (await desk.planned(schedule_id))[0]

    await desk.do(
        lambda work: record_not_done(work, person(work, TOM), moved.id, "Busy", date(2026, 10, 2), now)
    )

    def in_september(work: UnitOfWork) -> int:
        later = moment("2026-10-05T12:00")
        return figures(work, alderwick.contract_id(work), *SEPTEMBER, later).planned

    assert await desk.do(in_september) == 0
