"""What an owner says of their action besides confirming it and handing it in: how it goes, or that they will not."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.casework.action_access import checkers_now, class_of, of_owner, subject_of
from bot.casework.action_duties import withdraw_request, word_about
from bot.casework.audiences import leads_of
from bot.casework.deadlines import cancel
from bot.casework.notices import owe_people
from bot.casework.records import keep_texts, record
from domain.actions import ActionState, move, require_can_be_declined, require_under_way
from domain.chronology import Event
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.rhythm import Speed
from storage.actions import Action
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def decline_action(work: UnitOfWork, person: Person, action_id: UUID, reason: str, now: datetime) -> Action:
    """Say, as the owner, that an action is not agreed as it was proposed, with the reason; it stays on the record.

    Whoever proposed it, and who leads, hear of it; what keeps people safe now waits for nobody's working hours.
    """
    action = of_owner(work, person, action_id)
    require_can_be_declined(action.state)
    if not reason.strip():
        raise NotAllowed("Please say why, and what would be possible instead.", "reason")
    withdraw_request(work, action, person, NoticeKind.ACTION_DATE_ASKED, now)
    action.state, action.withdrawn_at = move(action.state, ActionState.WITHDRAWN), now
    texts = {"declined_because": reason}
    keep_texts(work, subject_of(action), class_of(work, action, now), person, now, texts)
    cancel(work, action.id, now=now)
    work.notices.cancel_about(action.id, tuple(NoticeKind))
    record(work, Event.ACTION_DECLINED, subject_of(action), person, now, action.contract_id)
    word = word_about(work, action, NoticeKind.ACTION_DECLINED, "declined", now)
    if action.keeps_safe_now:
        word = replace(word, speed=Speed.URGENT)
    told = {
        each.id: each for each in (work.people.get(action.proposed_by), *leads_of(work, action.contract_id))
    }
    owe_people(work, word, [each for each in told.values() if each.id != person.id], now)
    work.notices.redraw(action.id)
    return action


def update_action(work: UnitOfWork, person: Person, action_id: UUID, says: str, now: datetime) -> Action:
    """Say, as the owner, how an action is going; its date and its clock stay as they are."""
    action = of_owner(work, person, action_id)
    require_under_way(action.state)
    if not says.strip():
        raise NotAllowed("Please say in a line or two how it is going.", "reason")
    keep_texts(work, subject_of(action), class_of(work, action, now), person, now, {"update": says})
    record(work, Event.ACTION_UPDATED, subject_of(action), person, now, action.contract_id)
    word = word_about(work, action, NoticeKind.ACTION_UPDATED, f"updated:{now.isoformat()}", now)
    told = [each for each in checkers_now(work, action, now) if each.id != person.id]
    owe_people(work, word, told, now)
    work.notices.redraw(action.id)
    return action
