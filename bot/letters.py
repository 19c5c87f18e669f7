"""Every step as a letter: plain text to print, to post or to paste into an e-mail, for somebody without Slack.

It says to whom, what, what to do next, and how to answer without Slack (practice.md 2.2). Only what every party may
read is in it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.agreement_letters import agreement_letter_facts, asked_in_words
from bot.casework.action_access import find_action
from bot.casework.action_facts import facts_of
from bot.casework.audiences import leads_of
from bot.casework.challenge_reading import challenge_facts
from bot.casework.concern_access import find_concern
from bot.casework.letters import LETTERS, OF_PROCESSES, shared_texts
from bot.casework.monitoring_facts import facts_of_schedule
from bot.casework.notices import calendar_of
from bot.casework.numbers import numbers_for
from bot.casework.reflection_reading import asked_to_look_back
from bot.casework.statement_reading import parts_of
from bot.escaping import as_plain
from bot.formal_blocks import formal_facts
from bot.improvement_words import facts_of as improvement_facts
from bot.monitoring_blocks import in_words
from bot.placement_blocks import decision_facts
from bot.plan_messages import letter_facts
from bot.shared_evaluation_blocks import said_facts
from bot.statement_blocks import part_lines, statement_facts
from bot.templates import Markup, render, words
from domain.chronology import SubjectKind
from domain.notices import NoticeKind
from storage.people import Person
from storage.unit_of_work import UnitOfWork

TEXTS: dict[SubjectKind, tuple[str, ...]] = {
    SubjectKind.ACTION: ("shown_by", "clause", "returned_because", "withdrawn_because"),
    SubjectKind.EVALUATION: ("summary", "voice"),
    SubjectKind.IMPROVEMENT: (
        "what",
        "evidence",
        "effect",
        "term",
        "voice",
        "support",
        "full_because",
        "reached_because",
        "back_because",
        "lesson",
        "none_because",
    ),
    SubjectKind.FORMAL_STEP: ("duties",),
    SubjectKind.CHALLENGE: ("said", "instead", "reasons"),
    SubjectKind.CONCERN: ("for_provider",),
    SubjectKind.PLAN: ("changed_because", "exit_criteria"),
    SubjectKind.PLACEMENT: ("limit", "to_provider", "said"),
    SubjectKind.STATEMENT: ("evidence", "disputed", "settled_because"),
}
"""What was typed for every party, in the order in which a letter quotes it."""


@dataclass(frozen=True)
class Quoted:
    """Words that somebody typed, as a letter quotes them."""

    heading: str
    body: str


def letter_about(work: UnitOfWork, kind: NoticeKind, subject_id: UUID, reader: Person, now: datetime) -> str:
    """Return the letter of one step to one reader, as plain text; its first line says what it is about."""
    subject = LETTERS[kind]
    contract_id, facts = _facts(work, kind, subject_id, reader, now)
    heading, _, said = render("letter_step", {"step": kind.value, **facts}).partition("\n")
    own, side = work.organisations.own(), reader.organisation_id
    letter = {
        "heading": Markup(heading),
        "said": Markup(said),
        "contract": work.contracts.get(contract_id).title,
        "own_side": own.name if own else "",
        "written_on": calendar_of(work, contract_id).local(now).date(),
        "reader": reader.name,
        "reader_side": work.organisations.get(side).name if side else "",
        "quoted": [*_quoted(work, subject, subject_id), *_said_for_them(work, subject, subject_id)],
        "leads": " or ".join(lead.name for lead in leads_of(work, contract_id)),
        **vars(numbers_for(work, contract_id)),
    }
    return as_plain(render("letter", letter)).replace("*", "")


def _facts(
    work: UnitOfWork, kind: NoticeKind, subject_id: UUID, reader: Person, now: datetime
) -> tuple[UUID, dict[str, Any]]:
    match LETTERS[kind]:
        case SubjectKind.ACTION:
            action = find_action(work, subject_id)
            return action.contract_id, facts_of(work, action, now) | {"title": action.title}
        case SubjectKind.EVALUATION:
            evaluation = work.evaluations.find(subject_id)
            assert evaluation is not None
            facts = said_facts(work, evaluation, reader, now)
            return evaluation.contract_id, facts | {"figures": Markup(render("evaluation_figures", facts))}
        case SubjectKind.CHALLENGE:
            challenge = work.challenges.find(subject_id)
            assert challenge is not None
            return challenge.contract_id, challenge_facts(work, challenge, now, reader)
        case subject if subject in OF_PROCESSES:
            return _facts_of_process(work, LETTERS[kind], subject_id, reader, now)
        case SubjectKind.MONITORING:
            schedule = work.monitoring.find_schedule(subject_id)
            assert schedule is not None
            return schedule.contract_id, in_words(facts_of_schedule(work, schedule, now))
        case SubjectKind.CONCERN:
            concern = find_concern(work, subject_id)
            assert concern.contract_id is not None
            return concern.contract_id, {"reference": concern.reference, "state": concern.state.value}
        case SubjectKind.PLACEMENT:
            decision = work.placements.find(subject_id)
            assert decision is not None
            return decision.contract_id, decision_facts(work, decision)
        case _:
            statement = work.statements.get(subject_id)
            parts = part_lines(parts_of(work, statement))
            return statement.contract_id, statement_facts(work, statement) | {"parts": parts}


def _facts_of_process(
    work: UnitOfWork, subject: SubjectKind, subject_id: UUID, reader: Person, now: datetime
) -> tuple[UUID, dict[str, Any]]:
    match subject:
        case SubjectKind.FORMAL_STEP:
            step = work.formal_steps.find(subject_id)
            assert step is not None
            return work.improvements.get(step.improvement_id).contract_id, formal_facts(work, step, now)
        case SubjectKind.REFLECTION:
            asked = asked_to_look_back(work, reader, subject_id)
            return asked.contract_id, improvement_facts(work, asked)
        case SubjectKind.AGREEMENT:
            return agreement_letter_facts(work, subject_id, reader)
        case SubjectKind.PLAN:
            return letter_facts(work, subject_id, reader)
        case _:
            improvement = work.improvements.get(subject_id)
            return improvement.contract_id, improvement_facts(work, improvement) | {"own_side": ""}


def _quoted(work: UnitOfWork, subject: SubjectKind, subject_id: UUID) -> list[Quoted]:
    if subject is SubjectKind.AGREEMENT:
        return [Quoted(heading, body) for heading, body in asked_in_words(work, subject_id)]
    label, texts = words("letter_headings"), shared_texts(work, subject_id)
    return [Quoted(getattr(label, name), texts[name]) for name in TEXTS.get(subject, ()) if name in texts]


def _said_for_them(work: UnitOfWork, subject: SubjectKind, subject_id: UUID) -> list[Quoted]:
    """Quote what was recorded in somebody's name, so that they can say whether they said it."""
    if subject is not SubjectKind.STATEMENT:
        return []
    label = words("letter_headings").recorded
    parts = parts_of(work, work.statements.get(subject_id))
    return [Quoted(f"{label} {part.reference}", said) for part in parts for said in part.said]
