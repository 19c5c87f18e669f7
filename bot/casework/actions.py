"""Actions: proposed, confirmed by their owner, shown to be done, checked by the other side (domain.md 4.4 D)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of, reads, require_act
from bot.casework.audiences import checkers_of
from bot.casework.concerns import provider_knows
from bot.casework.deadlines import Duty, cancel, meet, pause, resume, start
from bot.casework.notices import Owed, calendar_of, owe_channels, owe_people
from bot.casework.records import keep_texts, record
from domain.actions import (
    ANSWER_EXTENSION_WITHIN,
    CONFIRM_SAFETY_WITHIN,
    CONFIRM_WITHIN,
    VERIFY_WITHIN,
    ActionState,
    Basis,
    ExtensionState,
    NewAction,
    move,
    require_due_date,
    require_later,
)
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass, may_read
from domain.contracts import ChannelPurpose
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.ladders import SAFETY_ACTION
from domain.notices import NoticeKind
from domain.people import Act, Party, require_other_side
from domain.references import Choose, new_reference
from domain.rhythm import Speed
from storage.actions import Action, Extension
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def subject_of(action: Action) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about this action point at."""
    return SubjectKind.ACTION, action.id


def class_of(work: UnitOfWork, action: Action, now: datetime) -> ContentClass:
    """Return who may see an action: all parties, unless it answers a concern that the provider has not been told of."""
    concern = work.concerns.find(action.concern_id) if action.concern_id else None
    if concern is not None and not provider_knows(work, concern, now):
        return ContentClass.INTERNAL
    return ContentClass.SHARED


def propose_action(
    work: UnitOfWork,
    person: Person,
    new: NewAction,
    contract_id: UUID,
    owner_id: UUID,
    concern_id: UUID | None,
    now: datetime,
    choose: Choose,
) -> Action:
    """Propose an action to its owner; one that people propose for themselves is confirmed with it."""
    require_act(work, person, contract_id, Act.PROPOSE_ACTION)
    require_due_date(new.due_on, calendar_of(work, contract_id).local(now).date())
    owner = work.people.get(owner_id)
    owner_party = party_of(work, owner, contract_id)
    if owner_party is None or not may_do(work, owner, contract_id, Act.READ_CONTRACT):
        raise NotAllowed("Please choose somebody who takes part in this contract.", "owner")
    action = Action(
        reference=new_reference("A", work.actions.is_taken, choose),
        contract_id=contract_id,
        concern_id=concern_id,
        title=new.title.strip(),
        basis=new.basis,
        keeps_safe_now=new.keeps_safe_now,
        owner_id=owner.id,
        owner_party=owner_party,
        proposed_by=person.id,
        proposed_at=now,
        due_on=new.due_on,
        original_due_on=new.due_on,
    )
    content_class = class_of(work, action, now)
    if not may_read(owner_party, content_class):
        raise NotAllowed(
            "The provider has not been told of this concern yet. Decide that first, or choose somebody else.",
            "owner",
        )
    work.actions.add(action)
    texts = {"shown_by": new.shown_by, "clause": new.clause}
    keep_texts(work, subject_of(action), content_class, person, now, texts)
    record(
        work,
        Event.ACTION_PROPOSED,
        subject_of(action),
        person,
        now,
        contract_id,
        reference=action.reference,
        owner=owner.id,
        due_on=action.due_on,
    )
    if owner.id == person.id:
        confirm_action(work, person, action.id, now)
    else:
        _await_confirmation(work, action, owner, now)
    return action


def _await_confirmation(work: UnitOfWork, action: Action, owner: Person, now: datetime) -> None:
    calendar = calendar_of(work, action.contract_id)
    if action.keeps_safe_now:
        due_at = calendar.add_working_hours(now, CONFIRM_SAFETY_WITHIN)
        basis = f"{CONFIRM_SAFETY_WITHIN} working hours"
    else:
        due_at, basis = calendar.due_after(now, CONFIRM_WITHIN), f"{CONFIRM_WITHIN} working days"
    _start(work, action, DeadlineKind.ACTION_CONFIRM, owner, action.owner_party, due_at, basis, now)
    owe_people(work, _word(work, action, NoticeKind.ACTION_PROPOSED, "proposed", now), [owner], now)


