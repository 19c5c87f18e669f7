"""Who may do what with one safeguarding concern: its named people, and whoever raised it (practice.md 1.7)."""

from collections.abc import Sequence
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.route import is_named
from domain.chronology import SubjectKind
from domain.errors import NotAllowed, NotYours
from domain.people import SAFEGUARDING_ROLES
from domain.safeguarding import TAKE_FIRST, SafeguardingState
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.safeguarding_decisions import SafeguardingDecision, SafeguardingReview, SafeguardingTelling
from storage.unit_of_work import UnitOfWork

IS_CLOSED = (
    "This is closed. If something is still wrong, press I do not agree: the next line then looks at it."
)


Row = SafeguardingConcern | SafeguardingDecision | SafeguardingReview | SafeguardingTelling


def subject_of(row: Row) -> tuple[SubjectKind, UUID]:
    """Return what a deadline, a notice, a narrative or an entry about one of these is about."""
    return SubjectKind.SAFEGUARDING, row.id


def of_named(work: UnitOfWork, person: Person, concern_id: UUID) -> SafeguardingConcern:
    """Return a concern to be changed by one of its named people; refuse anybody else, and do not say that it exists."""
    concern = work.safeguarding.find_to_change(concern_id)
    if concern is None or not is_named(work, person, concern):
        raise NotYours(NOT_YOURS)
    return concern


def of_named_taken(work: UnitOfWork, person: Person, concern_id: UUID) -> SafeguardingConcern:
    """Return an open concern that somebody has, to be changed by one of its named people."""
    concern = of_named(work, person, concern_id)
    if concern.state is SafeguardingState.RAISED:
        raise NotAllowed(TAKE_FIRST)
    if concern.state is SafeguardingState.CLOSED:
        raise NotAllowed(IS_CLOSED)
    return concern


def of_reporter(work: UnitOfWork, person: Person, concern_id: UUID) -> SafeguardingConcern:
    """Return a concern to whoever raised it, confirmed here or not."""
    concern = work.safeguarding.find_to_change(concern_id)
    if concern is None or concern.reporter_id != person.id:
        raise NotYours(NOT_YOURS)
    return concern


def excluded_from(work: UnitOfWork, concern: SafeguardingConcern) -> frozenset[UUID]:
    """Return who must not be told of a concern."""
    return frozenset(row.person_id for row in work.safeguarding.named(concern.id) if row.is_excluded)


def could_have_it(work: UnitOfWork, concern: SafeguardingConcern) -> Sequence[Person]:
    """Return to whom a concern may be handed: whoever holds a safeguarding role, neither its lead nor excluded."""
    barred = excluded_from(work, concern) | {concern.lead_id}
    holders = work.people.holding(tuple(sorted(SAFEGUARDING_ROLES)), None)
    return [person for person in holders if person.id not in barred and person.user_id]
