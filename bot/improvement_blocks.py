"""An improvement process on the screen: first what comes next, then part by part in the order of the story."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from bot.agreement_blocks import agreement_part
from bot.area_blocks import areas_part
from bot.blocks import Block, form, paragraphs
from bot.casework.improvement_access import improvement_for
from bot.explanation_blocks import explanation_part
from bot.formal_blocks import formal_part
from bot.improvement_more_blocks import more_part
from bot.improvement_next_blocks import next_part
from bot.improvement_opening_blocks import opening_part
from bot.improvement_parts import pressed_in, without
from bot.improvement_step_blocks import light_part, rest_part, safety_part
from bot.improvement_words import facts_of
from bot.meeting_blocks import meeting_part
from bot.option_blocks import options_part
from bot.plan_blocks import plan_part
from bot.progress_blocks import progress_part
from bot.reason_blocks import reasons_part
from bot.reflection_blocks import reflection_part
from bot.sustaining_blocks import sustaining_part
from bot.templates import render
from bot.titles import title_of
from domain.chronology import SubjectKind
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

__all__ = ["PARTS", "Part", "done_already", "facts_of", "improvement_window"]

Part = Callable[[UnitOfWork, Person, Improvement, datetime], list[Block]]

PARTS: tuple[Part, ...] = (
    opening_part,
    agreement_part,
    explanation_part,
    safety_part,
    light_part,
    meeting_part,
    reasons_part,
    areas_part,
    options_part,
    plan_part,
    progress_part,
    formal_part,
    sustaining_part,
    reflection_part,
    rest_part,
    more_part,
)
"""In the order of the story, below what comes next: each says in a sentence where it stands, one button each."""


def improvement_window(work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime) -> Block:
    """Return the window of a process. Raises NotYours for whoever may not open it."""
    improvement = improvement_for(work, person, improvement_id)
    first = next_part(work, person, improvement, now)
    shown, below = pressed_in(first), list[Block]()
    for part in PARTS:
        below += without(part(work, person, improvement, now), shown)
    facts = facts_of(work, improvement)
    blocks = [
        *paragraphs(render("improvement_view_top", facts)),
        *first,
        *paragraphs(render("improvement_view_below", facts)),
        *below,
    ]
    return form("read_only", title_of(SubjectKind.IMPROVEMENT, improvement.reference), blocks)


def done_already(work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime) -> Block:
    """Return the window as it stands, under words that say that a step was taken before; it clears what lies beneath.

    Raises NotYours for whoever may not open it.
    """
    window = improvement_window(work, person, improvement_id, now)
    said = paragraphs(
        render("improvement_done_already", facts_of(work, work.improvements.get(improvement_id)))
    )
    return window | {"blocks": [*said, *window["blocks"]], "clear_on_close": True}
