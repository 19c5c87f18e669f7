"""Formal steps on the screen: their part of the process, the window of one, and the forms that ask and record."""

from datetime import datetime
from uuid import UUID

from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    day_input,
    form,
    header,
    option,
    paragraphs,
    text_input,
    ticks_input,
    typed,
)
from bot.buttons import open_improvement_button
from bot.casework.audiences import leads_of
from bot.casework.formal_reading import FormalReading, steps_read
from bot.casework.notices import calendar_of
from bot.casework.senior_approval import approvers_of
from bot.improvement_parts import part
from bot.templates import render, words
from domain.deadlines import DeadlineKind
from domain.formal_steps import FormalState, NoticeType
from storage.formal_steps import FormalStep
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

ASK, OPEN = "formal_ask", "formal_open"
APPROVE, REFUSE = "formal_approve", "formal_refuse"
SERVED, WITHDRAW = "formal_served", "formal_withdraw"
ASK_FORM, SERVED_FORM, NOTICES_FORM = "formal_ask_form", "formal_served_form", "formal_notices_form"
TEXTS = (
    "because",
    "support_offered",
    "refused_because",
    "withdrawn_because",
    "how",
    "by_whom",
    "duties",
)
"""What was typed about a formal step, in the order in which it came to be; each reader sees what is theirs."""
SHOWN = 3


def formal_facts(
    work: UnitOfWork, step: FormalStep, now: datetime, pass_on_to: str = ""
) -> dict[str, object]:
    """Return what messages and windows say of a formal step; nothing that anybody typed."""
    improvement = work.improvements.get(step.improvement_id)
    contract, own = work.contracts.get(improvement.contract_id), work.organisations.own()
    kinds = (DeadlineKind.FORMAL_APPROVE, DeadlineKind.FORMAL_SERVE)
    duty = next(iter(work.deadlines.live(improvement.id, kinds)), None)
    approvers = approvers_of(work, improvement.contract_id, step.asked_by, now)
    return {
        "reference": improvement.reference,
        "title": improvement.title,
        "contract": contract.title,
        "own_side": own.name if own else "",
        "notice_type": step.notice_type.value,
        "notice": str(getattr(words("formal_words"), step.notice_type.value)),
        "state": step.state.value,
        "asked_by": work.people.get(step.asked_by).name,
        "asked_on": calendar_of(work, contract.id).local(step.asked_at).date(),
        "answered_by": work.people.get(step.answered_by).name if step.answered_by else "",
        "recorded_by": work.people.get(step.recorded_by).name if step.recorded_by else "",
        "served_on": step.served_on,
        "approvers": " or ".join(each.name for each in approvers),
        "leads": " or ".join(each.name for each in leads_of(work, contract.id)),
        "due_at": duty.due_at if duty else None,
        "pass_on_to": pass_on_to,
    }


def formal_part(work: UnitOfWork, person: Person, improvement: Improvement, now: datetime) -> list[Block]:
    """Return where the last formal step of a process stands for this reader, with the way to it."""
    last = steps_read(work, person, improvement)[-1:]
    return [*([header(words("formal_words").heading)] if last else []), *_drawn(work, last, now)]


def earlier_steps(work: UnitOfWork, person: Person, improvement: Improvement, now: datetime) -> list[Block]:
    """Return the formal steps before the last, the newest first, each with the way to it."""
    return _drawn(work, steps_read(work, person, improvement)[:-1][: -SHOWN - 1 : -1], now)


def _drawn(work: UnitOfWork, steps: list[FormalStep], now: datetime) -> list[Block]:
    blocks = list[Block]()
    for step in steps:
        opens = button(OPEN, words("formal_words").open, step.id.hex)
        blocks += part(render("formal_part", formal_facts(work, step, now)), opens)
    return blocks


def formal_window(work: UnitOfWork, reading: FormalReading, now: datetime) -> Block:
    """Return the window of one formal step, with what its reader may do."""
    label, facts = words("formal_words"), formal_facts(work, reading.step, now)
    blocks = [*paragraphs(render("formal_part", facts)), *step_buttons(reading)]
    for name in TEXTS:
        if reading.texts.get(name):
            blocks += [header(getattr(label, f"heading_{name}")), *typed(reading.texts[name])]
    return form("read_only", label.window_title, blocks)


def step_buttons(reading: FormalReading) -> list[Block]:
    """Return the buttons of whoever answers a formal step, or records what came of it."""
    label, step_id = words("formal_words"), reading.step.id.hex
    is_approved = reading.step.state is FormalState.APPROVED
    return buttons(
        button(APPROVE, label.approve, step_id, style="primary") if reading.may_answer else None,
        button(REFUSE, label.refuse, step_id) if reading.may_answer else None,
        button(SERVED, label.served, step_id, style="primary")
        if reading.may_record and is_approved
        else None,
        button(WITHDRAW, label.withdraw, step_id) if reading.may_record else None,
        open_improvement_button(reading.improvement.id) if reading.may_record else None,
    )


def notices_form(work: UnitOfWork, contract_id: UUID, improvement: Improvement | None = None) -> Block:
    """Return the form that asks which letters a contract provides for; from a process it says why it is asked now."""
    label, known = words("formal_words"), work.formal_steps.known(contract_id)
    facts = {"contract": work.contracts.get(contract_id).title, "is_first": improvement is not None}
    options = [option(getattr(label, f"notice_{each.value}"), each.value) for each in NoticeType]
    fields = [
        *paragraphs(render("formal_notices_top", facts)),
        ticks_input(
            "notices", label.notices, options, optional=False, initial=[each.value for each in known]
        ),
    ]
    about = {"contract": contract_id.hex}
    return form(NOTICES_FORM, label.notices_title, fields, submit=label.notices_submit, about=about)


def ask_form(work: UnitOfWork, improvement: Improvement, approvers: list[str]) -> Block:
    """Return the form that asks for a formal step; who is asked stands above the fields, before anything is kept."""
    label = words("formal_words")
    known = [each for each in NoticeType if each in work.formal_steps.known(improvement.contract_id)]
    options = [option(getattr(label, f"notice_{each.value}"), each.value) for each in known]
    fields = [
        *paragraphs(render("formal_ask_top", {"reference": improvement.reference, "approvers": approvers})),
        choice_input("notice_type", label.notice_type, options, kind="radio_buttons"),
        text_input("because", label.because, lines=True),
        text_input("support_offered", label.support_offered, hint=label.support_offered_hint, lines=True),
    ]
    about = {"improvement": improvement.id.hex}
    return form(ASK_FORM, label.ask_title, fields, submit=label.ask_submit, about=about)


def served_form(work: UnitOfWork, step: FormalStep, now: datetime) -> Block:
    """Return the form that records a letter as served by people; this app serves none."""
    label, facts = words("formal_words"), formal_facts(work, step, now)
    contract_id = work.improvements.get(step.improvement_id).contract_id
    today = calendar_of(work, contract_id).local(now).date()
    fields = [
        *paragraphs(render("formal_served_top", facts)),
        day_input("served_on", label.served_on, initial=today),
        text_input("how", label.how, hint=label.how_hint, lines=True),
        text_input("by_whom", label.by_whom),
        text_input("duties", label.duties, hint=label.duties_hint, lines=True),
    ]
    return form(
        SERVED_FORM, label.served_title, fields, submit=label.served_submit, about={"step": step.id.hex}
    )
