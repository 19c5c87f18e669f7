"""What is looked at regularly, over months: each day once, through restarts, downtime, clock changes and silence."""

from datetime import date, datetime, time
from uuid import UUID

import pytest

from bot.casework.monitoring import schedule_monitoring
from bot.casework.monitoring_changes import NewInterval, change_interval, rate_contract
from bot.casework.monitoring_figures import MonitoringFigures, figures
from bot.casework.monitoring_record import record_done, record_not_done
from domain.calendar import LONDON, Nation
from domain.deadlines import DeadlineKind
from domain.monitoring import ActivityState, Finding, Interval, NewSchedule, Rating, Source
from playground import alderwick
from playground.alderwick import ANITA, JOANNE, PRIYA, TOM, Character
from playground.house import House
from storage.monitoring import MonitoringActivity
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished, on_both_databases
from tests.engine.stage import LATE, known, open_house, texts
from tests.journeys.days import another_contract, at, sleep_until, when

DIGEST = "Today for you"
TITLE = "Doses given as prescribed"


async def plan(
    house: House,
    interval: Interval,
    first_on: date,
    owner: Character = TOM,
    contract_id: UUID | None = None,
    hour: time = time(10),
) -> UUID:
    """Priya plans that somebody looks; nothing has been sent yet."""
    services, now = house.handrail.services, house.clock.now()
    new = NewSchedule(TITLE, "98 of 100 doses", interval, first_on, hour)

    def make(work: UnitOfWork) -> UUID:
        contract = contract_id or alderwick.contract_id(work)
        whose = known(work, owner).id
        return schedule_monitoring(work, known(work, PRIYA), contract, new, whose, now, services.choose).id

    return await services.database.write(make, within=10)


async def planned(house: House, schedule_id: UUID) -> list[MonitoringActivity]:
    """Every occurrence that is on the list, in the order planned."""
    return list(
        await house.handrail.services.database.read(lambda work: work.monitoring.of_schedule(schedule_id))
    )


async def days(house: House, schedule_id: UUID) -> list[str]:
    """The days of every occurrence on the list, such as 2026-11-30."""
    return [each.planned_on.isoformat() for each in await planned(house, schedule_id)]


async def record(house: House, schedule_id: UUID, who: Character = TOM) -> None:
    """Record the earliest occurrence that nobody has answered as done, today."""
    now = house.clock.now()
    waiting = [each for each in await planned(house, schedule_id) if each.state is ActivityState.PLANNED]

    def answer(work: UnitOfWork) -> None:
        person, on = known(work, who), now.astimezone(LONDON).date()
        record_done(work, person, waiting[0].id, Finding("97 of 100", Source.DOCUMENT, on), now)

    await house.handrail.services.database.write(answer, within=10)
    await house.settle()


async def count(house: House, first: date, last: date) -> MonitoringFigures:
    """What the plan of Alderwick House came to in a period."""
    now = house.clock.now()
    return await house.handrail.services.database.read(
        lambda work: figures(work, alderwick.contract_id(work), first, last, now)
    )


@pytest.mark.criterion("CPC424-P12")
async def test_three_intervals_and_two_restarts_are_three_reminders_none_on_a_day_off(
    furnished: Furnished,
) -> None:
    """Monthly from Saturday 28 November; 28 December is a bank holiday, and 28 February a Sunday."""
    expected = ["2026-11-30", "2026-12-29", "2027-01-28"]
    async with open_house(furnished) as first:
        await first.handrail.greeted()
        schedule = await plan(first, Interval.MONTHLY, date(2026, 11, 28))
        await first.move_to(at(expected[0], "12:00"))
        await record(first, schedule)
        workspace, clock = first.playground.workspace, first.clock
    for day in expected[1:]:
        async with open_house(furnished, workspace=workspace, clock=clock) as again:
            await again.move_to(at(day, "12:00"))
            await record(again, schedule)
            assert await days(again, schedule) == [*expected, "2027-03-01"][: expected.index(day) + 2]
            reminders = when(again, TOM, DIGEST)

    assert reminders == ["Mon 30 Nov 2026 09:30", "Tue 29 Dec 2026 09:30", "Thu 28 Jan 2027 09:30"]


async def test_each_day_is_put_on_the_list_once_however_often_the_cycle_runs(
    furnished_sqlite: Furnished,
) -> None:
    async with open_house(furnished_sqlite) as house:
        await house.handrail.greeted()
        schedule = await plan(house, Interval.WEEKLY, date(2026, 9, 10))
        await house.move_to(at("2026-09-24", "09:00"))

        for _ in range(50):
            await house.handrail.engine.cycle()

        assert await days(house, schedule) == ["2026-09-10", "2026-09-17", "2026-09-24", "2026-10-01"]


