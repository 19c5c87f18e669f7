"""What comes next in a process for whoever has opened it, as the record stands; the rule is domain/next_steps.py."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.casework.access import party_of
from bot.casework.agreements import standing_of, waits_for
from bot.casework.explanation_receipts import may_receive
from bot.casework.formal_reading import read_step, steps_read
from bot.casework.formal_steps import open_step
from bot.casework.improvement_items import ProcessItem, item_of
from bot.casework.improvement_pause import resting_of
from bot.casework.improvement_route import has_something
from bot.casework.improvements import is_light, leads_it
from bot.casework.meetings import may_record_meeting, meeting_under_way
from bot.casework.monitoring_access import records
from bot.casework.notices import calendar_of
from bot.casework.options import gaps_of, may_propose, standing_options
from bot.casework.plan_lines import missing_of
from bot.casework.plan_versions import latest_of
from bot.casework.reasons import may_give
from bot.casework.reflection_reading import may_look_back
from bot.casework.reflections import named_reflection
from bot.casework.senior_approval import may_approve
from bot.casework.sustaining import FOLLOWED, Reached, may_end, reached
from bot.casework.way_forward import is_way_asked, may_ask_again
from domain.action_plans import Missing, PlanState
from domain.deadlines import DeadlineKind
from domain.formal_steps import FormalState
from domain.improvements import ImprovementState
from domain.meetings import MeetingState
from domain.monitoring import ActivityState
from domain.next_steps import Choice, NextStep, Standing, next_step
from domain.options import FEWEST
from storage.action_plans import ActionPlan
from storage.agreements import Agreement
from storage.formal_steps import FormalStep
from storage.improvements import Improvement
from storage.meetings import Meeting
from storage.monitoring import MonitoringActivity
from storage.people import Person
from storage.unit_of_work import UnitOfWork

READ_WHILE = frozenset({ImprovementState.MONITORING, ImprovementState.FORMAL, ImprovementState.SUSTAINING})
"""While readings are taken."""


@dataclass(frozen=True)
class WhatIsNext:
    """The next step for one person, and the records it is about.

    `refused_by` are the organisations that said no to what is asked now, `waited_for` those that have not answered
    it. `may_hold` says that this person may say now that what was agreed is reached. `day` is when something happens
    by itself: the next reading, the end of a watch or of a rest.
    """

    step: NextStep
    standing: Standing
    item: ProcessItem
    agreement: Agreement | None
    refused_by: tuple[str, ...]
    waited_for: tuple[str, ...]
    plan: ActionPlan | None
    missing: Sequence[tuple[Missing, str]]
    formal: FormalStep | None
    meeting: Meeting | None
    activity: MonitoringActivity | None
    may_hold: bool
    day: date | None


def what_is_next(
    work: UnitOfWork, person: Person, improvement: Improvement, now: datetime, item: ProcessItem | None = None
) -> WhatIsNext:
    """Return what comes next for somebody who may open the process; it changes nothing.

    `item`: where it stands for them, if that is known already.
    """
    under_way = next(iter(work.agreements.under_way(improvement.id)), None)
    mine = next(iter(waits_for(work, person, improvement)), None)
    said = standing_of(work, under_way) if under_way else None
    plan, today = (
        latest_of(work, improvement.id),
        calendar_of(work, improvement.contract_id).local(now).date(),
    )
    activity = _next_reading(work, person, improvement, today)
    is_draft = plan is not None and plan.state is PlanState.DRAFT and leads_it(work, person, improvement)
    missing = missing_of(work, improvement, plan, now) if plan is not None and is_draft else []
    formal, meeting = _formal_for(work, person, improvement, now), _meeting_of(work, person, improvement)
    ends = may_end(work, person, improvement)
    found = _reached(work, improvement, now) if ends else None
    standing = replace(
        _standing(work, person, improvement),
        ends=ends,
        answers=mine is not None,
        approves_way=under_way is not None and _approves(work, person, under_way, improvement, now),
        approves_formal=formal is not None and formal.state is FormalState.ASKED,
        serves=formal is not None and formal.state is FormalState.APPROVED,
        reads_now=activity is not None
        and activity.planned_on <= today
        and _reads(work, person, improvement, activity),
        is_in_meeting=meeting is not None,
        is_asked=under_way is not None,
        is_refused=said is not None and bool(said.disagreed),
        is_way_asked=under_way is not None and is_way_asked(under_way),
        may_ask_again=under_way is not None and may_ask_again(work, person, under_way, now),
        plan=plan.state if plan else None,
        plan_is_complete=is_draft and not missing,
        is_reached=found is not None and found.has_held,
        hold_is_over=improvement.hold_until is not None and today >= improvement.hold_until,
    )
    return WhatIsNext(
        step=next_step(standing),
        standing=standing,
        item=item or item_of(work, person, improvement, now),
        agreement=mine or under_way,
        refused_by=tuple(work.organisations.get(each).name for each in (said.disagreed if said else ())),
        waited_for=tuple(work.organisations.get(each).name for each in (said.silent if said else ())),
        plan=plan,
        missing=missing,
        formal=formal,
        meeting=meeting,
        activity=activity,
        may_hold=found is not None and (found.has_held or not (found.has_measures or found.unfinished)),
        day=_day(work, improvement, activity),
    )


def _standing(work: UnitOfWork, person: Person, improvement: Improvement) -> Standing:
    """Return what one side has said and may say; what is asked of everybody is added to it."""
    given = work.reasons.of(improvement.id)
    return Standing(
        state=improvement.state,
        route=improvement.route,
        leads=leads_it(work, person, improvement),
        receives=may_receive(work, person, improvement),
        looks_back=may_look_back(work, person, improvement)
        and named_reflection(work, improvement, person) is None,
        has_light_plan=is_light(improvement) and has_something(work, improvement),
        reasons=len(given),
        may_give=may_give(work, person, improvement),
        has_given=any(each.organisation_id == person.organisation_id for each in given),
        may_propose=may_propose(work, person, improvement),
        choice=choice_of(work, improvement),
        has_feedback=bool(work.feedback.unanswered([improvement.id])),
        hold_is_asked=bool(work.deadlines.live(improvement.id, (DeadlineKind.IMPROVEMENT_HOLD,))),
    )


def _reached(work: UnitOfWork, improvement: Improvement, now: datetime) -> Reached | None:
    """Return what the figures say while it could be watched; while a formal step waits it is not (sustaining.py)."""
    if improvement.state not in FOLLOWED or open_step(work, improvement.id) is not None:
        return None
    return reached(work, improvement, now)


def _approves(
    work: UnitOfWork, person: Person, agreement: Agreement, improvement: Improvement, now: datetime
) -> bool:
    asked_by = agreement.way_asked_by
    if asked_by is None or work.speaking is not None or not is_way_asked(agreement):
        return False
    return may_approve(work, person, improvement.contract_id, asked_by, now)


def _formal_for(
    work: UnitOfWork, person: Person, improvement: Improvement, now: datetime
) -> FormalStep | None:
    """Return the formal step that this person approves, or records as served."""
    for step in steps_read(work, person, improvement)[::-1]:
        reading = read_step(work, person, step.id, now)
        if reading.may_answer or (reading.may_record and step.state is FormalState.APPROVED):
            return step
    return None


def _meeting_of(work: UnitOfWork, person: Person, improvement: Improvement) -> Meeting | None:
    """Return the meeting that is being recorded, to whoever may record it; one whose pack is sent is answered."""
    if not may_record_meeting(work, person, improvement):
        return None
    meeting = meeting_under_way(work, improvement)
    return meeting if meeting is not None and meeting.state is MeetingState.OPEN else None


def choice_of(work: UnitOfWork, improvement: Improvement) -> Choice:
    """Return how far the options of a process have come before everybody can be asked about one of them."""
    options = standing_options(work, improvement)
    if len(options) < FEWEST or not any(each.is_nothing for each in options):
        return Choice.TOO_FEW
    has_gaps = any(missing for _name, missing in gaps_of(work, improvement))
    return Choice.INCOMPLETE if has_gaps else Choice.COMPLETE


def _next_reading(
    work: UnitOfWork, person: Person, improvement: Improvement, today: date
) -> MonitoringActivity | None:
    """Return the reading that is due and waits for this person, else the earliest that is planned.

    Who reads what differs from schedule to schedule, and several are due on one day.
    """
    plan = latest_of(work, improvement.id) if improvement.state in READ_WHILE else None
    if plan is None:
        return None
    schedules = {each.schedule_id for each in work.measures.of(improvement.id) if each.schedule_id}
    planned = [
        each for each in work.monitoring.activities_of(schedules) if each.state is ActivityState.PLANNED
    ]
    in_order = sorted(planned, key=lambda each: each.planned_on)
    due = (each for each in in_order if each.planned_on <= today)
    theirs = next((each for each in due if _reads(work, person, improvement, each)), None)
    return theirs or next(iter(in_order), None)


def _reads(work: UnitOfWork, person: Person, improvement: Improvement, activity: MonitoringActivity) -> bool:
    """Say whether a reading waits for this person: who reads it, or their side; our lead may, and is not asked."""
    schedule = work.monitoring.schedule_of(activity)
    is_theirs = party_of(work, person, improvement.contract_id) is schedule.party
    return records(work, person, schedule) and (schedule.owner_id == person.id or is_theirs)


def _day(work: UnitOfWork, improvement: Improvement, activity: MonitoringActivity | None) -> date | None:
    if improvement.state is ImprovementState.PAUSED:
        return resting_of(work, improvement).review_on
    if improvement.state is ImprovementState.SUSTAINING:
        return improvement.hold_until
    return activity.planned_on if activity else None
