"""The clocks and the messages of an action, in the shape that all its steps share."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.casework.access import party_of
from bot.casework.action_access import checkers_now, class_of, other_side, subject_of
from bot.casework.deadlines import Duty, cancel, resume, start
from bot.casework.notices import Owed, calendar_of, owe_people
from domain.actions import Basis, ExtensionState
from domain.deadlines import DeadlineKind
from domain.ladders import Ladder
from domain.notices import NoticeKind
from domain.people import Party
from domain.profiles import SAFETY_ACTION, SAFETY_CONFIRM, THEIR_CHECK
from domain.rhythm import Speed
from storage.actions import Action
from storage.people import Person
from storage.unit_of_work import UnitOfWork

SAFETY_LADDERS = {DeadlineKind.ACTION_CONFIRM: SAFETY_CONFIRM, DeadlineKind.ACTION_DUE: SAFETY_ACTION}


def end_of(work: UnitOfWork, action: Action, day: date) -> datetime:
    """Return closing time of a London day, as UTC, by the calendar of the action's contract."""
    calendar = calendar_of(work, action.contract_id)
    return calendar.at(day, calendar.closes)


def start_owners_clock(
    work: UnitOfWork,
    action: Action,
    kind: DeadlineKind,
    owner: Person,
    until: tuple[datetime, str],
    now: datetime,
) -> None:
    """Start one of the owner's own duties: to confirm, or to get it done. `until` is the moment and its basis."""
    ladder = SAFETY_LADDERS[kind] if action.keeps_safe_now else None
    _start(work, action, kind, (owner, action.owner_party), until, now, ladder)


def start_other_sides_clock(
    work: UnitOfWork, action: Action, kind: DeadlineKind, until: tuple[datetime, str], now: datetime
) -> Sequence[Person]:
    """Start the other side's duty to look or to answer; return the people who are asked."""
    asked = checkers_now(work, action, now)
    start_clock_of(work, action, kind, asked, until, now)
    return asked


def start_clock_of(
    work: UnitOfWork,
    action: Action,
    kind: DeadlineKind,
    asked: Sequence[Person],
    until: tuple[datetime, str],
    now: datetime,
) -> None:
    """Start a duty of whoever is asked to look or to answer: the first of them owns it."""
    first = asked[0] if asked else None
    party = party_of(work, first, action.contract_id) if first else None
    ladder = None if party in {Party.OWN, None} else THEIR_CHECK
    _start(work, action, kind, (first, party or other_side(action)), until, now, ladder)


def _start(
    work: UnitOfWork,
    action: Action,
    kind: DeadlineKind,
    whose: tuple[Person | None, Party],
    until: tuple[datetime, str],
    now: datetime,
    ladder: Ladder | None,
) -> None:
    owner, party = whose
    due_at, basis = until
    duty = Duty(
        kind=kind,
        subject=subject_of(action),
        contract_id=action.contract_id,
        owner=owner,
        party=party,
        due_at=due_at,
        basis=basis,
        is_requirement=action.basis is Basis.REQUIREMENT,
        ladder=ladder,
    )
    start(work, duty, now)


def withdraw_request(
    work: UnitOfWork, action: Action, person: Person, word: NoticeKind, now: datetime
) -> None:
    """Let a request about the date fall away unanswered: what its owner does next has overtaken it."""
    waiting = work.actions.extension_asked(action.id)
    if waiting is not None:
        waiting.state, waiting.answered_by, waiting.answered_at = ExtensionState.WITHDRAWN, person.id, now
        cancel(work, action.id, (DeadlineKind.ACTION_EXTENSION,), now)
        work.notices.cancel_about(action.id, (word,))


def let_owners_clock_run(
    work: UnitOfWork, action: Action, now: datetime, due_at: datetime | None = None
) -> None:
    """Let the owner's clock run again; the working days they waited for the other side are given back to them."""
    runs_to = resume(work, action.id, DeadlineKind.ACTION_DUE, now, due_at)
    if runs_to is not None:
        action.due_on = calendar_of(work, action.contract_id).local(runs_to).date()


def word_about(
    work: UnitOfWork, action: Action, kind: NoticeKind, event: str, now: datetime, **facts: str
) -> Owed:
    """Return a message about an action, owed at once within working hours."""
    return Owed(
        kind=kind,
        subject=subject_of(action),
        content_class=class_of(work, action, now),
        speed=Speed.PROMPT,
        event=f"{action.id.hex}:{event}",
        contract_id=action.contract_id,
        facts=facts,
    )


def tell_owner(
    work: UnitOfWork, action: Action, kind: NoticeKind, event: str, now: datetime, **facts: str
) -> None:
    """Owe the owner a message, and edit what was said before."""
    owner = work.people.get(action.owner_id)
    owe_people(work, word_about(work, action, kind, event, now, **facts), [owner], now)
    work.notices.redraw(action.id)
