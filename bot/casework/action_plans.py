"""Asking everybody to agree to a plan, and what follows once they have (CPC424-P9, P10, P15; practice.md 2.1)."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework import agreements
from bot.casework.audiences import seniors_of
from bot.casework.deadlines import meet
from bot.casework.improvement_access import improvement_to_change
from bot.casework.improvements import parties_of, speakers_of, take_to
from bot.casework.measure_schedules import reader_of, start_schedules
from bot.casework.measures import measures_of
from bot.casework.notices import Owed, owe_people
from bot.casework.plan_actions import make_actions
from bot.casework.plan_lines import is_left, missing_of
from bot.casework.plan_versions import NOT_FOR_THEM, in_force, subject_of
from bot.casework.records import record
from domain.action_plans import (
    ASKED_WHILE,
    Missing,
    PlanState,
    move,
    require_answered_feedback,
    require_draft,
)
from domain.agreements import goes_to_seniors
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.improvements import ImprovementState
from domain.notices import NoticeKind
from domain.people import Act
from domain.references import Choose
from domain.rhythm import Speed
from storage.action_plans import ActionPlan, PlanLine
from storage.agreements import Agreement
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork


class Incomplete(NotAllowed):
    """A plan lacks something: all of it, by name, for whoever shows it in words."""

    def __init__(self, lacks: Sequence[tuple[Missing, str]]) -> None:
        super().__init__("The plan is not complete yet. Open it to see what is missing.")
        self.lacks = list(lacks)


def ask_parties(
    work: UnitOfWork, person: Person, improvement_id: UUID, version: int, now: datetime
) -> Agreement:
    """Ask everybody to agree to the version that was drafted.

    Raises Incomplete with all that is missing, and NotAllowed for another version than the one seen, and before the
    parties have agreed on an option.
    """
    plan, improvement = plan_to_ask(work, person, improvement_id, version)
    if lacks := missing_of(work, improvement, plan, now):
        raise Incomplete(lacks)
    plan.state = move(plan.state, PlanState.ASKED)
    agreement = agreements.ask(work, person, improvement, subject_of(plan), plan.version, now)
    if goes_to_seniors(plan.round_number):
        tell_seniors(work, improvement, plan, now)
    return agreement


def plan_to_ask(
    work: UnitOfWork, person: Person, improvement_id: UUID, version: int
) -> tuple[ActionPlan, Improvement]:
    """Return the drafted version, locked, for somebody who may ask everybody about it."""
    improvement, _ = improvement_to_change(work, person, improvement_id, Act.LEAD_IMPROVEMENT, NOT_FOR_THEM)
    found = next((each for each in work.action_plans.of(improvement.id) if each.version == version), None)
    plan = work.action_plans.find_to_change(found.id) if found else None
    if plan is None:
        raise NotAllowed("There is no plan to ask about yet. Please begin with its first action.")
    require_draft(plan.state, plan.version)
    if improvement.state not in ASKED_WHILE:
        raise NotAllowed("Please agree on one of the options first: the plan says how it is done.")
    require_answered_feedback(len(work.feedback.unanswered([improvement.id])))
    return plan, improvement


def tell_seniors(work: UnitOfWork, improvement: Improvement, plan: ActionPlan, now: datetime) -> None:
    """After three rounds those who answer for each side at the top are told and asked to speak (domain.md 4.4 C)."""
    told: list[Person] = []
    for organisation, party in parties_of(work, improvement.contract_id):
        speakers = speakers_of(work, improvement.contract_id, organisation.id)
        seniors = [
            each
            for each in seniors_of(work, improvement.contract_id, party)
            if each.organisation_id == organisation.id
        ]
        told += seniors or speakers
    owe_people(work, word_about(improvement, plan, NoticeKind.PLAN_TO_SENIORS, "seniors"), told, now)


def word_about(improvement: Improvement, plan: ActionPlan, kind: NoticeKind, event: str) -> Owed:
    """Return a message about one version, owed at once within working hours."""
    return Owed(
        kind=kind,
        subject=subject_of(plan),
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"{plan.id.hex}:{event}",
        contract_id=improvement.contract_id,
    )


def plan_agreed(work: UnitOfWork, agreement: Agreement, by: Person, now: datetime) -> None:
    """Put the version into force that everybody agreed to, or that goes on by an approved way forward."""
    plan = work.action_plans.find_to_change(agreement.subject_id)
    assert plan is not None
    put_into_force(work, plan, by, now)


def put_into_force(
    work: UnitOfWork, plan: ActionPlan, by: Person, now: datetime, choose: Choose = secrets.choice
) -> None:
    """Let an agreed version stand: its lines become actions, its measures are read from now on, its process goes on.

    Raises NotAllowed where the process has not come so far: before the parties have agreed on an option.
    """
    improvement = work.improvements.find_to_change(plan.improvement_id)
    assert improvement is not None
    before = in_force(work, improvement.id)
    if plan.state is PlanState.DRAFT:  # settled together with the option, by one answer to a meeting's pack
        plan.state = move(plan.state, PlanState.ASKED)
    plan.state, plan.agreed_at = move(plan.state, PlanState.AGREED), now
    if before is not None:
        before.state = move(before.state, PlanState.REPLACED)
    make_actions(work, improvement, plan, before, by, now, choose)
    start_schedules(work, improvement, plan, by, now, choose)
    affected = [*owners_affected(work, plan, before), *_readers_anew(work, plan, before)]
    improvement.plan_agreed_at = improvement.plan_agreed_at or now
    facts = {"version": plan.version, "actions": len(work.action_plans.lines(plan.id))}
    record(work, Event.PLAN_AGREED, subject_of(plan), by, now, improvement.contract_id, **facts)
    meet(work, improvement.id, (DeadlineKind.IMPROVEMENT_PLAN,), by, now)
    if improvement.state not in {ImprovementState.MONITORING, ImprovementState.FORMAL}:
        take_to(work, improvement, ImprovementState.MONITORING, by, now)
    word = word_about(improvement, plan, NoticeKind.PLAN_AGREED, "agreed")
    owe_people(work, word, list({each.id: each for each in affected}.values()), now)
    work.notices.redraw(improvement.id)


def _readers_anew(work: UnitOfWork, plan: ActionPlan, before: ActionPlan | None) -> list[Person]:
    """Return who takes a reading that is new in this version: they hear of it here, and of no schedule beside it."""
    known = before.measures if before else []
    return [reader_of(work, each) for each in measures_of(work, plan) if each.id.hex not in known]


def owners_affected(work: UnitOfWork, plan: ActionPlan, before: ActionPlan | None) -> list[Person]:
    """Return who does something in an agreed version that is not as it was in the one before: nobody hears it twice."""
    fresh = [each for each in fresh_lines(work, plan, before) if is_left(work, each)]
    owners = [work.actions.get(each.action_id).owner_id for each in fresh if each.action_id]
    return [work.people.get(owner_id) for owner_id in dict.fromkeys(owners)]


def fresh_lines(work: UnitOfWork, plan: ActionPlan, before: ActionPlan | None) -> list[PlanLine]:
    """Return the lines of a version that are new in it, or not as they were in the one before."""

    def said(line: PlanLine) -> tuple[object, ...]:
        return line.title, line.owner_id, line.due_on, line.shown_by, line.clause, line.basis

    known = {line.key: said(line) for line in work.action_plans.lines(before.id)} if before else {}
    return [line for line in work.action_plans.lines(plan.id) if known.get(line.key) != said(line)]


def confirm_unchanged(work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime) -> ActionPlan:
    """Confirm after an evaluation that the plan stays as it is; a draft of another version is given up.

    Everybody who takes part is told. Raises NotAllowed while what was said to the evaluation has no answer.
    """
    improvement, _ = improvement_to_change(work, person, improvement_id, Act.LEAD_IMPROVEMENT, NOT_FOR_THEM)
    plan = in_force(work, improvement.id)
    if plan is None:
        raise NotAllowed("There is no agreed plan to confirm yet.")
    require_answered_feedback(len(work.feedback.unanswered([improvement.id])))
    for each in work.action_plans.of(improvement.id):
        if each.state is PlanState.ASKED:
            raise NotAllowed(
                f"Everybody is asked about version {each.version}. Please let them answer first."
            )
        if each.state is PlanState.DRAFT:
            each.state = move(each.state, PlanState.REPLACED)
    about, contract_id = subject_of(plan), improvement.contract_id
    record(work, Event.PLAN_CONFIRMED, about, person, now, contract_id, version=plan.version)
    told = [each for each in agreements.everybody(work, improvement) if each.id != person.id]
    event = f"confirmed:{now.isoformat()}"
    owe_people(work, word_about(improvement, plan, NoticeKind.PLAN_CONFIRMED, event), told, now)
    work.notices.redraw(improvement.id)
    return plan
