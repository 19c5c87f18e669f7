"""The period of an evaluation, read from a few words in British order, or chosen where none are given."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil import parser
from dateutil.relativedelta import relativedelta

from domain.calendar import ONE_DAY, WorkingCalendar, months_after, words_for_day
from domain.errors import NotAllowed
from domain.evaluation_figures import Period

MONTHS_BY_DEFAULT = 3  # where nothing was confirmed before
MOST_YEARS = 15
ONE_MOMENT = timedelta(microseconds=1)

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s+\d{{4}})?)"
)
_BEGINS = r"(?:^|\s)"
_BETWEEN = re.compile(
    rf"{_BEGINS}(?:(?:from|since)\s+)?({_DAY})\s+(?:to|until|till)\s+({_DAY})$", re.IGNORECASE
)
_SINCE = re.compile(rf"{_BEGINS}(?:since|from)\s+({_DAY})$", re.IGNORECASE)
_LENGTH = re.compile(
    rf"{_BEGINS}(?:(?:the|for)\s+)*(?:(?:last|past)\s+)?(\d{{1,3}})\s+(day|week|month|year)s?$", re.IGNORECASE
)
_LOOKS_LIKE_ONE = re.compile(rf"{_BEGINS}(?:since|from)(?:\s|$)|{_DAY}", re.IGNORECASE)


class NotReadable(NotAllowed):
    """The words name no period that can be read; how it is written is answered instead."""


@dataclass(frozen=True)
class Asked:
    """What somebody typed: the contract's words, and the days they named; None for the period that suggests itself."""

    contract: str
    days: tuple[date, date] | None


def read_words(text: str, today: date) -> Asked:
    """Read what was typed after the command: words of a contract, then a period, each of which may be missing.

    Raises NotReadable for a period that cannot be read, and NotAllowed for one that nobody can mean.
    """
    text = " ".join(text.split())
    if found := _BETWEEN.search(text):
        last = _day(found[2], today)
        first = _day(found[1], last)
        return Asked(text[: found.start()].strip(), _meant(first, min(last, today), today))
    if found := _SINCE.search(text):
        return Asked(text[: found.start()].strip(), _meant(_day(found[1], today), today, today))
    if found := _LENGTH.search(text):
        length = relativedelta(**{f"{found[2].lower()}s": int(found[1])})  # type: ignore[arg-type]
        return Asked(text[: found.start()].strip(), _meant(today - length + ONE_DAY, today, today))
    if _LOOKS_LIKE_ONE.search(text):
        raise NotReadable("")
    return Asked(text, None)


def _day(words: str, not_after: date) -> date:
    """Read one day. Without a year the last such day is meant."""
    try:
        if re.match(r"\d{4}-", words):
            return date.fromisoformat(words)
        has_year = bool(re.search(r"\d{4}", words))
        default = datetime(not_after.year, 1, 1)  # noqa: DTZ001  a day of the calendar, in no zone
        day = parser.parse(words, dayfirst=True, default=default).date()
    except (ValueError, OverflowError):
        raise NotReadable("") from None
    return day if has_year or day <= not_after else day - relativedelta(years=1)


def _meant(first: date, last: date, today: date) -> tuple[date, date]:
    if first > today:
        raise NotAllowed("That begins after today. Please name a day that is past.")
    if first > last:
        raise NotAllowed("That ends before it begins. Please check the two days.")
    if first < today - relativedelta(years=MOST_YEARS):
        raise NotAllowed(f"That is more than {MOST_YEARS} years ago. Please name a later day.")
    return first, last


def suggested_days(ended_at: datetime | None, calendar: WorkingCalendar, now: datetime) -> tuple[date, date]:
    """Return the days since the last confirmed evaluation ended, else the last three months; never none at all.

    One that was counted in the middle of a day is followed from that day on: see `period_of`.
    """
    today = calendar.local(now).date()
    if ended_at is None:
        return months_after(today, -MONTHS_BY_DEFAULT) + ONE_DAY, today
    return min(calendar.local(ended_at + ONE_MOMENT).date(), today), today


def period_of(
    days: tuple[date, date], calendar: WorkingCalendar, now: datetime, ended_at: datetime | None = None
) -> Period:
    """Return the period from the first moment of its first London day to the last of its last, or to now.

    Where the period before ended in the middle of the first day, it begins right after that moment.
    """
    first, last = days
    over = calendar.at(last + ONE_DAY, time(0)) - ONE_MOMENT
    begins = calendar.at(first, time(0))
    follows = ended_at if ended_at is not None and ended_at >= begins else None
    return Period(first, last, follows + ONE_MOMENT if follows else begins, min(over, now), follows)


def days_of_contract(days: tuple[date, date], starts_on: date, *, is_asked: bool = True) -> tuple[date, date]:
    """Return the days from the beginning of a contract on. Raises NotAllowed where somebody asked for none of them."""
    first, last = days
    if last < starts_on:
        if is_asked:
            raise NotAllowed(
                f"This contract began on {words_for_day(starts_on)}. Please name days from then on."
            )
        return days
    return max(first, starts_on), last
