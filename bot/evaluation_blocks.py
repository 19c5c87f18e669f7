"""An evaluation on the screen: what the figures say, the window of one that was kept, and the form to judge it."""

from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    divider,
    form,
    header,
    option,
    paragraphs,
    text_input,
    typed,
)
from bot.buttons import READ_EVALUATION, SHARE_EVALUATION, hand_off_button
from bot.casework.evaluation_reading import OWN_TEXTS, Reading, own_facts, standing_facts
from bot.earlier_versions import what_changed_button
from bot.templates import render, words
from bot.view_blocks import views_blocks
from domain.chronology import SubjectKind
from domain.evaluation_evidence import Evidence
from domain.evaluations import LONGEST_SUMMARY, EvaluationState, Judgement
from storage.contracts import Contract
from storage.unit_of_work import UnitOfWork

KEEP_FORM = "evaluation_keep_form"
CONFIRM_FORM = "evaluation_confirm_form"
DISCARD_FORM = "evaluation_discard_form"
JUDGE = "evaluation_judge"
SET_ASIDE = "evaluation_set_aside"


def figures_window(work: UnitOfWork, contract: Contract, evidence: Evidence) -> Block:
    """Return the window that shows how a contract stands. Nothing is kept until it is sent."""
    facts = own_facts(work, contract.id, evidence)
    nobody = dict.fromkeys(
        ("reference", "judgement", "judged_by", "judged_at", "compiled_by", "compiled_at", "lead", "next_by")
    )
    text = render(
        "evaluation_window", {**facts, **nobody, "state": "", "may_decide": False, "has_moved_on": False}
    )
    label = words("evaluation_form")
    first = evidence.asked_from or evidence.first
    # What follows another evaluation within a day is named by that, not by its days.
    days = {"first": first.isoformat(), "last": evidence.last.isoformat()} if not evidence.follows else {}
    about = {
        "contract": contract.id.hex,
        **days,
        "seen": evidence.signature,
    }
    return form(KEEP_FORM, label.title, paragraphs(text), submit=label.keep_submit, about=about)


def kept_window(work: UnitOfWork, reading: Reading, *, has_moved_on: bool = False) -> Block:
    """Return the window of an evaluation as it was kept, with what the reader may do with it."""
    evaluation, label = reading.evaluation, words("evaluation_form")
    value, is_shared = evaluation.id.hex, evaluation.state is EvaluationState.SHARED
    is_changed = evaluation.judgement is not None and evaluation.judgement is not evaluation.suggested
    row = buttons(
        button(JUDGE, label.confirm_or_change, value, style="primary") if reading.may_confirm else None,
        button(SHARE_EVALUATION, label.share, value, style="primary") if reading.may_share else None,
        button(SET_ASIDE, label.set_aside, value, style="danger") if reading.may_discard else None,
        button(READ_EVALUATION, label.as_shared, value) if is_shared else None,
        hand_off_button(SubjectKind.EVALUATION, evaluation.id) if reading.may_hand_off else None,
        what_changed_button((SubjectKind.EVALUATION, evaluation.id)) if is_changed else None,
    )
    return form("read_only", evaluation.reference, [*_read(work, reading, has_moved_on=has_moved_on), *row])


def confirm_form(work: UnitOfWork, reading: Reading, *, has_moved_on: bool = False) -> Block:
    """Return the form in which a named person confirms the judgement, or changes it; the figures stand above."""
    evaluation, label = reading.evaluation, words("evaluation_form")
    options = [option(getattr(label, each.value), each.value) for each in Judgement]
    fields = [
        choice_input(
            "judgement",
            label.judgement,
            options,
            kind="radio_buttons",
            hint=label.judgement_hint,
            initial=evaluation.suggested.value,
        ),
        text_input(
            "because",
            label.because,
            hint=label.because_hint,
            optional=True,
            lines=True,
            longest=LONGEST_SUMMARY,
        ),
        text_input(
            "note", label.note, hint=label.note_hint, optional=True, lines=True, longest=LONGEST_SUMMARY
        ),
        text_input("summary", label.summary, hint=label.summary_hint, lines=True, longest=LONGEST_SUMMARY),
        text_input(
            "voice",
            label.voice,
            hint=label.voice_hint,
            optional=True,
            lines=True,
            longest=LONGEST_SUMMARY,
        ),
    ]
    return form(
        CONFIRM_FORM,
        label.confirm_title,
        [*_read(work, reading, has_moved_on=has_moved_on), divider(), *fields],
        submit=label.confirm_submit,
        about={"evaluation": evaluation.id.hex},
    )


def _read(work: UnitOfWork, reading: Reading, *, has_moved_on: bool) -> list[Block]:
    label, evaluation_id = words("evaluation_form"), reading.evaluation.id
    facts = {**standing_facts(work, reading), "has_moved_on": has_moved_on}
    blocks = paragraphs(render("evaluation_window", facts))
    for name in OWN_TEXTS:
        if reading.texts.get(name):
            blocks += [header(getattr(label, f"{name}_heading")), *typed(reading.texts[name])]
    return blocks + views_blocks(work, reading.views, evaluation_id if reading.may_ask_voices else None)
