"""An improvement process as one line of somebody's open items: where it stands, what waits for whom."""

from datetime import datetime

from bot.blocks import Block, button, section
from bot.buttons import LOOK_AT_PATTERN, open_improvement_button
from bot.casework.improvement_items import ProcessItem
from bot.casework.patterns import concerns_in
from bot.improvement_words import facts_of
from bot.templates import render, words
from storage.patterns import PatternFound
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def process_line(work: UnitOfWork, person: Person, now: datetime, item: ProcessItem) -> Block:
    """Return where one process stands for somebody; the sides that are waited for, never a person."""
    duties = words("improvement_duties")
    facts = facts_of(work, item.improvement) | {
        "mine": [getattr(duties, duty.kind.value, duties.other) for duty in item.mine],
        "due_at": item.mine[0].due_at if item.mine else None,
        "is_late": item.is_late(now),
        "others": list(item.others),
        "is_lead": item.improvement.lead_id == person.id,
    }
    return section(render("items_process", facts), open_improvement_button(item.improvement.id))


def pattern_line(work: UnitOfWork, found: PatternFound) -> Block:
    """Return the question whether several concerns are worth a look together."""
    facts = {
        "contract": work.contracts.get(found.contract_id).title,
        "theme": getattr(words("themes"), found.theme.value).lower(),
        "count": found.count,
        "references": [each.reference for each in concerns_in(work, found)],
    }
    look = button(LOOK_AT_PATTERN, words("pattern_words").look, found.id.hex)
    return section(render("items_pattern", facts), look)
