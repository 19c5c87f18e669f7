"""The light route: support and up to two actions, looked at together; and on to the full one (practice.md 2.1)."""

from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.deadlines import cancel, meet
from bot.casework.improvement_access import improvement_to_change, subject_of
from bot.casework.improvement_actions import light_actions
from bot.casework.improvement_telling import tell_step
from bot.casework.improvements import start_plan_clock, take_to
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.improvements import ImprovementState, Route, require_awake, require_text
from domain.people import Act, Party
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

SUPPORT, FULL_BECAUSE = "support", "full_because"
"""What everybody reads: the help that is offered, and why more is needed than the light route gives."""


def _to_lead(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    improvement, party = improvement_to_change(work, person, improvement_id, Act.LEAD_IMPROVEMENT)
    if party is not Party.OWN:
        raise NotYours(NOT_YOURS)
    require_awake(improvement.state)
    return improvement


def offer_support(
    work: UnitOfWork, person: Person, improvement_id: UUID, said: str, now: datetime
) -> Improvement:
    """Keep what help is offered, by whom and until when; everybody reads it, on either route."""
    improvement = _to_lead(work, person, improvement_id)
    if not improvement.explanation_version:
        raise NotAllowed("Please explain first why this must improve. Support is offered after that.")
    require_text(said, SUPPORT, "Please say what help is offered, by whom, and until when.")
    require_words_for_all(work, improvement.contract_id, {SUPPORT: said})
    keep_texts(work, subject_of(improvement), ContentClass.SHARED, person, now, {SUPPORT: said})
    record(work, Event.IMPROVEMENT_SUPPORTED, subject_of(improvement), person, now, improvement.contract_id)
    tell_step(work, improvement, "support", person, now)
    work.notices.redraw(improvement.id)
    return improvement


def begin_watching(work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime) -> Improvement:
    """Go on from the light route's support and actions to looking at how it goes: that is its whole plan."""
    improvement = _to_lead(work, person, improvement_id)
    if improvement.route is not Route.LIGHT:
        raise NotAllowed("On the full route this follows from the plan that everybody agrees to.")
    if not has_something(work, improvement):
        raise NotAllowed(
            "Please offer support first, or agree an action, so that there is something to look at."
        )
    take_to(work, improvement, ImprovementState.MONITORING, person, now)
    improvement.plan_agreed_at = now
    meet(work, improvement.id, (DeadlineKind.IMPROVEMENT_PLAN,), person, now)
    tell_step(work, improvement, "watched", person, now)
    return improvement


def has_something(work: UnitOfWork, improvement: Improvement) -> bool:
    """Say whether support was offered or an action agreed."""
    has_support = bool(work.narratives.latest(improvement.id).get(SUPPORT, "").strip())
    return has_support or bool(light_actions(work, improvement))


def take_full_route(
    work: UnitOfWork, person: Person, improvement_id: UUID, because: str, now: datetime
) -> Improvement:
    """Go on with reasons, options and a plan, since support and two actions are not enough.

    What was agreed so far stays. After the light route's watching has begun, 28 days run anew to an agreed plan.
    """
    improvement = _to_lead(work, person, improvement_id)
    if improvement.route is Route.FULL:
        raise NotAllowed("This goes the full route already.")
    if improvement.state not in {
        ImprovementState.OPENED,
        ImprovementState.EXPLAINED,
        ImprovementState.MONITORING,
    }:
        raise NotAllowed("This has come too far for that. Open it to see what comes next.")
    require_text(because, FULL_BECAUSE, "Please say why more is needed: everybody will read it.")
    require_words_for_all(work, improvement.contract_id, {FULL_BECAUSE: because})
    improvement.route = Route.FULL
    keep_texts(work, subject_of(improvement), ContentClass.SHARED, person, now, {FULL_BECAUSE: because})
    facts = {"before": Route.LIGHT.value, "route": Route.FULL.value}
    subject = subject_of(improvement)
    record(work, Event.IMPROVEMENT_ROUTE_CHANGED, subject, person, now, improvement.contract_id, **facts)
    if improvement.state is ImprovementState.MONITORING:
        take_to(work, improvement, ImprovementState.EXPLAINED, person, now)
        improvement.plan_agreed_at = None
        cancel(work, improvement.id, (DeadlineKind.IMPROVEMENT_PLAN,), now)
        start_plan_clock(work, improvement, now, "taking the full route")
    tell_step(work, improvement, "full", person, now)
    work.notices.redraw(improvement.id)
    return improvement
