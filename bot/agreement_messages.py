"""The buttons below what people are told of an agreement: to read the answers, and to go on to what is next."""

from bot.agreement_blocks import READ, plan_button
from bot.blocks import Block, button, buttons
from bot.casework.improvements import leads_it
from bot.option_blocks import READ as READ_OPTIONS
from bot.templates import words
from domain.agreements import Decision
from domain.chronology import SubjectKind
from storage.agreements import Agreement
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def answers_button(agreement: Agreement) -> Block:
    """Return the button that shows who has said what, to somebody who is not asked for an answer by it."""
    return button(READ, words("agreement_words").read_answers, agreement.id.hex)


def below_reached(work: UnitOfWork, reader: Person | None, agreement: Agreement) -> list[Block]:
    """Return the way on to the plan while that comes next, for whoever leads it, and to the answers for everybody."""
    return buttons(plan_button(work, reader, agreement), answers_button(agreement))


def below_answered(
    work: UnitOfWork, reader: Person | None, agreement: Agreement, decision: Decision | None
) -> list[Block]:
    """Return the way to the answers; of a no to an option, for whoever leads it, to the options that may be changed."""
    improvement = work.improvements.get(agreement.improvement_id)
    is_open = agreement.settled_at is None and agreement.voided_at is None
    is_no = decision is Decision.DISAGREE and agreement.subject_kind is SubjectKind.OPTION and is_open
    leads = reader is not None and leads_it(work, reader, improvement)
    options = (
        button(READ_OPTIONS, words("option_words").read, improvement.id.hex) if is_no and leads else None
    )
    return buttons(answers_button(agreement), options)
