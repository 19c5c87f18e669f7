"""How a process was opened, on the screen: from what, and for our own side why then."""

from datetime import datetime

from bot.blocks import Block, header, paragraphs, typed
from bot.casework.access import reads
from bot.casework.improvement_access import is_known_to_all
from bot.templates import render, words
from domain.confidentiality import ContentClass
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
    sources = work.improvements.sources(improvement.id)
    known = {
        record_id
        for source in sources
        if is_own or is_known_to_all(work, source, now)
        for record_id in (source.concern_id, source.evaluation_id, source.activity_id)
        if record_id is not None
    }
    return sorted(work.references_of(known).values())
