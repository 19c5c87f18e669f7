"""The versions of a process's plan: drafted, changed by a new version, each readable for good (CPC424-P9, P15)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework import agreements
from bot.casework.improvement_access import improvement_for, improvement_to_change
from bot.casework.improvements import is_light
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from domain.action_plans import (
    PlanState,
    move,
    require_answered_feedback,
    require_draft,
    require_drafted_while,
    require_no_draft,
)
from domain.actions import ActionState
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed
from domain.improvements import require_text
from domain.notices import NoticeKind
from domain.people import Act
from storage.action_plans import ActionPlan, PlanLine
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

BECAUSE, EXIT_CRITERIA = "changed_because", "exit_criteria"
NOT_FOR_THEM = (
    "A plan is drafted by the contract lead or the quality officer. Please tell them what it should say."
)


def subject_of(plan: ActionPlan) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about one version point at."""
    return SubjectKind.PLAN, plan.id


def latest_of(work: UnitOfWork, improvement_id: UUID) -> ActionPlan | None:
    """Return the newest version that was not given up, or None while there is no plan."""
    standing = [each for each in work.action_plans.of(improvement_id) if each.state is not PlanState.REPLACED]
    return standing[-1] if standing else None


def in_force(work: UnitOfWork, improvement_id: UUID) -> ActionPlan | None:
    """Return the version that everybody agreed to and that stands, or None."""
    agreed = [each for each in work.action_plans.of(improvement_id) if each.state is PlanState.AGREED]
    return agreed[-1] if agreed else None


def compared_with(work: UnitOfWork, plan: ActionPlan) -> ActionPlan | None:
    """Return the version that one is read beside: the last agreed before it, else simply the one before."""
    before = [each for each in work.action_plans.of(plan.improvement_id) if each.version < plan.version]
    agreed = [each for each in before if each.agreed_at is not None]
    return next(iter((agreed or before)[::-1]), None)


def plan_for(work: UnitOfWork, person: Person, plan_id: UUID) -> tuple[ActionPlan, Improvement]:
    """Return one version and its process to somebody who may read it. Raises NotYours for others."""
    plan = work.action_plans.find(plan_id)
    improvement = improvement_for(work, person, plan.improvement_id if plan else plan_id)
    assert plan is not None
    return plan, improvement


def draft_to_change(
    work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime
) -> tuple[ActionPlan, Improvement]:
    """Return the version being drafted, locked, to somebody who may change it; the first begins with its first change.

    Raises NotYours for others, and NotAllowed where there is nothing to draft: on the light route, before the reasons,
    and once everybody has been asked.
    """
    improvement, _ = improvement_to_change(work, person, improvement_id, Act.LEAD_IMPROVEMENT, NOT_FOR_THEM)
    require_drafted_while(improvement.state, is_light=is_light(improvement))
    latest = latest_of(work, improvement.id)
    if latest is None:
        return _begin(work, improvement, person, now), improvement
    require_draft(latest.state, latest.version)
    plan = work.action_plans.find_to_change(latest.id)
    assert plan is not None
    return plan, improvement


def _begin(work: UnitOfWork, improvement: Improvement, person: Person, now: datetime) -> ActionPlan:
    plan = ActionPlan(improvement_id=improvement.id, version=1, drafted_by=person.id, drafted_at=now)
    work.action_plans.add(plan)
    facts = {"improvement": improvement.id, "version": plan.version}
    record(work, Event.PLAN_DRAFTED, subject_of(plan), person, now, improvement.contract_id, **facts)
    for agreement in work.agreements.of_improvements([improvement.id]):
        work.notices.redraw(agreement.id, (NoticeKind.AGREEMENT_REACHED,))
    return plan


