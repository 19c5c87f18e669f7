"""Calendars, days and moments that the tests of working time share."""

from datetime import UTC, date, datetime, time

from hypothesis import strategies as st

from domain.calendar import LONDON, Nation, WorkingCalendar

ENGLAND = WorkingCalendar(Nation.ENGLAND)
WALES = WorkingCalendar(Nation.WALES)
SCOTLAND = WorkingCalendar(Nation.SCOTLAND)
NORTHERN_IRELAND = WorkingCalendar(Nation.NORTHERN_IRELAND)
# A council that shuts its offices from Christmas Eve to New Year's Day.
CLOSED_AT_CHRISTMAS = WorkingCalendar(
    Nation.ENGLAND,
    closures=frozenset({*(date(2026, 12, day) for day in range(24, 32)), date(2027, 1, 1)}),
)

FIRST, LAST = date(2024, 1, 1), date(2040, 12, 31)
days = st.dates(FIRST, LAST)
moments = st.builds(datetime.combine, days, st.times(), st.just(UTC))
# A cluster of closure days, because closures come as weeks rather than scattered over years.
closures = st.builds(
    lambda first, length: frozenset(date.fromordinal(first.toordinal() + n) for n in range(length)),
    days,
    st.integers(0, 14),
)
calendars = st.builds(WorkingCalendar, nation=st.sampled_from(Nation), closures=closures)


def in_london(day: date | str, clock: str) -> datetime:
    """What London clocks show, far from any clock change; the day may be written 2026-09-07."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(on, time.fromisoformat(clock), LONDON)
