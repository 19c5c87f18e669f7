"""An improvement process as one line of somebody's open items: where it stands, what waits for whom."""

from datetime import datetime

from bot.agreement_blocks import read_button
from bot.blocks import Block, button, buttons, section
from bot.buttons import LOOK_AT_PATTERN, READ_EVALUATION, open_improvement_button
from bot.casework.improvement_items import ProcessItem
from bot.casework.patterns import concerns_in
from bot.improvement_words import facts_of
from bot.templates import render, words
from domain.next_steps import ASKS_NOTHING
from storage.patterns import PatternFound
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def improvement_line(work: UnitOfWork, person: Person, now: datetime, item: ProcessItem) -> list[Block]:
    """Return where one process stands for somebody; the sides that are waited for, never a person.

    Where the button beside it leads to an evaluation, the process itself has its own below.
    """
    duties, steps = words("improvement_duties"), words("improvement_steps")
    asks = item.step if item.step is not None and item.step not in ASKS_NOTHING else None
    due = item.due_for(asks)
    beside = [each for each in item.mine if each is not due]
    facts = facts_of(work, item.improvement) | {
        "asks": getattr(steps, asks.value) if asks else "",
        "due_at": due.due_at if due else None,
        "is_late": due is not None and due.due_at < now,
        "mine": [
            {
                "what": getattr(duties, each.kind.value, duties.other),
                "due_at": each.due_at,
                "is_late": each.due_at < now,
            }
            for each in beside
        ],
        "others": list(item.others),
        "is_lead": item.improvement.lead_id == person.id,
    }
    opens = open_improvement_button(item.improvement.id) if item.evaluation_id is not None else None
    return [section(render("items_process", facts), _next_button(item)), *buttons(opens)]


def _next_button(item: ProcessItem) -> Block:
    """Return the button that leads to what waits for them: whoever is asked to answer is a click away from it."""
    if item.agreement is not None:
        return read_button(item.agreement)
    if item.evaluation_id is not None:
        return button(READ_EVALUATION, words("reading_form").last_shared, item.evaluation_id.hex)
    return open_improvement_button(item.improvement.id)


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
