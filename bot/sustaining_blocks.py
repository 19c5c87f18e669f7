"""Seeing that it lasts on the screen: its part of the process, the form that begins it, and what everybody is told."""

from datetime import datetime

from bot.blocks import Block, day_input, form, header, paragraphs, text_input, typed
from bot.casework.improvement_figures import MeasureFigures
from bot.casework.measure_amounts import amount, amount_beside
from bot.casework.notices import calendar_of
from bot.casework.sustaining import FOLLOWED, Reached, reached, suggested_until
from bot.improvement_words import facts_of
from bot.templates import render, words
from domain.improvements import ImprovementState
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

HOLD, NOT_YET = "improvement_hold", "improvement_not_yet"
LOOK_BACK, GO_BACK = "improvement_look_back", "improvement_go_back"
HOLD_FORM = "improvement_hold_form"

S = ImprovementState
SHOWN = FOLLOWED | {S.SUSTAINING}


def held_facts(work: UnitOfWork, improvement: Improvement, now: datetime) -> dict[str, object]:
    """Return what is said of whether it is reached and lasts; nothing that anybody typed but titles of measures."""
    found = reached(work, improvement, now)
    today = calendar_of(work, improvement.contract_id).local(now).date()
    until = improvement.hold_until
    return facts_of(work, improvement) | {
        "measures": _figures(found),
        "at_least": found.at_least,
        "has_held": found.has_held,
        "has_measures": found.has_measures,
        "unfinished": found.unfinished,
        "hold_until": until,
        "is_over": until is not None and today >= until,
        "suggested": suggested_until(work, improvement, now),
    }


def _figures(found: Reached) -> list[dict[str, object]]:
    return [
        {
            "title": each.measure.title,
            "target": amount_beside(each.target, each.measure.unit),
            "held": each.held,
            "last": _last(each),
            "last_on": each.course.last.on if each.course.last else None,
        }
        for each in found.figures
    ]


def _last(figures: MeasureFigures) -> str:
    last = figures.course.last
    return "" if last is None or last.value is None else amount(last.value, figures.measure.unit)


def sustaining_part(
    work: UnitOfWork, _person: Person, improvement: Improvement, now: datetime
) -> list[Block]:
    """Return whether what was agreed is reached and lasts; what is asked of the lead stands first."""
    if improvement.state not in SHOWN:
        return []
    facts, label = held_facts(work, improvement, now), words("sustaining_words")
    is_followed = improvement.state in FOLLOWED
    if is_followed and not facts["has_held"]:
        blocks: list[Block] = []
    else:
        blocks = [header(label.heading), *paragraphs(render("sustaining_part", facts))]
    texts = work.narratives.latest(improvement.id)
    if improvement.state is S.SUSTAINING and texts.get("reached_because", "").strip():
        blocks += typed(texts["reached_because"])
    if is_followed and texts.get("back_because", "").strip():
        blocks += [*paragraphs(label.followed_again), *typed(texts["back_because"])]
    return blocks


def hold_form(work: UnitOfWork, improvement: Improvement, now: datetime) -> Block:
    """Return the form that begins the watch: the figures above, the day it ends, and why, where nothing is measured."""
    label, facts = words("sustaining_words"), held_facts(work, improvement, now)
    fields = [
        *paragraphs(render("sustaining_top", facts)),
        day_input(
            "hold_until",
            label.hold_until,
            hint=label.hold_until_hint,
            initial=suggested_until(work, improvement, now),
        ),
        text_input(
            "because",
            label.because,
            hint=label.because_hint,
            lines=True,
            optional=bool(facts["has_measures"]),
        ),
    ]
    about = {"improvement": improvement.id.hex}
    return form(HOLD_FORM, label.hold_title, fields, submit=label.hold_submit, about=about)
