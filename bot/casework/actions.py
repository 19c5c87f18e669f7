"""Actions: proposed, confirmed by their owner, withdrawn; the step to a senior contact held (domain.md 4.4 D)."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bot.casework import escalation
from bot.casework.access import NOT_YOURS, may_do, require_act
from bot.casework.action_access import action_to_change, class_of, of_owner, sees, subject_of
from bot.casework.action_duties import (
    end_of,
    start_owners_clock,
    tell_owner,
    withdraw_request,
    word_about,
)
from bot.casework.audiences import leads_of
from bot.casework.concern_access import find_concern, provider_knows
from bot.casework.concern_closing import action_is_over
from bot.casework.deadlines import cancel, meet
from bot.casework.improvement_access import improvement_for
from bot.casework.improvement_actions import require_room_for
from bot.casework.notices import calendar_of, owe_channels, owe_people
from bot.casework.owners import require_owner
from bot.casework.records import keep_texts, record
from bot.casework.running import require_running
from bot.casework.shared_words import require_words_for_all
from domain.actions import (
    CONFIRM_SAFETY_WITHIN,
    CONFIRM_WITHIN,
    ActionState,
    Basis,
    NewAction,
    move,
    require_due_date,
    require_working_day,
)
from domain.chronology import Event
from domain.confidentiality import ContentClass, may_read
from domain.contracts import ChannelPurpose, NewWork
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import Act, Party
from domain.references import Choose, new_reference
from domain.rhythm import Speed
from storage.actions import Action
from storage.people import Person
from storage.unit_of_work import UnitOfWork

COMMISSIONERS = frozenset({Party.OWN, Party.PARTNER})
"""The sides that can require something under a clause; the others recommend, or act themselves."""


@dataclass(frozen=True)
class Origin:
    """What an action is agreed from: a concern, an improvement process, or neither."""

    concern_id: UUID | None = None
    improvement_id: UUID | None = None


def require_may_propose(
    work: UnitOfWork, person: Person, contract_id: UUID, origin: Origin, now: datetime
) -> Party:
    """Return the side of somebody who may propose an action here.

    Raises NotYours for others, and for a concern or a process that their side does not know of; NotAllowed once the
    contract is over, for what no concern asks for.
    """
    party = require_act(work, person, contract_id, Act.PROPOSE_ACTION)
    concern_id, improvement_id = origin.concern_id, origin.improvement_id
    if (
        improvement_id is not None
        and improvement_for(work, person, improvement_id).contract_id != contract_id
    ):
        raise NotYours(NOT_YOURS)
    if concern_id is None:  # what follows from a report goes on after a contract's end
        require_running(work, contract_id, NewWork.ACTION, now)
    else:
        concern = find_concern(work, concern_id)
        known = ContentClass.SHARED if provider_knows(concern, now) else ContentClass.INTERNAL
        if concern.contract_id != contract_id or not may_read(party, known):
            raise NotYours(NOT_YOURS)
    return party


def propose_action(
    work: UnitOfWork,
    person: Person,
    new: NewAction,
    contract_id: UUID,
    owner_id: UUID,
    origin: Origin,
    now: datetime,
    choose: Choose,
) -> Action:
    """Propose an action to its owner; one that people propose for themselves is confirmed with it."""
    party = require_may_propose(work, person, contract_id, origin, now)
    if origin.improvement_id is not None:
        require_room_for(work, origin.improvement_id, keeps_safe_now=new.keeps_safe_now)
    if new.basis is Basis.REQUIREMENT and party not in COMMISSIONERS:
        raise NotAllowed("Only the commissioners can make an action a requirement.", "kind")
    require_words_for_all(work, contract_id, {"title": new.title})
    calendar = calendar_of(work, contract_id)
    require_due_date(new.due_on, calendar.local(now).date())
    if not new.keeps_safe_now:  # what keeps people safe is done on any day of the week
        require_working_day(new.due_on, calendar)
    owner, owner_party = require_owner(work, contract_id, owner_id)
    action = Action(
        reference=new_reference("A", work.is_reference_taken, choose),
        contract_id=contract_id,
        concern_id=origin.concern_id,
        improvement_id=origin.improvement_id,
        title=" ".join(new.title.split()),
        basis=new.basis,
        keeps_safe_now=new.keeps_safe_now,
        owner_id=owner.id,
        owner_party=owner_party,
        proposed_by=person.id,
        proposed_at=now,
        due_on=new.due_on,
        original_due_on=new.due_on,
    )
    if not may_read(owner_party, class_of(work, action, now)):
        raise NotAllowed(
            "The provider has not been told of this concern yet. Decide that first, or choose somebody else.",
            "owner",
        )
    work.actions.add(action)
    _keep_proposal(work, action, person, new, now)
    if owner.id == person.id:
        confirm_action(work, person, action.id, now)
    else:
        _await_confirmation(work, action, owner, now)
    return action


def _keep_proposal(work: UnitOfWork, action: Action, person: Person, new: NewAction, now: datetime) -> None:
    texts = {"shown_by": new.shown_by, "clause": new.clause}
    keep_texts(work, subject_of(action), class_of(work, action, now), person, now, texts)
    record(
        work,
        Event.ACTION_PROPOSED,
        subject_of(action),
        person,
        now,
        action.contract_id,
        reference=action.reference,
        owner=action.owner_id,
        due_on=action.due_on,
        basis=action.basis.value,
        keeps_safe_now=action.keeps_safe_now,
    )


def _await_confirmation(work: UnitOfWork, action: Action, owner: Person, now: datetime) -> None:
    calendar = calendar_of(work, action.contract_id)
    if action.keeps_safe_now:
        due_at = calendar.add_working_hours(now, CONFIRM_SAFETY_WITHIN)
        basis = f"{CONFIRM_SAFETY_WITHIN} working hours"
    else:
        # Nobody confirms after it is due: where that comes first, so does the clock.
        due_at = min(calendar.due_after(now, CONFIRM_WITHIN), max(end_of(work, action, action.due_on), now))
        basis = f"{CONFIRM_WITHIN} working days, or the day it is due"
    start_owners_clock(work, action, DeadlineKind.ACTION_CONFIRM, owner, (due_at, basis), now)
    word = word_about(work, action, NoticeKind.ACTION_PROPOSED, "proposed", now)
    if action.keeps_safe_now:  # it may be wanted before anybody opens an office again
        word = replace(word, speed=Speed.URGENT)
    owe_people(work, word, [owner], now)


def confirm_action(work: UnitOfWork, person: Person, action_id: UUID, now: datetime) -> Action:
    """Confirm an action as its owner; from here its date is chased and the shared channel knows it."""
    action = of_owner(work, person, action_id)
    if action.state is not ActionState.PROPOSED:
        # Otherwise the owner could take back what they have handed in, by confirming once more.
        raise NotAllowed("This action has already been confirmed.")
    withdraw_request(work, action, person, NoticeKind.ACTION_DATE_ASKED, now)
    settle(work, action, person, now)
    return action


def settle(work: UnitOfWork, action: Action, by: Person, now: datetime) -> None:
    """Make a proposed action an agreed one, by whoever said the last word, its owner or who proposed it.

    Whoever proposed it and the contract lead hear of it besides the channel, unless that was their own doing.
    """
    owner = work.people.get(action.owner_id)
    action.state = move(action.state, ActionState.AGREED)
    action.agreed_at = now
    meet(work, action.id, (DeadlineKind.ACTION_CONFIRM,), by, now)
    until = (end_of(work, action, action.due_on), "agreed with the owner")
    start_owners_clock(work, action, DeadlineKind.ACTION_DUE, owner, until, now)
    record(work, Event.ACTION_AGREED, subject_of(action), by, now, action.contract_id, due_on=action.due_on)
    work.notices.cancel_about(action.id, (NoticeKind.ACTION_PROPOSED,))
    work.notices.redraw(action.id)
    word = word_about(work, action, NoticeKind.ACTION_CONFIRMED, "confirmed", now)
    purpose = ChannelPurpose.SHARED if word.content_class is ContentClass.SHARED else ChannelPurpose.INTERNAL
    owe_channels(work, word, purpose, now)
    if action.proposed_by != owner.id:
        leads = leads_of(work, action.contract_id)
        told = {each.id: each for each in (work.people.get(action.proposed_by), *leads)}
        owe_people(work, word, [each for each in told.values() if each.id not in {by.id, owner.id}], now)


def may_hold(work: UnitOfWork, person: Person, action: Action) -> bool:
    """Say whether somebody may hold the step to the senior contact: of a requirement, and never of a safety action."""
    return (
        action.state is ActionState.AGREED
        and action.basis is Basis.REQUIREMENT
        and not action.keeps_safe_now
        and escalation.may_hold_step(work, person, action, action.owner_party)
    )


def hold_escalation(work: UnitOfWork, person: Person, action_id: UUID, reason: str, now: datetime) -> Action:
    """Hold the step to the owner's senior contact, with a reason (practice.md 2.5)."""
    action = action_to_change(work, action_id)
    may = may_hold(work, person, action)
    escalation.hold(work, person, action, subject_of(action), reason, now, may_hold=may)
    return action


