"""When a message that is owed may be sent: the three speeds, and the days on which digests go out.

Pure questions. Moments come in aware and go out in UTC; days and digest times are London ones. For people's
own quiet days, ask again from the end of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from domain.calendar import ONE_DAY, WorkingCalendar

MONDAY_TO_FRIDAY: Final = frozenset(range(5))


class Speed(StrEnum):
    """How soon a message wants to be read."""

    URGENT = "urgent"
    PROMPT = "prompt"
    DIGEST = "digest"


@dataclass(frozen=True)
class Rhythm:
    """The London time and the weekdays (Monday is 0) at which somebody gets their digest.

    Raises ValueError when no weekday is named or one of them is at a weekend: no digest would ever go out.
    """

    digest_at: time
    digest_weekdays: frozenset[int]

    def __post_init__(self) -> None:
        if not self.digest_weekdays or not self.digest_weekdays <= MONDAY_TO_FRIDAY:
            raise ValueError("A digest needs at least one weekday from Monday (0) to Friday (4).")


OWN_RHYTHM: Final = Rhythm(digest_at=time(9, 30), digest_weekdays=MONDAY_TO_FRIDAY)
# Care homes do medicines rounds before eleven; Mondays and Fridays are their fullest days.
PROVIDER_RHYTHM: Final = Rhythm(digest_at=time(11), digest_weekdays=frozenset({1, 2, 3}))


def send_from(speed: Speed, moment: datetime, calendar: WorkingCalendar, rhythm: Rhythm) -> datetime:
    """The first moment, as UTC, at which a message owed at a moment may be sent.

    Urgent: at once, day and night. Prompt: at once in working hours, else at the next opening. Digest: the
    next digest slot, which is the moment itself when it is one. Asking again at the answer gives the answer.
    """
    match speed:
        case Speed.URGENT:
            return moment.astimezone(UTC)
        case Speed.PROMPT:
            return calendar.next_working_moment(moment)
        case Speed.DIGEST:
            return _slot_at_or_after(moment, calendar, rhythm)


def digest_slot_for(day: date, calendar: WorkingCalendar, rhythm: Rhythm, before: bool) -> datetime:
    """The digest slot, as UTC, that serves what is to be said about a London day.

    With `before`, for steps up to and including a due day: the last slot on or before the day, so that
    nobody hears too late to act. Without, for steps after it: the first slot on or after the day.
    """
    step = -ONE_DAY if before else ONE_DAY
    while not is_digest_day(day, calendar, rhythm):
        day += step
    return calendar.at(day, rhythm.digest_at)


def catch_up_from(moment: datetime, slot: datetime, calendar: WorkingCalendar, rhythm: Rhythm) -> datetime:
    """The moment, as UTC, for a digest whose slot passed while nothing could be sent.

    On the slot's own London day, within working hours, it goes at once: a few hours late is better than a
    day. Otherwise it waits for the next slot and is merged with what is owed then, since a digest at an odd
    hour disturbs more than it helps. A slot still to come is kept. Saying that it is late is for the message.
    """
    if moment <= slot:
        return slot.astimezone(UTC)
    is_same_day = calendar.local(moment).date() == calendar.local(slot).date()
    if is_same_day and calendar.is_working_time(moment):
        return moment.astimezone(UTC)
    return _slot_at_or_after(moment, calendar, rhythm)


def is_digest_day(day: date, calendar: WorkingCalendar, rhythm: Rhythm) -> bool:
    """Whether a digest goes out on a day: a working day that is one of the rhythm's, or stands in for them.

    Where a run of non-working days swallows all digest days of a week, the working days next to the run, on
    either side, stand in, so that people still hear as near to the day as they can.
    """
    if not calendar.is_working_day(day):
        return False
    return day.weekday() in rhythm.digest_weekdays or any(
        off.weekday() in rhythm.digest_weekdays and not _has_digest_day(off, calendar, rhythm)
        for step in (ONE_DAY, -ONE_DAY)
        for off in _days_off_from(day, step, calendar)
    )


def _slot_at_or_after(moment: datetime, calendar: WorkingCalendar, rhythm: Rhythm) -> datetime:
    day = calendar.local(moment).date()
    slot = digest_slot_for(day, calendar, rhythm, before=False)
    return slot if slot >= moment else digest_slot_for(day + ONE_DAY, calendar, rhythm, before=False)


def _days_off_from(day: date, step: timedelta, calendar: WorkingCalendar) -> Iterator[date]:
    """The unbroken run of non-working days that begins next to a working day, in the direction of step."""
    day += step
    while not calendar.is_working_day(day):
        yield day
        day += step


def _has_digest_day(day: date, calendar: WorkingCalendar, rhythm: Rhythm) -> bool:
    """Whether the week of a day, Monday to Sunday, has a working day among the rhythm's own days."""
    monday = day - day.weekday() * ONE_DAY
    return any(calendar.is_working_day(monday + weekday * ONE_DAY) for weekday in rhythm.digest_weekdays)
