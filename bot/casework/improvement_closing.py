"""Closing a process: after looking back, with what is recommended or why nothing is; by a person, told to everybody."""

from datetime import datetime
from uuid import UUID

from bot.casework import agreements
from bot.casework.concern_closing import improvement_is_over
from bot.casework.deadlines import cancel, meet
from bot.casework.formal_steps import led_improvement
from bot.casework.improvement_access import subject_of, word_about
from bot.casework.measure_schedules import schedules_of
from bot.casework.monitoring_changes import end_monitoring
from bot.casework.notices import owe_channels, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.reflection_reading import recommendations
from bot.casework.reflections import everybody_of, require_reflecting
from bot.casework.shared_words import require_words_for_all
from domain import action_plans
from domain.action_plans import PlanState
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.deadlines import DeadlineKind
from domain.improvements import ImprovementState, move, require_length
from domain.notices import NoticeKind
from domain.reflections import Closing, require_looked_back
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

NOT_READ_ANY_MORE = "The improvement process is closed."


def require_may_close(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    """Return a process, locked, that may be closed; refuse before anybody looked back, or while one was asked once.

    Whoever was asked twice and has not replied never holds the others up (practice.md section 3).
    """
    improvement = led_improvement(work, person, improvement_id)
    move(improvement.state, ImprovementState.CLOSED)
    require_reflecting(improvement)
    here = {each.id for each in everybody_of(work, improvement)}
    asked = [
        each for each in work.reflections.asked(improvement.id) if each.has_answered or each.person_id in here
    ]
    require_looked_back(
        [each.person_id for each in asked if each.has_answered],
        {each.person_id: each.times for each in asked},
    )
    return improvement


def close_improvement(
    work: UnitOfWork, person: Person, improvement_id: UUID, lesson: str, because: str, now: datetime
) -> Improvement:
    """Close a process. What is recommended goes on as actions; what was read for it is read no more; all are told."""
    improvement = require_may_close(work, person, improvement_id)
    recommended = recommendations(work, improvement)
    closing = Closing(recommends=bool(recommended), because=because)
    texts = {"lesson": lesson, "none_because": "" if closing.recommends else closing.because}
    require_length(lesson, "lesson")
    require_words_for_all(work, improvement.contract_id, {"lesson": lesson, "because": because})
    keep_texts(work, subject_of(improvement), ContentClass.SHARED, person, now, texts)
    improvement.state = move(improvement.state, ImprovementState.CLOSED)
    improvement.closed_by, improvement.closed_at = person.id, now
    facts = {"recommended": [each.id.hex for each in recommended]}
    record(
        work, Event.IMPROVEMENT_CLOSED, subject_of(improvement), person, now, improvement.contract_id, **facts
    )
    _let_rest(work, improvement, person, now)
    word = word_about(improvement, NoticeKind.IMPROVEMENT_CLOSED, "closed")
    owe_channels(work, word, ChannelPurpose.SHARED, now)
    told = [each for each in everybody_of(work, improvement) if each.id != person.id]
    owe_people(work, word, told, now)
    work.notices.redraw(improvement.id)
    return improvement


def _let_rest(work: UnitOfWork, improvement: Improvement, person: Person, now: datetime) -> None:
    """End what only the process asked for; its actions go on until they are done."""
    meet(work, improvement.id, (DeadlineKind.IMPROVEMENT_REFLECT,), person, now)
    cancel(work, improvement.id, now=now)
    for agreement in work.agreements.under_way(improvement.id):
        agreements.void(work, agreement.subject_id, now, person)
    for plan in work.action_plans.of(improvement.id):
        if plan.state is PlanState.ASKED:
            plan.state = action_plans.move(plan.state, PlanState.REPLACED)
    for asked in work.reflections.asked(improvement.id):
        cancel(work, asked.id, (DeadlineKind.REFLECTION_WRITE,), now)
        work.notices.cancel_about(asked.id, (NoticeKind.REFLECTION_ASKED,))
        work.notices.redraw(asked.id)
    improvement_is_over(work, improvement.id, now)
    for schedule in schedules_of(work, improvement):
        end_monitoring(work, person, schedule, NOT_READ_ANY_MORE, now)
