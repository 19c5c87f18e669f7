"""The story of sharing an evaluation: what will be said is shown first, then said; each organisation receives it."""

from datetime import datetime
from functools import partial

from bot.answers import Answer, Nothing, OpenForm
from bot.blocks import button, buttons, divider, form, paragraphs
from bot.buttons import READ_EVALUATION, SHARE_EVALUATION
from bot.casework import evaluation_receipts, evaluation_sharing
from bot.casework.audiences import leads_of
from bot.casework.evaluation_shared_facts import shared_facts
from bot.casework.owners import possible_owners
from bot.inbound import Press, Submission
from bot.kept import kept
from bot.listeners import Listeners
from bot.messages import Message
from bot.needs_blocks import needs_blocks
from bot.receipt_form import arrived, receipt_form
from bot.services import Services
from bot.shared_evaluation_blocks import (
    RECEIVED,
    RECEIVED_FOR,
    message_about,
    on_behalf_buttons,
    said_facts,
    typed_parts,
    window,
)
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.contracts import ChannelPurpose
from domain.notices import NoticeKind
from domain.people import Party
from storage.evaluations import Evaluation
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

SHARE_FORM = "evaluation_share_form"
RECEIPT_FORM = "evaluation_receipt_form"


def share_form(turn: Turn[Press]) -> Answer:
    """*Share with all parties*: who gets it, and every word that they will read."""
    found = turn.work.evaluations.find(record_id(turn.inbound.value))
    evaluation = evaluation_sharing.evaluation_to_share(turn.work, turn.person, found)
    label = words("evaluation_sharing")
    to_each = {**said_facts(turn.work, evaluation, None, turn.now), "reader": Party.OTHER.value}
    said = render("evaluation_shared", to_each)  # a channel hears less
    blocks = [
        *paragraphs(render("evaluation_share_top", _who_gets_it(turn.work, evaluation))),
        *needs_blocks(turn.work, [each for each, _ in possible_owners(turn.work, evaluation.contract_id)]),
        divider(),
        *paragraphs(said),
        *typed_parts(turn.work, evaluation),
    ]
    about = {"evaluation": evaluation.id.hex}
    return OpenForm(form(SHARE_FORM, label.title, blocks, submit=label.submit, about=about))


def _who_gets_it(work: UnitOfWork, evaluation: Evaluation) -> dict[str, object]:
    sides = evaluation_sharing.sides_of(work, evaluation.contract_id)
    outside = [person.name for side in sides for person in side.people if not person.user_id]
    return {
        "channels": len(work.contracts.channels(evaluation.contract_id, ChannelPurpose.SHARED)),
        "sides": [
            {"name": side.organisation.name, "people": ", ".join(person.name for person in side.people)}
            for side in sides
        ],
        "outside": ", ".join(outside),
        "lead": " or ".join(lead.name for lead in leads_of(work, evaluation.contract_id)),
    }


def share(turn: Turn[Submission]) -> Answer:
    """Share it; the same form sent again shares nothing twice."""
    evaluation_id = record_id(turn.inbound.about()["evaluation"])
    evaluation = evaluation_sharing.share_evaluation(turn.work, turn.person, evaluation_id, turn.now)
    return kept(turn, "shared", partial(window, turn.work, turn.person, evaluation, turn.now))


def received(turn: Turn[Press]) -> Answer:
    """*Received*, which is not the same as agreeing: every message about it then says so."""
    evaluation_id = record_id(turn.inbound.value)
    evaluation = evaluation_receipts.receive(turn.work, turn.person, evaluation_id, turn.now)
    if turn.inbound.in_form:
        return kept(turn, "received", partial(window, turn.work, turn.person, evaluation, turn.now))
    return Nothing()


def ask_receipt(turn: Turn[Press]) -> Answer:
    """*Record that it arrived*, for an organisation that said so by other means."""
    evaluation = evaluation_receipts.shared_with(turn.work, turn.person, record_id(turn.inbound.value))
    evaluation_receipts.require_records_for(turn.work, turn.person, evaluation)
    waiting = evaluation_receipts.not_received(turn.work, evaluation)
    return receipt_form(turn.work, RECEIPT_FORM, {"evaluation": evaluation.id.hex}, waiting)


def record_receipt(turn: Turn[Submission]) -> Answer:
    """Keep the receipt with how we know of it."""
    evaluation = evaluation_receipts.receive_for(
        turn.work,
        turn.person,
        record_id(turn.inbound.about()["evaluation"]),
        *arrived(turn.inbound.form),
        turn.now,
    )
    return kept(turn, "receipt", partial(window, turn.work, turn.person, evaluation, turn.now))


def read(turn: Turn[Press]) -> Answer:
    """*Open*: what every party of the contract may read of a shared evaluation."""
    evaluation = evaluation_receipts.shared_with(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(window(turn.work, turn.person, evaluation, turn.now))


def _say_received(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    evaluation = work.evaluations.find(notice.subject_id)
    assert evaluation is not None
    facts = shared_facts(work, evaluation, now)
    text = render("evaluation_received", facts)
    opens = button(READ_EVALUATION, words("buttons").open, evaluation.id.hex)
    return Message(text, [*paragraphs(text), *buttons(opens, *on_behalf_buttons(work, evaluation, facts))])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(SHARE_EVALUATION, share_form, writes=False)
    listeners.press(RECEIVED, received, for_others=True)
    listeners.press(RECEIVED_FOR, ask_receipt, writes=False)
    listeners.press(READ_EVALUATION, read, for_others=True)
    listeners.submission(SHARE_FORM, share)
    listeners.submission(RECEIPT_FORM, record_receipt)
    services.messages.add(NoticeKind.EVALUATION_SHARED, message_about)
    services.messages.add(NoticeKind.EVALUATION_RECEIVED, _say_received)
