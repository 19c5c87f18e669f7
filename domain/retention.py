"""How long records are kept, what may be decided once their period is over, and what holds them back.

Nothing is ever erased by the clock: what has reached its date is listed, and two people decide (NHS Records Management
Code of Practice: minimum periods, appraisal before destruction; domain.md 2.7).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.calendar import months_after
from domain.steps import step

MONTHS_OF_A_YEAR = 12
LONGEST_YEARS = 100

REVIEW_WITHIN = 20
"""Working days from when something is listed until somebody should have decided [D]."""


class RetentionClass(StrEnum):
    """What a period is for. Speak-up records go with the record they belong to; the chronology is kept."""

    CONTRACT = "contract"
    DEED = "deed"
    SAFEGUARDING = "safeguarding"
    CONCERN = "concern"


@dataclass(frozen=True)
class Period:
    """A period in years, where it comes from, and whether it is a default of ours that the controller confirms."""

    years: int
    source: str
    is_default: bool = True


PERIODS: dict[RetentionClass, Period] = {
    RetentionClass.CONTRACT: Period(6, "Limitation Act 1980, section 5; Devon County Council's schedule"),
    RetentionClass.DEED: Period(12, "Limitation Act 1980, section 8: a contract executed as a deed"),
    RetentionClass.SAFEGUARDING: Period(8, "Blackpool adult services' schedule: 8 years after the end"),
    RetentionClass.CONCERN: Period(6, "As for contract records: a concern that belongs to no contract"),
}
"""Counted from when a record stopped being used; used anew, its period starts again (NHS Code)."""


class ItemState(StrEnum):
    """Where a record that reached its date stands. USED_ANEW: its period has started again."""

    WAITING = "waiting"
    KEPT = "kept"
    PROPOSED = "proposed"
    ERASED = "erased"
    USED_ANEW = "used_anew"


NEXT: dict[ItemState, frozenset[ItemState]] = {
    ItemState.WAITING: frozenset({ItemState.KEPT, ItemState.PROPOSED, ItemState.USED_ANEW}),
    ItemState.KEPT: frozenset({ItemState.WAITING}),
    ItemState.PROPOSED: frozenset({ItemState.WAITING, ItemState.ERASED, ItemState.USED_ANEW}),
    ItemState.ERASED: frozenset({ItemState.WAITING}),
    ItemState.USED_ANEW: frozenset({ItemState.WAITING}),
}


class HoldScope(StrEnum):
    """What a legal hold stands on."""

    EVERYTHING = "everything"
    CONTRACT = "contract"
    RECORD = "record"
    PERSON = "person"


class HoldGround(StrEnum):
    """Why nothing may be erased for now."""

    CHILD_ABUSE_INQUIRY = "child_abuse_inquiry"
    COVID_INQUIRY = "covid_inquiry"
    LITIGATION = "litigation"
    INVESTIGATION = "investigation"
    OTHER = "other"


def move(current: ItemState, wanted: ItemState) -> ItemState:
    """Return the wanted state, or refuse when somebody has decided meanwhile."""
    return step(NEXT, current, wanted, "Somebody has decided about this already. There is nothing to do.")


def reached_on(stopped_on: date, years: int) -> date:
    """Return the day on which a record that stopped being used on a day has been kept for so many years."""
    return months_after(stopped_on, years * MONTHS_OF_A_YEAR)


def last_stopped_on(today: date, years: int) -> date:
    """Return the latest day on which a record can have stopped being used to reach its date by today, or after it.

    Of 29 February both the 28th and the 29th count: whoever asks by it looks at each record's own date again.
    """
    return months_after(today, -years * MONTHS_OF_A_YEAR)
