"""Closing a concern: what came of it is said, whoever logged it hears, and it can be opened again (domain.md 4.4 A)."""

from datetime import datetime
from uuid import UUID

from bot.casework.concern_access import (
    concern_to_change,
    provider_knows,
    require_decider,
    subject_of,
    times_owed,
    word_about,
)
from bot.casework.deadlines import Duty, cancel, meet, start
from bot.casework.notices import calendar_of, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from domain.chronology import Event
from domain.concerns import CLOSE_AFTER_ACTIONS, CLOSE_WITHIN, Closing, ConcernState, move
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.people import Party
from storage.actions import OPEN_STATES, Action
from storage.concerns import Concern
from storage.people import Person
from storage.unit_of_work import UnitOfWork

CLOSING = (DeadlineKind.CONCERN_CLOSE,)


def open_actions(work: UnitOfWork, concern: Concern) -> list[Action]:
    """Return the actions that answer a concern and are not over."""
    return [action for action in work.actions.of_concern(concern.id) if action.state in OPEN_STATES]


def wait_for_closing(work: UnitOfWork, concern: Concern, now: datetime, within: int = CLOSE_WITHIN) -> None:
    """Ask whoever has a concern to close it, or to say what still waits, within so many working days.

    Not while an improvement process goes on about it: they are asked once that is closed.
    """
    cancel(work, concern.id, CLOSING)
    if concern.contract_id and concern.id in work.improvements.taken_up_in([concern.contract_id]):
        return
    duty = Duty(
        kind=DeadlineKind.CONCERN_CLOSE,
        subject=subject_of(concern),
        contract_id=concern.contract_id,
        owner=work.people.get(concern.lead_id) if concern.lead_id else None,
        party=Party.OWN,
        due_at=calendar_of(work, concern.contract_id).due_after(now, within),
        basis=f"{within} working days from what was last decided or done",
    )
    start(work, duty, now)


def action_is_over(work: UnitOfWork, action: Action, now: datetime) -> None:
    """Ask for the closing of a concern once the last of its actions is verified or withdrawn."""
    concern = work.concerns.find(action.concern_id) if action.concern_id else None
    if concern is not None and concern.state is ConcernState.TRIAGED and not open_actions(work, concern):
        wait_for_closing(work, concern, now, CLOSE_AFTER_ACTIONS)


def improvement_is_over(work: UnitOfWork, improvement_id: UUID, now: datetime) -> None:
    """Ask for the closing of the concerns that an improvement process was opened from, once that is closed."""
    for source in work.improvements.sources(improvement_id):
        concern = work.concerns.find(source.concern_id) if source.concern_id else None
        if concern is not None and concern.state is ConcernState.TRIAGED and not open_actions(work, concern):
            wait_for_closing(work, concern, now, CLOSE_AFTER_ACTIONS)


def concern_to_close(work: UnitOfWork, person: Person, concern_id: UUID) -> Concern:
    """Return a concern to somebody who may close it now."""
    concern = concern_to_change(work, concern_id)
    require_decider(work, person, concern)
    move(concern.state, ConcernState.RESOLVED)  # only to refuse what is not at that point
    return concern


def close_concern(
    work: UnitOfWork, person: Person, concern_id: UUID, closing: Closing, now: datetime
) -> Concern:
    """Close a concern; everybody who knows of it may read what came of it, and whoever logged it is told.

    Raises NotAllowed while actions of it go on, unless it is said why it is closed all the same.
    """
    concern = concern_to_close(work, person, concern_id)
    going_on = open_actions(work, concern)
    if going_on and not closing.why_open.strip():
        names = ", ".join(action.reference for action in going_on)
        raise NotAllowed(f"Please say why it is closed although {names} goes on.", "why_open")
    if concern.contract_id is not None:
        require_words_for_all(work, concern.contract_id, {"outcome": closing.outcome})
    concern.state, concern.closed_at = move(concern.state, ConcernState.RESOLVED), now
    known = ContentClass.SHARED if provider_knows(concern, now) else ContentClass.INTERNAL
    keep_texts(work, subject_of(concern), known, person, now, {"outcome": closing.outcome})
    ours = {"closing_note": closing.note, "why_open": closing.why_open}
    keep_texts(work, subject_of(concern), ContentClass.INTERNAL, person, now, ours)
    meet(work, concern.id, CLOSING, person, now)
    record(work, Event.CONCERN_RESOLVED, subject_of(concern), person, now, concern.contract_id)
    _tell_reporter(work, concern, person, now)
    return concern


def reopen_concern(work: UnitOfWork, person: Person, concern_id: UUID, reason: str, now: datetime) -> Concern:
    """Open a closed concern again, with a reason; what was said as it was closed stays on the record."""
    concern = concern_to_change(work, concern_id)
    require_decider(work, person, concern)
    if concern.state is not ConcernState.RESOLVED:
        raise NotAllowed("This concern is not closed. Open it to see where it stands.")
    if not reason.strip():
        raise NotAllowed("Please say why it is opened again.", "reason")
    concern.state, concern.closed_at = move(concern.state, ConcernState.TRIAGED), None
    texts = {"reopened_because": reason}
    keep_texts(work, subject_of(concern), ContentClass.INTERNAL, person, now, texts)
    record(work, Event.CONCERN_REOPENED, subject_of(concern), person, now, concern.contract_id)
    wait_for_closing(work, concern, now)
    _tell_reporter(work, concern, person, now)
    return concern


def _tell_reporter(work: UnitOfWork, concern: Concern, person: Person, now: datetime) -> None:
    work.notices.redraw(concern.id)
    if concern.reporter_id != person.id:
        event = f"closing:{times_owed(work, concern, NoticeKind.CONCERN_OUTCOME)}"
        word = word_about(concern, NoticeKind.CONCERN_OUTCOME, event)
        owe_people(work, word, [work.people.get(concern.reporter_id)], now)
