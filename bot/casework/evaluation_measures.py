"""What is said of each measure in an evaluation: its figures, its gaps, its trend, and what it is judged to be."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from bot.casework.measure_amounts import amount, amount_beside
from domain.calendar import words_for_day
from domain.evaluation_evidence import Evidence
from domain.evaluation_measures import MeasureFound
from domain.evaluations import Judgement
from storage.evaluations import Evaluation
from storage.measures import Measure
from storage.unit_of_work import UnitOfWork

MOST_GAPS_NAMED = 4


def judged_of(evaluation: Evaluation | None) -> dict[UUID, Judgement]:
    """Return what a named person made of each measure; nothing before they confirmed it."""
    said = (evaluation.measures_judged if evaluation else None) or {}
    return {UUID(measure): Judgement(judgement) for measure, judgement in said.items()}


def is_as_suggested(evaluation: Evaluation, evidence: Evidence) -> bool:
    """Say whether what was confirmed is what the figures suggest, of the whole and of every measure."""
    of_measures = evidence.measures_suggested
    return evaluation.judgement is evaluation.suggested and all(
        each is of_measures.get(measure) for measure, each in judged_of(evaluation).items()
    )


def measures_in(work: UnitOfWork, evidence: Evidence) -> list[tuple[Measure, MeasureFound]]:
    """Return the measures of an evaluation in their order, each with what was found."""
    found = {each.measure_id: each for each in evidence.measures}
    return [(each, found[each.id]) for each in work.measures.those(list(found))] if found else []


def measure_facts(
    work: UnitOfWork, evidence: Evidence, evaluation: Evaluation | None = None
) -> list[dict[str, object]]:
    """Return the facts of every measure for a prompt, every number with its unit; all of it is SHARED."""
    judged = judged_of(evaluation)
    return [_facts(measure, found, judged, evidence.first) for measure, found in measures_in(work, evidence)]


def _facts(
    measure: Measure, found: MeasureFound, judged: dict[UUID, Judgement], first: date
) -> dict[str, object]:
    course, aim = found.course, found.course.aim
    latest = course.latest
    missing = [day for day in course.gaps if day >= first]
    return {
        "title": measure.title,
        "value": amount(latest.value, measure.unit) if latest and latest.value is not None else "",
        "read_on": latest.on if latest else None,
        "direction": aim.direction.value,
        "baseline": amount(aim.baseline, measure.unit),
        "target": amount_beside(aim.target, measure.unit),
        "change": course.trend.value if course.trend else "",
        "held": course.held,
        "has_held": course.held > 1,
        "missing": _days(missing),
        "suggested": course.judged.value,
        "judgement": judged.get(found.measure_id, course.judged).value,
        "is_changed": judged.get(found.measure_id, course.judged) is not course.judged,
    }


def _days(missing: Sequence[date]) -> str:
    named = [words_for_day(day) for day in missing[-MOST_GAPS_NAMED:]]
    more = len(missing) - len(named)
    return ", ".join([*named, *([f"and {more} before that"] if more else [])])
