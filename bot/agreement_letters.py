"""What a letter says to somebody who is asked to agree: until when, and all of it in words (practice.md 2.2)."""

from typing import Any
from uuid import UUID

from bot.agreement_blocks import standing_facts
from bot.casework.options import TEXTS, texts_at, title_at
from bot.improvement_words import facts_of
from bot.plan_messages import letter_facts
from bot.templates import words
from domain.options import letter
from storage.action_plans import ActionPlan
from storage.agreements import Agreement
from storage.options import Option
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def agreement_letter_facts(
    work: UnitOfWork, agreement_id: UUID, reader: Person
) -> tuple[UUID, dict[str, Any]]:
    """Return the contract of an agreement, and what a letter says of it to one who speaks for an organisation."""
    agreement = work.agreements.find(agreement_id)
    assert agreement is not None
    improvement = work.improvements.get(agreement.improvement_id)
    asked = standing_facts(work, agreement, reader.organisation_id)
    return improvement.contract_id, facts_of(work, improvement) | asked


def asked_in_words(work: UnitOfWork, agreement_id: UUID) -> list[tuple[str, str]]:
    """Return what is asked about as a letter quotes it: an option with all it means, a plan line by line."""
    agreement = work.agreements.find(agreement_id)
    if agreement is None:
        return []
    option_id, plan_id = (
        agreement.option_id or agreement.subject_id,
        agreement.plan_id or agreement.subject_id,
    )
    option, plan = work.options.find(option_id), work.action_plans.find(plan_id)
    return [
        *(_option(work, agreement, option) if option else []),
        *(_plan(work, agreement, plan) if plan else []),
    ]


def _option(work: UnitOfWork, agreement: Agreement, option: Option) -> list[tuple[str, str]]:
    label, said = words("option_words"), texts_at(work, option, agreement.asked_at)
    parts = [(str(getattr(label, f"heading_{name}")), said[name]) for name in TEXTS if said[name]]
    return [
        (
            f"{words('agreement_words').option} {letter(option.number)}",
            title_at(work, option, agreement.asked_at),
        ),
        *parts,
    ]


def _plan(work: UnitOfWork, agreement: Agreement, plan: ActionPlan) -> list[tuple[str, str]]:
    _contract, facts = letter_facts(work, plan.id, work.people.get(agreement.asked_by))
    lines = [
        f"{each['number']}. {each['title']} ({each['owner']}, {each['side']})" for each in facts["lines"]
    ]
    said = "\n".join([*lines, *(str(measure) for measure in facts["measures"])])
    return [(str(words("agreement_words").plan), said)]
