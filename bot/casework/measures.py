"""Measures: set while a plan is drafted, and read by their own people once it is agreed (CPC424-P7, P12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from bot.casework.access import NOT_YOURS
from bot.casework.improvement_access import improvement_to_change
from bot.casework.owners import require_owner
from bot.casework.plan_versions import draft_to_change
from bot.casework.records import record
from bot.casework.shared_words import require_words_for_all
from domain.action_plans import require_room_for_measure
from domain.chronology import Event, SubjectKind
from domain.errors import NotAllowed, NotYours
from domain.measures import NewMeasure
from domain.monitoring import Interval
from domain.people import Act
from storage.action_plans import ActionPlan
from storage.improvements import Improvement
from storage.measures import Measure
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Reads:
    """Who reads a measure, and how often."""

    collector_id: UUID
    interval: Interval


def subject_of(measure: Measure) -> tuple[SubjectKind, UUID]:
    """Return what entries about a measure point at."""
    return SubjectKind.MEASURE, measure.id


def measures_of(work: UnitOfWork, plan: ActionPlan) -> Sequence[Measure]:
    """Return the measures that one version of a plan is read by, in their order."""
    return work.measures.those([UUID(each) for each in plan.measures])


def set_measure(
    work: UnitOfWork,
    person: Person,
    improvement_id: UUID,
    new: NewMeasure,
    reads: Reads,
    now: datetime,
    measure_id: UUID | None = None,
) -> Measure:
    """Set a measure in the version that is being drafted. Raises as `draft_to_change` does, and for names.

    One that is set again under the same id is there already.
    """
    plan, improvement = draft_to_change(work, person, improvement_id, now)
    if measure_id is not None and (found := work.measures.find(measure_id)) is not None:
        return found
    require_room_for_measure(len(plan.measures))
    of_all = {each for version in work.action_plans.of(improvement.id) for each in version.measures}
    known = [each.number for each in work.measures.those([UUID(each) for each in of_all])]
    number = max(known, default=0) + 1
    place = (measure_id or uuid4(), number, 1)
    measure = _keep(work, improvement, person, new, reads, place, now)
    plan.measures = [*plan.measures, measure.id.hex]
    record(
        work,
        Event.MEASURE_SET,
        subject_of(measure),
        person,
        now,
        improvement.contract_id,
        **_facts(plan, reads),
    )
    return measure


def change_measure(
    work: UnitOfWork,
    person: Person,
    measure_id: UUID,
    new: NewMeasure,
    reads: Reads,
    now: datetime,
    after_id: UUID | None = None,
) -> Measure:
    """Change a measure of the draft. One that was asked about stays as it was: the changed one takes its place.

    Its readings are not compared with the new target as if it had always stood. `after_id` is the changed one's; what
    is changed again under the same is so already.
    """
    if after_id is not None and (found := work.measures.find(after_id)) is not None:
        improvement_to_change(work, person, found.improvement_id, Act.LEAD_IMPROVEMENT)
        return found
    measure, plan, improvement = measure_to_change(work, person, measure_id, now)
    if _was_asked(work, measure, plan):
        place = (after_id or uuid4(), measure.number, measure.version + 1)
        after = _keep(work, improvement, person, new, reads, place, now)
        plan.measures = [after.id.hex if each == measure.id.hex else each for each in plan.measures]
        plan.exit_measures = [after.id.hex if each == measure.id.hex else each for each in plan.exit_measures]
    else:
        after = measure
        _require_words(work, improvement, new, reads)
        for name, value in _columns(new, reads).items():
            setattr(after, name, value)
        after.version += 1
    facts = _facts(plan, reads) | {"was": measure.id}
    record(work, Event.MEASURE_CHANGED, subject_of(after), person, now, improvement.contract_id, **facts)
    return after


def leave_out_measure(work: UnitOfWork, person: Person, measure_id: UUID, now: datetime) -> Measure:
    """Leave a measure out of the draft; one that was asked about stays until the version without it is agreed."""
    measure, plan, improvement = measure_to_change(work, person, measure_id, now)
    plan.measures = [each for each in plan.measures if each != measure.id.hex]
    plan.exit_measures = [each for each in plan.exit_measures if each != measure.id.hex]
    if not _was_asked(work, measure, plan):
        measure.left_out_at = now
    facts = {"plan": plan.id, "version": plan.version}
    record(work, Event.MEASURE_LEFT_OUT, subject_of(measure), person, now, improvement.contract_id, **facts)
    return measure


def measure_to_change(
    work: UnitOfWork, person: Person, measure_id: UUID, now: datetime
) -> tuple[Measure, ActionPlan, Improvement]:
    """Return a measure of the version being drafted, locked. Raises NotYours for whoever may not change it."""
    measure = work.measures.find_to_change(measure_id)
    if measure is None:
        raise NotYours(NOT_YOURS)
    improvement_to_change(work, person, measure.improvement_id, Act.LEAD_IMPROVEMENT)
    plan, improvement = draft_to_change(work, person, measure.improvement_id, now)
    if measure.id.hex not in plan.measures:
        raise NotAllowed("This measure is not in the plan any more. Please open the plan again.")
    return measure, plan, improvement


def _was_asked(work: UnitOfWork, measure: Measure, draft: ActionPlan) -> bool:
    """Say whether an earlier version holds a measure: agreed or not, everybody was asked about it as it stood."""
    plans = work.action_plans.of(measure.improvement_id)
    return any(each.id != draft.id and measure.id.hex in each.measures for each in plans)


def _require_words(work: UnitOfWork, improvement: Improvement, new: NewMeasure, reads: Reads) -> None:
    texts = {"title": new.title, "outcome": new.outcome, "source": new.source, "unit": new.unit}
    require_words_for_all(work, improvement.contract_id, texts)
    require_owner(work, improvement.contract_id, reads.collector_id)


def _keep(
    work: UnitOfWork,
    improvement: Improvement,
    person: Person,
    new: NewMeasure,
    reads: Reads,
    place: tuple[UUID, int, int],
    now: datetime,
) -> Measure:
    _require_words(work, improvement, new, reads)
    measure_id, number, version = place
    measure = Measure(
        id=measure_id,
        improvement_id=improvement.id,
        number=number,
        version=version,
        set_by=person.id,
        set_at=now,
        **_columns(new, reads),
    )
    work.measures.add(measure)
    return measure


def _columns(new: NewMeasure, reads: Reads) -> dict[str, Any]:
    return {
        "title": " ".join(new.title.split()),
        "outcome": new.outcome,
        "source": new.source,
        "unit": new.unit.strip(),
        "baseline": new.baseline,
        "target": new.target,
        "direction": new.direction,
        "close_within": new.bands.close_within,
        "below_within": new.bands.below_within,
        "collector_id": reads.collector_id,
        "interval": reads.interval,
    }


def _facts(plan: ActionPlan, reads: Reads) -> dict[str, object]:
    return {
        "plan": plan.id,
        "version": plan.version,
        "collector": reads.collector_id,
        "interval": reads.interval.value,
    }
