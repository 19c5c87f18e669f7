"""What a plan says while it is drafted: its actions by area and side, how progress is looked at, and what it lacks.

CPC424-P9, P10; domain.md 4.4 C.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice, takewhile
from typing import Any
from uuid import UUID, uuid4

from bot.casework.access import NOT_YOURS
from bot.casework.improvement_access import improvement_to_change
from bot.casework.improvements import parties_of
from bot.casework.measures import measures_of
from bot.casework.notices import calendar_of
from bot.casework.owners import possible_owners, require_owner
from bot.casework.plan_versions import EXIT_CRITERIA, draft_to_change, subject_of
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from domain.action_plans import (
    Draft,
    Missing,
    PlannedAction,
    Watching,
    missing,
    require_known_measures,
    require_room_for_action,
)
from domain.actions import ActionState, NewAction, require_due_date, require_working_day
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed, NotYours
from domain.monitoring import SHOWN_BEFORE_SAVING, Interval, Occurrence, coming, require_first_day
from domain.people import Act, Party
from storage.action_plans import ActionPlan, PlanLine
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

UNDER_WAY = frozenset({ActionState.PROPOSED, ActionState.AGREED})


@dataclass(frozen=True)
class NewLine:
    """One action of a plan: what, about which area of concern, and who does it. Without an area it serves them all."""

    what: NewAction
    owner_id: UUID
    area_id: UUID | None = None


def write_line(
    work: UnitOfWork,
    person: Person,
    improvement_id: UUID,
    new: NewLine,
    now: datetime,
    key: UUID | None = None,
) -> PlanLine:
    """Write an action into the version being drafted. Raises as `draft_to_change` does, and beside its fields.

    `key` is the action's in every version; what is written again under the same key is there already.
    """
    plan, improvement = draft_to_change(work, person, improvement_id, now)
    if key is not None and (found := work.action_plans.keyed(plan.id, key)) is not None:
        return found
    require_room_for_action(len(work.action_plans.lines(plan.id)))
    columns = _columns(work, improvement, new)
    _require_due(work, improvement, new, now)
    number = max((each.number for each in work.action_plans.lines(plan.id)), default=0) + 1
    line = PlanLine(
        plan_id=plan.id, key=key or uuid4(), number=number, drafted_by=person.id, drafted_at=now, **columns
    )
    work.action_plans.add(line)
    keep_line(work, Event.PLAN_LINE_WRITTEN, plan, line, improvement, person, now)
    return line


def change_line(work: UnitOfWork, person: Person, line_id: UUID, new: NewLine, now: datetime) -> PlanLine:
    """Change an action of the draft. Only a day that is another than before has to be one still to come."""
    line, plan, improvement = line_to_change(work, person, line_id, now)
    columns = _columns(work, improvement, new)
    if new.what.due_on != line.due_on:
        _require_due(work, improvement, new, now)
    for name, value in columns.items():
        setattr(line, name, value)
    keep_line(work, Event.PLAN_LINE_WRITTEN, plan, line, improvement, person, now)
    return line


def leave_out_line(work: UnitOfWork, person: Person, line_id: UUID, now: datetime) -> PlanLine:
    """Leave an action out of the draft. What was agreed stays in its version, and is withdrawn with the next one."""
    line, plan, improvement = line_to_change(work, person, line_id, now)
    line.left_out_at = now
    keep_line(work, Event.PLAN_LINE_LEFT_OUT, plan, line, improvement, person, now)
    return line


def line_to_change(
    work: UnitOfWork, person: Person, line_id: UUID, now: datetime
) -> tuple[PlanLine, ActionPlan, Improvement]:
    """Return an action of the version being drafted, locked. Raises NotYours for whoever may not change it."""
    line = work.action_plans.find_line_to_change(line_id)
    of = work.action_plans.find(line.plan_id) if line else None
    if line is None or of is None:
        raise NotYours(NOT_YOURS)
    improvement_to_change(work, person, of.improvement_id, Act.LEAD_IMPROVEMENT)
    if line.left_out_at is not None:
        raise NotAllowed("This action has been left out. Please open the plan again.")
    plan, improvement = draft_to_change(work, person, of.improvement_id, now)
    if plan.id != line.plan_id:
        raise NotAllowed("This version is not changed any more. Please open the plan again.")
    return line, plan, improvement


def _columns(work: UnitOfWork, improvement: Improvement, new: NewLine) -> dict[str, Any]:
    what = new.what
    texts = {"title": what.title, "shown_by": what.shown_by, "clause": what.clause}
    require_words_for_all(work, improvement.contract_id, texts)
    area = work.reasons.find_area(new.area_id) if new.area_id else None
    if new.area_id is not None and (area is None or area.improvement_id != improvement.id):
        raise NotAllowed("Please choose one of the areas of this process.", "area")
    owner, party = require_owner(work, improvement.contract_id, new.owner_id)
    return {
        "area_id": new.area_id,
        "title": " ".join(what.title.split()),
        "shown_by": what.shown_by,
        "basis": what.basis,
        "clause": what.clause,
        "keeps_safe_now": what.keeps_safe_now,
        "owner_id": owner.id,
        "party": party,
        "due_on": what.due_on,
    }


def _require_due(work: UnitOfWork, improvement: Improvement, new: NewLine, now: datetime) -> None:
    calendar = calendar_of(work, improvement.contract_id)
    require_due_date(new.what.due_on, calendar.local(now).date())
    if not new.what.keeps_safe_now:
        require_working_day(new.what.due_on, calendar)


def keep_line(
    work: UnitOfWork,
    event: Event,
    plan: ActionPlan,
    line: PlanLine,
    improvement: Improvement,
    person: Person,
    now: datetime,
) -> None:
    """Keep in the chronology that an action of a version was written, moved or left out."""
    facts = {
        "plan": plan.id,
        "version": plan.version,
        "owner": line.owner_id,
        "due_on": line.due_on,
        "basis": line.basis.value,
    }
    record(work, event, (SubjectKind.PLAN_LINE, line.id), person, now, improvement.contract_id, **facts)


def set_watching(
    work: UnitOfWork, person: Person, improvement_id: UUID, new: Watching, now: datetime
) -> ActionPlan:
    """Say in the draft how progress is looked at: how often, from which day, and what is enough.

    Raises NotAllowed for criteria that name no measure of this plan, and for a day on which nobody can begin.
    """
    plan, improvement = draft_to_change(work, person, improvement_id, now)
    require_words_for_all(work, improvement.contract_id, {"exit_criteria": new.exit_criteria})
    require_known_measures(new.measures, [each.id for each in measures_of(work, plan)])
    if new.first_on != plan.first_on:
        require_dates(work, improvement, new.interval, new.first_on, now)
    plan.interval, plan.first_on, plan.hold_readings = new.interval, new.first_on, new.hold_readings
    plan.exit_measures = [each for each in plan.measures if UUID(each) in new.measures]
    texts = {EXIT_CRITERIA: new.exit_criteria}
    keep_texts(work, subject_of(plan), ContentClass.SHARED, person, now, texts)
    record(
        work,
        Event.PLAN_CHANGED,
        subject_of(plan),
        person,
        now,
        improvement.contract_id,
        version=plan.version,
        interval=new.interval.value,
        first_on=new.first_on,
        hold_readings=new.hold_readings,
        measures=plan.exit_measures,
    )
    return plan


def require_dates(
    work: UnitOfWork, improvement: Improvement, interval: Interval, first_on: date, now: datetime
) -> list[Occurrence]:
    """Return the first days to come, before anything is kept. Raises NotAllowed for a day that cannot be the first."""
    calendar = calendar_of(work, improvement.contract_id)
    require_first_day(first_on, calendar.local(now).date())
    found = days_of(work, improvement, interval, first_on, now)
    if not found:
        raise NotAllowed("The contract has ended by then. Please choose an earlier day.", "first_on")
    return found


def days_of(
    work: UnitOfWork, improvement: Improvement, interval: Interval, first_on: date, now: datetime | None
) -> list[Occurrence]:
    """Return the next days on which progress is looked at, each moved off weekends and the nation's bank holidays.

    Without a moment they are the first ones.
    """
    ends_on = work.contracts.get(improvement.contract_id).ends_on
    calendar = calendar_of(work, improvement.contract_id)
    today = calendar.local(now).date() if now else first_on
    found = (each for each in coming(first_on, interval, calendar) if each.planned_on >= today)
    return list(takewhile(lambda each: each.planned_on <= ends_on, islice(found, SHOWN_BEFORE_SAVING)))


def is_left(work: UnitOfWork, line: PlanLine) -> bool:
    """Say whether somebody still has to do what a line says: nobody is asked for what is handed in or done."""
    return line.action_id is None or work.actions.get(line.action_id).state in UNDER_WAY


def planned(lines: Sequence[PlanLine]) -> list[PlannedAction]:
    """Return the actions of one version as they are compared with another's."""
    return [PlannedAction(line.key, line.area_id, line.party, line.owner_id, line.due_on) for line in lines]


