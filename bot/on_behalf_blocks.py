"""Recording for somebody on the screen: their own items, and what was shared with them, in the recorder's window."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.blocks import Block, button, buttons, form, header, paragraphs, section
from bot.buttons import READ_EVALUATION, REPORT_CONCERN
from bot.casework.access import reads
from bot.casework.evaluation_subject import about
from bot.casework.items import items_in
from bot.item_blocks import count_for, item_blocks
from bot.templates import render, words
from domain.confidentiality import ContentClass
from storage.people import Person
from storage.statements import Statement
from storage.unit_of_work import UnitOfWork

EVALUATIONS_SHOWN = 3
"""The newest evaluations of a list; what is older is found through the lead."""


def items_window(work: UnitOfWork, statement: Statement, now: datetime) -> Block:
    """Return what is somebody's own in one contract, for whoever records for them; nothing of risk is among it."""
    person, contract = work.people.get(statement.person_id), work.contracts.get(statement.contract_id)
    items = replace(items_in(work, person, contract.id, now), contracts=[contract])
    facts = {"name": person.name, "contract": contract.title, "count": count_for(work, items, now)}
    blocks = [
        *paragraphs(render("on_behalf_items", facts)),
        *item_blocks(work, person, items, now),
        *shared_evaluations(work, person, [contract.id]),
        *buttons(button(REPORT_CONCERN, words("on_behalf_form").log_concern, contract.id.hex)),
    ]
    return form("read_only", words("on_behalf_form").items_title, blocks)


def shared_evaluations(work: UnitOfWork, person: Person, contract_ids: Collection[UUID]) -> list[Block]:
    """Return the newest evaluations that were shared with somebody, each to be opened and answered."""
    shared = [
        evaluation
        for evaluation in work.evaluations.newest_shared_in(contract_ids, EVALUATIONS_SHOWN)
        if reads(work, person, evaluation.contract_id, ContentClass.SHARED)
    ]
    if not shared:
        return []
    lines = []
    for evaluation in shared:
        facts = {
            "reference": evaluation.reference,
            "contract": about(work, evaluation),
            "period_to": evaluation.period_to,
        }
        opens = button(READ_EVALUATION, words("buttons").open, evaluation.id.hex)
        lines.append(section(render("items_evaluation", facts), opens))
    return [header(words("items_form").evaluations), *lines]
