"""Working days, due dates and months, as a commissioner reckons them."""

import calendar as month_lengths
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Nation, WorkingCalendar, bank_holidays, months_after, suggested_due_on
from tests.domain.calendars import (
    CLOSED_AT_CHRISTMAS,
    ENGLAND,
    NORTHERN_IRELAND,
    SCOTLAND,
    WALES,
    calendars,
    days,
    in_london,
)
from tests.oracle.bank_holidays import PUBLISHED, by_rule

ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize("nation", Nation)
@pytest.mark.parametrize("year", range(2024, 2029))
def test_bank_holidays_are_the_published_ones(nation: Nation, year: int) -> None:
    on_weekdays = {day for day in bank_holidays(nation, year) if day.weekday() < 5}

    assert on_weekdays == PUBLISHED[nation][year] == by_rule(nation, year)


@pytest.mark.parametrize("nation", Nation)
def test_bank_holidays_follow_the_standing_rules_until_2060(nation: Nation) -> None:
    for year in range(2024, 2061):
        assert {day for day in bank_holidays(nation, year) if day.weekday() < 5} == by_rule(nation, year)


@pytest.mark.parametrize(
    ("start", "count", "england_and_wales", "scotland", "northern_ireland"),
    [
        ("2026-12-18", 10, "2027-01-06", "2027-01-07", "2027-01-06"),
        ("2026-04-02", 1, "2026-04-07", "2026-04-06", "2026-04-07"),
        ("2026-11-27", 1, "2026-11-30", "2026-12-01", "2026-11-30"),
        ("2026-07-10", 1, "2026-07-13", "2026-07-13", "2026-07-14"),
        ("2026-07-31", 1, "2026-08-03", "2026-08-04", "2026-08-03"),
        ("2026-08-28", 1, "2026-09-01", "2026-08-31", "2026-09-01"),
        ("2026-03-16", 1, "2026-03-17", "2026-03-17", "2026-03-18"),
    ],
)
def test_a_due_date_keeps_the_bank_holidays_of_the_contracts_nation(
    start: str, count: int, england_and_wales: str, scotland: str, northern_ireland: str
) -> None:
    received = in_london(date.fromisoformat(start), "12:00")

    for calendar, due_on in (
        (ENGLAND, england_and_wales),
        (WALES, england_and_wales),
        (SCOTLAND, scotland),
        (NORTHERN_IRELAND, northern_ireland),
    ):
        assert calendar.due_after(received, count) == in_london(date.fromisoformat(due_on), "17:00")


def test_the_second_of_january_is_a_working_day_everywhere_but_in_scotland() -> None:
    second_of_january = date(2026, 1, 2)

    assert not SCOTLAND.is_working_day(second_of_january)
    assert all(c.is_working_day(second_of_january) for c in (ENGLAND, WALES, NORTHERN_IRELAND))


def test_closure_days_hold_back_chasing_but_never_safeguarding() -> None:
    wednesday = date(2026, 12, 23)

    assert CLOSED_AT_CHRISTMAS.next_working_day(wednesday) == date(2027, 1, 4)
    assert CLOSED_AT_CHRISTMAS.for_safeguarding().next_working_day(wednesday) == date(2026, 12, 24)
    assert CLOSED_AT_CHRISTMAS.for_safeguarding() == ENGLAND


@given(calendars, days)
def test_working_days_never_land_on_a_day_off(calendar: WorkingCalendar, day: date) -> None:
    neighbours = (
        calendar.on_or_before(day),
        calendar.previous_working_day(day),
        calendar.on_or_after(day),
        calendar.next_working_day(day),
    )

    for landed in neighbours:
        assert landed.weekday() < 5
        assert landed not in by_rule(calendar.nation, landed.year) | calendar.closures
    assert calendar.previous_working_day(day) < day < calendar.next_working_day(day)
    assert calendar.on_or_before(day) <= day <= calendar.on_or_after(day)


@given(calendars, days, st.integers(-60, 60))
def test_as_many_working_days_back_as_forth_comes_home(calendar: WorkingCalendar, day: date, n: int) -> None:
    there = calendar.add_working_days(day, n)

    assert calendar.is_working_day(there)
    assert calendar.add_working_days(there, -n) == calendar.on_or_after(day)


