"""The story of being asked: the ping, *I have this*, the word to whoever reported it, and what stays undecided."""

from datetime import datetime, timedelta
from typing import Any

from bot.answers import Answer, Nothing
from bot.blocks import buttons, paragraphs
from bot.buttons import (
    MAKE_URGENT,
    decision_buttons,
    have_this_button,
    make_urgent_button,
    nothing_happened_button,
    open_safeguarding_button,
)
from bot.casework.numbers import numbers_about
from bot.casework.safeguarding_call import RUNG_WITHIN, who_waits_for_call
from bot.casework.safeguarding_urgency import make_urgent_by_press
from bot.inbound import Press
from bot.listeners import Listeners
from bot.lock_screen import lock_screen_words
from bot.messages import Message
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.deadlines import DeadlineKind, DeadlineState
from domain.notices import NoticeKind
from domain.safeguarding import SafeguardingState
from domain.safeguarding_ladders import MADE_URGENT
from storage.notices import Notice
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

NOT_AT_ONCE = timedelta(minutes=5)
"""From this long after it was raised, a ping says since when nobody has picked it up."""


def make_urgent(turn: Turn[Press]) -> Answer:
    """*Make it urgent*: whoever is named need not wait for working hours to pass."""
    make_urgent_by_press(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return Nothing()


def _facts(work: UnitOfWork, concern: SafeguardingConcern) -> dict[str, Any]:
    lead = work.people.get(concern.lead_id) if concern.lead_id else None
    return {
        "reference": concern.reference,
        "is_urgent": concern.is_urgent,
        "is_danger": concern.kind.value == "danger_now",
        "lead": lead.name if lead else "",
        "since": concern.acknowledged_at or concern.raised_at,
        "raised_at": concern.raised_at,
    }


def _lines(levels: list[str]) -> list[str]:
    """The lines of the route as people call them."""
    return [str(getattr(words("safeguarding_line"), level)) for level in levels]


def _say_raised(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Ask a named person; once somebody has it, say who to those who were asked, and ask nobody else."""
    concern = work.safeguarding.get(notice.subject_id)
    if concern.lead_id is not None and notice.posted_ts is None:
        return None
    deciding = work.deadlines.live(concern.id, (DeadlineKind.SAFEGUARDING_DECIDE,))
    facts = {
        **_facts(work, concern),
        "is_yours": concern.lead_id is not None and concern.lead_id == notice.person_id,
        "is_climbing": notice.owed_at - concern.raised_at >= NOT_AT_ONCE,
        "decide_by": next((each.due_at for each in deciding), None),
        "is_decided": concern.state in {SafeguardingState.DECIDED, SafeguardingState.CLOSED},
        "ring": who_waits_for_call(work, concern),
        "ring_by": concern.raised_at + RUNG_WITHIN,
        "empty": _lines(notice.facts.get("empty", [])),
        "unreached": _lines(notice.facts.get("unreached", [])),
    }
    text = render("safeguarding_raised", facts)
    is_open = concern.lead_id is None
    row = buttons(
        have_this_button(concern.id) if is_open else None,
        open_safeguarding_button(concern.id),
        make_urgent_button(concern.id) if is_open and not concern.is_urgent else None,
    )
    # Once somebody has it this is an edit: it reaches no lock screen, and a screen reader says who has it.
    push = lock_screen_words(concern.reference, is_urgent=concern.is_urgent) if is_open else text
    return Message(push, [*paragraphs(text), *row])


def _say_unanswered(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Tell whoever reported it that nobody has it and whom to ring; once somebody has it, that they have."""
    concern = work.safeguarding.get(notice.subject_id)
    is_step = notice.deadline_id is not None  # else it is one word of its own
    if concern.lead_id is not None and is_step and notice.posted_ts is None:
        return None
    numbers = numbers_about(work, concern)
    facts = {
        "reference": concern.reference,
        "is_taken": concern.lead_id is not None,
        "is_unsure": bool(notice.facts.get("is_unsure")),
        "since": concern.acknowledged_at or concern.raised_at,
        "emergency_number": numbers.emergency_number,
        "duty_number": numbers.duty_number,
    }
    text = render("safeguarding_unanswered", facts)
    return Message(text, [*paragraphs(text), *buttons(nothing_happened_button(concern.id))])


def _say_undecided(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    """Ask whoever has it to record what they decided; the second line, to see that somebody does."""
    concern = work.safeguarding.get(notice.subject_id)
    deadline = work.deadlines.get(notice.deadline_id) if notice.deadline_id else None
    is_allegation = deadline is not None and deadline.kind is DeadlineKind.SAFEGUARDING_ALLEGATION
    is_over = deadline is None or deadline.met_at is not None or concern.state is SafeguardingState.CLOSED
    is_made_urgent = notice.step.startswith(MADE_URGENT[0].name)
    lead = work.people.get(concern.lead_id) if concern.lead_id else None
    is_replaced = lead is None or (deadline is not None and deadline.state is DeadlineState.CANCELLED)
    is_undecided = concern.state is SafeguardingState.ACKNOWLEDGED
    facts = {
        **_facts(work, concern),
        "is_yours": concern.lead_id == notice.person_id,
        "is_made_urgent": is_made_urgent,
        "is_answered": is_made_urgent and is_over and is_undecided,
        "is_replaced": is_replaced and not is_over,
        "is_gone": lead is not None and not lead.is_active,
        "is_allegation": is_allegation,
        "is_over": is_over,
        "due_at": deadline.due_at if deadline else concern.raised_at,
        "is_late": deadline is not None and deadline.due_at < now,
    }
    text = render("safeguarding_undecided", facts)
    is_open = not (is_over or is_replaced) or facts["is_answered"]
    must_say_so = is_made_urgent and is_open and facts["is_yours"] and not facts["is_answered"]
    record_it, hand_over = decision_buttons(concern.id)
    row = buttons(
        have_this_button(concern.id) if must_say_so else None,
        record_it if facts["is_yours"] and is_open and not must_say_so else None,
        hand_over if is_open and (facts["is_yours"] or not facts["is_answered"]) else None,
        open_safeguarding_button(concern.id),
    )
    push = text if is_over else lock_screen_words(concern.reference, is_urgent=concern.is_urgent)
    return Message(push, [*paragraphs(text), *row])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(MAKE_URGENT, make_urgent)
    services.messages.add(NoticeKind.SAFEGUARDING_RAISED, _say_raised)
    services.messages.add(NoticeKind.SAFEGUARDING_UNANSWERED, _say_unanswered)
    services.messages.add(NoticeKind.SAFEGUARDING_UNDECIDED, _say_undecided)
