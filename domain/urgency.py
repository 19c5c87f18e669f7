"""When what is at risk cannot wait for working hours: asked late in the day, and urgent unless somebody says safe."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from domain.calendar import ONE_DAY, WorkingCalendar

ASKED_FROM: Final = time(15)
"""London time from which somebody at risk may have to wait until another day for the next word."""

UNANSWERED_AFTER: Final = timedelta(minutes=15)
"""No answer by then counts as *not sure* (practice.md section 4)."""


class WhyUrgent(StrEnum):
    """Why what was at risk became urgent; the chronology keeps this word and nothing that somebody typed."""

    NOT_SAFE = "not_safe"
    UNSURE = "unsure"
    NO_ANSWER = "no_answer"
    NAMED_PERSON = "named_person"
    STILL_AT_RISK = "still_at_risk"


def safe_until(raised_at: datetime, calendar: WorkingCalendar) -> date | None:
    """Return the day for *is the person safe until <day>?*; None when it need not be asked.

    It is asked from 15:00 on, on a non-working day, and on the day before one (practice.md section 4); and before the
    hours of a working day begin, until that day, for then nobody is at work either. The calendar is the one for
    safeguarding, which local closure days never hold back.
    """
    local = calendar.local(raised_at)
    next_day = calendar.next_working_day(local.date())
    is_late = local.time() >= ASKED_FROM
    if is_late or not calendar.is_working_day(local.date()) or next_day != local.date() + ONE_DAY:
        return next_day
    return local.date() if local.time() < calendar.opens else None
