"""The test of the whole route, marked TEST: when it is due, and when it may disturb people (practice.md section 3).

Pure questions. Moments come in aware and go out in UTC; days and hours are London ones.
"""

from datetime import date, datetime, time, timedelta

from domain.calendar import WorkingCalendar, months_after

QUARTER = 3
"""Months between two drills, counted from the day on which the organisation was set up."""

BEFORE_CLOSING = timedelta(hours=2)
"""A test that nobody has time to answer on the same day tests nothing."""

IDEAL = time(10, 0)
"""When people are at their desks and the day's digest has been read."""


def quarter_of(anchor: date, today: date) -> date | None:
    """Return the day from which the latest quarterly drill is due; None before the first.

    Months are counted from the anchor each time, so that the 31st never drifts to the 28th.
    """
    months = (today.year - anchor.year) * 12 + today.month - anchor.month
    days = (months_after(anchor, QUARTER * number) for number in range(months // QUARTER, 0, -1))
    return next((day for day in days if day <= today), None)


def following_quarter(anchor: date, today: date) -> date:
    """Return the first quarterly day after a day."""
    number = 1
    while (day := months_after(anchor, QUARTER * number)) <= today:
        number += 1
    return day


def may_start(moment: datetime, calendar: WorkingCalendar) -> bool:
    """Say whether a drill may go out: in working hours of a working day, and not within two hours of closing."""
    return calendar.is_working_time(moment) and moment <= _latest(calendar, calendar.local(moment).date())


def next_start(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the first moment from a moment on, as UTC, at which a drill may go out."""
    moment = calendar.next_working_moment(moment)
    if may_start(moment, calendar):
        return moment
    return calendar.at(calendar.next_working_day(calendar.local(moment).date()), calendar.opens)


def planned_for(day: date, calendar: WorkingCalendar) -> datetime:
    """Return when the drill of a quarterly day goes out, as UTC: mid-morning of the first working day from it."""
    working = calendar.on_or_after(day)
    return next_start(calendar.at(working, max(calendar.opens, min(IDEAL, calendar.closes))), calendar)


def answer_by(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """Return when it is looked who has not answered, as UTC: the same time on the next working day."""
    local = calendar.local(moment)
    return calendar.at(calendar.next_working_day(local.date()), local.time())


def _latest(calendar: WorkingCalendar, day: date) -> datetime:
    """The last moment of a day; of a working day too short for it, the opening."""
    return max(calendar.at(day, calendar.closes) - BEFORE_CLOSING, calendar.at(day, calendar.opens))
