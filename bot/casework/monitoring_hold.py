"""The step to the senior contact of whoever looks, held by the contract lead with a reason (practice.md 2.5)."""

from datetime import datetime
from uuid import UUID

from bot.casework.access import may_do, require_act
from bot.casework.audiences import seniors_of
from bot.casework.deadlines import release
from bot.casework.monitoring_access import activity_for, activity_to_change, subject_of
from bot.casework.records import keep_texts, record
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.monitoring import ActivityState, require_text
from domain.people import Act
from storage.monitoring import MonitoringActivity
from storage.people import Person
from storage.unit_of_work import UnitOfWork

NOTHING_TO_HOLD = "There is no step to a senior contact here that you could hold now."


def may_hold(work: UnitOfWork, person: Person, activity: MonitoringActivity) -> bool:
    """Say whether somebody may hold the step to the senior contact: the contract lead, while nobody has answered."""
    return (
        activity.state is ActivityState.PLANNED
        and not activity.escalation_held
        and may_do(work, person, activity.contract_id, Act.HOLD_ESCALATION)
        and bool(seniors_of(work, activity.contract_id, work.monitoring.schedule_of(activity).party))
    )


def may_release(work: UnitOfWork, person: Person, activity: MonitoringActivity) -> bool:
    """Say whether somebody may let the senior contact be told as usual again: whoever may hold it."""
    return (
        activity.state is ActivityState.PLANNED
        and activity.escalation_held
        and may_do(work, person, activity.contract_id, Act.HOLD_ESCALATION)
    )


def to_hold(work: UnitOfWork, person: Person, activity_id: UUID) -> MonitoringActivity:
    """Return an occurrence whose step somebody may hold now. Raises NotYours and NotAllowed."""
    activity, _ = activity_for(work, person, activity_id)
    if not may_hold(work, person, activity):
        raise NotAllowed(NOTHING_TO_HOLD)
    return activity


def hold_step(
    work: UnitOfWork, person: Person, activity_id: UUID, reason: str, now: datetime
) -> MonitoringActivity:
    """Hold the step to the senior contact of whoever looks, with a reason that our own side reads."""
    activity, _ = activity_to_change(work, person, activity_id)
    require_act(work, person, activity.contract_id, Act.HOLD_ESCALATION)
    if not may_hold(work, person, activity):
        raise NotAllowed(NOTHING_TO_HOLD)
    require_text(reason, "reason", "Please say why the senior contact is not to be told yet.")
    activity.escalation_held = True
    keep_texts(work, subject_of(activity), ContentClass.INTERNAL, person, now, {"held_because": reason})
    record(work, Event.ESCALATION_HELD, subject_of(activity), person, now, activity.contract_id)
    work.notices.redraw(activity.id)
    return activity


def release_step(work: UnitOfWork, person: Person, activity_id: UUID, now: datetime) -> MonitoringActivity:
    """Let the senior contact be told as usual again; what was passed over meanwhile is said next."""
    activity, _ = activity_to_change(work, person, activity_id)
    require_act(work, person, activity.contract_id, Act.HOLD_ESCALATION)
    if not may_release(work, person, activity):
        raise NotAllowed("The step to the senior contact is not held.")
    activity.escalation_held = False
    release(work, activity.id, DeadlineKind.MONITORING_DUE, now)
    record(work, Event.ESCALATION_RELEASED, subject_of(activity), person, now, activity.contract_id)
    work.notices.redraw(activity.id)
    return activity
