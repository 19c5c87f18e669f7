"""When something is looked at again: counted from the first day, on working days only, each day off with its reason."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Nation, WorkingCalendar
from domain.errors import NotAllowed
from domain.monitoring import (
    NEXT,
    SUGGESTED,
    ActivityState,
    DayOff,
    Interval,
    NewSchedule,
    Occurrence,
    Rating,
    coming,
    counted_on,
    first_few,
    is_past,
    last_day_to_move_to,
    move,
    occurrence,
    require_first_day,
    require_new_day,
)
from tests.domain.calendars import CLOSED_AT_CHRISTMAS, ENGLAND, SCOTLAND, calendars, closures
from tests.oracle.bank_holidays import PUBLISHED

DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
known_days = st.dates(date(2024, 1, 1), date(2027, 6, 30))


def planned(found: list[Occurrence]) -> list[str]:
    """The days that some occurrences come to, as 2026-11-26."""
    return [each.planned_on.isoformat() for each in found]


def the_month_on(day: date, months: int) -> date:
    """The same day so many months on, reckoned by hand: the last day of the month where it is shorter."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12
    leap = month == 1 and (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return date(year, month + 1, min(day.day, DAYS_IN_MONTH[month] + leap))


@pytest.mark.criterion("CPC424-P10")
def test_monthly_from_saint_andrews_day_in_scotland_begins_on_the_day_after() -> None:
    first, second, third = first_few(date(2026, 11, 30), Interval.MONTHLY, SCOTLAND)

    assert planned([first, second, third]) == ["2026-12-01", "2026-12-30", "2027-02-01"]
    assert first.days_off == ((date(2026, 11, 30), DayOff.BANK_HOLIDAY),)
    assert occurrence(date(2026, 11, 30), Interval.MONTHLY, 0, ENGLAND).planned_on == date(2026, 11, 30)


@pytest.mark.criterion("CPC424-P10")
def test_the_26th_of_each_month_moves_over_christmas_and_comes_back_to_the_26th() -> None:
    found = first_few(date(2026, 11, 26), Interval.MONTHLY, ENGLAND)

    assert planned(found) == ["2026-11-26", "2026-12-29", "2027-01-26"]
    assert found[1].days_off == (
        (date(2026, 12, 26), DayOff.SATURDAY),
        (date(2026, 12, 27), DayOff.SUNDAY),
        (date(2026, 12, 28), DayOff.BANK_HOLIDAY),
    )


def test_the_31st_is_the_last_of_a_shorter_month_and_the_31st_again_after_it() -> None:
    assert [counted_on(date(2027, 1, 31), Interval.MONTHLY, n) for n in range(4)] == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
    ]
    assert counted_on(date(2024, 2, 29), Interval.YEARLY, 4) == date(2028, 2, 29)


def test_closure_days_are_passed_over_and_named() -> None:
    found = occurrence(date(2026, 12, 24), Interval.WEEKLY, 0, CLOSED_AT_CHRISTMAS)

    assert found.planned_on == date(2027, 1, 4)
    assert found.days_off[0] == (date(2026, 12, 24), DayOff.CLOSURE_DAY)
    assert found.days_off[1] == (date(2026, 12, 25), DayOff.BANK_HOLIDAY)


def test_two_that_come_to_one_day_are_looked_at_once() -> None:
    """Thursdays and a closed fortnight: 24 December and 31 December would both come to Monday 4 January."""
    found = first_few(date(2026, 12, 17), Interval.WEEKLY, CLOSED_AT_CHRISTMAS)

    assert planned(found) == ["2026-12-17", "2027-01-04", "2027-01-07"]


@given(anchor=known_days, interval=st.sampled_from(Interval), number=st.integers(0, 12))
def test_the_count_is_as_reckoned_by_hand(anchor: date, interval: Interval, number: int) -> None:
    months = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
    weeks = {"weekly": 1, "fortnightly": 2}
    expected = (
        anchor + timedelta(weeks=weeks[interval] * number)
        if interval in weeks
        else the_month_on(anchor, months[interval] * number)
    )

    assert counted_on(anchor, interval, number) == expected