def may_release(work: UnitOfWork, person: Person, action: Action) -> bool:
    """Say whether somebody may let the senior contact be told as usual again: whoever may hold it."""
    is_open = action.state in {ActionState.AGREED, ActionState.SUBMITTED}
    return is_open and escalation.may_release_step(work, person, action)


def release_escalation(work: UnitOfWork, person: Person, action_id: UUID, now: datetime) -> Action:
    """Let the owner's senior contact be told as usual again; what was passed over meanwhile is said next."""
    action = action_to_change(work, action_id)
    may, about = may_release(work, person, action), subject_of(action)
    escalation.let_go(work, person, action, about, DeadlineKind.ACTION_DUE, now, may_release=may)
    return action


def may_withdraw(work: UnitOfWork, person: Person, action: Action, now: datetime) -> bool:
    """Say whether somebody may withdraw an action: who proposed it until it is agreed, from then on who leads."""
    if action.state in {ActionState.VERIFIED, ActionState.WITHDRAWN} or not sees(work, person, action, now):
        return False
    if may_do(work, person, action.contract_id, Act.HOLD_ESCALATION):
        return True
    return action.proposed_by == person.id and action.state is ActionState.PROPOSED


def withdraw_action(work: UnitOfWork, person: Person, action_id: UUID, reason: str, now: datetime) -> Action:
    """Withdraw an action with a reason; it stays on the record, and its owner is told that nothing more is asked."""
    action = action_to_change(work, action_id)
    if not sees(work, person, action, now):
        raise NotYours(NOT_YOURS)
    move(action.state, ActionState.WITHDRAWN)
    if not may_withdraw(work, person, action, now):
        raise NotYours("What has been agreed is withdrawn by the contract lead. Please ask them.")
    if not reason.strip():
        raise NotAllowed("Please say why it is withdrawn. The action stays on the record.", "reason")
    take_back(work, person, action, reason, now)
    return action


def take_back(work: UnitOfWork, person: Person, action: Action, reason: str, now: datetime) -> None:
    """Take an action back that is not done yet; who may do so is asked by the caller."""
    action.state, action.withdrawn_at = move(action.state, ActionState.WITHDRAWN), now
    texts = {"withdrawn_because": reason}
    keep_texts(work, subject_of(action), class_of(work, action, now), person, now, texts)
    cancel(work, action.id, now=now)
    work.notices.cancel_about(action.id, tuple(NoticeKind))
    record(work, Event.ACTION_WITHDRAWN, subject_of(action), person, now, action.contract_id)
    action_is_over(work, action, now)
    if action.owner_id != person.id:
        tell_owner(work, action, NoticeKind.ACTION_WITHDRAWN, "withdrawn", now)
    work.notices.redraw(action.id)
