"""Weeks across both clock changes of 2026 and 2027: what London clocks show stays what people agreed."""

from datetime import date, timedelta

import pytest

from domain.calendar import LONDON, Nation, WorkingCalendar
from domain.deadlines import DeadlineKind
from domain.ladders import LADDERS, Hears, moment_of
from domain.rhythm import OWN_RHYTHM, PROVIDER_RHYTHM
from playground.alderwick import GRACE, PRIYA, TOM
from playground.house import HandClock, House
from tests.engine.concerns import log_concern, raise_safeguarding
from tests.engine.stage import UNHURRIED
from tests.journeys.days import agree_action, at, when

CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: days and hours are worked out in the domain; test_catching_up.py runs on both."""
    return sqlite_url


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("nation", list(Nation))
@pytest.mark.parametrize("kind", list(DeadlineKind))
def test_every_step_of_every_ladder_keeps_to_the_clock_on_the_wall(
    kind: DeadlineKind, nation: Nation, change: date
) -> None:
    calendar = WorkingCalendar(nation)
    due_on = calendar.next_working_day(change)
    due_at = calendar.at(due_on, calendar.closes)
    for step in LADDERS[kind]:
        rhythm = OWN_RHYTHM if step.hears is Hears.CONTRACT_LEAD else PROVIDER_RHYTHM
        reached = moment_of(step, due_at, calendar, rhythm).astimezone(LONDON)
        if step.unit == "minutes":
            assert (reached - due_at).total_seconds() == step.offset * 60
        elif step.unit == "working_hours":
            assert calendar.opens <= reached.time() <= calendar.closes
        else:
            assert (reached.hour, reached.minute) == (0, 0)
            assert (reached.date() <= due_on) == (step.offset <= 0)


@pytest.mark.parametrize(
    ("begins", "due_on", "digests"),
    [
        (
            "2026-03-16",
            date(2026, 3, 31),
            ["Thu 26 Mar 2026 09:30", "Tue 31 Mar 2026 09:30", "Wed 01 Apr 2026 09:30"],
        ),
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
        (
            "2027-10-18",
            date(2027, 11, 2),
            ["Thu 28 Oct 2027 09:30", "Tue 02 Nov 2027 09:30", "Wed 03 Nov 2027 09:30"],
        ),
    ],
)
async def test_two_weeks_across_a_change_keep_their_hours(
    database_url: str, begins: str, due_on: date, digests: list[str]
) -> None:
    async with House(database_url, pace=UNHURRIED, clock=HandClock(at(begins, "10:15"))) as house:
        await house.set_up()
        await agree_action(house, due_on, owner=TOM)
        sunday = max(day for day in CHANGES if day <= due_on)
        await house.move_to(at(str(sunday), "03:30"))
        await raise_safeguarding(house)
        await log_concern(house)
        await house.settle()
        await house.move_to(at(str(due_on + timedelta(days=2)), "18:00"))

        assert when(house, TOM, "Today for you") == digests
        assert when(house, GRACE, "SG-") == [sunday.strftime("%a %d %b %Y 03:30")]
        next_day = WorkingCalendar(Nation.ENGLAND).next_working_day(sunday)
        assert when(house, PRIYA, "Please take") == [next_day.strftime("%a %d %b %Y 09:00")]
