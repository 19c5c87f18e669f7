"""A concern whose lead is gone or must not be told of it any more: nobody has it then, and its route is asked anew."""

from datetime import datetime

from bot.casework.deadlines import cancel
from bot.casework.records import record
from bot.casework.route import is_named, join_route
from bot.casework.safeguarding import DECIDING, ask_route
from bot.casework.safeguarding_access import subject_of
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.people import SAFEGUARDING_ROLES
from domain.safeguarding import SafeguardingState, move
from storage.deadlines import Deadline
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork


def present_lead(work: UnitOfWork, concern: SafeguardingConcern) -> Person | None:
    """Return whoever has a concern and can still act on it: here, named, and with a safeguarding role."""
    lead = work.people.get(concern.lead_id) if concern.lead_id else None
    if lead is None or not is_named(work, lead, concern):
        return None
    return lead if work.people.roles(lead.id, None) & SAFEGUARDING_ROLES else None


def has_lost_lead(work: UnitOfWork, deadline: Deadline) -> bool:
    """Say whether a duty waits for a decision by somebody who is no longer here or no longer on the route."""
    if deadline.kind is not DeadlineKind.SAFEGUARDING_DECIDE:
        return False
    concern = work.safeguarding.get(deadline.subject_id)
    return concern.state is SafeguardingState.ACKNOWLEDGED and present_lead(work, concern) is None


def raise_anew(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> None:
    """Let nobody have a concern, and ask its route from the first line on, whoever has joined it since included."""
    concern.state = move(concern.state, SafeguardingState.RAISED)
    concern.lead_id = concern.acknowledged_at = concern.handed_to = None
    cancel(work, concern.id, (*DECIDING, DeadlineKind.SAFEGUARDING_HAND_OVER))
    join_route(work, concern, now)
    ask_route(work, concern, now)


def raise_what_lost_its_lead(work: UnitOfWork, deadline: Deadline, now: datetime) -> None:
    """Ask anew for what somebody took and did not decide before they left, or left the route."""
    concern = work.safeguarding.find_to_change(deadline.subject_id)
    if concern is None or not has_lost_lead(work, deadline):
        return
    record(work, Event.SAFEGUARDING_RAISED, subject_of(concern), None, now, lost_lead=concern.lead_id)
    raise_anew(work, concern, now)
    work.notices.redraw(concern.id)