def _start(
    work: UnitOfWork,
    action: Action,
    kind: DeadlineKind,
    owner: Person | None,
    party: Party,
    due_at: datetime,
    basis: str,
    now: datetime,
) -> None:
    start(
        work,
        Duty(
            kind=kind,
            subject=subject_of(action),
            contract_id=action.contract_id,
            owner=owner,
            party=party,
            due_at=due_at,
            basis=basis,
            is_requirement=action.basis is Basis.REQUIREMENT,
            ladder=SAFETY_ACTION if action.keeps_safe_now and kind is DeadlineKind.ACTION_DUE else None,
        ),
        now,
    )


def _word(
    work: UnitOfWork, action: Action, kind: NoticeKind, event: str, now: datetime, **facts: str
) -> Owed:
    return Owed(
        kind=kind,
        subject=subject_of(action),
        content_class=class_of(work, action, now),
        speed=Speed.PROMPT,
        event=f"{action.id.hex}:{event}",
        contract_id=action.contract_id,
        facts=facts,
    )


def confirm_action(work: UnitOfWork, person: Person, action_id: UUID, now: datetime) -> Action:
    """Confirm an action as its owner; from here its date is chased and the shared channel knows it."""
    action = _of_owner(work, person, action_id)
    action.state = move(action.state, ActionState.AGREED)
    action.agreed_at = now
    meet(work, action.id, (DeadlineKind.ACTION_CONFIRM,), person, now)
    _start(
        work,
        action,
        DeadlineKind.ACTION_DUE,
        person,
        action.owner_party,
        _end_of(work, action, action.due_on),
        "agreed with the owner",
        now,
    )
    record(work, Event.ACTION_AGREED, subject_of(action), person, now, action.contract_id)
    work.notices.redraw(action.id)
    word = _word(work, action, NoticeKind.ACTION_CONFIRMED, "confirmed", now)
    purpose = ChannelPurpose.SHARED if word.content_class is ContentClass.SHARED else ChannelPurpose.INTERNAL
    owe_channels(work, word, purpose, now)
    return action


def _end_of(work: UnitOfWork, action: Action, day: date) -> datetime:
    calendar = calendar_of(work, action.contract_id)
    return calendar.at(day, calendar.closes)


def submit_evidence(
    work: UnitOfWork, person: Person, action_id: UUID, evidence: str, now: datetime
) -> Action:
    """Hand in what shows that it is done: a pointer, not a picture. The owner's clock stops and ours starts."""
    action = _of_owner(work, person, action_id)
    if not evidence.strip():
        raise NotAllowed(
            "Please say where the evidence can be seen, such as “seen at the visit of …”.", "evidence"
        )
    action.state = move(action.state, ActionState.SUBMITTED)
    action.submitted_at = now
    keep_texts(work, subject_of(action), class_of(work, action, now), person, now, {"evidence": evidence})
    pause(work, action.id, DeadlineKind.ACTION_DUE)
    _withdraw_request(work, action, person, now)
    checkers = checkers_of(work, action.contract_id, action.owner_party)
    due_at = calendar_of(work, action.contract_id).due_after(now, VERIFY_WITHIN)
    first = checkers[0] if checkers else None
    party = party_of(work, first, action.contract_id) if first else None
    _start(
        work,
        action,
        DeadlineKind.ACTION_VERIFY,
        first,
        party or Party.OWN,
        due_at,
        f"{VERIFY_WITHIN} working days from evidence",
        now,
    )
    record(work, Event.ACTION_SUBMITTED, subject_of(action), person, now, action.contract_id)
    event = f"submitted:{now.isoformat()}"
    owe_people(work, _word(work, action, NoticeKind.ACTION_SUBMITTED, event, now), checkers, now)
    work.notices.redraw(action.id)
    return action


def _withdraw_request(work: UnitOfWork, action: Action, person: Person, now: datetime) -> None:
    """Evidence answers a request for more time that is still waiting: the request falls away."""
    waiting = work.actions.extension_asked(action.id)
    if waiting is not None:
        waiting.state, waiting.answered_by, waiting.answered_at = ExtensionState.REFUSED, person.id, now
        cancel(work, action.id, (DeadlineKind.ACTION_EXTENSION,))


def verify_action(work: UnitOfWork, person: Person, action_id: UUID, now: datetime) -> Action:
    """Agree, for the other side, that the evidence shows it is done."""
    action = _of_checker(work, person, action_id)
    action.state = move(action.state, ActionState.VERIFIED)
    action.verified_at, action.verified_by = now, person.id
    meet(work, action.id, (DeadlineKind.ACTION_VERIFY, DeadlineKind.ACTION_DUE), person, now)
    record(work, Event.ACTION_VERIFIED, subject_of(action), person, now, action.contract_id)
    _tell_owner(work, action, NoticeKind.ACTION_VERIFIED, "verified", now)
    return action


