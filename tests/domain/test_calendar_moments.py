"""When something is received and due, working hours, and the nights on which London clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import LONDON, Nation, WorkingCalendar, words_for_day, words_for_moment
from tests.domain.calendars import ENGLAND, calendars, in_london, moments

ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("clock", "received_on"),
    [("16:59", "2026-09-04"), ("17:00", "2026-09-04"), ("17:00:01", "2026-09-07"), ("18:00", "2026-09-07")],
)
def test_what_comes_after_closing_on_friday_counts_as_received_on_monday(
    clock: str, received_on: str
) -> None:
    friday = date(2026, 9, 4)

    assert ENGLAND.received_on(in_london(friday, clock)) == date.fromisoformat(received_on)


def test_what_comes_on_a_saturday_counts_as_received_on_monday_and_is_due_from_there() -> None:
    saturday_morning = in_london(date(2026, 9, 5), "08:00")

    assert ENGLAND.received_on(saturday_morning) == date(2026, 9, 7)
    assert ENGLAND.due_after(saturday_morning, 1) == in_london(date(2026, 9, 8), "17:00")


def test_what_comes_early_in_the_morning_is_received_that_day_by_london_clocks() -> None:
    half_past_midnight_in_july = datetime(2026, 7, 7, 23, 30, tzinfo=UTC)

    assert ENGLAND.received_on(half_past_midnight_in_july) == date(2026, 7, 8)


def test_a_due_time_is_five_in_the_afternoon_by_london_clocks_summer_and_winter() -> None:
    assert ENGLAND.due_after(datetime(2026, 3, 27, 12, tzinfo=UTC), 1) == datetime(
        2026, 3, 30, 16, tzinfo=UTC
    )
    assert ENGLAND.due_after(datetime(2026, 10, 23, 12, tzinfo=UTC), 1) == datetime(
        2026, 10, 26, 17, tzinfo=UTC
    )


def test_nothing_is_due_before_it_is_received() -> None:
    with pytest.raises(ValueError, match="before the day of receipt"):
        ENGLAND.due_after(datetime(2026, 9, 7, 12, tzinfo=UTC), -1)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-09-04T13:00", 4, "2026-09-04T17:00"),
        ("2026-09-04T15:00", 4, "2026-09-07T11:00"),
        ("2026-09-04T18:00", 4, "2026-09-07T13:00"),
        ("2026-09-05T10:00", 0, "2026-09-07T09:00"),
        ("2026-09-07T07:00", 1, "2026-09-07T10:00"),
        ("2026-09-07T09:00", 0.5, "2026-09-07T09:30"),
        ("2026-10-23T16:00", 2, "2026-10-26T10:00"),
        ("2026-12-24T16:00", 9, "2026-12-29T17:00"),
    ],
)
def test_working_hours_run_only_while_the_office_is_open(start: str, hours: float, end: str) -> None:
    started = datetime.fromisoformat(start).replace(tzinfo=LONDON)
    ended = datetime.fromisoformat(end).replace(tzinfo=LONDON)

    assert ENGLAND.add_working_hours(started, hours) == ended
    assert ENGLAND.add_working_hours(started, timedelta(hours=hours)) == ended


def test_working_hours_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="counted forwards"):
        ENGLAND.add_working_hours(datetime(2026, 9, 7, 12, tzinfo=UTC), -1)


@given(calendars, moments, st.floats(0, 100), st.floats(0, 100))
def test_working_hours_added_in_two_steps_end_together(
    calendar: WorkingCalendar, moment: datetime, first: float, second: float
) -> None:
    first_span, second_span = timedelta(hours=first), timedelta(hours=second)
    in_two_steps = calendar.add_working_hours(calendar.add_working_hours(moment, first_span), second_span)
    at_once = calendar.add_working_hours(moment, first_span + second_span)

    assert calendar.next_working_moment(in_two_steps) == calendar.next_working_moment(at_once)


def test_opening_time_is_working_time_and_closing_time_is_not() -> None:
    monday = date(2026, 9, 7)

    assert ENGLAND.is_working_time(in_london(monday, "09:00"))
    assert ENGLAND.is_working_time(in_london(monday, "16:59:59"))
    assert not ENGLAND.is_working_time(in_london(monday, "08:59:59"))
    assert not ENGLAND.is_working_time(in_london(monday, "17:00"))
    assert not ENGLAND.is_working_time(in_london(date(2026, 9, 6), "12:00"))


@given(calendars, moments)
def test_the_next_working_moment_is_now_or_the_next_opening(
    calendar: WorkingCalendar, moment: datetime
) -> None:
    found = calendar.next_working_moment(moment)

    assert calendar.is_working_time(found)
    if calendar.is_working_time(moment):
        assert found == moment
    else:
        coming_days = (calendar.local(moment).date() + n * ONE_DAY for n in range(40))
        openings = (calendar.at(day, calendar.opens) for day in coming_days if calendar.is_working_day(day))
        assert found == next(opening for opening in openings if opening > moment)


@pytest.mark.parametrize("closes", [time(9), time(8)])
def test_hours_that_close_before_they_open_are_refused(closes: time) -> None:
    with pytest.raises(ValueError, match="open before they close"):
        WorkingCalendar(Nation.WALES, opens=time(9), closes=closes)


def last_sunday(year: int, month: int) -> date:
    """The last Sunday of a month of 31 days, when London clocks change in March and October."""
    last = date(year, month, 31)
    return last - (last.weekday() + 1) % 7 * ONE_DAY


@pytest.mark.parametrize("year", range(2024, 2041))
def test_every_minute_of_the_spring_night_means_a_minute_that_exists(year: int) -> None:
    night = last_sunday(year, 3)
    one_in_utc = datetime(year, 3, night.day, 1, tzinfo=UTC)

    for minute in range(24 * 60):
        clock = time(minute // 60, minute % 60)
        from_midnight = timedelta(minutes=minute)
        if clock < time(1):
            expected = one_in_utc - timedelta(hours=1) + from_midnight
        elif clock < time(2):
            expected = one_in_utc
        else:
            expected = one_in_utc - timedelta(hours=2) + from_midnight
        assert ENGLAND.at(night, clock) == expected


@pytest.mark.parametrize("year", range(2024, 2041))
def test_every_minute_of_the_autumn_night_means_its_first_showing(year: int) -> None:
    night = last_sunday(year, 10)
    summer_midnight = datetime(year, 10, night.day, tzinfo=UTC) - timedelta(hours=1)

    for minute in range(24 * 60):
        clock = time(minute // 60, minute % 60)
        repeated_hour = timedelta(hours=1) if clock >= time(2) else timedelta()
        assert ENGLAND.at(night, clock) == summer_midnight + timedelta(minutes=minute) + repeated_hour


def test_a_time_within_a_missing_minute_becomes_the_full_minute_after_the_gap() -> None:
    assert ENGLAND.at(date(2026, 3, 29), time(1, 30, 15)) == datetime(2026, 3, 29, 1, tzinfo=UTC)


@given(moments)
def test_local_and_back_is_the_same_moment(moment: datetime) -> None:
    local = ENGLAND.local(moment)
    first_showing = ENGLAND.at(local.date(), local.time())

    assert local.astimezone(UTC) == moment
    assert moment - first_showing == timedelta(hours=local.fold)


def test_a_moment_that_says_no_zone_is_refused() -> None:
    zoneless = datetime(2026, 9, 7, 12)  # noqa: DTZ001 - the refusal of such a moment is what is tested

    with pytest.raises(ValueError, match="must say its time zone"):
        ENGLAND.local(zoneless)


def test_days_and_moments_read_as_people_write_them() -> None:
    assert words_for_day(date(2026, 9, 9)) == "Wednesday 9 September 2026"
    assert words_for_moment(datetime(2026, 9, 9, 16, tzinfo=UTC)) == "17:00 on Wednesday 9 September 2026"
    assert words_for_moment(datetime(2026, 1, 31, 0, 5, tzinfo=UTC)) == "00:05 on Saturday 31 January 2026"
