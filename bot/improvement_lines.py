"""An improvement process as one line of somebody's open items: where it stands, what waits for whom."""

from datetime import datetime

from bot.agreement_blocks import read_button
from bot.blocks import Block, button, section
from bot.buttons import LOOK_AT_PATTERN, open_improvement_button
from bot.casework.improvement_items import ProcessItem
from bot.casework.improvements import is_light
from bot.casework.patterns import concerns_in
from bot.improvement_words import facts_of
from bot.templates import render, words
from storage.patterns import PatternFound
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def improvement_line(work: UnitOfWork, person: Person, now: datetime, item: ProcessItem) -> Block:
    """Return where one process stands for somebody; the sides that are waited for, never a person."""
    duties, steps = words("improvement_duties"), words("improvement_steps")
    facts = facts_of(work, item.improvement) | {
        "mine": [getattr(duties, duty.kind.value, duties.other) for duty in item.mine],
        "asks": getattr(steps, "light" if is_light(item.improvement) else item.asks.value)
        if item.asks
        else "",
        "due_at": item.mine[0].due_at if item.mine else None,
        "is_late": item.is_late(now),
        "others": list(item.others),
        "is_lead": item.improvement.lead_id == person.id,
    }
    return section(render("items_process", facts), _next_button(work, item))


def _next_button(work: UnitOfWork, item: ProcessItem) -> Block:
    """Return the button that leads to what waits for them: whoever is asked to agree is a click away from it."""
    first = item.mine[0] if item.mine else None
    agreement = work.agreements.find(first.subject_id) if first is not None else None
    return read_button(agreement) if agreement is not None else open_improvement_button(item.improvement.id)


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
