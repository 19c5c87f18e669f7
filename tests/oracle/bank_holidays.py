"""Bank holidays of the four nations, set down independently of the package that the domain asks.

Twice over: `PUBLISHED` is written out by hand as the days people have off, so a holiday at a weekend stands
there as its substitute day only; `by_rule` reckons the same from the Banking and Financial Dealings Act 1971
and the yearly proclamations (New Year's Day, early May, substitute days). `APPOINTED_ONCE` holds the rest.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import chain

from domain.calendar import Nation

FRIDAY = 4
ONE_DAY = timedelta(days=1)

_ENGLAND_AND_WALES = {
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}
_SCOTLAND = {
    2024: "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26",
    2025: "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26",
    2026: "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",
    2027: "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
    2028: "01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26",
}
_NORTHERN_IRELAND = {
    2024: "01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26",
    2025: "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26",
    2026: "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28",
    2027: "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28",
    2028: "01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26",
}


def _days(table: dict[int, str]) -> dict[int, frozenset[date]]:
    return {
        year: frozenset(date.fromisoformat(f"{year}-{day}") for day in days.split())
        for year, days in table.items()
    }


PUBLISHED = {
    Nation.ENGLAND: _days(_ENGLAND_AND_WALES),
    Nation.WALES: _days(_ENGLAND_AND_WALES),
    Nation.SCOTLAND: _days(_SCOTLAND),
    Nation.NORTHERN_IRELAND: _days(_NORTHERN_IRELAND),
}

# Appointed by proclamation of February 2026, for Scotland's part in the men's football World Cup.
APPOINTED_ONCE = {Nation.SCOTLAND: frozenset({date(2026, 6, 15)})}


def easter_sunday(year: int) -> date:
    """Easter by the Gregorian reckoning: the Sunday after the tables' full moon on or after 21 March."""
    golden_number = year % 19 + 1
    century = year // 100 + 1
    leap_days_left_out = 3 * century // 4 - 12
    moon_drift = (8 * century + 5) // 25 - 5
    epact = (11 * golden_number + 20 + moon_drift - leap_days_left_out) % 30
    if epact == 24 or (epact == 25 and golden_number > 11):
        epact += 1
    full_moon = 44 - epact if epact <= 23 else 74 - epact
    moon_day = date(year, 3, 1) + (full_moon - 1) * ONE_DAY
    return moon_day + (7 - (moon_day.weekday() + 1) % 7) * ONE_DAY


def by_rule(nation: Nation, year: int) -> frozenset[date]:
    """The weekdays that are bank holidays by standing rule, each weekend one moved to its substitute day."""
    easter = easter_sunday(year)
    movable = {easter - 2 * ONE_DAY, _first_monday(year, 5), _last_monday(year, 5)}
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    if nation is Nation.SCOTLAND:
        movable |= {_first_monday(year, 8)}
        fixed += [date(year, 1, 2), date(year, 11, 30)]
    else:
        movable |= {easter + ONE_DAY, _last_monday(year, 8)}
    if nation is Nation.NORTHERN_IRELAND:
        fixed += [date(year, 3, 17), date(year, 7, 12)]
    once = {day for day in APPOINTED_ONCE.get(nation, frozenset()) if day.year == year}
    return frozenset(chain(movable, once, _with_substitutes(fixed)))


def _with_substitutes(fixed: Iterable[date]) -> set[date]:
    """Weekend days move to the next weekday that is not taken, the earlier holiday first."""
    taken = {day for day in fixed if day.weekday() <= FRIDAY}
    for day in sorted(day for day in fixed if day.weekday() > FRIDAY):
        substitute = day
        while substitute.weekday() > FRIDAY or substitute in taken:
            substitute += ONE_DAY
        taken.add(substitute)
    return taken


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + (-first.weekday() % 7) * ONE_DAY


def _last_monday(year: int, month: int) -> date:
    """The last Monday of a month of 31 days, as May and August are."""
    last = date(year, month, 31)
    return last - last.weekday() * ONE_DAY
