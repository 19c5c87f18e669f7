"""Readings over months: asked for on each agreed day and no other, and counted by the day they are of."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

import pytest

from bot.casework.improvement_figures import figures_of
from bot.casework.reading_points import measures_due
from bot.casework.readings import Given, record_readings
from domain.monitoring import ActivityState
from playground.alderwick import JOANNE
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished
from tests.engine.stage import known, open_house
from tests.flows.reading_story import monitored
from tests.journeys.days import at, when

DIGEST = "Today for you"
DAYS = ["2026-11-26", "2026-12-29", "2027-01-26"]


async def read_all(house: House, value: str) -> None:
    """Record the same number for every measure that is due now."""
    now = house.clock.now()

    def answer(work: UnitOfWork) -> None:
        joanne = known(work, JOANNE)
        [waiting] = [
            each
            for each in work.monitoring.planned_for(joanne.id)
            if each.state is ActivityState.PLANNED and each.planned_on <= now.date()
        ]
        typed = {each.id: value for each in measures_due(work, waiting)}
        record_readings(work, joanne, waiting.id, Given(typed), now)

    await house.handrail.services.database.write(answer, within=10)
    await house.settle()


def courses_of(work: UnitOfWork, improvement_id: UUID, now: datetime) -> list[list[tuple[str, str]]]:
    """Every reading of every measure, by the day it counts for."""
    return [
        [(point.on.isoformat(), f"{point.value}") for point in each.readings]
        for each in figures_of(work, work.improvements.get(improvement_id), now)
    ]


@pytest.mark.criterion("CPC424-P12")
async def test_three_intervals_and_two_restarts_ask_for_readings_three_times_none_on_a_day_off(
    furnished_sqlite: Furnished,
) -> None:
    """Monthly from Thursday 26 November; 26 December is a Saturday, and 28 December a bank holiday."""
    async with open_house(furnished_sqlite) as first:
        await first.handrail.greeted()
        improvement_id, _ = await monitored(first, first_on=date(2026, 11, 26))
        await first.move_to(at(DAYS[0], "12:00"))
        await read_all(first, "93 %")
        workspace, clock = first.playground.workspace, first.clock
    for day, value in zip(DAYS[1:], ("95", "97.5"), strict=True):
        async with open_house(furnished_sqlite, workspace=workspace, clock=clock) as again:
            await again.move_to(at(day, "12:00"))
            await read_all(again, value)
            reminders = when(again, JOANNE, DIGEST)
            courses = await again.handrail.services.database.read(
                partial(courses_of, improvement_id=improvement_id, now=again.clock.now())
            )

    assert reminders == ["Thu 26 Nov 2026 11:00", "Tue 29 Dec 2026 11:00", "Tue 26 Jan 2027 11:00"]
    assert courses == [list(zip(DAYS, ("93.00", "95.00", "97.50"), strict=True))] * 3
