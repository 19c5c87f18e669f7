"""Seeing that it lasts: what was agreed has been reached, and is watched for a while (domain.md 4.4 C; CPC424-P16)."""

from datetime import date, timedelta

from domain.calendar import WorkingCalendar, months_after, words_for_day
from domain.errors import NotAllowed
from domain.monitoring import Interval

LONGEST_HOLD = timedelta(days=366)
ANSWER_WITHIN = 5  # working days, by the lead, once the readings have held
MONTHS: dict[Interval, int] = {
    Interval.MONTHLY: 1,
    Interval.QUARTERLY: 3,
    Interval.HALF_YEARLY: 6,
    Interval.YEARLY: 12,
}


def one_interval_on(today: date, interval: Interval | None) -> date:
    """Return the day one interval from today, which is how long it is suggested to watch; without one, a month."""
    if interval in {Interval.WEEKLY, Interval.FORTNIGHTLY}:
        return today + timedelta(days=7 if interval is Interval.WEEKLY else 14)
    return months_after(today, MONTHS[interval or Interval.MONTHLY])


def require_nothing_asked(*, is_asked: bool) -> None:
    """Refuse to go on to the end while the parties are asked to agree to something: a late yes would take it back."""
    if is_asked:
        raise NotAllowed(
            "Everybody is still being asked to agree to something here. Please wait until they have answered; "
            "if it is not needed any more, please take it back by changing it. After that you can go on."
        )


def require_reached(*, has_measures: bool, has_held: bool, unfinished: int, because: str) -> None:
    """Refuse to say that it is reached while the readings do not show it; without measures the lead says why.

    Raises NotAllowed. `unfinished` counts actions that are still open.
    """
    if has_measures and not has_held:
        raise NotAllowed(
            "The last readings do not show it yet: not all of them were on target for as long as was agreed, "
            "or one is missing. Please open the figures."
        )
    if not has_measures and unfinished:
        raise NotAllowed(
            "Not everything that was agreed is done and checked yet. Please finish the open actions first."
        )
    if not has_measures and not because.strip():
        raise NotAllowed("Nothing was measured here. Please say what shows that it is reached.", "because")


def require_hold_day(hold_until: date, today: date, calendar: WorkingCalendar) -> None:
    """Refuse a hold that has no end in sight, or that ends when nobody is there to look."""
    if not today < hold_until <= today + LONGEST_HOLD:
        raise NotAllowed("Please choose a day after today and within a year.", "hold_until")
    if not calendar.is_working_day(hold_until):
        raise NotAllowed("Please choose a working day: somebody has to look at it then.", "hold_until")


def require_hold_over(hold_until: date | None, today: date) -> None:
    """Refuse to look back before the hold is over: it was agreed to see whether it lasts."""
    if hold_until is not None and today < hold_until:
        raise NotAllowed(
            f"It is watched until {words_for_day(hold_until)}. Please wait until then, or go back to the plan "
            "if it does not last."
        )


def require_lasted(*, has_measures: bool, has_held: bool) -> None:
    """Refuse to say that it lasted when the last readings say otherwise, or nobody knows."""
    if has_measures and not has_held:
        raise NotAllowed(
            "The last readings do not show that it lasted, or one is missing. Please record what is missing, "
            "or go back to the plan."
        )
