"""The story of explaining why something must improve: the form, what everybody is sent, and *Received* (CPC424-P1)."""

from functools import partial

from bot.answers import Answer, Note, Nothing, OpenForm
from bot.casework import explaining, explanation_receipts
from bot.explanation_blocks import (
    EXPLAIN,
    EXPLAIN_FORM,
    READ_EXPLANATION,
    RECEIVED,
    RECEIVED_FOR,
    explanation_form,
    explanation_window,
    message_about,
    standing_message,
    thanks,
)
from bot.inbound import Press, Submission
from bot.kept import kept, kept_in_process
from bot.listeners import Listeners
from bot.receipt_form import arrived, receipt_form
from bot.services import Services
from bot.turn import Turn, record_id
from domain.improvements import Explanation
from domain.notices import NoticeKind

RECEIPT_FORM = "explanation_receipt_form"


def explain_form(turn: Turn[Press]) -> Answer:
    """*Explain why*, or *Put the explanation right*: who gets it, and five questions."""
    improvement_id = record_id(turn.inbound.value)
    improvement = explaining.improvement_to_explain(turn.work, turn.person, improvement_id)
    return OpenForm(explanation_form(turn.work, improvement))


def explain(turn: Turn[Submission]) -> Answer:
    """Send it; the same form sent again sends nothing twice."""
    answers, about = turn.inbound.form, turn.inbound.about()
    said = Explanation(
        **{name: answers.text(name) for name in (*explaining.PARTS, explaining.NOTE)},
    )
    improvement_id, version = record_id(about["improvement"]), int(about["version"])
    explaining.explain(turn.work, turn.person, improvement_id, said, version, turn.now)
    return kept_in_process(turn, "explained", improvement_id)


def read(turn: Turn[Press]) -> Answer:
    """*Open*: the explanation as it stands, and the earlier ones below it."""
    improvement_id = record_id(turn.inbound.value)
    improvement = explanation_receipts.read_explanation(turn.work, turn.person, improvement_id, turn.now)
    return OpenForm(explanation_window(turn.work, turn.person, improvement))


def received(turn: Turn[Press]) -> Answer:
    """*Received*, which is not the same as agreeing: every message about it then says so.

    In a channel, where others read the message too, whoever pressed is thanked in words that only they see.
    """
    improvement_id = record_id(turn.inbound.value)
    improvement = explanation_receipts.receive(turn.work, turn.person, improvement_id, turn.now)
    if turn.inbound.in_form:
        return kept(turn, "received", partial(explanation_window, turn.work, turn.person, improvement))
    if turn.work.contracts.link_between(improvement.contract_id, turn.inbound.channel) is None:
        return Nothing()
    return Note(*thanks(turn.work, turn.person, improvement))


def ask_receipt(turn: Turn[Press]) -> Answer:
    """*Record that it arrived*, for an organisation that said so by other means."""
    improvement_id = record_id(turn.inbound.value)
    improvement = explanation_receipts.explained_to(turn.work, turn.person, improvement_id)
    explanation_receipts.require_records_receipts(turn.work, turn.person, improvement)
    waiting = explanation_receipts.not_received(turn.work, improvement)
    return receipt_form(turn.work, RECEIPT_FORM, {"improvement": improvement.id.hex}, waiting)


def record_receipt(turn: Turn[Submission]) -> Answer:
    """Keep the receipt with how we know of it."""
    improvement_id = record_id(turn.inbound.about()["improvement"])
    explanation_receipts.receive_for(
        turn.work,
        turn.person,
        improvement_id,
        *arrived(turn.inbound.form),
        turn.now,
    )
    return kept_in_process(turn, "receipt", improvement_id)


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(EXPLAIN, explain_form, writes=False)
    listeners.submission(EXPLAIN_FORM, explain)
    listeners.press(READ_EXPLANATION, read, for_others=True)
    listeners.press(RECEIVED, received, for_others=True)
    listeners.press(RECEIVED_FOR, ask_receipt, writes=False)
    listeners.submission(RECEIPT_FORM, record_receipt)
    services.messages.add(NoticeKind.IMPROVEMENT_EXPLAINED, message_about)
    services.messages.add(NoticeKind.IMPROVEMENT_RECEIVED, standing_message)