@pytest.mark.criterion("CPC424-P12")
async def test_three_months_of_downtime_put_each_missed_day_on_the_list_once_and_say_so_in_one_message(
    house: House,
) -> None:
    schedule = await plan(house, Interval.MONTHLY, date(2026, 9, 15))
    await house.settle()

    await sleep_until(house, at("2026-12-16", "09:00"))
    await house.settle()
    await house.move_to(at("2026-12-16", "18:00"))

    assert await days(house, schedule) == [
        "2026-09-15",
        "2026-10-15",
        "2026-11-16",
        "2026-12-15",
        "2027-01-15",
    ]
    assert when(house, TOM, DIGEST) == when(house, PRIYA, DIGEST) == ["Wed 16 Dec 2026 09:30"]
    (said,) = [text for text in texts(house, TOM) if DIGEST in text]
    assert LATE in said
    for day in ("15 September", "15 October", "16 November", "15 December"):
        assert said.count(day) == 1
    await house.move_to(at("2026-12-17", "09:00"))
    assert len(when(house, TOM, DIGEST)) == 1


async def test_what_is_missed_climbs_to_the_lead_then_the_senior_contact_and_then_each_week(
    house: House,
) -> None:
    """Planned for Tuesday 15 September: one day, three days and five working days later, then once a week."""
    await plan(house, Interval.YEARLY, date(2026, 9, 15))

    await house.move_to(at("2026-10-05", "18:00"))

    assert when(house, TOM, DIGEST) == [
        "Tue 15 Sep 2026 09:30",
        "Wed 16 Sep 2026 09:30",
        "Fri 18 Sep 2026 09:30",
        "Fri 25 Sep 2026 09:30",
        "Fri 02 Oct 2026 09:30",
    ]
    assert when(house, PRIYA, DIGEST) == [
        "Fri 18 Sep 2026 09:30",
        "Fri 25 Sep 2026 09:30",
        "Fri 02 Oct 2026 09:30",
    ]
    assert when(house, ANITA, DIGEST) == ["Tue 22 Sep 2026 09:30"]
    assert [text for text in texts(house, ANITA) if "please help Tom Hadley with it" in text]


async def test_what_comes_rarely_is_said_a_week_before_as_well(house: House) -> None:
    await plan(house, Interval.QUARTERLY, date(2026, 11, 26))

    await house.move_to(at("2026-11-26", "12:00"))

    assert when(house, TOM, DIGEST) == ["Thu 19 Nov 2026 09:30", "Thu 26 Nov 2026 09:30"]
    assert "please look on Thursday 26 November 2026 at 10:00" in texts(house, TOM)[-1]


async def test_a_provider_hears_on_a_day_of_theirs_in_time(house: House) -> None:
    """Planned for a Monday: their digest goes on Tuesdays to Thursdays, so the one before carries it."""
    await plan(house, Interval.MONTHLY, date(2026, 11, 30), owner=JOANNE)

    await house.move_to(at("2026-11-30", "09:00"))

    assert when(house, JOANNE, DIGEST) == ["Thu 26 Nov 2026 11:00"]


async def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change(house: House) -> None:
    schedule = await plan(house, Interval.WEEKLY, date(2026, 10, 22))

    await house.move_to(at("2026-10-29", "08:00"))

    def due(work: UnitOfWork) -> list[datetime]:
        return [
            work.deadlines.live(each.id, (DeadlineKind.MONITORING_DUE,))[0].due_at
            for each in work.monitoring.of_schedule(schedule)
        ]

    found = await house.handrail.services.database.read(due)
    assert found == [at("2026-10-22", "10:00"), at("2026-10-29", "10:00"), at("2026-11-05", "10:00")]
    assert [each.astimezone(LONDON).hour for each in found] == [10, 10, 10]
    assert (found[1] - found[0]).total_seconds() == (7 * 24 + 1) * 3600


@pytest.mark.criterion("CPC424-P10")
async def test_each_contract_keeps_the_holidays_of_its_own_nation(house: House) -> None:
    scottish = await another_contract(house, Nation.SCOTLAND)
    first = date(2026, 11, 30)

    here = await plan(house, Interval.MONTHLY, first)
    there = await plan(house, Interval.MONTHLY, first, owner=PRIYA, contract_id=scottish)

    assert await days(house, here) == ["2026-11-30"]
    assert await days(house, there) == ["2026-12-01"]


async def test_what_is_answered_before_its_day_reminds_nobody_and_the_next_one_still_comes(
    house: House,
) -> None:
    schedule = await plan(house, Interval.MONTHLY, date(2026, 9, 15))
    await house.move_to(at("2026-09-14", "12:00"))
    await record(house, schedule)

    await house.move_to(at("2026-10-15", "12:00"))

    assert when(house, TOM, DIGEST) == ["Thu 15 Oct 2026 09:30"]
    assert await days(house, schedule) == ["2026-09-15", "2026-10-15", "2026-11-16"]


