"""Weeks across both clock changes of 2026 and 2027: what London clocks show stays what people agreed."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

import pytest

from bot.casework.deadlines import Duty, start, step_moment
from domain.calendar import LONDON, Nation, WorkingCalendar
from domain.chronology import SubjectKind
from domain.deadlines import DeadlineKind
from domain.ladders import steps_from_data
from domain.people import Party
from playground import alderwick
from playground.alderwick import GRACE, NADIA, PRIYA, TOM
from playground.house import HandClock, House
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.engine.concerns import acknowledge, log_concern, raise_safeguarding
from tests.engine.stage import UNHURRIED
from tests.journeys.days import agree_action, at, when

CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: days and hours are worked out in the domain; test_catching_up.py runs on both."""
    return sqlite_url


HEARD = ("before_3", "due", "late_1", "late_3_lead", "late_3_owner", "late_5_senior", "late_10_review")
ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND = Nation
WITHOUT_EASTER_MONDAY = (SCOTLAND,)
WITH_EASTER_MONDAY = (ENGLAND, WALES, NORTHERN_IRELAND)


@pytest.mark.parametrize(
    ("due_on", "nations", "days"),
    [
        (date(2026, 3, 30), WITH_EASTER_MONDAY, "25.3. 26.3. 31.3. 2.4. 2.4. 8.4. 15.4."),
        (date(2026, 3, 30), WITHOUT_EASTER_MONDAY, "25.3. 26.3. 31.3. 2.4. 2.4. 7.4. 14.4."),
        (date(2026, 10, 26), tuple(Nation), "21.10. 22.10. 27.10. 29.10. 29.10. 3.11. 9.11."),
        (date(2027, 3, 30), WITH_EASTER_MONDAY, "23.3. 30.3. 31.3. 2.4. 6.4. 6.4. 13.4."),
        (date(2027, 3, 29), WITHOUT_EASTER_MONDAY, "23.3. 25.3. 30.3. 1.4. 1.4. 6.4. 12.4."),
        (date(2027, 11, 1), tuple(Nation), "27.10. 28.10. 2.11. 4.11. 4.11. 9.11. 15.11."),
    ],
)
async def test_every_step_about_a_change_begins_at_midnight_of_its_day_in_each_nation(
    database: Database, due_on: date, nations: Sequence[Nation], days: str
) -> None:
    """The provider hears from Tuesday to Thursday, the contract lead on any working day; Easter lies in between."""
    await database.write(lambda work: alderwick.set_up(work, alderwick.BEGINS), within=10)

    def reached(work: UnitOfWork, nation: Nation) -> dict[str, datetime]:
        contract = work.contracts.get(alderwick.contract_id(work))
        contract.nation = nation
        duty = Duty(
            kind=DeadlineKind.ACTION_DUE,
            subject=(SubjectKind.CONTRACT, contract.id),
            contract_id=contract.id,
            owner=None,
            party=Party.PROVIDER,
            due_at=at(str(due_on), "17:00"),
            basis="a test",
        )
        deadline = start(work, duty, at(str(due_on - timedelta(days=30))))
        return {
            step.name: step_moment(work, deadline, step).astimezone(LONDON)
            for step in steps_from_data(deadline.ladder)
        }

    def of_nation(nation: Nation) -> Callable[[UnitOfWork], dict[str, datetime]]:
        return lambda work: reached(work, nation)

    for nation in nations:
        moments = await database.write(of_nation(nation), within=10)
        assert tuple(moments) == HEARD
        assert {moment.time() for moment in moments.values()} == {time(0, 0)}
        assert " ".join(f"{each.day}.{each.month}." for each in moments.values()) == days, nation


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        ("2026-03-27 15:00", "2026-03-30 11:00"),
        ("2026-10-23 15:00", "2026-10-26 11:00"),
        ("2027-03-25 15:00", "2027-03-30 11:00"),
        ("2027-10-29 15:00", "2027-11-01 11:00"),
    ],
)
def test_four_working_hours_across_a_change_are_four_on_the_wall(starts: str, due: str) -> None:
    begins, ends = (datetime.fromisoformat(each).replace(tzinfo=LONDON) for each in (starts, due))

    assert WorkingCalendar(Nation.ENGLAND).add_working_hours(begins, 4) == ends


@pytest.mark.parametrize(
    ("begins", "due_on", "digests"),
    [
        (
            "2026-10-12",
            date(2026, 10, 27),
            ["Thu 22 Oct 2026 09:30", "Tue 27 Oct 2026 09:30", "Wed 28 Oct 2026 09:30"],
        ),
        (
            "2027-03-08",  # Good Friday and Easter Monday lie about this change
            date(2027, 3, 30),
            ["Tue 23 Mar 2027 09:30", "Tue 30 Mar 2027 09:30", "Wed 31 Mar 2027 09:30"],
        ),
    ],
)
async def test_two_weeks_across_a_change_keep_their_hours(
    database_url: str, begins: str, due_on: date, digests: list[str]
) -> None:
    """One autumn and one spring with the whole bot; the rules alone are asked about all four changes above."""
    async with House(database_url, pace=UNHURRIED, clock=HandClock(at(begins, "10:15"))) as house:
        await house.set_up()
        await agree_action(house, due_on, owner=TOM)
        sunday = max(day for day in CHANGES if day <= due_on)
        await house.move_to(at(str(sunday), "03:30"))
        raised = await raise_safeguarding(house)
        await log_concern(house)
        await house.settle()
        await acknowledge(house, raised, NADIA)  # unanswered for days it would be asked each half hour
        await house.move_to(at(str(due_on + timedelta(days=2)), "18:00"))

        assert when(house, TOM, "Today for you") == digests
        assert when(house, GRACE, "SG-")[0] == sunday.strftime("%a %d %b %Y 03:30")
        next_day = WorkingCalendar(Nation.ENGLAND).next_working_day(sunday)
        assert when(house, PRIYA, "Please take") == [next_day.strftime("%a %d %b %Y 09:00")]