@given(calendars, days, st.integers(-60, 60), st.integers(-60, 60))
def test_working_days_added_in_two_steps_are_the_same_days(
    calendar: WorkingCalendar, day: date, first: int, second: int
) -> None:
    in_two_steps = calendar.add_working_days(calendar.add_working_days(day, first), second)

    assert in_two_steps == calendar.add_working_days(day, first + second)


@given(calendars, days, st.integers(-60, 60))
def test_working_days_between_two_days_are_those_added(calendar: WorkingCalendar, day: date, n: int) -> None:
    first = calendar.on_or_after(day)
    last = calendar.add_working_days(first, n)

    assert calendar.working_days_between(first, last) == n
    assert calendar.working_days_between(last, first) == -n


@given(calendars, days, st.integers(0, 60))
def test_no_more_working_days_lie_between_than_can_be_added_without_passing(
    calendar: WorkingCalendar, first: date, more_days: int
) -> None:
    last = max(first + more_days * ONE_DAY, calendar.on_or_after(first))
    count = calendar.working_days_between(first, last)

    assert calendar.add_working_days(first, count) <= last < calendar.add_working_days(first, count + 1)


def test_on_saturday_nothing_due_on_friday_is_a_working_day_late_yet() -> None:
    friday, saturday, monday = (date(2026, 9, day) for day in (4, 5, 7))

    assert ENGLAND.working_days_between(friday, saturday) == 0
    assert ENGLAND.working_days_between(friday, monday) == 1
    assert ENGLAND.working_days_between(saturday, monday) == 0
    assert ENGLAND.working_days_between(monday, friday) == -1


def test_beyond_the_holiday_data_weekdays_count_as_working_and_the_calendar_says_so() -> None:
    christmas_long_ahead = date(2153, 12, 25)

    assert ENGLAND.knows(date(2028, 12, 25))
    assert not ENGLAND.knows(christmas_long_ahead)
    assert christmas_long_ahead.weekday() == 1
    assert ENGLAND.is_working_day(christmas_long_ahead)


@given(days, st.integers(-240, 240))
def test_months_are_counted_from_the_anchor_to_the_same_day_or_the_months_last(anchor: date, n: int) -> None:
    year, month_from_zero = divmod(anchor.year * 12 + anchor.month - 1 + n, 12)
    month = month_from_zero + 1
    last = month_lengths.monthrange(year, month)[1]

    assert months_after(anchor, n) == date(year, month, min(anchor.day, last))


def test_a_monthly_visit_set_on_the_31st_comes_back_to_the_31st() -> None:
    anchor = date(2028, 1, 31)

    assert [months_after(anchor, n).isoformat() for n in range(4)] == [
        "2028-01-31",
        "2028-02-29",
        "2028-03-31",
        "2028-04-30",
    ]


@pytest.mark.parametrize(
    ("today", "at_least", "suggested"),
    [
        ("2026-09-01", 1, "2026-09-02"),
        ("2026-09-02", 2, "2026-09-08"),
        ("2026-04-01", 0, "2026-04-01"),
        ("2026-03-31", 2, "2026-04-07"),
        ("2026-12-22", 1, "2026-12-23"),
        ("2026-12-22", 2, "2026-12-29"),
        ("2026-12-30", 1, "2027-01-05"),
    ],
)
def test_no_due_date_is_suggested_where_nobody_can_help_the_day_after(
    today: str, at_least: int, suggested: str
) -> None:
    assert suggested_due_on(date.fromisoformat(today), ENGLAND, at_least) == date.fromisoformat(suggested)


@given(calendars, days, st.integers(0, 60))
def test_a_suggested_due_date_is_a_kind_one(calendar: WorkingCalendar, today: date, at_least: int) -> None:
    suggested = suggested_due_on(today, calendar, at_least)

    assert suggested.strftime("%a") in {"Tue", "Wed", "Thu"}
    assert calendar.is_working_day(suggested)
    assert calendar.is_working_day(suggested + ONE_DAY)
    assert calendar.working_days_between(today, suggested) >= at_least
