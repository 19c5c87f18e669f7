"""Reasons on the screen: their part of a process, the board with all views side by side, and the form (CPC424-P3)."""

from datetime import datetime
from typing import Any

from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    context,
    form,
    header,
    option,
    paragraphs,
    section,
    text_input,
    typed,
)
from bot.casework.access import party_of
from bot.casework.improvements import is_light, leads_it
from bot.casework.notices import calendar_of
from bot.casework.reasons import Side, board, may_give, to_ask
from bot.improvement_parts import part
from bot.statement_blocks import spoken_marks
from bot.templates import render, words
from domain.improvements import BEFORE_A_PLAN
from domain.people import Party
from domain.reasons import ReasonKind, is_talking
from storage.improvements import Improvement
from storage.people import Person
from storage.reasons import Reason
from storage.unit_of_work import UnitOfWork

ADD, READ, ASK, MOVE_ON, WITHDRAW = (
    "reason_add",
    "reason_read",
    "reason_ask",
    "reason_move_on",
    "reason_withdraw",
)
FORM = "reason_form"
IN_A_WINDOW = 90
"""Blocks: what stands above and below them has to stay within a window's hundred too."""


def reasons_part(work: UnitOfWork, person: Person, improvement: Improvement, _now: datetime) -> list[Block]:
    """Return how many reasons there are and who has said nothing, with the way to all of them.

    Whoever reads it is not told of their own side as of a stranger: they are shown how to say something.
    """
    if not improvement.explanation_version or is_light(improvement):
        return []
    sides = board(work, person, improvement)
    count = sum(len(side.reasons) for side in sides)
    is_open = is_talking(improvement.state, improvement.route)
    silent = [side for side in sides if not side.reasons] if is_open else []
    is_ours = [side for side in silent if side.organisation.id == person.organisation_id]
    facts = {
        "count": count,
        "silent": [side.organisation.name for side in silent if side not in is_ours],
        "is_own_silent": bool(is_ours),
        "may_give": may_give(work, person, improvement),
    }
    label, value = words("reason_words"), improvement.id.hex
    reads = count and improvement.state in BEFORE_A_PLAN
    read = button(READ, label.read, value) if reads else None
    add = button(ADD, label.add, value) if is_ours and facts["may_give"] else None
    drawn = part(render("reason_part", facts), read or add)
    return [*drawn, *buttons(add)] if read else drawn


def board_window(work: UnitOfWork, person: Person, improvement: Improvement) -> Block:
    """Return every organisation's reasons under its name; who has said nothing is named too."""
    label = words("reason_words")
    facts = {"reference": improvement.reference, "title": improvement.title}
    blocks, left_out = paragraphs(render("reason_board_top", facts)), 0
    for side in board(work, person, improvement):
        blocks.append(header(side.organisation.name))
        if not side.reasons:
            blocks += paragraphs(render("reason_silent", _silent_facts(work, person, improvement, side)))
        for reason, texts in side.reasons:
            one = _one(work, person, improvement, reason, texts)
            if len(blocks) + len(one) > IN_A_WINDOW:
                left_out += 1
            else:
                blocks += one
    if left_out:
        blocks += paragraphs(render("reason_more", {"count": left_out}))
    value = improvement.id.hex
    add = button(ADD, label.add, value) if may_give(work, person, improvement) else None
    asks = is_talking(improvement.state, improvement.route) and leads_it(work, person, improvement)
    ask = button(ASK, label.ask, value) if asks and to_ask(work, improvement) else None
    return form("read_only", label.board_title, [*blocks, *buttons(add, ask)])


def _silent_facts(
    work: UnitOfWork, person: Person, improvement: Improvement, side: Side
) -> dict[str, object]:
    return {
        "was_asked": side.was_asked,
        "is_yours": side.organisation.id == person.organisation_id,
        "may_give": may_give(work, person, improvement),
    }


def _one(
    work: UnitOfWork, person: Person, improvement: Improvement, reason: Reason, texts: dict[str, str]
) -> list[Block]:
    label = words("reason_words")
    area = work.reasons.find_area(reason.area_id) if reason.area_id else None
    facts = {
        "kind_words": kind_words(reason.kind),
        "area": area.title if area else "",
        "given_on": calendar_of(work, improvement.contract_id).local(reason.given_at).date(),
    }
    is_theirs = reason.given_by == person.id and is_talking(improvement.state, improvement.route)
    back = button(WITHDRAW, label.withdraw, reason.id.hex) if is_theirs else None
    blocks = [section(render("reason_line", facts), back), *typed(texts.get("view", ""))]
    blocks += [context(label.heading_shown_by), *typed(texts.get("evidence", ""))]
    if texts.get("note"):
        blocks += [context(label.heading_note), *typed(texts["note"])]
    return blocks + spoken_marks(work, person, reason.id)


def kind_words(kind: ReasonKind) -> str:
    """Return a kind of reason in words."""
    return str(getattr(words("reason_words"), kind.value))


def reason_form(work: UnitOfWork, person: Person, improvement: Improvement) -> Block:
    """Return the form for a reason; a note is asked of our own side alone."""
    label = words("reason_words")
    kinds = [option(kind_words(each), each.value) for each in ReasonKind]
    areas = [option(each.title, each.id.hex) for each in work.reasons.areas(improvement.id)]
    is_ours = party_of(work, person, improvement.contract_id) is Party.OWN
    fields: list[Any] = [
        choice_input("kind", label.kind, kinds),
        text_input("view", label.view, hint=label.view_hint, lines=True),
        text_input("evidence", label.evidence, hint=label.evidence_hint, lines=True),
        *([choice_input("area", label.area, areas, optional=True)] if areas else []),
        *(
            [text_input("note", label.note, hint=label.note_hint, lines=True, optional=True)]
            if is_ours
            else []
        ),
    ]
    about = {"improvement": improvement.id.hex}
    return form(FORM, label.title, fields, submit=label.submit, about=about)
