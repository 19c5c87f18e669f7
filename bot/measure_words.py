"""Figures of measures as people read them: a number with its unit, in the words agreed with it."""

from collections.abc import Sequence
from datetime import datetime

from bot.casework.measure_amounts import amount, amount_beside
from bot.casework.reading_points import Read, points_on
from bot.templates import render
from domain.evaluations import Judgement
from domain.measures import Direction
from storage.measures import Measure
from storage.monitoring import MonitoringActivity
from storage.unit_of_work import UnitOfWork


def read_facts(found: Sequence[Read]) -> list[dict[str, object]]:
    """Return what was read of each measure on a day, for a prompt: figures, judgement, direction of change."""
    return [_facts(each) for each in found]


def _facts(read: Read) -> dict[str, object]:
    measure, point = read.measure, read.point
    return {
        "title": measure.title,
        "value": "" if point.value is None else amount(point.value, measure.unit),
        "target": amount_beside(measure.target, measure.unit),
        "before": amount_beside(read.before, measure.unit),
        "direction": measure.direction.value,
        "judgement": point.judged.value if point.judged else "",
        "change": point.trend.value if point.trend else "",
        "is_poor": point.is_poor,
    }


def readings_of(work: UnitOfWork, activity: MonitoringActivity, now: datetime) -> list[dict[str, object]]:
    """Return the same of one occurrence as it stands now."""
    return read_facts(points_on(work, activity, now))


def band_words(judged: Judgement, direction: Direction) -> str:
    """Return how a measure stands in words: where lower is better, what is short of its target is above it."""
    return render("measure_band", {"judgement": judged.value, "direction": direction.value})


def asked_of(measure: Measure) -> str:
    """Return the question for one measure as a form asks it."""
    return f"{measure.title} ({measure.unit})" if measure.unit else measure.title
