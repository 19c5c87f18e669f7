"""From an agreed plan to its actions: new ones agreed at once, moved ones keep their first date (P9, P15)."""

from datetime import date, datetime

from bot.casework.action_access import class_of, subject_of
from bot.casework.action_duties import end_of, start_owners_clock, withdraw_request
from bot.casework.actions import take_back
from bot.casework.deadlines import hand_to, resume
from bot.casework.improvements import parties_of, speakers_of
from bot.casework.notices import calendar_of
from bot.casework.owners import possible_owners
from bot.casework.plan_lines import UNDER_WAY
from bot.casework.plan_versions import BECAUSE
from bot.casework.records import keep_texts, record
from domain.action_plans import BEGIN_WITHIN, day_to_begin
from domain.actions import ActionState, ExtensionState, move
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.notices import NoticeKind
from domain.references import Choose, new_reference
from storage.action_plans import ActionPlan, PlanLine
from storage.actions import Action, Extension
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def make_actions(
    work: UnitOfWork,
    improvement: Improvement,
    plan: ActionPlan,
    before: ActionPlan | None,
    by: Person,
    now: datetime,
    choose: Choose,
) -> None:
    """Let the actions be what an agreed version says: new, moved, handed on, or withdrawn with its reason."""
    lines = work.action_plans.lines(plan.id)
    for line in lines:
        action = work.actions.find_to_change(line.action_id) if line.action_id else None
        if action is None:
            line.action_id = _begin(work, improvement, line, by, now, choose).id
        else:
            _bring_up_to_date(work, improvement, action, line, by, now)
    kept = {line.action_id for line in lines}
    because = work.narratives.latest(plan.id).get(BECAUSE, "")
    for line in work.action_plans.lines(before.id) if before else ():
        action = work.actions.find_to_change(line.action_id) if line.action_id else None
        is_open = action is not None and action.state not in {ActionState.VERIFIED, ActionState.WITHDRAWN}
        if action is not None and is_open and action.id not in kept:
            take_back(work, by, action, because, now)


def _begin(
    work: UnitOfWork, improvement: Improvement, line: PlanLine, by: Person, now: datetime, choose: Choose
) -> Action:
    owner, due_on = _owner_of(work, improvement, line), _day_of(work, improvement, line, now)
    action = Action(
        reference=new_reference("A", work.is_reference_taken, choose),
        contract_id=improvement.contract_id,
        improvement_id=improvement.id,
        title=line.title,
        basis=line.basis,
        keeps_safe_now=line.keeps_safe_now,
        owner_id=owner.id,
        owner_party=line.party,
        proposed_by=line.drafted_by,
        proposed_at=now,
        due_on=due_on,
        original_due_on=line.asked_due_on or line.due_on,
    )
    work.actions.add(action)
    _keep_words(work, action, line, now)
    about, contract_id = subject_of(action), action.contract_id
    facts = {"owner": owner.id, "due_on": action.due_on, "improvement": improvement.reference}
    drafter = work.people.get(line.drafted_by)
    facts |= {"reference": action.reference, "basis": action.basis.value, "line": line.id}
    if action.due_on != line.due_on:
        facts |= {"from_date": line.due_on}
    record(work, Event.ACTION_PROPOSED, about, drafter, now, contract_id, **facts)
    action.state, action.agreed_at = move(action.state, ActionState.AGREED), now
    until = (end_of(work, action, action.due_on), f"agreed with the plan of {improvement.reference}")
    start_owners_clock(work, action, DeadlineKind.ACTION_DUE, owner, until, now)
    record(work, Event.ACTION_AGREED, about, by, now, contract_id, due_on=action.due_on)
    return action


def _owner_of(
    work: UnitOfWork, improvement: Improvement, line: PlanLine, action: Action | None = None
) -> Person:
    """Return who does what a line says; where they left while it was agreed, whoever it was handed to, or their lead.

    The lead of a side is who speaks for it first.
    """
    contract_id = improvement.contract_id
    here = {each.id for each, _ in possible_owners(work, contract_id)}
    named = work.people.get(line.owner_id)
    if named.id in here:
        return named
    if action is not None and action.owner_id in here:
        return work.people.get(action.owner_id)
    sides = [organisation.id for organisation, party in parties_of(work, contract_id) if party is line.party]
    speakers = [
        person
        for organisation_id in sorted(sides, key=lambda each: each != named.organisation_id)
        for person in speakers_of(work, contract_id, organisation_id)
    ]
    return next(iter(speakers), named)


def _day_of(work: UnitOfWork, improvement: Improvement, line: PlanLine, now: datetime) -> date:
    """Return by which day a line runs: nothing is late from its first day (practice.md 2.5)."""
    calendar = calendar_of(work, improvement.contract_id)
    later = calendar.local(calendar.due_after(now, BEGIN_WITHIN)).date()
    return day_to_begin(line.due_on, calendar.local(now).date(), later)


def _keep_words(work: UnitOfWork, action: Action, line: PlanLine, now: datetime) -> None:
    texts, known = {"shown_by": line.shown_by, "clause": line.clause}, work.narratives.latest(action.id)
    changed = {name: text for name, text in texts.items() if known.get(name, "") != text}
    author = work.people.get(line.drafted_by)
    keep_texts(work, subject_of(action), class_of(work, action, now), author, now, changed)


def _bring_up_to_date(
    work: UnitOfWork, improvement: Improvement, action: Action, line: PlanLine, by: Person, now: datetime
) -> None:
    """What is handed in, checked or withdrawn meanwhile stays as it is: a plan undoes nothing that was done."""
    if action.state not in UNDER_WAY:
        return
    action.title, action.basis = line.title, line.basis
    _keep_words(work, action, line, now)
    owner = _owner_of(work, improvement, line, action)
    if owner.id != action.owner_id:
        hand_to(work, action.id, DeadlineKind.ACTION_DUE, owner)
        action.owner_id, action.owner_party = owner.id, line.party
        facts = {"what": "action", "to": owner.id}
        record(work, Event.DUTY_HANDED_ON, subject_of(action), by, now, action.contract_id, **facts)
    if line.due_on != action.due_on:
        _move_date(work, action, line, _day_of(work, improvement, line, now), by, now)
    work.notices.redraw(action.id)


def _move_date(
    work: UnitOfWork, action: Action, line: PlanLine, due_on: date, by: Person, now: datetime
) -> None:
    """The date agreed first stays on the record, and so does each date between."""
    withdraw_request(work, action, by, NoticeKind.EXTENSION_ASKED, now)
    moved = Extension(
        action_id=action.id,
        state=ExtensionState.AGREED,
        from_date=action.due_on,
        wanted_on=line.due_on,
        moved_to=due_on,
        asked_by=line.drafted_by,
        asked_at=line.drafted_at,
        answered_by=by.id,
        answered_at=now,
    )
    work.actions.add_extension(moved)
    about, facts = subject_of(action), {"from_date": action.due_on, "wanted_on": line.due_on}
    action.due_on = due_on
    resume(work, action.id, DeadlineKind.ACTION_DUE, now, end_of(work, action, action.due_on))
    facts |= {"due_on": action.due_on}
    record(work, Event.EXTENSION_AGREED, about, by, now, action.contract_id, **facts)