@on_both_databases
async def test_a_new_day_reminds_again_and_the_first_one_stays(house: House) -> None:
    schedule = await plan(house, Interval.MONTHLY, date(2026, 9, 15))
    await house.move_to(at("2026-09-16", "12:00"))
    now = house.clock.now()
    (first, _) = await planned(house, schedule)
    await house.handrail.services.database.write(
        lambda work: record_not_done(work, known(work, TOM), first.id, "Norovirus", date(2026, 9, 24), now),
        within=10,
    )

    await house.move_to(at("2026-09-24", "12:00"))

    (first, _) = await planned(house, schedule)
    assert (first.original_on, first.planned_on) == (date(2026, 9, 15), date(2026, 9, 24))
    assert when(house, TOM, DIGEST) == [
        "Tue 15 Sep 2026 09:30",
        "Wed 16 Sep 2026 09:30",
        "Thu 24 Sep 2026 09:30",
    ]
    assert when(house, PRIYA, DIGEST) == []


@pytest.mark.criterion("CPC305-P5")
async def test_a_new_rating_changes_nothing_and_a_new_interval_only_the_days_to_come(house: House) -> None:
    """Every three months from 15 September; rated red after the second one was missed, then every month."""
    schedule = await plan(house, Interval.QUARTERLY, date(2026, 9, 15))
    await house.move_to(at("2026-09-15", "12:00"))
    await record(house, schedule)
    await house.move_to(at("2026-12-16", "12:00"))
    before = await days(house, schedule)
    now = house.clock.now()

    def rate(work: UnitOfWork) -> list[Interval]:
        contract = alderwick.contract_id(work)
        found = rate_contract(work, known(work, PRIYA), contract, Rating.RED, "Two concerns", now)
        return [each.interval for each in found]

    assert await house.handrail.services.database.write(rate, within=10) == [Interval.MONTHLY]
    assert await days(house, schedule) == before == ["2026-09-15", "2026-12-15", "2027-03-15"]
    new = NewInterval(Interval.MONTHLY, date(2027, 1, 12), time(9), "It is rated red")
    await house.handrail.services.database.write(
        lambda work: change_interval(work, known(work, PRIYA), schedule, new, now), within=10
    )
    await house.move_to(at("2027-02-12", "08:00"))

    found = [
        (each.planned_on.isoformat(), each.state.value, each.version)
        for each in await planned(house, schedule)
    ]
    assert found == [
        ("2026-09-15", "done", 1),
        ("2026-12-15", "planned", 1),
        ("2027-01-12", "planned", 2),
        ("2027-02-12", "planned", 2),
        ("2027-03-12", "planned", 2),
        ("2027-03-15", "cancelled", 1),
    ]


@on_both_databases
@pytest.mark.criterion("CPC424-P13")
async def test_the_figures_are_the_count_by_hand_and_what_is_missing_is_no_zero(house: House) -> None:
    """Weekly from 10 September to 8 October: on time, late, not done, missed, and one still to come."""
    schedule = await plan(house, Interval.WEEKLY, date(2026, 9, 10))
    await house.move_to(at("2026-09-10", "15:00"))
    await record(house, schedule)
    await house.move_to(at("2026-09-18", "12:00"))
    await record(house, schedule)
    await house.move_to(at("2026-09-24", "12:00"))
    now = house.clock.now()
    waiting = (await planned(house, schedule))[2]
    await house.handrail.services.database.write(
        lambda work: record_not_done(work, known(work, PRIYA), waiting.id, "Inspection", None, now),
        within=10,
    )
    await house.move_to(at("2026-10-05", "12:00"))

    assert await count(house, date(2026, 9, 1), date(2026, 10, 31)) == MonitoringFigures(
        planned=5, done=2, done_late=1, not_done=1, missed=1, next_on=date(2026, 10, 8)
    )
    assert await count(house, date(2026, 9, 1), date(2026, 9, 17)) == MonitoringFigures(
        planned=2, done=2, done_late=1, not_done=0, missed=0, next_on=date(2026, 10, 8)
    )


@on_both_databases
async def test_a_schedule_that_cannot_be_planned_is_left_for_a_while_and_holds_up_no_other(
    house: House,
) -> None:
    broken = await plan(house, Interval.WEEKLY, date(2026, 9, 10))
    sound = await plan(house, Interval.WEEKLY, date(2026, 9, 10), owner=PRIYA)

    def break_it(work: UnitOfWork) -> None:
        schedule = work.monitoring.find_schedule(broken)
        assert schedule is not None
        schedule.anchor_on = date(9999, 12, 30)

    await house.handrail.services.database.write(break_it, within=10)
    await house.move_to(at("2026-09-10", "12:00"))

    assert await days(house, sound) == ["2026-09-10", "2026-09-17"]
    assert await days(house, broken) == ["2026-09-10"]
    assert [text for text in texts(house, ANITA) if "schedule_parked" in text]
