"""When people hear from us: at once, in working hours, or in the digest they expect."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Nation, WorkingCalendar
from domain.rhythm import (
    OWN_RHYTHM,
    PROVIDER_RHYTHM,
    Rhythm,
    Speed,
    catch_up_from,
    digest_slot_for,
    is_digest_day,
    send_from,
)
from tests.domain.calendars import (
    CLOSED_AT_CHRISTMAS,
    ENGLAND,
    SCOTLAND,
    calendars,
    days,
    in_london,
    moments,
)

ONE_DAY = timedelta(days=1)

rhythms = st.sampled_from([OWN_RHYTHM, PROVIDER_RHYTHM]) | st.builds(
    Rhythm, digest_at=st.times(), digest_weekdays=st.frozensets(st.integers(0, 4), min_size=1)
)


@pytest.mark.parametrize("clock", ["02:00", "12:00", "18:00"])
def test_danger_is_told_at_once_day_and_night_and_on_christmas_day(clock: str) -> None:
    christmas_day = in_london("2026-12-25", clock)

    assert send_from(Speed.URGENT, christmas_day, CLOSED_AT_CHRISTMAS, PROVIDER_RHYTHM) == christmas_day


@pytest.mark.parametrize(
    ("day", "clock", "goes_on", "goes_at"),
    [
        ("2026-09-04", "10:15", "2026-09-04", "10:15"),
        ("2026-09-04", "18:00", "2026-09-07", "09:00"),
        ("2026-09-07", "07:00", "2026-09-07", "09:00"),
        ("2026-12-23", "17:00", "2027-01-04", "09:00"),
    ],
)
def test_a_new_concern_reaches_its_lead_in_working_hours(
    day: str, clock: str, goes_on: str, goes_at: str
) -> None:
    sent = send_from(Speed.PROMPT, in_london(day, clock), CLOSED_AT_CHRISTMAS, OWN_RHYTHM)

    assert sent == in_london(goes_on, goes_at)


@pytest.mark.parametrize(
    ("rhythm", "day", "clock", "goes_on", "goes_at"),
    [
        (OWN_RHYTHM, "2026-09-04", "09:30", "2026-09-04", "09:30"),
        (OWN_RHYTHM, "2026-09-04", "09:30:01", "2026-09-07", "09:30"),
        (OWN_RHYTHM, "2026-09-04", "18:00", "2026-09-07", "09:30"),
        (PROVIDER_RHYTHM, "2026-09-04", "18:00", "2026-09-08", "11:00"),
        (PROVIDER_RHYTHM, "2026-09-08", "10:59", "2026-09-08", "11:00"),
        (PROVIDER_RHYTHM, "2026-09-10", "11:01", "2026-09-15", "11:00"),
    ],
)
def test_reminders_wait_for_the_digest(
    rhythm: Rhythm, day: str, clock: str, goes_on: str, goes_at: str
) -> None:
    sent = send_from(Speed.DIGEST, in_london(day, clock), ENGLAND, rhythm)

    assert sent == in_london(goes_on, goes_at)


def test_a_digest_keeps_its_time_on_the_wall_when_the_clocks_change() -> None:
    friday_before_summer_time = datetime(2026, 3, 27, 12, tzinfo=UTC)
    friday_before_winter_time = datetime(2026, 10, 23, 12, tzinfo=UTC)

    assert send_from(Speed.DIGEST, friday_before_summer_time, ENGLAND, OWN_RHYTHM) == datetime(
        2026, 3, 30, 8, 30, tzinfo=UTC
    )
    assert send_from(Speed.DIGEST, friday_before_winter_time, ENGLAND, OWN_RHYTHM) == datetime(
        2026, 10, 26, 9, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2026-09-09", "2026-09-09", "2026-09-09"),
        ("2026-09-07", "2026-09-03", "2026-09-08"),
        ("2026-09-11", "2026-09-10", "2026-09-15"),
        ("2026-09-13", "2026-09-10", "2026-09-15"),
    ],
)
def test_a_provider_hears_before_the_due_day_in_time_and_after_it_on_the_next_digest_day(
    day: str, before: str, after: str
) -> None:
    due_on = date.fromisoformat(day)

    assert digest_slot_for(due_on, ENGLAND, PROVIDER_RHYTHM, before=True) == in_london(before, "11:00")
    assert digest_slot_for(due_on, ENGLAND, PROVIDER_RHYTHM, before=False) == in_london(after, "11:00")


@pytest.mark.parametrize("day", ["2026-12-24", "2026-12-29", "2027-01-01", "2027-01-02"])
def test_through_the_christmas_closure_a_provider_hears_on_the_last_day_before_and_the_first_after(
    day: str,
) -> None:
    in_closure = date.fromisoformat(day)
    slots = [
        digest_slot_for(in_closure, CLOSED_AT_CHRISTMAS, PROVIDER_RHYTHM, before=before)
        for before in (True, False)
    ]

    assert slots == [in_london("2026-12-23", "11:00"), in_london("2027-01-04", "11:00")]


def test_where_tuesday_to_thursday_are_all_closed_monday_and_friday_stand_in() -> None:
    wednesday = date(2026, 9, 9)
    closed = frozenset({wednesday - ONE_DAY, wednesday, wednesday + ONE_DAY})
    calendar = WorkingCalendar(Nation.ENGLAND, closures=closed)

    assert digest_slot_for(wednesday, calendar, PROVIDER_RHYTHM, before=True) == in_london(
        "2026-09-07", "11:00"
    )
    assert digest_slot_for(wednesday, calendar, PROVIDER_RHYTHM, before=False) == in_london(
        "2026-09-11", "11:00"
    )
    assert not is_digest_day(date(2026, 9, 4), calendar, PROVIDER_RHYTHM)
    assert not is_digest_day(date(2026, 9, 14), calendar, PROVIDER_RHYTHM)


def test_a_week_with_one_digest_day_left_needs_no_stand_in() -> None:
    tuesday = date(2026, 9, 8)
    calendar = WorkingCalendar(Nation.ENGLAND, closures=frozenset({tuesday, tuesday + ONE_DAY}))

    assert [d for d in range(7, 12) if is_digest_day(date(2026, 9, d), calendar, PROVIDER_RHYTHM)] == [10]


def test_scotland_gets_no_digest_on_its_second_of_january() -> None:
    new_years_day = in_london("2026-01-01", "12:00")

    assert send_from(Speed.DIGEST, new_years_day, SCOTLAND, OWN_RHYTHM) == in_london("2026-01-05", "09:30")
    assert send_from(Speed.DIGEST, new_years_day, ENGLAND, OWN_RHYTHM) == in_london("2026-01-02", "09:30")


@pytest.mark.parametrize(
    ("day", "clock", "goes_on", "goes_at"),
    [
        ("2026-09-09", "10:00", "2026-09-09", "11:00"),
        ("2026-09-09", "13:20", "2026-09-09", "13:20"),
        ("2026-09-09", "17:00", "2026-09-10", "11:00"),
        ("2026-09-10", "09:30", "2026-09-10", "11:00"),
        ("2026-09-10", "14:00", "2026-09-15", "11:00"),
        ("2026-09-12", "14:00", "2026-09-15", "11:00"),
    ],
)
def test_a_digest_missed_on_wednesday_goes_the_same_afternoon_or_with_the_next_one(
    day: str, clock: str, goes_on: str, goes_at: str
) -> None:
    missed = in_london("2026-09-09", "11:00")
    caught_up = catch_up_from(in_london(day, clock), missed, ENGLAND, PROVIDER_RHYTHM)

    assert caught_up == in_london(goes_on, goes_at)


def test_an_early_digest_missed_before_opening_waits_for_the_next_one() -> None:
    early = Rhythm(digest_at=time(8), digest_weekdays=frozenset({2, 3}))
    missed = in_london("2026-09-09", "08:00")

    assert catch_up_from(in_london("2026-09-09", "08:30"), missed, ENGLAND, early) == in_london(
        "2026-09-10", "08:00"
    )


@pytest.mark.parametrize("weekdays", [frozenset[int](), frozenset({5}), frozenset({1, 6})])
def test_a_digest_only_at_weekends_or_never_is_refused(weekdays: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="at least one weekday"):
        Rhythm(digest_at=time(11), digest_weekdays=weekdays)


@given(st.sampled_from(Speed), moments, calendars, rhythms)
def test_nothing_is_sent_early_and_asking_again_at_the_time_given_holds_nothing_back(
    speed: Speed, moment: datetime, calendar: WorkingCalendar, rhythm: Rhythm
) -> None:
    sent = send_from(speed, moment, calendar, rhythm)

    assert sent >= moment
    assert send_from(speed, sent, calendar, rhythm) == sent
    assert speed is Speed.URGENT or calendar.is_working_day(calendar.local(sent).date())


@given(days, calendars, rhythms)
def test_digests_go_out_on_working_days_at_the_hour_people_expect(
    day: date, calendar: WorkingCalendar, rhythm: Rhythm
) -> None:
    before = calendar.local(digest_slot_for(day, calendar, rhythm, before=True))
    after = calendar.local(digest_slot_for(day, calendar, rhythm, before=False))

    assert before.date() <= day <= after.date()
    assert before.time() == after.time() == rhythm.digest_at
    assert calendar.is_working_day(before.date())
    assert calendar.is_working_day(after.date())
    assert (before == after) == is_digest_day(day, calendar, rhythm)


@given(days, calendars)
def test_a_provider_hears_on_a_monday_or_friday_only_next_to_a_week_without_digest_days(
    day: date, calendar: WorkingCalendar
) -> None:
    def has_a_digest_day(week: int) -> bool:
        monday = day + (7 * week - day.weekday()) * ONE_DAY
        return any(calendar.is_working_day(monday + n * ONE_DAY) for n in (1, 2, 3))

    is_quiet_day = day.weekday() not in {1, 2, 3}

    assert not (
        is_quiet_day
        and is_digest_day(day, calendar, PROVIDER_RHYTHM)
        and all(has_a_digest_day(week) for week in range(-3, 4))
    )


@given(moments, st.timedeltas(timedelta(), timedelta(days=40)), calendars, rhythms)
def test_a_late_digest_is_caught_up_in_working_hours_or_at_a_digest_slot(
    owed: datetime, outage: timedelta, calendar: WorkingCalendar, rhythm: Rhythm
) -> None:
    slot = send_from(Speed.DIGEST, owed, calendar, rhythm)
    back = slot + outage
    caught_up = catch_up_from(back, slot, calendar, rhythm)

    assert caught_up >= back
    went_at_once = caught_up == back and calendar.is_working_time(back)
    assert went_at_once or caught_up == send_from(Speed.DIGEST, caught_up, calendar, rhythm)
