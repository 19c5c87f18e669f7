"""Letting a process rest in an outbreak, an inspection or a bereavement: everything but safety (practice.md 2.3)."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.action_duties import let_owners_clock_run
from bot.casework.deadlines import cancel, meet, pause, resume
from bot.casework.improvement_access import improvement_to_change, subject_of
from bot.casework.improvement_telling import tell_step
from bot.casework.improvements import start_own_clock, take_to
from bot.casework.notices import calendar_of
from bot.casework.plan_lines import keep_line
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from domain.action_plans import PlanState
from domain.actions import ActionState
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind, DeadlineState
from domain.errors import NotAllowed, NotYours
from domain.improvements import (
    ImprovementState,
    PauseReason,
    move,
    require_pause_reason,
    require_review_day,
)
from domain.monitoring import ActivityState
from domain.people import Act, Party
from storage.deadlines import Deadline
from storage.improvements import Improvement, ImprovementPause
from storage.people import Person
from storage.unit_of_work import UnitOfWork

RESTS_FOR = 5  # working days that are suggested (practice.md 2.3)
LONGER = "rests_longer_because"


def _to_lead(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    improvement, party = improvement_to_change(work, person, improvement_id, Act.LEAD_IMPROVEMENT)
    if party is not Party.OWN:
        raise NotYours(NOT_YOURS)
    return improvement


def let_rest(
    work: UnitOfWork,
    person: Person,
    improvement_id: UUID,
    reason: PauseReason,
    because: str,
    review_on: date,
    now: datetime,
) -> Improvement:
    """Let a process rest until a day on which whoever leads it looks again; every clock but those of safety stops.

    Raises NotAllowed when it rests already or is closed, and for a day that is none to look at it.
    """
    improvement = _to_lead(work, person, improvement_id)
    calendar = calendar_of(work, improvement.contract_id)
    was = improvement.state
    move(was, ImprovementState.PAUSED)
    require_review_day(review_on, calendar.local(now).date(), calendar)
    require_pause_reason(reason, because)
    require_words_for_all(work, improvement.contract_id, {"because": because})
    resting = ImprovementPause(
        improvement_id=improvement.id,
        reason=reason,
        was=was,
        paused_by=person.id,
        paused_at=now,
        review_on=review_on,
    )
    work.improvements.add(resting)
    take_to(work, improvement, ImprovementState.PAUSED, person, now)
    about = (SubjectKind.IMPROVEMENT, resting.id)
    keep_texts(work, about, ContentClass.SHARED, person, now, {"because": because})
    facts = {"reason": reason.value, "review_on": review_on, "pause": resting.id}
    subject = subject_of(improvement)
    record(work, Event.IMPROVEMENT_PAUSED, subject, person, now, improvement.contract_id, **facts)
    for deadline in _clocks(work, improvement):
        pause(work, deadline.subject_id, deadline.kind, now)
    _ask_to_look_again(work, improvement, review_on, now)
    tell_step(work, improvement, "paused", person, now)
    work.notices.redraw(improvement.id)
    return improvement


def _ask_to_look_again(work: UnitOfWork, improvement: Improvement, review_on: date, now: datetime) -> None:
    calendar = calendar_of(work, improvement.contract_id)
    due_at = calendar.at(review_on, calendar.closes)
    start_own_clock(work, improvement, DeadlineKind.IMPROVEMENT_REVIEW, due_at, "the day chosen", now)


def rest_longer(
    work: UnitOfWork, person: Person, improvement_id: UUID, because: str, review_on: date, now: datetime
) -> Improvement:
    """Let what rests rest for longer, to another day on which somebody looks again."""
    improvement = _to_lead(work, person, improvement_id)
    resting = resting_of(work, improvement)
    calendar = calendar_of(work, improvement.contract_id)
    require_review_day(review_on, calendar.local(now).date(), calendar)
    require_pause_reason(PauseReason.OTHER, because)
    require_words_for_all(work, improvement.contract_id, {"because": because})
    resting.review_on = review_on
    keep_texts(
        work, (SubjectKind.IMPROVEMENT, resting.id), ContentClass.SHARED, person, now, {LONGER: because}
    )
    facts = {"reason": resting.reason.value, "review_on": review_on, "pause": resting.id}
    subject = subject_of(improvement)
    record(work, Event.IMPROVEMENT_PAUSED, subject, person, now, improvement.contract_id, **facts)
    meet(work, improvement.id, (DeadlineKind.IMPROVEMENT_REVIEW,), person, now)
    _ask_to_look_again(work, improvement, review_on, now)
    tell_step(work, improvement, "longer", person, now)
    work.notices.redraw(improvement.id)
    return improvement


def resting_of(work: UnitOfWork, improvement: Improvement) -> ImprovementPause:
    """Return the pause in which a process rests now. Raises NotAllowed when it does not rest."""
    if improvement.state is not ImprovementState.PAUSED:
        raise NotAllowed("This does not rest any more. Open it to see where it stands.")
    return work.improvements.pauses(improvement.id)[-1]


def go_on(work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime) -> Improvement:
    """Go on where a process rested: every clock runs again, and the working days that it rested are given back."""
    improvement = _to_lead(work, person, improvement_id)
    resting = resting_of(work, improvement)
    improvement.state = move(improvement.state, resting.was)
    resting.resumed_by, resting.resumed_at = person.id, now
    facts = {"before": ImprovementState.PAUSED.value, "state": improvement.state.value, "pause": resting.id}
    subject = subject_of(improvement)
    record(work, Event.IMPROVEMENT_RESUMED, subject, person, now, improvement.contract_id, **facts)
    cancel(work, improvement.id, (DeadlineKind.IMPROVEMENT_REVIEW,), now)
    for deadline in list(_clocks(work, improvement)):
        if (
            deadline.state is DeadlineState.PAUSED
            and deadline.paused_at
            and deadline.paused_at >= resting.paused_at
        ):
            _run_again(work, improvement, deadline, now)
    _move_what_is_asked(work, improvement, resting, person, now)
    tell_step(work, improvement, "resumed", person, now)
    work.notices.redraw(improvement.id)
    return improvement


def _move_what_is_asked(
    work: UnitOfWork, improvement: Improvement, resting: ImprovementPause, person: Person, now: datetime
) -> None:
    """Move the days of a plan that everybody is being asked about by the working days that it rested.

    This voids no answer: the rest gives its days back in what is asked as in what is agreed (practice.md 2.3), and
    nobody has edited anything. The day that was asked about stays readable beside the later one. What keeps people safe
    now did not rest, and keeps its day.
    """
    calendar = calendar_of(work, improvement.contract_id)
    rested = calendar.working_days_between(
        calendar.local(resting.paused_at).date(), calendar.local(now).date()
    )
    for plan in work.action_plans.of(improvement.id) if rested else ():
        if plan.state is not PlanState.ASKED:
            continue
        for line in work.action_plans.lines(plan.id):
            if not line.keeps_safe_now:
                line.asked_due_on = line.asked_due_on or line.due_on
                line.due_on = calendar.add_working_days(line.due_on, rested)
                keep_line(work, Event.PLAN_LINE_WRITTEN, plan, line, improvement, person, now)
        if plan.first_on is not None:
            plan.first_on = calendar.add_working_days(plan.first_on, rested)
        work.notices.redraw(plan.id)


def _run_again(work: UnitOfWork, improvement: Improvement, deadline: Deadline, now: datetime) -> None:
    """Let one clock run again, and its record's own day with it."""
    local = calendar_of(work, improvement.contract_id).local
    if deadline.kind is DeadlineKind.ACTION_DUE:
        action = work.actions.find_to_change(deadline.subject_id)
        assert action is not None
        waits = action.state is ActionState.SUBMITTED or work.actions.extension_asked(action.id) is not None
        if not waits:
            let_owners_clock_run(work, action, now)
            work.notices.redraw(action.id)
        return
    runs_to = resume(work, deadline.subject_id, deadline.kind, now)
    if runs_to is None:
        return
    if deadline.kind is DeadlineKind.IMPROVEMENT_HOLD:
        improvement.hold_until = local(runs_to).date()
    if deadline.kind is DeadlineKind.MONITORING_DUE:
        activity = work.monitoring.find_to_change(deadline.subject_id)
        assert activity is not None
        activity.planned_on = activity.counts_on = local(runs_to).date()


