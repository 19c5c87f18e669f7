"""Closing a safeguarding concern: by a named person, once everything that it started is settled (domain.md 4.4 B)."""

from datetime import datetime
from uuid import UUID

from bot.casework.deadlines import cancel
from bot.casework.records import keep_texts, record
from bot.casework.safeguarding_access import of_named_taken, subject_of
from bot.casework.safeguarding_arrival import is_outcome_on_its_way
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.safeguarding import Advocate, SafeguardingState, move
from domain.safeguarding_decisions import NewClosing, Unfinished, is_advocate_open
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

LEFT_RUNNING = frozenset({DeadlineKind.SAFEGUARDING_ASK_REPORTER, DeadlineKind.SAFEGUARDING_TALK})
"""How the reporter is, is asked however soon the concern is closed; and whoever wants to talk is rung."""


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
    if is_outcome_on_its_way(work, concern):
        raise NotAllowed(
            "The message to the person who raised it is on its way. It can be closed once it has arrived, or once you "
            "have recorded that you told them yourself."
        )
    return concern


def is_reporter_untold(concern: SafeguardingConcern) -> bool:
    """Say whether the reporter still waits to hear; nobody tells themselves."""
    return concern.reporter_told_at is None and concern.reporter_id != concern.lead_id


def lacks_advocate(concern: SafeguardingConcern) -> bool:
    """Say whether the person needs somebody to speak for them and has nobody (Care Act 2014 s.68)."""
    return concern.advocate is Advocate.NEEDS_ONE


def close(
    work: UnitOfWork, person: Person, concern_id: UUID, new: NewClosing, now: datetime
) -> SafeguardingConcern:
    """Close a concern, with what came of it; where the reporter or an advocate is left out, with the reason as well."""
    concern = require_closable(work, person, concern_id)
    new.require(is_reporter_untold=is_reporter_untold(concern), lacks_advocate=lacks_advocate(concern))
    concern.state = move(concern.state, SafeguardingState.CLOSED)
    concern.closed_at, concern.wishes_met = now, new.wishes_met
    subject = subject_of(concern)
    texts = {
        "closing_reasons": new.reasons,
        "why_reporter_untold": new.why_untold,
        "why_no_advocate": new.why_no_advocate,
    }
    keep_texts(work, subject, ContentClass.RESTRICTED, person, now, texts)
    cancel(work, concern.id, frozenset(DeadlineKind) - LEFT_RUNNING)
    wishes_met = new.wishes_met.value if new.wishes_met else ""
    record(work, Event.SAFEGUARDING_CLOSED, subject, person, now, wishes_met=wishes_met)
    work.notices.redraw(concern.id)
    return concern
