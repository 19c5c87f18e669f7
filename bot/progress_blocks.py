"""How a process is going, in its window: its measures as last read, what is due next, and how it stands."""

from datetime import datetime

from bot.blocks import Block, button
from bot.buttons import EVALUATE_PROCESS, OPEN_MONITORING, READ_EVALUATION
from bot.casework.access import may_do
from bot.casework.improvement_figures import MeasureFigures, figures_of
from bot.casework.measure_amounts import amount, amount_beside
from bot.casework.monitoring_access import records, sees
from bot.casework.notices import calendar_of
from bot.improvement_parts import part
from bot.monitoring_blocks import RECORD
from bot.templates import render, words
from domain.calendar import words_for_day
from domain.evaluations import EvaluationState
from domain.monitoring import ActivityState, is_past
from domain.people import Act
from storage.evaluations import Evaluation
from storage.improvements import Improvement
from storage.monitoring import MonitoringActivity
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def progress_part(work: UnitOfWork, person: Person, improvement: Improvement, now: datetime) -> list[Block]:
    """Return where its measures stand, from the day on which the first of them is due; nothing before that."""
    measures = [each for each in figures_of(work, improvement, now) if each.measure.schedule_id]
    pending = _pending(work, measures)
    shared = _newest_shared(work, improvement)
    if not measures and not shared:
        return []
    today = calendar_of(work, improvement.contract_id).local(now).date()
    facts = {
        "measures": [_facts(each) for each in measures],
        "next_on": min((each.planned_on for each in pending), default=None),
        "is_past": any(is_past(each.planned_on, today) for each in pending),
        "shared_reference": shared.reference if shared else "",
    }
    way = _way(work, person, measures, shared)
    return part(render("improvement_progress", facts), way, words("reading_form").heading)


def _way(
    work: UnitOfWork, person: Person, measures: list[MeasureFigures], shared: Evaluation | None
) -> Block | None:
    """The way to the readings and their days; for whoever may not see those to what was last evaluated."""
    label = words("reading_form")
    if (dates := _dates(work, person, measures)) is not None:
        return dates
    return button(READ_EVALUATION, label.last_shared, shared.id.hex) if shared else None


def progress_buttons(
    work: UnitOfWork, person: Person, improvement: Improvement, now: datetime
) -> list[Block]:
    """Return what is done with the readings less often: recorded before their day, evaluated, the last evaluation."""
    label, shared = words("reading_form"), _newest_shared(work, improvement)
    measures = [each for each in figures_of(work, improvement, now) if each.measure.schedule_id]
    mine = next((each for each in _pending(work, measures) if _may_record(work, person, each)), None)
    found = (
        button(RECORD, label.record_readings, mine.id.hex) if mine else None,
        evaluate_button(work, person, improvement),
        button(READ_EVALUATION, label.last_shared, shared.id.hex) if shared else None,
    )
    return [each for each in found if each is not None]


def evaluate_button(work: UnitOfWork, person: Person, improvement: Improvement) -> Block | None:
    """Return the button that evaluates how a process stands, for whoever may, once something of it is measured."""
    may = may_do(work, person, improvement.contract_id, Act.EVALUATE)
    is_measured = any(each.schedule_id for each in work.measures.of(improvement.id))
    if not may or not (is_measured or _newest_shared(work, improvement)):
        return None
    return button(EVALUATE_PROCESS, words("reading_form").evaluate, improvement.id.hex)


def _facts(figures: MeasureFigures) -> dict[str, object]:
    measure, latest = figures.measure, figures.course.latest
    last_gap = figures.course.last
    return {
        "title": measure.title,
        "value": amount(latest.value, measure.unit) if latest and latest.value is not None else "",
        "read_on": latest.on if latest else None,
        "baseline": amount(measure.baseline, measure.unit),
        "target": amount_beside(measure.target, measure.unit),
        "missing": words_for_day(last_gap.on) if last_gap and last_gap.value is None else "",
        "held": figures.held,
        "has_held": figures.held > 1,
        "is_on_target": figures.held == 1,
    }


def _pending(work: UnitOfWork, measures: list[MeasureFigures]) -> list[MonitoringActivity]:
    schedules = {each.measure.schedule_id for each in measures if each.measure.schedule_id}
    found = work.monitoring.activities_of(schedules)
    return [each for each in found if each.state is ActivityState.PLANNED]


def _may_record(work: UnitOfWork, person: Person, activity: MonitoringActivity) -> bool:
    return records(work, person, work.monitoring.schedule_of(activity))


def _dates(work: UnitOfWork, person: Person, measures: list[MeasureFigures]) -> Block | None:
    """The dates and earlier readings, of the first schedule that this person may see."""
    for each in measures:
        schedule = (
            work.monitoring.find_schedule(each.measure.schedule_id) if each.measure.schedule_id else None
        )
        if schedule is not None and sees(work, person, schedule):
            return button(OPEN_MONITORING, words("reading_form").dates, schedule.id.hex)
    return None


def _newest_shared(work: UnitOfWork, improvement: Improvement) -> Evaluation | None:
    found = [
        each
        for each in work.evaluations.of_contract(improvement.contract_id)
        if each.improvement_id == improvement.id and each.state is EvaluationState.SHARED
    ]
    return found[-1] if found else None
