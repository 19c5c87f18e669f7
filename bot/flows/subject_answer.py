"""The story of an answer to a request for one's own data: signed off by somebody else, and kept as answered."""

from datetime import datetime

from bot.answers import Answer, OpenForm
from bot.blocks import button, buttons, day_input, form, paragraphs
from bot.casework import subject_items, subject_requests
from bot.inbound import Press, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.messages import Message
from bot.required import required_choice, required_day
from bot.services import Services
from bot.subject_blocks import ANSWERED, OPEN, SIGN, sign_blocks
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.notices import NoticeKind
from domain.subject_requests import RequestState
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

SIGN_FORM, ANSWERED_FORM = "subject_sign_form", "subject_answered_form"


def sign_form(turn: Turn[Press]) -> Answer:
    """*Look and sign off*, for somebody who decided none of it."""
    request = subject_items.request_to_sign(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("subject_request_forms")
    about = {"request": request.id.hex}
    fields = sign_blocks(turn.work, turn.person, request)
    return OpenForm(form(SIGN_FORM, label.sign_title, fields, submit=label.sign_submit, about=about))


def sign(turn: Turn[Submission]) -> Answer:
    """Sign it off, or send it back."""
    request_id = record_id(turn.inbound.about()["request"])
    subject_items.request_to_sign(turn.work, turn.person, request_id)
    agrees = required_choice(turn.inbound.form, "answer") == "yes"
    subject_items.sign_off(turn.work, turn.person, request_id, agrees=agrees, now=turn.now)
    return kept_here(turn, "request_signed" if agrees else "request_sent_back")


def answered_form(turn: Turn[Press]) -> Answer:
    """*It was answered*: on which day."""
    request = subject_requests.request_for(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("subject_request_forms")
    today = turn.work.organisations.calendar(None).local(turn.now).date()
    fields = [day_input("answered_on", label.answered_on, initial=today)]
    about = {"request": request.id.hex}
    return OpenForm(
        form(ANSWERED_FORM, label.answered_title, fields, submit=label.answered_submit, about=about)
    )


def keep_answered(turn: Turn[Submission]) -> Answer:
    """Keep the day."""
    request_id = record_id(turn.inbound.about()["request"])
    subject_requests.request_for(turn.work, turn.person, request_id)
    answered_on = required_day(turn.inbound.form, "answered_on")
    subject_requests.keep_answered(turn.work, turn.person, request_id, answered_on, turn.now)
    return kept_here(turn, "request_answered")


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    request = work.subject_requests.find(notice.subject_id)
    if request is None or request.state is RequestState.ANSWERED or notice.person_id is None:
        return None
    is_late = work.organisations.calendar(None).local(now).date() > request.due_on
    facts = {"reference": request.reference, "due_on": request.due_on, "is_late": is_late}
    text = render("subject_request_line", facts)
    label = words("subject_request_forms")
    may_open = subject_requests.may_answer(work, work.people.get(notice.person_id))
    row = buttons(button(OPEN, label.open, request.id.hex)) if may_open else []
    return Message(text, [*paragraphs(text), *row])


def _say_sign(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    request = work.subject_requests.find(notice.subject_id)
    if request is None or (request.state is not RequestState.REVIEWED and notice.posted_ts is None):
        return None
    facts = {"reference": request.reference, "due_on": request.due_on, "state": request.state.value}
    text = render("subject_request_sign", facts)
    label = words("subject_request_forms")
    row = buttons(button(SIGN, label.sign, request.id.hex, style="primary"))
    return Message(text, [*paragraphs(text), *(row if request.state is RequestState.REVIEWED else [])])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(SIGN, sign_form, writes=False)
    listeners.press(ANSWERED, answered_form, writes=False)
    listeners.submission(SIGN_FORM, sign)
    listeners.submission(ANSWERED_FORM, keep_answered)
    services.messages.add(NoticeKind.SUBJECT_REQUEST_LINE, _say_line)
    services.messages.add(NoticeKind.SUBJECT_REQUEST_SIGN, _say_sign)
