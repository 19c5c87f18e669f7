"""What parties said to a shared evaluation of a process, on the screen: the button, the words with their answers."""

from uuid import UUID

from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    form,
    header,
    option,
    paragraphs,
    text_input,
    typed,
)
from bot.casework.access import may_do
from bot.casework.action_facts import side_name
from bot.casework.feedback import BECAUSE, SAID, may_say, said_to
from bot.casework.notices import calendar_of
from bot.statement_blocks import spoken_marks
from bot.templates import render, words
from domain.action_plans import ANSWER_FEEDBACK_WITHIN, FeedbackAnswer
from domain.evaluations import EvaluationState
from domain.people import Act
from storage.evaluations import Evaluation
from storage.feedback import Feedback
from storage.people import Person
from storage.unit_of_work import UnitOfWork

SAY, ANSWER = "feedback_say", "feedback_answer"
FORM, ANSWER_FORM = "feedback_form", "feedback_answer_form"


def say_button(work: UnitOfWork, person: Person | None, evaluation: Evaluation) -> Block | None:
    """Return the button by which somebody says something to it; a channel offers it to whoever may, a press asks."""
    is_offered = evaluation.improvement_id is not None and evaluation.state is EvaluationState.SHARED
    if person is not None and not may_say(work, person, evaluation):
        return None
    return button(SAY, words("feedback_words").say, evaluation.id.hex) if is_offered else None


def feedback_part(work: UnitOfWork, person: Person, evaluation: Evaluation) -> list[Block]:
    """Return what was said to it and how that was answered, with the button for whoever has to answer."""
    said, label = said_to(work, evaluation.id), words("feedback_words")
    blocks: list[Block] = [header(label.heading)] if said else []
    may_answer = may_do(work, person, evaluation.contract_id, Act.LEAD_IMPROVEMENT)
    for feedback, texts in said:
        blocks += paragraphs(render("feedback_said", _facts(work, feedback)))
        blocks += [*typed(texts.get(SAID, "")), *typed(texts.get(BECAUSE, ""))]
        blocks += spoken_marks(work, person, feedback.id)
        is_open = feedback.answer is None and may_answer
        blocks += buttons(answer_button(feedback.id) if is_open else None)
    return blocks


def answer_button(feedback_id: UUID) -> Block:
    """Return the button by which our own side answers what was said."""
    return button(ANSWER, words("feedback_words").answer, feedback_id.hex, style="primary")


def _facts(work: UnitOfWork, feedback: Feedback) -> dict[str, object]:
    return {
        "side": side_name(work, feedback.contract_id, feedback.organisation_id),
        "given_on": calendar_of(work, feedback.contract_id).local(feedback.given_at).date(),
        "answer": feedback.answer.value if feedback.answer else "",
    }


def said_form(work: UnitOfWork, evaluation: Evaluation) -> Block:
    """Return the form in which somebody says something to a shared evaluation."""
    label = words("feedback_words")
    assert evaluation.improvement_id is not None
    facts = {
        "evaluation": evaluation.reference,
        "reference": work.improvements.get(evaluation.improvement_id).reference,
        "most": ANSWER_FEEDBACK_WITHIN,
    }
    blocks = [
        *paragraphs(render("feedback_top", facts)),
        text_input(SAID, label.said, hint=label.said_hint, lines=True),
    ]
    return form(FORM, label.title, blocks, submit=label.submit, about={"evaluation": evaluation.id.hex})


def answer_form(work: UnitOfWork, feedback: Feedback) -> Block:
    """Return the form of the answer, what was said above its fields."""
    label = words("feedback_words")
    answers = [option(getattr(label, each), each.value) for each in FeedbackAnswer]
    said = work.narratives.latest(feedback.id).get(SAID, "")
    blocks = [
        *paragraphs(render("feedback_said", _facts(work, feedback))),
        *typed(said),
        choice_input("answer", label.answer_asked, answers, kind="radio_buttons"),
        text_input(BECAUSE, label.because, hint=label.because_hint, lines=True, optional=True),
    ]
    about = {"feedback": feedback.id.hex}
    return form(ANSWER_FORM, label.answer_title, blocks, submit=label.answer_submit, about=about)
