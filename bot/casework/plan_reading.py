"""One version of a plan as people read it: what is different beside another, and how its actions stand now."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bot.casework.measures import measures_of
from bot.casework.plan_lines import planned
from bot.casework.plan_versions import EXIT_CRITERIA
from domain.action_plans import Change, compare
from domain.actions import ActionState
from storage.action_plans import ActionPlan, PlanLine
from storage.unit_of_work import UnitOfWork

REWORDED = "reworded"
MEASURE_ADDED, MEASURE_CHANGED, MEASURE_LEFT_OUT = "measure_added", "measure_changed", "measure_left_out"
OF_MEASURES = frozenset({MEASURE_ADDED, MEASURE_CHANGED, MEASURE_LEFT_OUT})


@dataclass(frozen=True)
class Changed:
    """One thing that is different from one version to the next, by what everybody may read of it."""

    change: str
    title: str
    before: date | None = None
    after: date | None = None
    owner: str = ""


def changes_between(work: UnitOfWork, before: ActionPlan, after: ActionPlan) -> list[Changed]:
    """Return what is new, moved, handed on, reworded or left out, actions first and then measures (CPC424-P15)."""
    return [*_of_actions(work, before, after), *_of_measures(work, before, after)]


def _of_actions(work: UnitOfWork, before: ActionPlan, after: ActionPlan) -> list[Changed]:
    old = {line.key: line for line in work.action_plans.lines(before.id)}
    new = {line.key: line for line in work.action_plans.lines(after.id)}
    found = []
    for each in compare(planned(list(old.values())), planned(list(new.values()))):
        line = new.get(each.action_id) or old[each.action_id]
        owner = work.people.get(line.owner_id).name if each.change is Change.OTHER_OWNER else ""
        found.append(Changed(each.change.value, line.title, each.before, each.after, owner))
    reworded = [line for key, line in new.items() if key in old and _words(line) != _words(old[key])]
    return [*found, *(Changed(REWORDED, line.title) for line in reworded)]


def _words(line: PlanLine) -> tuple[object, ...]:
    return line.title, line.shown_by, line.clause, line.basis, line.keeps_safe_now, line.area_id


def _of_measures(work: UnitOfWork, before: ActionPlan, after: ActionPlan) -> list[Changed]:
    old = {each.number: each for each in measures_of(work, before)}
    new = {each.number: each for each in measures_of(work, after)}
    found = [
        Changed(MEASURE_ADDED if number not in old else MEASURE_CHANGED, each.title)
        for number, each in new.items()
        if number not in old or old[number].id != each.id
    ]
    return [*found, *(Changed(MEASURE_LEFT_OUT, old[number].title) for number in old if number not in new)]


def is_watched_otherwise(work: UnitOfWork, before: ActionPlan, after: ActionPlan) -> bool:
    """Say whether progress is looked at differently: how often, from when, or what is enough."""
    numbers = {each.id.hex: each.number for plan in (before, after) for each in measures_of(work, plan)}

    def watched(plan: ActionPlan) -> tuple[object, ...]:
        named = sorted(numbers[each] for each in plan.exit_measures if each in numbers)
        criteria = work.narratives.latest(plan.id).get(EXIT_CRITERIA, "")
        return plan.interval, plan.first_on, plan.hold_readings, named, criteria

    return watched(before) != watched(after)


@dataclass(frozen=True)
class Stands:
    """How the action of an agreed line stands now: its reference, and what is different from what was agreed."""

    reference: str = ""
    how: str = ""
    now_due_on: date | None = None
    id: UUID | None = None


def standing_of_line(work: UnitOfWork, line: PlanLine) -> Stands:
    """Return how the action of a line stands now; nothing of a line that is not agreed yet."""
    action = work.actions.find(line.action_id) if line.action_id else None
    if action is None:
        return Stands()
    how = {ActionState.VERIFIED: "done", ActionState.WITHDRAWN: "withdrawn"}.get(action.state, "")
    if not how and action.due_on != line.due_on:
        how = "moved"
    return Stands(action.reference, how, action.due_on, action.id)
