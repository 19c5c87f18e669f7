"""The story of feedback: said to a shared evaluation of a process, and answered (CPC424-P14, P15)."""

from datetime import datetime
from functools import partial
from uuid import UUID

from bot.answers import Answer, OpenForm
from bot.blocks import button, buttons, paragraphs
from bot.buttons import READ_EVALUATION
from bot.casework import feedback
from bot.casework.action_facts import side_name
from bot.feedback_blocks import ANSWER, ANSWER_FORM, FORM, SAY, answer_button, answer_form, said_form
from bot.inbound import Press, Submission
from bot.kept import kept
from bot.listeners import Listeners
from bot.messages import Message
from bot.required import required_kind
from bot.services import Services
from bot.shared_evaluation_blocks import window
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.action_plans import FeedbackAnswer
from domain.deadlines import DeadlineKind
from domain.notices import NoticeKind
from storage.feedback import Feedback
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork


def say(turn: Turn[Press]) -> Answer:
    """*Say something to this*: the form."""
    evaluation_id = record_id(turn.inbound.value)
    return OpenForm(
        said_form(turn.work, feedback.evaluation_to_answer(turn.work, turn.person, evaluation_id))
    )


def send(turn: Turn[Submission]) -> Answer:
    """Keep what was said; the lead is told."""
    evaluation_id, said = record_id(turn.inbound.about()["evaluation"]), turn.inbound.form.text(feedback.SAID)
    feedback.give_feedback(turn.work, turn.person, evaluation_id, said, turn.now)
    return _kept(turn, "said", evaluation_id)


def _kept(turn: Turn[Submission], step: str, evaluation_id: UUID) -> Answer:
    evaluation = turn.work.evaluations.find(evaluation_id)
    assert evaluation is not None
    return kept(turn, step, partial(window, turn.work, turn.person, evaluation, turn.now))


def begin_answer(turn: Turn[Press]) -> Answer:
    """*Answer it*: taken up or not."""
    found = feedback.feedback_to_answer(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(answer_form(turn.work, found))


def send_answer(turn: Turn[Submission]) -> Answer:
    """Keep the answer; whoever said it is told."""
    answers, feedback_id = turn.inbound.form, record_id(turn.inbound.about()["feedback"])
    answer = required_kind(FeedbackAnswer, answers, "answer")
    because = answers.text(feedback.BECAUSE)
    found = feedback.answer_feedback(turn.work, turn.person, feedback_id, answer, because, turn.now)
    return _kept(turn, "answered", found.evaluation_id)


def _say(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    """Say to the lead what is to be answered, and to whoever said it that it was."""
    found = work.feedback.find(notice.subject_id)
    assert found is not None
    text = render(notice.kind.value, _facts(work, found))
    is_asked = notice.kind is NoticeKind.FEEDBACK_GIVEN and found.answer is None
    row = buttons(
        answer_button(found.id) if is_asked else None,
        button(READ_EVALUATION, words("buttons").open, found.evaluation_id.hex),
    )
    return Message(text, [*paragraphs(text), *row])


def _facts(work: UnitOfWork, found: Feedback) -> dict[str, object]:
    evaluation = work.evaluations.find(found.evaluation_id)
    assert evaluation is not None
    assert found.improvement_id is not None
    waiting = work.deadlines.live(found.id, (DeadlineKind.FEEDBACK_ANSWER,))
    return {
        "giver": work.people.get(found.given_by).name,
        "side": side_name(work, found.contract_id, found.organisation_id),
        "evaluation": evaluation.reference,
        "reference": work.improvements.get(found.improvement_id).reference,
        "answer": found.answer.value if found.answer else "",
        "answer_by": waiting[0].due_at if waiting else None,
    }


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(SAY, say, writes=False, for_others=True)
    listeners.press(ANSWER, begin_answer, writes=False)
    listeners.submission(FORM, send, for_others=True)
    listeners.submission(ANSWER_FORM, send_answer)
    services.messages.add(NoticeKind.FEEDBACK_GIVEN, _say)
    services.messages.add(NoticeKind.FEEDBACK_ANSWERED, _say)
