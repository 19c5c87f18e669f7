"""What somebody is to do or to read in a plan that is not agreed yet: it is left behind by whoever leaves, too."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.action_plans import PlanState
from domain.chronology import SubjectKind
from storage.people import Person
from storage.unit_of_work import UnitOfWork

OPEN = frozenset({PlanState.DRAFT, PlanState.ASKED})


def planned_for(
    work: UnitOfWork, person: Person, improvement_id: UUID
) -> Iterator[tuple[SubjectKind, UUID, str, date | None]]:
    """Yield the actions and measures that somebody is named for in the newest version, each with its SHARED title.

    What is agreed already is an action or a schedule, and goes with that.
    """
    plan = next(iter(work.action_plans.of(improvement_id)[::-1]), None)
    if plan is None or plan.state not in OPEN:
        return
    for line in work.action_plans.lines(plan.id):
        if line.owner_id == person.id and line.action_id is None:
            yield SubjectKind.PLAN_LINE, line.id, line.title, line.due_on
    for measure in work.measures.those([UUID(each) for each in plan.measures]):
        if measure.collector_id == person.id and measure.schedule_id is None:
            yield SubjectKind.MEASURE, measure.id, measure.title, None


def hand_planned_to(work: UnitOfWork, kind: SubjectKind, item_id: UUID, to: Person) -> None:
    """Name somebody else of the same side for an action or a measure of a plan that is not agreed yet."""
    if kind is SubjectKind.PLAN_LINE:
        line = work.action_plans.find_line_to_change(item_id)
        assert line is not None
        line.owner_id = to.id
        return
    measure = work.measures.find_to_change(item_id)
    assert measure is not None
    measure.collector_id = to.id