@given(
    anchor=known_days,
    interval=st.sampled_from(Interval),
    nation=st.sampled_from(Nation),
    closed=closures,
)
def test_each_comes_to_the_first_working_day_by_an_independent_list_of_holidays(
    anchor: date, interval: Interval, nation: Nation, closed: frozenset[date]
) -> None:
    found = occurrence(anchor, interval, 1, WorkingCalendar(nation, closed))
    day = found.counted_on
    passed = []
    while day.weekday() > 4 or day in PUBLISHED[nation].get(day.year, ()) or day in closed:
        passed.append(day)
        day += timedelta(days=1)

    if day.year in PUBLISHED[nation]:
        assert found.planned_on == day
        assert [off for off, _ in found.days_off] == passed


@given(anchor=known_days, interval=st.sampled_from(Interval), calendar=calendars, first=st.integers(0, 5))
def test_days_to_come_go_forward_one_after_the_other_and_from_any_point_alike(
    anchor: date, interval: Interval, calendar: WorkingCalendar, first: int
) -> None:
    series = coming(anchor, interval, calendar)
    found = [next(series) for _ in range(8)]
    later = coming(anchor, interval, calendar, first)

    days = [each.planned_on for each in found]
    assert days == sorted(set(days))
    assert all(calendar.is_working_day(day) for day in days)
    assert next(later) == next(each for each in found if each.number >= first)


@pytest.mark.criterion("CPC305-P5")
@pytest.mark.parametrize(
    ("rating", "a_year"), [(Rating.ENHANCED, 27), (Rating.RED, 12), (Rating.AMBER, 4), (Rating.GREEN, 1)]
)
def test_the_rating_suggests_how_often_a_year(rating: Rating, a_year: int) -> None:
    """From Wednesday 1 April 2026 to 31 March 2027 in England, none of them on a holiday."""
    series = coming(date(2026, 4, 1), SUGGESTED[rating], ENGLAND)
    days = [each.planned_on for each in (next(series) for _ in range(40))]

    in_the_year = [day for day in days if day < date(2027, 4, 1)]
    assert len(in_the_year) == a_year
    assert all(ENGLAND.is_working_day(day) for day in in_the_year)


def test_nobody_is_late_on_the_day_itself() -> None:
    assert not is_past(date(2026, 11, 26), date(2026, 11, 26))
    assert is_past(date(2026, 11, 26), date(2026, 11, 27))


def test_a_first_day_is_neither_over_nor_years_ahead() -> None:
    today = date(2026, 9, 8)
    require_first_day(today, today)
    require_first_day(date(2027, 9, 8), today)

    for refused in (date(2026, 9, 7), date(2027, 9, 10)):
        with pytest.raises(NotAllowed) as found:
            require_first_day(refused, today)
        assert found.value.field == "first_on"


@pytest.mark.parametrize(
    ("moved_to", "words"),
    [
        (date(2026, 11, 27), "still to come"),
        (date(2026, 11, 26), "still to come"),
        (date(2026, 12, 29), "planned again"),
        (date(2026, 12, 5), "not a working day"),
    ],
)
def test_a_new_day_lies_between_now_and_the_next_time(moved_to: date, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        require_new_day(moved_to, date(2026, 12, 1), date(2026, 11, 26), date(2026, 12, 29), ENGLAND)


def test_the_last_day_to_move_to_is_the_working_day_before_the_next_time() -> None:
    assert last_day_to_move_to(date(2026, 12, 29), ENGLAND) == date(2026, 12, 24)
    require_new_day(date(2026, 12, 24), date(2026, 12, 1), date(2026, 11, 26), date(2026, 12, 29), ENGLAND)


@pytest.mark.parametrize("state", [state for state in ActivityState if not NEXT[state]])
def test_what_was_answered_is_not_answered_again(state: ActivityState) -> None:
    with pytest.raises(NotAllowed, match="already been recorded"):
        move(state, ActivityState.DONE)


@pytest.mark.parametrize(
    ("title", "criterion", "field"),
    [
        (" ", "98 of 100", "title"),
        ("x" * 151, "98 of 100", "title"),
        ("Doses", "", "criterion"),
        ("Doses", "x" * 301, "criterion"),
    ],
)
def test_what_is_looked_at_and_by_what_criterion_is_said_shortly(
    title: str, criterion: str, field: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        NewSchedule(title, criterion, Interval.MONTHLY, date(2026, 11, 26), time(10))

    assert refused.value.field == field
