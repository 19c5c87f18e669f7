"""What parties say to a shared evaluation of a process: each answered before the plan is revised (CPC424-P14, P15)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, require_act
from bot.casework.deadlines import meet
from bot.casework.improvement_access import begin_at_rest
from bot.casework.lead_duties import start_for_leads
from bot.casework.notices import Owed, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from domain.action_plans import ANSWER_FEEDBACK_WITHIN, FeedbackAnswer
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.evaluations import EvaluationState
from domain.improvements import require_length, require_text
from domain.notices import NoticeKind
from domain.people import Act
from domain.rhythm import Speed
from storage.evaluations import Evaluation
from storage.feedback import Feedback
from storage.people import Person
from storage.unit_of_work import UnitOfWork

SAID, BECAUSE = "said", "because"


def subject_of(feedback: Feedback) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about a piece of feedback point at."""
    return SubjectKind.FEEDBACK, feedback.id


def may_say(work: UnitOfWork, person: Person, evaluation: Evaluation) -> bool:
    """Say whether somebody may say something to an evaluation: whoever takes part, once one of a process is shared."""
    is_shared = evaluation.improvement_id is not None and evaluation.state is EvaluationState.SHARED
    return is_shared and may_do(work, person, evaluation.contract_id, Act.TAKE_PART)


def give_feedback(
    work: UnitOfWork, person: Person, evaluation_id: UUID, said: str, now: datetime
) -> Feedback:
    """Keep what somebody says to a shared evaluation of a process; the lead is to answer it before the plan is revised.

    Raises NotYours for whoever takes no part, and for an evaluation that is not shared or is of no process.
    """
    evaluation = evaluation_to_answer(work, person, evaluation_id)
    require_text(said, SAID, "Please write what you would like to say.")
    require_words_for_all(work, evaluation.contract_id, {SAID: said})
    party = require_act(work, person, evaluation.contract_id, Act.TAKE_PART)
    assert person.organisation_id is not None
    feedback = work.feedback.add(
        Feedback(
            contract_id=evaluation.contract_id,
            improvement_id=evaluation.improvement_id,
            evaluation_id=evaluation.id,
            organisation_id=person.organisation_id,
            party=party,
            given_by=person.id,
            given_at=now,
        )
    )
    keep_texts(work, subject_of(feedback), ContentClass.SHARED, person, now, {SAID: said})
    facts = {"evaluation": evaluation.id, "improvement": evaluation.improvement_id}
    record(work, Event.FEEDBACK_GIVEN, subject_of(feedback), person, now, feedback.contract_id, **facts)
    kind, subject = DeadlineKind.FEEDBACK_ANSWER, subject_of(feedback)
    since = "what was said"
    duty, leads = start_for_leads(
        work, kind, subject, feedback.contract_id, ANSWER_FEEDBACK_WITHIN, since, now
    )
    begin_at_rest(work, feedback.improvement_id, duty, now)
    told = [each for each in leads if each.id != person.id]
    owe_people(work, _word(feedback, NoticeKind.FEEDBACK_GIVEN, "given"), told, now)
    work.notices.redraw(evaluation.id)
    return feedback


def evaluation_to_answer(work: UnitOfWork, person: Person, evaluation_id: UUID) -> Evaluation:
    """Return a shared evaluation of a process to somebody who takes part in it. Raises NotYours for others."""
    evaluation = work.evaluations.find(evaluation_id)
    if evaluation is None or not may_say(work, person, evaluation):
        raise NotYours(NOT_YOURS)
    return evaluation


def feedback_to_answer(work: UnitOfWork, person: Person, feedback_id: UUID) -> Feedback:
    """Return a piece of feedback, locked, to somebody who may answer it. Raises NotYours for others."""
    feedback = work.feedback.find_to_change(feedback_id)
    if feedback is None:
        raise NotYours(NOT_YOURS)
    require_act(work, person, feedback.contract_id, Act.LEAD_IMPROVEMENT)
    if feedback.answer is not None:
        raise NotAllowed("This has been answered already.")
    return feedback


def answer_feedback(
    work: UnitOfWork, person: Person, feedback_id: UUID, answer: FeedbackAnswer, because: str, now: datetime
) -> Feedback:
    """Say that something is taken up, or why it is not; whoever said it is told. Raises NotAllowed for a bare no."""
    feedback = feedback_to_answer(work, person, feedback_id)
    if answer is FeedbackAnswer.NOT_TAKEN_UP:
        require_text(because, BECAUSE, "Please say why it is not taken up. Whoever said it reads this.")
    require_length(because, BECAUSE)
    require_words_for_all(work, feedback.contract_id, {BECAUSE: because})
    feedback.answer, feedback.answered_by, feedback.answered_at = answer, person.id, now
    keep_texts(work, subject_of(feedback), ContentClass.SHARED, person, now, {BECAUSE: because})
    facts = {"answer": answer.value, "evaluation": feedback.evaluation_id}
    record(work, Event.FEEDBACK_ANSWERED, subject_of(feedback), person, now, feedback.contract_id, **facts)
    meet(work, feedback.id, (DeadlineKind.FEEDBACK_ANSWER,), person, now)
    work.notices.cancel_about(feedback.id, (NoticeKind.FEEDBACK_GIVEN,))
    giver = work.people.get(feedback.given_by)
    if giver.id != person.id:
        owe_people(work, _word(feedback, NoticeKind.FEEDBACK_ANSWERED, "answered"), [giver], now)
    work.notices.redraw(feedback.id)
    work.notices.redraw(feedback.evaluation_id)
    return feedback


def said_to(work: UnitOfWork, evaluation_id: UUID) -> Sequence[tuple[Feedback, dict[str, str]]]:
    """Return what was said to an evaluation and how it was answered, each with its words, in the order it was said."""
    return [(each, work.narratives.latest(each.id)) for each in work.feedback.about(evaluation_id)]


def _word(feedback: Feedback, kind: NoticeKind, event: str) -> Owed:
    return Owed(
        kind=kind,
        subject=subject_of(feedback),
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"{feedback.id.hex}:{event}",
        contract_id=feedback.contract_id,
    )
