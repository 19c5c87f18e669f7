"""Readings on the screen: what was read at an occurrence, and the messages about it."""

from collections.abc import Sequence
from datetime import datetime

from bot.blocks import Block, button, buttons, context, form, paragraphs, typed
from bot.buttons import OPEN_MONITORING
from bot.casework.measure_amounts import amount
from bot.casework.monitoring_facts import facts_of_activity
from bot.casework.reading_points import points_on, poor_readings
from bot.casework.readings import BECAUSE, may_ring
from bot.measure_words import read_facts
from bot.messages import Message
from bot.templates import render, words
from domain.measure_course import is_for_everybody
from storage.measures import Reading
from storage.monitoring import MonitoringActivity
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

RANG = "reading_rang"


def saved_window(work: UnitOfWork, person: Person, activity: MonitoringActivity, now: datetime) -> Block:
    """Return what is said to whoever recorded: thanks, what was kept, what comes next. Nobody is blamed."""
    found = points_on(work, activity, now)
    facts = {
        **facts_of_activity(work, activity, now),
        "readings": read_facts(found),
        "poor": sum(each.point.is_poor for each in found),
        "is_lead": may_ring(work, person, activity),
    }
    saved = form("read_only", words("common").saved_title, paragraphs(render("reading_saved", facts)))
    return saved | {"clear_on_close": True}  # a list beneath it still says that this is to be recorded


def readings_blocks(work: UnitOfWork, activity: MonitoringActivity, now: datetime) -> list[Block]:
    """Return what was read at an occurrence; what stood there before it was corrected; why something is missing."""
    found = points_on(work, activity, now)
    every = work.measures.of_activity(activity.id)
    if not found or not every:
        return []
    known = {each.measure.id: each.measure for each in found}
    earlier = [
        {
            "title": known[each.measure_id].title,
            "value": "" if each.value is None else amount(each.value, known[each.measure_id].unit),
        }
        for each in every
        if each.replaced_at is not None and each.measure_id in known
    ]
    text = render("reading_past", {"readings": read_facts(found), "earlier": earlier})
    return [*paragraphs(text), *_why_missing(work, every)]


def _why_missing(work: UnitOfWork, every: Sequence[Reading]) -> list[Block]:
    standing = [work.narratives.latest(each.id).get(BECAUSE) for each in every if each.replaced_at is None]
    reasons = dict.fromkeys(each for each in standing if each)
    label = words("reading_form").why_missing
    return [block for each in reasons for block in (context(label), *typed(each))]


def facts_of_readings(work: UnitOfWork, activity: MonitoringActivity, now: datetime) -> dict[str, object]:
    """Return the facts of a message about the readings of one occurrence."""
    schedule = work.monitoring.schedule_of(activity)
    improvement = work.improvements.get(schedule.improvement_id) if schedule.improvement_id else None
    found = points_on(work, activity, now)
    rung = next((each for each in poor_readings(work, activity, now) if each.rung_at), None)
    return {
        **facts_of_activity(work, activity, now),
        "reference": improvement.reference if improvement else schedule.reference,
        "process": improvement.title if improvement else schedule.title,
        "counts_on": activity.counts_on,
        "readings": read_facts(found),
        "poor": [each for each in read_facts(found) if each["is_poor"]],
        "is_for_everybody": is_for_everybody([each.point for each in found]),
        "recorded_by": work.people.get(activity.answered_by).name if activity.answered_by else "",
        "rung_by": work.people.get(rung.rung_by).name if rung and rung.rung_by else "",
        "rung_on": rung.rung_at if rung else None,
    }


def recorded_message(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    """Return what everybody may hear of readings. What is poor and no better is not in a channel."""
    activity = work.monitoring.get(notice.subject_id)
    facts = facts_of_readings(work, activity, now)
    facts["is_withheld"] = notice.person_id is None and not facts["is_for_everybody"]
    text = render("reading_recorded", facts)
    row = [_open(activity)] if notice.person_id else []
    return Message(text, [*paragraphs(text), *buttons(*row)])


def poor_message(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    """Return what the lead hears of a poor reading, at once and alone (CPC424-P12)."""
    activity = work.monitoring.get(notice.subject_id)
    facts = facts_of_readings(work, activity, now)
    text = render("reading_poor", facts)
    rang = button(RANG, words("reading_form").rang, activity.id.hex, style="primary")
    row = buttons(rang if facts["poor"] and not facts["rung_by"] else None, _open(activity))
    return Message(text, [*paragraphs(text), *row])


def _open(activity: MonitoringActivity) -> Block:
    return button(OPEN_MONITORING, words("buttons").open, activity.schedule_id.hex)
