"""My contracts on the home tab: what comes next in each, how much is late, and the ways into it."""

from collections.abc import Sequence
from datetime import datetime

from bot.blocks import Block, button, buttons, context, header, section
from bot.buttons import (
    CONTRACT_ITEMS,
    EVALUATE,
    HAND_OFFS,
    NEW_ACTION,
    OPEN_PLACEMENT,
    export_button,
    record_for_button,
)
from bot.casework.access import may_do
from bot.casework.hand_off_access import reads_hand_offs
from bot.casework.notices import calendar_of
from bot.casework.own_duties import late_in
from bot.casework.placement_keeping import position_of
from bot.casework.placement_telling import reads_position
from bot.templates import render, words
from domain.people import Act
from storage.contracts import Contract
from storage.people import Person
from storage.unit_of_work import UnitOfWork

SHOWN = 8
"""Contracts shown, two blocks each. The rest is counted."""


def contract_blocks(
    work: UnitOfWork, person: Person, contracts: Sequence[Contract], now: datetime
) -> list[Block]:
    """Return the contracts somebody takes part in, those with something late first."""
    if not contracts:
        return []
    today = calendar_of(work, None).local(now).date()
    ids = [contract.id for contract in contracts]
    actions, others, due = (
        work.actions.late_in(ids, today),
        late_in(work, ids, now),
        work.deadlines.next_due(ids, now),
    )
    late = {contract_id: actions.get(contract_id, 0) + others.get(contract_id, 0) for contract_id in ids}
    ordered = sorted(contracts, key=lambda contract: not late[contract.id])
    blocks = [header(words("items_form").contracts)]
    for contract in ordered[:SHOWN]:
        next_at = due.get(contract.id)
        facts = {
            "title": contract.title,
            "reference": contract.reference,
            "late": late[contract.id],
            "position": position_of(work, contract.id).value
            if reads_position(work, person, contract.id)
            else "",
            "next_on": calendar_of(work, contract.id).local(next_at).date() if next_at else None,
        }
        blocks += [section(render("home_contract", facts)), *_row(work, person, contract)]
    if len(ordered) > SHOWN:
        blocks.append(context(render("items_more", {"count": len(ordered) - SHOWN})))
    return blocks


def _row(work: UnitOfWork, person: Person, contract: Contract) -> list[Block]:
    label, value = words("buttons"), contract.id.hex
    may_read = may_do(work, person, contract.id, Act.READ_CONTRACT)
    may_evaluate = may_do(work, person, contract.id, Act.EVALUATE)
    may_add = may_do(work, person, contract.id, Act.PROPOSE_ACTION)
    return buttons(
        button(CONTRACT_ITEMS, label.contract_items, value) if may_read else None,
        button(EVALUATE, label.evaluate, value) if may_evaluate else None,
        button(NEW_ACTION, label.add_action, f"contract:{value}") if may_add else None,
        button(OPEN_PLACEMENT, label.placement, value) if reads_position(work, person, contract.id) else None,
        button(HAND_OFFS, label.hand_offs, value) if reads_hand_offs(work, person, contract.id) else None,
        record_for_button(contract.id) if may_do(work, person, contract.id, Act.RECORD_FOR) else None,
        export_button(contract.id) if may_do(work, person, contract.id, Act.EXPORT_CONTRACT) else None,
    )
