"""How a process was opened, on the screen: from what, and for our own side why then."""

from datetime import datetime

from bot.blocks import Block, header, paragraphs, typed
from bot.casework.access import reads
from bot.casework.concern_access import find_concern, provider_knows
from bot.templates import render, words
from domain.confidentiality import ContentClass
from domain.evaluations import EvaluationState
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def opening_part(work: UnitOfWork, person: Person, improvement: Improvement, now: datetime) -> list[Block]:
    """Return what a process was opened from, as far as this reader knows of it; and for our own side why then."""
    is_own = reads(work, person, improvement.contract_id, ContentClass.INTERNAL)
    references = _sources(work, improvement, now, is_own=is_own)
    blocks = paragraphs(render("improvement_opening_part", {"references": references, "is_own": is_own}))
    because = work.narratives.latest(improvement.id).get("because", "") if is_own else ""
    if because:
        blocks += [header(words("improvement_route_words").because_heading), *typed(because)]
    return blocks


def _sources(work: UnitOfWork, improvement: Improvement, now: datetime, *, is_own: bool) -> list[str]:
    """Return references: of what other sides have not been told of, they read nothing, not even that it is there."""
    known = set()
    for source in work.improvements.sources(improvement.id):
        if source.concern_id is not None:
            if is_own or provider_knows(find_concern(work, source.concern_id), now):
                known.add(source.concern_id)
        elif source.evaluation_id is not None:
            evaluation = work.evaluations.find(source.evaluation_id)
            is_shared = evaluation is not None and evaluation.state is EvaluationState.SHARED
            if is_own or is_shared:
                known.add(source.evaluation_id)
        elif source.activity_id is not None:
            known.add(source.activity_id)
    return sorted(work.references_of(known).values())
