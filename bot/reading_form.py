"""The form that asks for readings: one number for each measure that is due, one line for what could not be read."""

from collections.abc import Sequence
from datetime import datetime

from bot.blocks import Block, form, paragraphs, text_input
from bot.casework.improvement_figures import figures_of
from bot.casework.measure_amounts import amount
from bot.casework.monitoring_facts import facts_of_activity
from bot.casework.readings import BECAUSE, Given, field_of
from bot.inbound import Form
from bot.measure_words import asked_of
from bot.templates import render, words
from domain.monitoring import LONGEST_RESULT
from storage.measures import Measure
from storage.monitoring import MonitoringActivity
from storage.unit_of_work import UnitOfWork

READINGS_FORM = "readings_form"
CORRECT_READINGS_FORM = "readings_correct_form"
LONGEST_NUMBER = 30


def readings_form(
    work: UnitOfWork, activity: MonitoringActivity, measures: Sequence[Measure], now: datetime
) -> Block:
    """Return the form with one number for each measure that is due, and one line for what could not be read."""
    label = words("reading_form")
    about = {"activity": activity.id.hex}
    blocks = [*_top(work, activity, now), *_fields(work, activity, measures, now)]
    return form(READINGS_FORM, label.title, blocks, submit=label.submit, about=about)


def correct_readings_form(
    work: UnitOfWork, activity: MonitoringActivity, measures: Sequence[Measure], now: datetime
) -> Block:
    """Return the same with what stands now filled in."""
    label = words("reading_form")
    blocks = [
        *_top(work, activity, now),
        *_fields(work, activity, measures, now, is_filled=True),
        *paragraphs(label.correct_kept),
    ]
    about = {"activity": activity.id.hex}
    return form(CORRECT_READINGS_FORM, label.correct_title, blocks, submit=label.correct_submit, about=about)


def _top(work: UnitOfWork, activity: MonitoringActivity, now: datetime) -> list[Block]:
    facts = {**facts_of_activity(work, activity, now), "counts_on": activity.counts_on}
    return paragraphs(render("reading_top", facts))


def _fields(
    work: UnitOfWork,
    activity: MonitoringActivity,
    measures: Sequence[Measure],
    now: datetime,
    *,
    is_filled: bool = False,
) -> list[Block]:
    label, before = words("reading_form"), _known_before(work, activity, now)
    blocks, because = [], ""
    for measure in measures:
        standing = work.measures.standing(measure.id, activity.counts_on) if is_filled else None
        value = standing.value if standing else None
        if standing is not None and value is None:
            because = work.narratives.latest(standing.id).get(BECAUSE, because)
        facts = {
            "target": amount(measure.target, measure.unit),
            "direction": measure.direction.value,
            "before": before.get(measure.number, amount(measure.baseline, measure.unit)),
            "source": measure.source,
        }
        blocks.append(
            text_input(
                field_of(measure),
                asked_of(measure),
                hint=render("reading_hint", facts),
                optional=True,
                initial=amount(value) if value is not None else "",
                longest=LONGEST_NUMBER,
            )
        )
    reason = text_input(
        BECAUSE,
        label.because,
        hint=label.because_hint,
        optional=True,
        lines=True,
        initial=because,
        longest=LONGEST_RESULT,
    )
    return [*blocks, reason]


def _known_before(work: UnitOfWork, activity: MonitoringActivity, now: datetime) -> dict[int, str]:
    """The last value known before the day that an occurrence counts for, by the measure's number."""
    schedule = work.monitoring.schedule_of(activity)
    if schedule.improvement_id is None:
        return {}
    found = {}
    for each in figures_of(work, work.improvements.get(schedule.improvement_id), now):
        earlier = [
            point.value
            for point in each.readings
            if point.on < activity.counts_on and point.value is not None
        ]
        found[each.measure.number] = amount(earlier[-1] if earlier else each.baseline, each.measure.unit)
    return found


def given_in(answers: Form, measures: Sequence[Measure]) -> Given:
    """Read the form back."""
    return Given({each.id: answers.text(field_of(each)) for each in measures}, answers.text(BECAUSE))