def missing_of(
    work: UnitOfWork, improvement: Improvement, plan: ActionPlan, now: datetime
) -> list[tuple[Missing, str]]:
    """Return all that keeps a version from being asked about, areas and sides by their names, actions by theirs."""
    lines = work.action_plans.lines(plan.id)
    today = calendar_of(work, improvement.contract_id).local(now).date()
    here = {person.id for person, _ in possible_owners(work, improvement.contract_id)}
    sides: dict[Party, list[str]] = {}
    for organisation, party in parties_of(work, improvement.contract_id):
        sides.setdefault(party, []).append(organisation.name)
    draft = Draft(
        areas={each.id: each.title for each in work.reasons.areas(improvement.id)},
        sides=list(sides),
        actions=planned(lines),
        has_measure=bool(plan.measures),
        has_interval=plan.interval is not None and plan.first_on is not None,
        has_exit_criteria=bool(plan.exit_measures) and plan.hold_readings > 0,
        over=[each.title for each in lines if each.action_id is None and each.due_on < today],
        left=[each.title for each in lines if each.owner_id not in here and is_left(work, each)],
    )
    is_side = Missing.SIDE_WITHOUT_OWNER
    return [
        (what, " and ".join(sides[Party(name)]) if what is is_side else name) for what, name in missing(draft)
    ]
