"""An improvement process on the screen: its window, part by part in the order of the story, and its lines."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from bot.blocks import Block, form, paragraphs
from bot.casework.improvement_access import improvement_for
from bot.casework.improvements import is_light
from bot.explanation_blocks import explanation_part
from bot.templates import render, words
from domain.deadlines import DeadlineKind
from domain.improvements import ImprovementState
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

Part = Callable[[UnitOfWork, Person, Improvement, datetime], list[Block]]

PARTS: tuple[Part, ...] = (explanation_part,)
"""In the order of the story. Each says in a paragraph where it stands, with a row of at most five buttons below."""


def state_words(improvement: Improvement) -> str:
    """Return where a process stands and what comes next, in words."""
    label = words("improvement_words")
    if improvement.state is ImprovementState.EXPLAINED and is_light(improvement):
        return str(label.explained_light)
    return str(getattr(label, improvement.state.value))


def facts_of(work: UnitOfWork, improvement: Improvement) -> dict[str, object]:
    """Return what its lines and messages say of a process."""
    lead = work.people.get(improvement.lead_id).name if improvement.lead_id else ""
    plans = work.deadlines.live(improvement.id, (DeadlineKind.IMPROVEMENT_PLAN,))
    return {
        "reference": improvement.reference,
        "title": improvement.title,
        "contract": work.contracts.get(improvement.contract_id).title,
        "state": improvement.state.value,
        "state_words": state_words(improvement),
        "lead": lead,
        "opened_by": work.people.get(improvement.opened_by).name,
        "opened_at": improvement.opened_at,
        "plan_by": plans[0].due_at if plans else None,
    }


def improvement_window(work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime) -> Block:
    """Return the window of a process. Raises NotYours for whoever may not open it."""
    improvement = improvement_for(work, person, improvement_id)
    blocks = paragraphs(render("improvement_view_top", facts_of(work, improvement)))
    for part in PARTS:
        blocks += part(work, person, improvement, now)
    return form("read_only", improvement.reference, blocks)
