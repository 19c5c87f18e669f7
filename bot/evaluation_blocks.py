"""An evaluation on the screen: what the figures say, the window of one that was kept, and the form to judge it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

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
from bot.buttons import READ_EVALUATION, SHARE_EVALUATION, hand_off_button, new_improvement_button
from bot.casework.evaluation_measures import measures_in
from bot.casework.evaluation_reading import OWN_TEXTS, Reading, own_facts, standing_facts
from bot.casework.evaluation_subject import processes_of
from bot.contract_choice import contract_question
from bot.earlier_versions import what_changed_button
from bot.inbound import Form
from bot.measure_words import band_words
from bot.required import required_kind
from bot.templates import render, words
from bot.titles import title_of
from bot.view_blocks import views_blocks
from domain.chronology import SubjectKind
from domain.evaluation_evidence import Evidence
from domain.evaluations import LONGEST_SUMMARY, EvaluationState, Judgement
from storage.contracts import Contract
from storage.people import Person
from storage.unit_of_work import UnitOfWork

CHOOSE_FORM = "evaluation_contract_form"
KEEP_FORM = "evaluation_keep_form"
CONFIRM_FORM = "evaluation_confirm_form"
DISCARD_FORM = "evaluation_discard_form"
JUDGE = "evaluation_judge"
SET_ASIDE = "evaluation_set_aside"
SEND_CHARTS = "evaluation_send_charts"
PROCESS = "process:"
"""Before the id of a process, where a contract may be chosen as well."""


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
    process = evidence.improvement_id
    about = {
        "contract": contract.id.hex,
        **({"improvement": process.hex} if process else {}),
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
        button(SEND_CHARTS, label.send_charts, value) if evaluation.improvement_id else None,
        new_improvement_button(SubjectKind.EVALUATION, evaluation.id) if reading.may_improve else None,
        hand_off_button(SubjectKind.EVALUATION, evaluation.id) if reading.may_hand_off else None,
        what_changed_button((SubjectKind.EVALUATION, evaluation.id)) if is_changed else None,
    )
    return form(
        "read_only",
        title_of(SubjectKind.EVALUATION, evaluation.reference),
        [*_read(work, reading, has_moved_on=has_moved_on), *row],
    )


def confirm_form(work: UnitOfWork, reading: Reading, *, has_moved_on: bool = False) -> Block:
    """Return the form in which a named person confirms the judgement, or changes it; the figures stand above."""
    evaluation, label = reading.evaluation, words("evaluation_form")
    options = [option(getattr(label, each.value), each.value) for each in Judgement]
    fields = [
        *_of_each_measure(work, reading),
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


def _of_each_measure(work: UnitOfWork, reading: Reading) -> list[Block]:
    """One choice for each measure of a process, the suggested one filled in: a person may differ on each."""
    return [
        choice_input(
            f"measure_{measure.number}",
            measure.title,
            [
                option(band_words(each, found.course.aim.direction).capitalize(), each.value)
                for each in Judgement
            ],
            initial=found.course.judged.value,
        )
        for measure, found in measures_in(work, reading.evidence)
    ]


def judged_measures(work: UnitOfWork, evidence: Evidence, answers: Form) -> dict[UUID, Judgement]:
    """Read back what was chosen for each measure."""
    return {
        measure.id: required_kind(Judgement, answers, f"measure_{measure.number}")
        for measure, _ in measures_in(work, evidence)
    }


def subject_question(
    work: UnitOfWork, person: Person, contracts: Sequence[Contract], about: Mapping[str, str] | None
) -> Block | None:
    """Return the form that asks which contract, or which process of it, is meant; None where there is one contract."""
    processes = processes_of(work, person, contracts)
    if len(contracts) == 1 and not processes:
        return None
    label = words("evaluation_form")
    if not processes:
        return contract_question(CHOOSE_FORM, contracts, about)
    options = [option(each.title, each.id.hex) for each in contracts]
    options += [option(f"{each.reference}: {each.title}", f"{PROCESS}{each.id.hex}") for each in processes]
    field = choice_input("contract", label.subject, options, hint=label.subject_hint)
    return form(CHOOSE_FORM, label.title, [field], submit=words("common").next, about=about)


def _read(work: UnitOfWork, reading: Reading, *, has_moved_on: bool) -> list[Block]:
    label, evaluation_id = words("evaluation_form"), reading.evaluation.id
    facts = {**standing_facts(work, reading), "has_moved_on": has_moved_on}
    blocks = paragraphs(render("evaluation_window", facts))
    for name in OWN_TEXTS:
        if reading.texts.get(name):
            blocks += [header(getattr(label, f"{name}_heading")), *typed(reading.texts[name])]
    return blocks + views_blocks(work, reading.views, evaluation_id if reading.may_ask_voices else None)
