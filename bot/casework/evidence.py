"""Evidence that an action is done: handed in by its owner, checked or returned by the other side."""

from datetime import datetime
from uuid import UUID

from bot.casework.action_access import class_of, of_checker, of_owner, subject_of
from bot.casework.action_duties import (
    let_owners_clock_run,
    start_other_sides_clock,
    tell_owner,
    withdraw_request,
    word_about,
)
from bot.casework.concern_closing import action_is_over
from bot.casework.deadlines import meet, pause
from bot.casework.notices import calendar_of, owe_people
from bot.casework.records import keep_texts, record
from domain.actions import VERIFY_WITHIN, ActionState, move
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from storage.actions import Action
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def submit_evidence(
    work: UnitOfWork, person: Person, action_id: UUID, evidence: str, now: datetime
) -> Action:
    """Hand in what shows that it is done: a pointer, not a picture. The owner's clock stops and ours starts."""
    action = of_owner(work, person, action_id)
    if not evidence.strip():
        raise NotAllowed(
            "Please say where the evidence can be seen, such as “seen at the visit of …”.", "evidence"
        )
    action.state = move(action.state, ActionState.SUBMITTED)
    action.submitted_at = now
    keep_texts(work, subject_of(action), class_of(work, action, now), person, now, {"evidence": evidence})
    pause(work, action.id, DeadlineKind.ACTION_DUE, now)
    withdraw_request(work, action, person, NoticeKind.EXTENSION_ASKED, now)
    due_at = calendar_of(work, action.contract_id).due_after(now, VERIFY_WITHIN)
    until = (due_at, f"{VERIFY_WITHIN} working days from evidence")
    asked = start_other_sides_clock(work, action, DeadlineKind.ACTION_VERIFY, until, now)
    record(work, Event.ACTION_SUBMITTED, subject_of(action), person, now, action.contract_id)
    event = f"submitted:{now.isoformat()}"
    owe_people(work, word_about(work, action, NoticeKind.ACTION_SUBMITTED, event, now), asked, now)
    work.notices.redraw(action.id)
    return action


def verify_action(work: UnitOfWork, person: Person, action_id: UUID, now: datetime) -> Action:
    """Agree, for the other side, that the evidence shows it is done."""
    action = of_checker(work, person, action_id, now)
    action.state = move(action.state, ActionState.VERIFIED)
    action.verified_at, action.verified_by = now, person.id
    meet(work, action.id, (DeadlineKind.ACTION_VERIFY, DeadlineKind.ACTION_DUE), person, now)
    record(work, Event.ACTION_VERIFIED, subject_of(action), person, now, action.contract_id)
    action_is_over(work, action, now)
    work.notices.cancel_about(action.id, (NoticeKind.ACTION_SUBMITTED,))
    tell_owner(work, action, NoticeKind.ACTION_VERIFIED, "verified", now)
    return action


def return_action(work: UnitOfWork, person: Person, action_id: UUID, reason: str, now: datetime) -> Action:
    """Say, for the other side, what is still missing; the owner's clock runs again."""
    action = of_checker(work, person, action_id, now)
    if not reason.strip():
        raise NotAllowed("Please say what is still missing, so that it can be put right.", "reason")
    if action.state is not ActionState.SUBMITTED:
        raise NotAllowed("There is nothing to check now. Please open the action to see where it stands.")
    action.state, action.submitted_at = move(action.state, ActionState.AGREED), None
    texts = {"returned_because": reason}
    keep_texts(work, subject_of(action), class_of(work, action, now), person, now, texts)
    meet(work, action.id, (DeadlineKind.ACTION_VERIFY,), person, now)
    let_owners_clock_run(work, action, now)
    event = Event.ACTION_RETURNED
    record(work, event, subject_of(action), person, now, action.contract_id, due_on=action.due_on)
    work.notices.cancel_about(action.id, (NoticeKind.ACTION_SUBMITTED,))
    tell_owner(work, action, NoticeKind.ACTION_RETURNED, f"returned:{now.isoformat()}", now)
    return action
