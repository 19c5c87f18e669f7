"""The register of safeguarding concerns, for their named people; and what somebody raised or has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.casework.access import NOT_YOURS, may_do
from bot.casework.records import record
from bot.casework.route import is_named
from bot.casework.safeguarding_review import may_look_again
from domain.chronology import Event, SubjectKind
from domain.deadlines import DeadlineKind
from domain.errors import NotYours
from domain.people import Act
from storage.deadlines import Deadline
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

MOST_LISTED = 60
CHASED = frozenset(DeadlineKind) - {DeadlineKind.SAFEGUARDING_ASK_REPORTER}


@dataclass(frozen=True)
class Entry:
    """One line of the register: references, states and clocks, and no name but that of whoever has it."""

    concern: SafeguardingConcern
    lead: str
    age: timedelta
    next_clock: Deadline | None


def require_register(work: UnitOfWork, person: Person) -> None:
    """Refuse whoever is on no safeguarding route."""
    if not may_do(work, person, None, Act.ACKNOWLEDGE_SAFEGUARDING):
        raise NotYours(NOT_YOURS)


@dataclass(frozen=True)
class RegisterPage:
    """One page of the register: some of its lines, and how many there are before and after them."""

    entries: Sequence[Entry]
    start: int
    count: int

    @property
    def left(self) -> int:
        """How many lines come after this page."""
        return max(self.count - self.start - len(self.entries), 0)


def open_register(
    work: UnitOfWork, person: Person, now: datetime, start: int = 0, most: int = MOST_LISTED
) -> RegisterPage:
    """Return a page of what somebody is named for; that they opened it is recorded.

    What nobody has comes first, then what is open, newest first. Whatever somebody is not named for, or is excluded
    from, is neither listed nor counted (practice.md 1.2, 1.7).
    """
    require_register(work, person)
    record(work, Event.SAFEGUARDING_REGISTER_OPENED, (SubjectKind.PERSON, person.id), person, now)
    mine = work.safeguarding.named_for(person.id, start, most)
    count = work.safeguarding.count_named_for(person.id)
    return RegisterPage([_entry(work, each, now) for each in mine], start, count)


def _entry(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> Entry:
    return Entry(
        concern=concern,
        lead=work.people.get(concern.lead_id).name if concern.lead_id else "",
        age=(concern.closed_at or now) - concern.raised_at,
        next_clock=next_clock(work, concern),
    )


def next_clock(work: UnitOfWork, concern: SafeguardingConcern) -> Deadline | None:
    """Return the duty of a concern that is due first, if any is open."""
    live = work.deadlines.live(concern.id, CHASED)
    return min(live, key=lambda deadline: deadline.due_at, default=None)


def raised_by(work: UnitOfWork, person: Person) -> Sequence[SafeguardingConcern]:
    """Return what somebody raised themselves, newest first."""
    return work.safeguarding.raised_by(person.id)


def had_by(work: UnitOfWork, person: Person) -> Sequence[SafeguardingConcern]:
    """Return what waits for somebody as one of the named people, oldest first.

    What nobody has, what they have or is being handed to them, and what they may take a second look at.
    """
    return [
        each
        for each in work.safeguarding.open_for(person.id)
        if is_named(work, person, each)
        and (each.lead_id in {None, person.id} or what_it_asks(work, person, each) is not None)
    ]


class Asks(StrEnum):
    """Why somebody else's concern waits for a person."""

    TAKE_OVER = "take_over"
    LOOK_AGAIN = "look_again"


def what_it_asks(work: UnitOfWork, person: Person, concern: SafeguardingConcern) -> Asks | None:
    """Return what a concern asks of somebody who does not have it: to take it over, or to look at it again."""
    if concern.handed_to == person.id:
        return Asks.TAKE_OVER
    return Asks.LOOK_AGAIN if may_look_again(work, person, concern) else None


def line_of(work: UnitOfWork, person: Person, concern: SafeguardingConcern) -> dict[str, Any]:
    """Return the facts of its line in somebody's own list: a reference and who has it, nothing that was said."""
    asks = what_it_asks(work, person, concern)
    return {
        "reference": concern.reference,
        "raised_at": concern.raised_at,
        "lead": work.people.get(concern.lead_id).name if concern.lead_id else "",
        "is_mine": concern.lead_id == person.id,
        "asks": asks.value if asks else "",
    }