def open_version(
    work: UnitOfWork, person: Person, improvement_id: UUID, because: str, now: datetime, after: int = 0
) -> ActionPlan:
    """Begin the next version with all that the one before says, and why it changes; who was asked, is asked anew.

    `after` is the version that was seen: where a later one is there already, this was sent twice.

    Raises NotAllowed while a version is being drafted, and while what was said to a shared evaluation has no answer.
    """
    improvement, _ = improvement_to_change(work, person, improvement_id, Act.LEAD_IMPROVEMENT, NOT_FOR_THEM)
    require_drafted_while(improvement.state, is_light=is_light(improvement))
    before = latest_of(work, improvement.id)
    if before is None:
        raise NotAllowed("There is no plan to change yet. Please begin with its first action.")
    if after and before.version > after:
        return before
    require_no_draft(before.state, before.version)
    require_answered_feedback(len(work.feedback.unanswered([improvement.id])))
    require_text(
        because, "because", "Please say why the plan changes. Everybody who agreed to it reads this."
    )
    require_words_for_all(work, improvement.contract_id, {"because": because})
    plan = take_back(work, before, person, now)
    if plan is None:
        plan = _begin_next(work, before, person, now, round_number=1)
    keep_texts(work, subject_of(plan), ContentClass.SHARED, person, now, {BECAUSE: because})
    work.notices.redraw(improvement.id)
    return plan


def take_back(work: UnitOfWork, asked: ActionPlan, person: Person, now: datetime) -> ActionPlan | None:
    """Ask about a version no more; it stays readable, and all it says is the next draft. None: nobody was asked."""
    if asked.state is not PlanState.ASKED:
        return None
    asked.state = move(asked.state, PlanState.REPLACED)
    agreements.void(work, asked.id, now, person)
    return _begin_next(work, asked, person, now, round_number=asked.round_number + 1)


def _begin_next(
    work: UnitOfWork, before: ActionPlan, person: Person, now: datetime, *, round_number: int
) -> ActionPlan:
    plan = _copy(work, before, person, now, round_number=round_number)
    facts = {"improvement": plan.improvement_id, "version": plan.version, "was": before.version}
    contract_id = work.improvements.get(plan.improvement_id).contract_id
    record(work, Event.PLAN_DRAFTED, subject_of(plan), person, now, contract_id, **facts)
    return plan


def _copy(
    work: UnitOfWork, before: ActionPlan, person: Person, now: datetime, *, round_number: int
) -> ActionPlan:
    plan = ActionPlan(
        improvement_id=before.improvement_id,
        version=work.action_plans.of(before.improvement_id)[-1].version + 1,
        interval=before.interval,
        first_on=before.first_on,
        hold_readings=before.hold_readings,
        round_number=round_number,
        measures=list(before.measures),
        exit_measures=list(before.exit_measures),
        drafted_by=person.id,
        drafted_at=now,
    )
    work.action_plans.add(plan)
    for line in work.action_plans.lines(before.id):
        _copy_line(work, line, plan, now)
    criteria = work.narratives.latest(before.id).get(EXIT_CRITERIA, "")
    keep_texts(work, subject_of(plan), ContentClass.SHARED, person, now, {EXIT_CRITERIA: criteria})
    return plan


def _copy_line(work: UnitOfWork, line: PlanLine, plan: ActionPlan, now: datetime) -> None:
    """A line of the next version says what stands now: a date or an owner that both sides changed meanwhile, too."""
    action = work.actions.get(line.action_id) if line.action_id else None
    if action is not None and action.state is ActionState.WITHDRAWN:
        return
    kept = line.model_dump(exclude={"id", "plan_id", "drafted_at", "left_out_at", "asked_due_on"})
    if action is not None:
        kept |= {"due_on": action.due_on, "owner_id": action.owner_id}
    work.action_plans.add(PlanLine(**kept, plan_id=plan.id, drafted_at=now))


def versions_of(work: UnitOfWork, person: Person, improvement_id: UUID) -> Sequence[ActionPlan]:
    """Return every version that somebody may read, the first first. Raises NotYours for whoever may read none."""
    return work.action_plans.of(improvement_for(work, person, improvement_id).id)
