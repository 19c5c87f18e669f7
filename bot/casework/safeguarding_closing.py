"""Closing a safeguarding concern: by a named person, once everything that it started is settled (domain.md 4.4 B)."""

from datetime import datetime
from uuid import UUID

from bot.casework.deadlines import cancel
from bot.casework.records import keep_texts, record
from bot.casework.safeguarding_access import of_named_taken
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.safeguarding import SafeguardingState, move
from domain.safeguarding_decisions import Unfinished, is_advocate_open
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

LEFT_RUNNING = frozenset({DeadlineKind.SAFEGUARDING_ASK_REPORTER})
"""How the reporter is, is asked however soon the concern is closed."""


def unfinished(work: UnitOfWork, concern: SafeguardingConcern) -> Unfinished:
    """Return what still stands in the way of closing."""
    allegation = (DeadlineKind.SAFEGUARDING_ALLEGATION,)
    return Unfinished(
        undecided=concern.state is not SafeguardingState.DECIDED,
        awaits_reply=bool(work.safeguarding_decisions.awaiting_reply(concern.id)),
        advocate_open=is_advocate_open(concern.advocate),
        review_open=bool(work.safeguarding_decisions.open_reviews(concern.id)),
        handing_over=concern.handed_to is not None,
        allegation_open=bool(work.deadlines.live(concern.id, allegation)),
    )


def require_closable(work: UnitOfWork, person: Person, concern_id: UUID) -> SafeguardingConcern:
    """Return a concern that may be closed; refuse with the first thing that is still open."""
    concern = of_named_taken(work, person, concern_id)
    unfinished(work, concern).require_none()
    return concern


def is_reporter_untold(concern: SafeguardingConcern) -> bool:
    """Say whether the reporter still waits to hear; nobody tells themselves."""
    return concern.reporter_told_at is None and concern.reporter_id != concern.lead_id


def close(
    work: UnitOfWork, person: Person, concern_id: UUID, reasons: str, why_untold: str, now: datetime
) -> SafeguardingConcern:
    """Close a concern, with reasons; where the reporter was not told, with the reason for that as well."""
    concern = require_closable(work, person, concern_id)
    if not reasons.strip():
        raise NotAllowed("Please say what came of it.", "reasons")
    if is_reporter_untold(concern) and not why_untold.strip():
        raise NotAllowed("Please say why the person who raised it is not told.", "why_untold")
    concern.state = move(concern.state, SafeguardingState.CLOSED)
    concern.closed_at = now
    subject = (SubjectKind.SAFEGUARDING, concern.id)
    texts = {"closing_reasons": reasons, "why_reporter_untold": why_untold}
    keep_texts(work, subject, ContentClass.RESTRICTED, person, now, texts)
    cancel(work, concern.id, frozenset(DeadlineKind) - LEFT_RUNNING)
    record(work, Event.SAFEGUARDING_CLOSED, subject, person, now)
    work.notices.redraw(concern.id)
    return concern
