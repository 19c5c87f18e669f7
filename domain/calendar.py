"""Working days, and the moments at which something is received, due or may be done.

All four nations keep the same clock, Europe/London. Moments come in and go out aware; those given back are
in UTC. A working day is a weekday that is neither a bank holiday of the nation nor a local closure day.
"""

import sys
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.util import find_spec, module_from_spec
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from holidays import HolidayBase

LONDON: Final = ZoneInfo("Europe/London")
ONE_DAY: Final = timedelta(days=1)
ONE_MINUTE: Final = timedelta(minutes=1)
SATURDAY: Final = 5
TUESDAY_TO_THURSDAY: Final = frozenset({1, 2, 3})
# Written out because the names that strftime gives change with the machine's locale.
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Nation(StrEnum):
    """The nation whose bank holidays a contract keeps."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"


# The package answers with only the days common to all four when it is asked without a subdivision.
SUBDIVISIONS: Final = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


@lru_cache(maxsize=1)
def _united_kingdom() -> type[HolidayBase]:
    """Load the holidays of one country: their package would load those of all, nine megabytes of every process."""
    package = "holidays.countries"
    is_loaded = package in sys.modules
    if not is_loaded:
        found = find_spec(package)
        assert found is not None
        sys.modules[package] = module_from_spec(found)  # the package as it is before it loads anything
    try:
        from holidays.countries.united_kingdom import UnitedKingdom
    finally:
        if not is_loaded:
            del sys.modules[package]
    return UnitedKingdom


@lru_cache(maxsize=1024)
def bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    """Every bank holiday of a nation in a year, substitute days among them; none beyond the holiday data."""
    return frozenset(_united_kingdom()(subdiv=SUBDIVISIONS[nation], years=year, expand=False))


@lru_cache(maxsize=1)
def years_of_holiday_data() -> range:
    """The years for which the holiday data can name the bank holidays of all four nations."""
    united_kingdom = _united_kingdom()
    return range(united_kingdom.start_year, united_kingdom.end_year + 1)


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days and hours of one organisation in one nation.

    `closures` are local closure days: non-working for chasing, never for safeguarding (`for_safeguarding`).
    `opens` and `closes` are London times. Raises ValueError when they are not in that order.
    """

    nation: Nation
    closures: frozenset[date] = frozenset()
    opens: time = time(9)
    closes: time = time(17)

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("Working hours must open before they close.")

    def for_safeguarding(self) -> "WorkingCalendar":
        """The same calendar without local closure days, which never hold safeguarding back."""
        return replace(self, closures=frozenset())

    def knows(self, day: date) -> bool:
        """Whether holiday data reaches the year; where it does not, weekdays count as working: warn."""
        return day.year in years_of_holiday_data()

    def is_working_day(self, day: date) -> bool:
        """Whether the London day is a weekday, no bank holiday and no closure day."""
        return (
            day.weekday() < SATURDAY
            and day not in bank_holidays(self.nation, day.year)
            and day not in self.closures
        )

    def next_working_day(self, day: date) -> date:
        """The first working day strictly after a day."""
        return self.on_or_after(day + ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day strictly before a day."""
        return self.on_or_before(day - ONE_DAY)

    def on_or_after(self, day: date) -> date:
        """The day itself when it is a working day, else the next one."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself when it is a working day, else the previous one."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day from a day, which is day 0; n may be negative or 0.

        A non-working day counts as the next working day before counting starts, so one working day from a
        Saturday is the Tuesday, as it is for what is received on a Saturday.
        """
        day = self.on_or_after(day)
        for _ in range(abs(n)):
            day = self.next_working_day(day) if n > 0 else self.previous_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many whole working days lie from first to last; negative when last comes before first.

        The same count as `add_working_days`: it is the most that can be added to first without passing last.
        A Friday is 1 away from the Monday, and 0 from the Saturday.
        """
        if last < first:
            return -self.working_days_between(last, first)
        day, count = self.next_working_day(self.on_or_after(first)), 0
        while day <= last:
            day, count = self.next_working_day(day), count + 1
        return count

    def received_on(self, moment: datetime) -> date:
        """The working day that is day 0 for something received at a moment.

        After closing time, or on a non-working day, it counts as received on the next working day. At
        closing time to the second is still the same day, so that what is due at 17:00 may come at 17:00.
        """
        local = self.local(moment)
        if local.time() > self.closes:
            return self.next_working_day(local.date())
        return self.on_or_after(local.date())

    def due_after(self, moment: datetime, working_days: int) -> datetime:
        """Closing time, as UTC, of the n-th working day after something was received.

        Raises ValueError for a negative count: nothing is due before it is received.
        """
        if working_days < 0:
            raise ValueError("A due date cannot lie before the day of receipt.")
        return self.at(self.add_working_days(self.received_on(moment), working_days), self.closes)

    def is_working_time(self, moment: datetime) -> bool:
        """Whether a moment lies in working hours: opening time is inside, closing time is not."""
        local = self.local(moment)
        return self.opens <= local.time() < self.closes and self.is_working_day(local.date())

    def next_working_moment(self, moment: datetime) -> datetime:
        """The moment itself, as UTC, when it lies in working time, else the next opening."""
        local = self.local(moment)
        day = local.date()
        if not self.is_working_day(day) or local.time() >= self.closes:
            return self.at(self.next_working_day(day), self.opens)
        if local.time() < self.opens:
            return self.at(day, self.opens)
        return moment.astimezone(UTC)

    def add_working_hours(self, moment: datetime, hours: float | timedelta) -> datetime:
        """The moment, as UTC, at which that many working hours have passed.

        What ends exactly with the day ends at closing time, not at the next opening. Raises ValueError for
        a negative span.
        """
        left = hours if isinstance(hours, timedelta) else timedelta(hours=hours)
        if left < timedelta():
            raise ValueError("Working hours are counted forwards.")
        moment = self.next_working_moment(moment)
        day = self.local(moment).date()
        while (rest_of_day := self.at(day, self.closes) - moment) < left:
            left -= rest_of_day
            day = self.next_working_day(day)
            moment = self.at(day, self.opens)
        return moment + left

    def local(self, moment: datetime) -> datetime:
        """A moment as London clocks show it. Raises ValueError when it says no zone."""
        return _in_london(moment)

    def at(self, day: date, clock: time) -> datetime:
        """The moment, as UTC, at which London clocks show a time on a day.

        A time that the spring change leaves out becomes the next minute that exists; of a time that the
        autumn change shows twice, the first is meant.
        """
        wall = datetime.combine(day, clock.replace(tzinfo=None, fold=0))
        if not _exists(wall):
            wall = wall.replace(second=0, microsecond=0)
            while not _exists(wall):
                wall += ONE_MINUTE
        return wall.replace(tzinfo=LONDON).astimezone(UTC)


def months_after(anchor: date, n: int) -> date:
    """The same day of the month n months from the anchor, or the month's last day where it is shorter.

    Always count from the first date of a series: counted on from the last one, the 31st drifts to the 28th.
    """
    return anchor + relativedelta(months=n)


def suggested_due_on(today: date, calendar: WorkingCalendar, at_least_working_days: int) -> date:
    """The first kind due date that leaves at least so many working days.

    Never a Monday, a Friday, a non-working day or the day before one: nobody can help on the day after.
    """
    day = calendar.add_working_days(today, at_least_working_days)
    while day.weekday() not in TUESDAY_TO_THURSDAY or not calendar.is_working_day(day + ONE_DAY):
        day = calendar.next_working_day(day)
    return day


def words_for_day(day: date) -> str:
    """A day as people write it: Wednesday 9 September 2026."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def words_for_moment(moment: datetime) -> str:
    """A moment as London clocks show it: 17:00 on Wednesday 9 September 2026.

    Raises ValueError when it says no zone.
    """
    local = _in_london(moment)
    return f"{local:%H:%M} on {words_for_day(local.date())}"


def _in_london(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("A moment must say its time zone.")
    return moment.astimezone(LONDON)


def _exists(wall: datetime) -> bool:
    """Whether London clocks ever show this local time: there and back through UTC gives it again."""
    there_and_back = wall.replace(tzinfo=LONDON).astimezone(UTC).astimezone(LONDON)
    return there_and_back.replace(tzinfo=None) == wall