def return_action(work: UnitOfWork, person: Person, action_id: UUID, reason: str, now: datetime) -> Action:
    """Say, for the other side, what is still missing; the owner's clock runs again."""
    action = _of_checker(work, person, action_id)
    if not reason.strip():
        raise NotAllowed("Please say what is still missing, so that it can be put right.", "reason")
    if action.state is not ActionState.SUBMITTED:
        raise NotAllowed("There is nothing to check: the owner has not handed anything in.")
    action.state = move(action.state, ActionState.AGREED)
    keep_texts(
        work, subject_of(action), class_of(work, action, now), person, now, {"returned_because": reason}
    )
    meet(work, action.id, (DeadlineKind.ACTION_VERIFY,), person, now)
    resume(work, action.id, DeadlineKind.ACTION_DUE)
    record(work, Event.ACTION_RETURNED, subject_of(action), person, now, action.contract_id)
    _tell_owner(work, action, NoticeKind.ACTION_RETURNED, f"returned:{now.isoformat()}", now)
    return action


def _tell_owner(work: UnitOfWork, action: Action, kind: NoticeKind, event: str, now: datetime) -> None:
    owner = work.people.get(action.owner_id)
    owe_people(work, _word(work, action, kind, event, now), [owner], now)
    work.notices.redraw(action.id)


def ask_extension(
    work: UnitOfWork, person: Person, action_id: UUID, wanted_on: date, reason: str, now: datetime
) -> Extension:
    """Ask for more time: the owner's clock stops until the other side has answered."""
    action = _of_owner(work, person, action_id)
    if action.state is not ActionState.AGREED:
        raise NotAllowed("More time can be asked for once the action is confirmed and not yet handed in.")
    if work.actions.extension_asked(action.id) is not None:
        raise NotAllowed("You have already asked for more time. You will hear as soon as it is decided.")
    require_later(action.due_on, wanted_on)
    if not reason.strip():
        raise NotAllowed("Please say why more time is needed.", "reason")
    extension = work.actions.add_extension(
        Extension(
            action_id=action.id,
            from_date=action.due_on,
            wanted_on=wanted_on,
            asked_by=person.id,
            asked_at=now,
        )
    )
    texts = {"extension_because": reason}
    keep_texts(work, subject_of(action), class_of(work, action, now), person, now, texts)
    pause(work, action.id, DeadlineKind.ACTION_DUE)
    checkers = checkers_of(work, action.contract_id, action.owner_party)
    first = checkers[0] if checkers else None
    party = party_of(work, first, action.contract_id) if first else None
    _start(
        work,
        action,
        DeadlineKind.ACTION_EXTENSION,
        first,
        party or Party.OWN,
        calendar_of(work, action.contract_id).due_after(now, ANSWER_EXTENSION_WITHIN),
        f"{ANSWER_EXTENSION_WITHIN} working days from the request",
        now,
    )
    record(
        work, Event.EXTENSION_ASKED, subject_of(action), person, now, action.contract_id, wanted_on=wanted_on
    )
    word = _word(work, action, NoticeKind.EXTENSION_ASKED, f"extension:{extension.id.hex}", now)
    owe_people(work, word, checkers, now)
    work.notices.redraw(action.id)
    return extension


def answer_extension(
    work: UnitOfWork, person: Person, action_id: UUID, now: datetime, *, agreed: bool
) -> Action:
    """Answer a request for more time. The date agreed first stays on the record."""
    action = _of_checker(work, person, action_id)
    extension = work.actions.extension_asked(action.id)
    if extension is None:
        raise NotAllowed("This request has already been answered.")
    extension.state = ExtensionState.AGREED if agreed else ExtensionState.REFUSED
    extension.answered_by, extension.answered_at = person.id, now
    meet(work, action.id, (DeadlineKind.ACTION_EXTENSION,), person, now)
    if agreed:
        action.due_on = extension.wanted_on
        resume(work, action.id, DeadlineKind.ACTION_DUE, _end_of(work, action, action.due_on))
    else:
        resume(work, action.id, DeadlineKind.ACTION_DUE)
    event = Event.EXTENSION_AGREED if agreed else Event.EXTENSION_REFUSED
    record(
        work,
        event,
        subject_of(action),
        person,
        now,
        action.contract_id,
        from_date=extension.from_date,
        wanted_on=extension.wanted_on,
    )
    answer = "agreed" if agreed else "refused"
    word = _word(
        work, action, NoticeKind.EXTENSION_ANSWERED, f"answer:{extension.id.hex}", now, answer=answer
    )
    owe_people(work, word, [work.people.get(action.owner_id)], now)
    work.notices.redraw(action.id)
    return action


