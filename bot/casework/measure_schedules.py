"""When the measures of an agreed plan are read, and by whom (CPC424-P10, P12)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from bot.casework.measures import measures_of
from bot.casework.monitoring import begin_monitoring
from bot.casework.monitoring_changes import end_monitoring
from bot.casework.notices import calendar_of
from bot.casework.plan_versions import BECAUSE
from domain.monitoring import LONGEST_CRITERION, Interval, NewSchedule, ScheduleState
from domain.references import Choose
from storage.action_plans import ActionPlan
from storage.improvements import Improvement
from storage.measures import Measure
from storage.monitoring import MonitoringSchedule
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def start_schedules(
    work: UnitOfWork,
    improvement: Improvement,
    plan: ActionPlan,
    by: Person,
    now: datetime,
    choose: Choose,
) -> None:
    """Let what a newly agreed version is read by be asked for: one schedule for each person and interval.

    What is read already goes on in its series; what no measure of this version is read by any more ends.
    """
    for measure in work.measures.of(improvement.id):
        if measure.id.hex not in plan.measures:
            measure.left_out_at = now
    running = schedules_of(work, improvement)
    standing, kept = measures_of(work, plan), {each.id for each in running}
    read = {each.schedule_id for each in standing} & kept
    of_person = {(each.owner_id, each.interval): each for each in running}
    unread = [each for each in standing if each.schedule_id not in kept]
    for (collector_id, interval), found in _by_reader(unread).items():
        schedule = of_person.get((collector_id, interval))
        if schedule is None:
            assert plan.first_on is not None
            new = NewSchedule(improvement.title, _titles(found), interval, plan.first_on, None)
            owner, contract_id = work.people.get(collector_id), improvement.contract_id
            schedule = begin_monitoring(work, by, contract_id, new, owner, now, choose, improvement.id)
        read.add(schedule.id)
        for measure in found:
            measure.schedule_id = schedule.id
    because = work.narratives.latest(plan.id).get(BECAUSE, "")
    for schedule in running:
        if schedule.id not in read:
            end_monitoring(work, by, schedule, because, now)


def _by_reader(measures: Sequence[Measure]) -> dict[tuple[UUID, Interval], list[Measure]]:
    found: dict[tuple[UUID, Interval], list[Measure]] = {}
    for measure in measures:
        found.setdefault((measure.collector_id, measure.interval), []).append(measure)
    return found


def reader_of(work: UnitOfWork, measure: Measure) -> Person:
    """Return who reads a measure: whoever agreed to, or whoever that was handed on to since."""
    schedule = work.monitoring.find_schedule(measure.schedule_id) if measure.schedule_id else None
    return work.people.get(schedule.owner_id if schedule else measure.collector_id)


def readings_on(
    work: UnitOfWork, improvement: Improvement, now: datetime, measures: Sequence[Measure]
) -> date | None:
    """Return the next day on which some measures are read, the contract's own day; None where none is planned."""
    schedules = {each.schedule_id for each in measures if each.schedule_id}
    today = calendar_of(work, improvement.contract_id).local(now).date()
    return work.monitoring.next_on(improvement.contract_id, today, schedules) if schedules else None


def schedules_of(work: UnitOfWork, improvement: Improvement) -> list[MonitoringSchedule]:
    """Return the schedules at which the measures of a process are read, those that run."""
    return [
        each
        for each in work.monitoring.schedules(improvement.contract_id)
        if each.improvement_id == improvement.id and each.state is ScheduleState.ACTIVE
    ]


def _titles(measures: Sequence[Measure]) -> str:
    """Return what is read, as far as one line holds it; the form of a reading names every measure."""
    said = measures[0].title
    for measure in measures[1:]:
        if len(said) + len(measure.title) + 2 > LONGEST_CRITERION:
            break
        said += f"; {measure.title}"
    return said
