"""The one form by which our own side records that something arrived at an organisation, and how we know it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from bot.answers import OpenForm
from bot.blocks import choice_input, form, option, text_input
from bot.inbound import Form
from bot.required import required_choice
from bot.templates import words
from bot.turn import record_id
from domain.errors import NotAllowed
from storage.evaluations import EvaluationReceipt
from storage.receipts import Receipt
from storage.unit_of_work import UnitOfWork


def receipt_form(
    work: UnitOfWork,
    callback_id: str,
    about: Mapping[str, str],
    waiting: Sequence[Receipt | EvaluationReceipt],
) -> OpenForm:
    """Ask which of the organisations that have not said so has received it, and how we know (practice.md 2.2).

    Raises NotAllowed once all of them have.
    """
    label = words("receipt_form")
    if not waiting:
        raise NotAllowed(label.received_by_all)
    options = [
        option(work.organisations.get(receipt.organisation_id).name, receipt.organisation_id.hex)
        for receipt in waiting
    ]
    fields = [
        choice_input("organisation", label.who, options),
        text_input("how", label.because, hint=label.hint),
    ]
    return OpenForm(form(callback_id, label.title, fields, submit=label.submit, about=about))


def arrived(answers: Form) -> tuple[UUID, str]:
    """Return at which organisation it arrived, and how we know."""
    return record_id(required_choice(answers, "organisation")), answers.text("how")