def hold_escalation(work: UnitOfWork, person: Person, action_id: UUID, reason: str, now: datetime) -> Action:
    """Hold the step to the owner's senior contact, with a reason (practice.md 2.5)."""
    action = find_action(work, action_id)
    require_act(work, person, action.contract_id, Act.HOLD_ESCALATION)
    if not reason.strip():
        raise NotAllowed("Please say why the senior contact is not to be told yet.", "reason")
    action.escalation_held = True
    keep_texts(work, subject_of(action), ContentClass.INTERNAL, person, now, {"held_because": reason})
    record(work, Event.ESCALATION_HELD, subject_of(action), person, now, action.contract_id)
    work.notices.redraw(action.id)
    return action


def withdraw_action(work: UnitOfWork, person: Person, action_id: UUID, reason: str, now: datetime) -> Action:
    """Withdraw an action: whoever proposed it, or the contract lead, with a reason; it stays on the record."""
    action = find_action(work, action_id)
    if action.proposed_by != person.id:
        require_act(work, person, action.contract_id, Act.HOLD_ESCALATION)
    if not reason.strip():
        raise NotAllowed("Please say why it is withdrawn. The action stays on the record.", "reason")
    action.state = move(action.state, ActionState.WITHDRAWN)
    texts = {"withdrawn_because": reason}
    keep_texts(work, subject_of(action), class_of(work, action, now), person, now, texts)
    cancel(work, action.id)
    work.notices.cancel_about(action.id, tuple(NoticeKind))
    work.notices.redraw(action.id)
    record(work, Event.ACTION_WITHDRAWN, subject_of(action), person, now, action.contract_id)
    return action


@dataclass(frozen=True)
class Reading:
    """What one person may read of an action, and what they may do with it now."""

    action: Action
    owner: Person
    texts: dict[str, str]
    extension: Extension | None
    extensions: list[Extension]
    may_confirm: bool
    may_submit: bool
    may_ask_extension: bool
    may_check: bool
    may_answer_extension: bool
    may_hold: bool
    may_withdraw: bool


def open_action(work: UnitOfWork, person: Person, action_id: UUID, now: datetime) -> Reading:
    """Read an action: anybody on the contract whose side may see it."""
    action = find_action(work, action_id)
    if action.owner_id != person.id and not reads(
        work, person, action.contract_id, class_of(work, action, now)
    ):
        raise NotYours(NOT_YOURS)
    is_owner = action.owner_id == person.id
    party = party_of(work, person, action.contract_id)
    checks = party is not action.owner_party and may_do(work, person, action.contract_id, Act.VERIFY_ACTION)
    waiting = work.actions.extension_asked(action.id)
    holds = may_do(work, person, action.contract_id, Act.HOLD_ESCALATION)
    texts = work.narratives.latest(action.id)
    if party is not Party.OWN:
        texts.pop("held_because", None)
    return Reading(
        action=action,
        owner=work.people.get(action.owner_id),
        texts=texts,
        extension=waiting,
        extensions=list(work.actions.extensions(action.id)),
        may_confirm=is_owner and action.state is ActionState.PROPOSED,
        may_submit=is_owner and action.state is ActionState.AGREED,
        may_ask_extension=is_owner and action.state is ActionState.AGREED and waiting is None,
        may_check=checks and action.state is ActionState.SUBMITTED,
        may_answer_extension=checks and waiting is not None,
        may_hold=holds and action.state is ActionState.AGREED and not action.escalation_held,
        may_withdraw=action.state not in {ActionState.VERIFIED, ActionState.WITHDRAWN}
        and (action.proposed_by == person.id or holds),
    )


def find_action(work: UnitOfWork, action_id: UUID) -> Action:
    """Return an action, or answer as for one that is not the person's own."""
    action = work.actions.find(action_id)
    if action is None:
        raise NotYours(NOT_YOURS)
    return action


def _of_owner(work: UnitOfWork, person: Person, action_id: UUID) -> Action:
    action = find_action(work, action_id)
    if action.owner_id != person.id:
        raise NotYours("Only the owner of an action can do this.")
    return action


def _of_checker(work: UnitOfWork, person: Person, action_id: UUID) -> Action:
    action = find_action(work, action_id)
    party = require_act(work, person, action.contract_id, Act.VERIFY_ACTION)
    require_other_side(party, action.owner_party)
    return action