def _clocks(work: UnitOfWork, improvement: Improvement) -> Iterable[Deadline]:
    """Return every running or stopped clock of a process but those of what keeps people safe."""
    subjects = {improvement.id}
    subjects |= {each.id for each in work.agreements.of_improvements([improvement.id])}
    subjects |= {each.id for each in work.feedback.unanswered([improvement.id])}
    subjects |= {each.id for each in work.actions.of_improvement(improvement.id) if not each.keeps_safe_now}
    subjects |= {each.id for each in work.reflections.asked(improvement.id)}
    subjects |= _evaluated(work, improvement)
    schedules = [
        each.id
        for each in work.monitoring.schedules(improvement.contract_id)
        if each.improvement_id == improvement.id
    ]
    if schedules:
        subjects |= {
            each.id
            for each in work.monitoring.activities_of(schedules)
            if each.state is ActivityState.PLANNED
        }
    return [each for each in work.deadlines.live_in(improvement.contract_id) if each.subject_id in subjects]


def _evaluated(work: UnitOfWork, improvement: Improvement) -> set[UUID]:
    """Return the ids of the evaluations of a process and of the challenges to them: their clocks rest with it."""
    found = {
        each.id
        for each in work.evaluations.of_contract(improvement.contract_id)
        if each.improvement_id == improvement.id
    }
    return found | {row.id for each in found for row in work.challenges.of_evaluation(each)}
