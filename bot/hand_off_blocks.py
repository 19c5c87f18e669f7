"""What was passed on, on a screen: the list of a contract, the window of one, and the facts that messages say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.blocks import Block, button, buttons, context, form, header, paragraphs, section, typed
from bot.buttons import HAND_OFFS, NOTIFY, OPEN_HAND_OFF, OPEN_PLACEMENT, hand_off_button
from bot.casework.access import party_of
from bot.casework.hand_off_access import may_hand_off, reads_hand_offs, speaks_for_provider
from bot.casework.notices import calendar_of
from bot.casework.placement_telling import reads_position
from bot.placement_blocks import provider_name
from bot.templates import render, words
from bot.titles import title_of
from domain.chronology import SubjectKind
from domain.confidentiality import may_read
from domain.hand_offs import HandOffState, Recipient, late
from domain.people import Party
from storage.contracts import Contract
from storage.hand_offs import HandOff
from storage.people import Person
from storage.unit_of_work import UnitOfWork

ANSWER, CLOSE = "hand_off_answer", "hand_off_close"
SHOWN = 15
FIELDS = ("to_whom", "why", "passed", "asked", "reference_there", "said", "for_all", "closed_because")


def facts_of(work: UnitOfWork, hand_off: HandOff, now: datetime) -> dict[str, Any]:
    """Return what lists and messages say of a hand-off; of what was typed only what every party may read."""
    contract = work.contracts.get(hand_off.contract_id)
    local = calendar_of(work, contract.id).local
    shared = _texts(work, hand_off, Party.PROVIDER)
    about = work.references_of([hand_off.about_id]).get(hand_off.about_id, contract.reference)
    return {
        "reference": hand_off.reference,
        "contract": contract.title,
        "provider": provider_name(work, contract),
        "recipient": hand_off.recipient.value,
        "state": hand_off.state.value,
        "passed_on": hand_off.passed_on,
        "reply_on": hand_off.reply_on,
        "made_on": hand_off.made_on,
        "answered_on": local(hand_off.answered_at).date() if hand_off.answered_at else None,
        "answered_by": work.people.get(hand_off.answered_by).name if hand_off.answered_by else "",
        "is_past": hand_off.reply_on < local(now).date(),
        "asked": shared.get("asked", ""),
        "for_all": shared.get("for_all", ""),
        "about": about,
    }


def _texts(work: UnitOfWork, hand_off: HandOff, party: Party) -> dict[str, str]:
    return {
        text.field: text.body
        for text in work.narratives.of(hand_off.id)
        if may_read(party, text.content_class) and text.body.strip()
    }


def list_window(
    work: UnitOfWork, reader: Person, contract: Contract, found: list[HandOff], now: datetime
) -> Block:
    """Return the window with what was passed on from a contract, each with its button."""
    today = calendar_of(work, contract.id).local(now).date()
    waiting = [each for each in found if each.state is HandOffState.WAITING]
    is_own = may_hand_off(work, reader, contract.id)
    facts = {
        "waiting": len(waiting),
        "late": late([each.reply_on for each in waiting], today) if is_own else 0,
        "contract": contract.title,
        "more": max(len(found) - SHOWN, 0),
    }
    blocks = paragraphs(render("hand_off_list", facts))
    for each in found[:SHOWN]:
        opens = button(OPEN_HAND_OFF, words("buttons").open, each.id.hex)
        blocks.append(section(render("hand_off_entry", facts_of(work, each, now)), opens))
    label = words("hand_off_form")
    blocks += buttons(
        hand_off_button(SubjectKind.CONTRACT, contract.id) if is_own else None,
        button(NOTIFY, label.notified_button, contract.id.hex)
        if speaks_for_provider(work, reader, contract.id)
        else None,
    )
    return form("read_only", label.list_title, blocks)


def window(work: UnitOfWork, reader: Person, hand_off: HandOff, now: datetime) -> Block:
    """Return the window of one hand-off: the texts that its reader's side may read, and what they may do."""
    label, party = words("hand_off_form"), party_of(work, reader, hand_off.contract_id)
    texts = _texts(work, hand_off, party) if party is not None else {}
    blocks = paragraphs(render("hand_off_entry", facts_of(work, hand_off, now)))
    for name in FIELDS:
        if texts.get(name):
            blocks += [header(getattr(label, f"heading_{name}")), *typed(texts[name])]
    if hand_off.state is HandOffState.WAITING:
        is_notification = hand_off.recipient is Recipient.NOTIFICATION
        says = label.notified_button if is_notification else label.answer_button
        blocks += buttons(
            button(ANSWER, says, hand_off.id.hex, style="primary"),
            button(CLOSE, label.close_button, hand_off.id.hex)
            if may_hand_off(work, reader, hand_off.contract_id)
            else None,
        )
    return form("read_only", title_of(SubjectKind.HAND_OFF, hand_off.reference), blocks)


def admissions_blocks(work: UnitOfWork, person: Person, contracts: Sequence[Contract]) -> list[Block]:
    """Return the ways of another side to admissions and to what it was asked to notify, contract by contract."""
    label, blocks = words("buttons"), list[Block]()
    for contract in contracts[:SHOWN]:
        row = buttons(
            button(OPEN_PLACEMENT, label.placement, contract.id.hex)
            if reads_position(work, person, contract.id)
            else None,
            button(HAND_OFFS, label.hand_offs, contract.id.hex)
            if reads_hand_offs(work, person, contract.id)
            else None,
        )
        blocks += [context(render("placement_ways", {"contract": contract.title})), *row] if row else []
    return blocks
