"""The step to a senior contact: held by the contract lead with a reason, and let go again (practice.md 2.5)."""

from datetime import datetime
from uuid import UUID

from bot.casework.access import may_do, require_act
from bot.casework.audiences import seniors_of
from bot.casework.deadlines import release
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.people import Act, Party
from storage.actions import Action
from storage.monitoring import MonitoringActivity
from storage.people import Person
from storage.unit_of_work import UnitOfWork

Held = Action | MonitoringActivity
Subject = tuple[SubjectKind, UUID]


def may_hold_step(work: UnitOfWork, person: Person, held: Held, party: Party) -> bool:
    """Say whether somebody may hold the step to the senior contact of a party: where there is one, not yet held."""
    return (
        not held.escalation_held
        and may_do(work, person, held.contract_id, Act.HOLD_ESCALATION)
        and bool(seniors_of(work, held.contract_id, party))
    )


def may_release_step(work: UnitOfWork, person: Person, held: Held) -> bool:
    """Say whether somebody may let the senior contact be told as usual again: whoever may hold it."""
    return held.escalation_held and may_do(work, person, held.contract_id, Act.HOLD_ESCALATION)


def hold(
    work: UnitOfWork,
    person: Person,
    held: Held,
    about: Subject,
    reason: str,
    now: datetime,
    *,
    may_hold: bool,
) -> None:
    """Hold the step, with a reason that our own side reads. Raises NotYours and NotAllowed."""
    require_act(work, person, held.contract_id, Act.HOLD_ESCALATION)
    require_holdable(may_hold)
    if not reason.strip():
        raise NotAllowed("Please say why the senior contact is not to be told yet.", "reason")
    held.escalation_held = True
    keep_texts(work, about, ContentClass.INTERNAL, person, now, {"held_because": reason})
    record(work, Event.ESCALATION_HELD, about, person, now, held.contract_id)
    work.notices.redraw(held.id)


def require_holdable(may_hold: bool) -> None:
    """Refuse to hold where there is no step that this person could hold now."""
    if not may_hold:
        raise NotAllowed("There is no step to a senior contact here that you could hold now.")


def let_go(
    work: UnitOfWork,
    person: Person,
    held: Held,
    about: Subject,
    kind: DeadlineKind,
    now: datetime,
    *,
    may_release: bool,
) -> None:
    """Let the senior contact be told as usual again; what was passed over meanwhile is said next."""
    require_act(work, person, held.contract_id, Act.HOLD_ESCALATION)
    if not may_release:
        raise NotAllowed("The step to the senior contact is not held.")
    held.escalation_held = False
    release(work, held.id, kind, now)
    record(work, Event.ESCALATION_RELEASED, about, person, now, held.contract_id)
    work.notices.redraw(held.id)
