"""The step to the senior contact of whoever looks, held by the contract lead with a reason (practice.md 2.5)."""

from datetime import datetime
from uuid import UUID

from bot.casework import escalation
from bot.casework.monitoring_access import activity_for, activity_to_change, subject_of
from domain.deadlines import DeadlineKind
from domain.monitoring import ActivityState
from storage.monitoring import MonitoringActivity
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def may_hold(work: UnitOfWork, person: Person, activity: MonitoringActivity) -> bool:
    """Say whether somebody may hold the step to the senior contact: the contract lead, while nobody has answered."""
    return activity.state is ActivityState.PLANNED and escalation.may_hold_step(
        work, person, activity, work.monitoring.schedule_of(activity).party
    )


def may_release(work: UnitOfWork, person: Person, activity: MonitoringActivity) -> bool:
    """Say whether somebody may let the senior contact be told as usual again: whoever may hold it."""
    is_open = activity.state is ActivityState.PLANNED
    return is_open and escalation.may_release_step(work, person, activity)


def to_hold(work: UnitOfWork, person: Person, activity_id: UUID) -> MonitoringActivity:
    """Return an occurrence whose step somebody may hold now. Raises NotYours and NotAllowed."""
    activity, _ = activity_for(work, person, activity_id)
    escalation.require_holdable(may_hold(work, person, activity))
    return activity


def hold_step(
    work: UnitOfWork, person: Person, activity_id: UUID, reason: str, now: datetime
) -> MonitoringActivity:
    """Hold the step to the senior contact of whoever looks, with a reason that our own side reads."""
    activity, _ = activity_to_change(work, person, activity_id)
    may = may_hold(work, person, activity)
    escalation.hold(work, person, activity, subject_of(activity), reason, now, may_hold=may)
    return activity


def release_step(work: UnitOfWork, person: Person, activity_id: UUID, now: datetime) -> MonitoringActivity:
    """Let the senior contact be told as usual again; what was passed over meanwhile is said next."""
    activity, _ = activity_to_change(work, person, activity_id)
    may, about = may_release(work, person, activity), subject_of(activity)
    escalation.let_go(work, person, activity, about, DeadlineKind.MONITORING_DUE, now, may_release=may)
    return activity
