"""The story of asking for somebody to talk to: who would ring is shown, one press asks them, and one of them rings."""

from datetime import datetime

from bot.answers import Answer, Nothing, OpenForm, ShowInstead
from bot.blocks import Block, button, buttons, form, paragraphs
from bot.buttons import ASK_SUPPORT, PREFER_RING, PREFER_WRITE, TAKE_SUPPORT
from bot.casework import support
from bot.casework.numbers import numbers_for
from bot.inbound import Press, Submission
from bot.listeners import Listeners
from bot.lock_screen import lock_screen_words
from bot.messages import Message
from bot.services import Services
from bot.templates import mention, render, words
from bot.turn import Turn, record_id
from domain.calendar import LONDON
from domain.notices import NoticeKind
from domain.support import Way
from storage.notices import Notice
from storage.support import SupportRequest
from storage.unit_of_work import UnitOfWork

NOBODY_RANG = "support_nobody_rang"
ASK_FORM = "support_ask_form"
EACH_DAY = "each_day_reporter"


def ask_form(turn: Turn[Press]) -> Answer:
    """*Ring me, please*: what will happen and who is asked, before anybody is. There is nothing to fill in."""
    support.require_may_ask(turn.work, turn.met, turn.inbound.actor)
    label = words("support_form")
    facts = {
        **vars(numbers_for(turn.work, None)),
        "names": [person.name for person in support.first_asked(turn.work, turn.met, turn.now)],
    }
    top = paragraphs(render("support_ask_top", facts))
    return OpenForm(form(ASK_FORM, label.ask_title, top, submit=label.ask_submit))


def ask(turn: Turn[Submission]) -> Answer:
    """They want to be rung: the route is pinged; then there is something to choose, and nothing has to be."""
    request = support.ask_support(turn.work, turn.met, turn.inbound.actor, turn.now, turn.services.choose)
    return ShowInstead(_window(turn.work, request, turn.now))


def prefer_ring(turn: Turn[Press]) -> Answer:
    """*Please ring me.*"""
    return _prefer(turn, Way.RING)


def prefer_write(turn: Turn[Press]) -> Answer:
    """*Please write to me*: for whoever cannot speak where they are."""
    return _prefer(turn, Way.WRITE)


def _prefer(turn: Turn[Press], way: Way) -> Answer:
    request = support.prefer(turn.work, turn.met, record_id(turn.inbound.value), way)
    return ShowInstead(_window(turn.work, request, turn.now)) if turn.inbound.in_form else Nothing()


def nobody_rang(turn: Turn[Press]) -> Answer:
    """*Nobody has rung me*: whoever was to ring no longer has it, and more people are asked."""
    request = support.nobody_rang(turn.work, turn.met, record_id(turn.inbound.value), turn.now)
    return ShowInstead(_window(turn.work, request, turn.now)) if turn.inbound.in_form else Nothing()


def take(turn: Turn[Press]) -> Answer:
    """*I will help*: the messages of everybody who was asked say who it is."""
    support.take_support(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return Nothing()


def _window(work: UnitOfWork, request: SupportRequest, now: datetime) -> Block:
    """What the person who asked reads at once: that somebody is told, by when they hear, and whom to ring."""
    facts = _facts(work, request) | {"is_anybody_left": support.is_anybody_left(work, request, now)}
    text = render("support_window", facts)
    row = _choice(request) if facts["count"] else []
    return form("read_only", words("support_form").title, [*paragraphs(text), *row])


def _nobody_rang(request: SupportRequest) -> list[Block]:
    label = words("support_form")
    text = label.nobody_wrote if request.way is Way.WRITE else label.nobody_rang
    return buttons(button(NOBODY_RANG, text, request.id.hex))


def _choice(request: SupportRequest) -> list[Block]:
    label = words("buttons")
    if request.helper_id is not None:
        return _nobody_rang(request)
    return buttons(
        button(PREFER_RING, label.prefer_ring, request.id.hex) if request.way is not Way.RING else None,
        button(PREFER_WRITE, label.prefer_write, request.id.hex) if request.way is not Way.WRITE else None,
    )


def _facts(work: UnitOfWork, request: SupportRequest) -> dict[str, object]:
    requester = work.people.get(request.requester_id)
    helper = work.people.get(request.helper_id) if request.helper_id else None
    return {
        **vars(numbers_for(work, None)),
        "count": support.asked_of(work, request),
        "requester": requester.name,
        "contact": mention(requester.user_id, requester.name),
        "helper": helper.name if helper else "",
        "since": f"{(request.taken_at or request.asked_at).astimezone(LONDON):%H:%M}",
        "way": request.way.value if request.way else "",
    }


def _say_asked(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    request = work.support.find(notice.subject_id)
    assert request is not None
    if request.helper_id is not None and notice.posted_ts is None:
        return None
    is_yours = request.helper_id is not None and request.helper_id == notice.person_id
    text = render("support_asked", {**_facts(work, request), "is_yours": is_yours})
    label = words("buttons").take_support
    offer = button(TAKE_SUPPORT, label, request.id.hex, style="primary") if not request.helper_id else None
    push = lock_screen_words(request.reference, is_urgent=request.helper_id is None)
    return Message(push, [*paragraphs(text), *buttons(offer)])


def _say_unanswered(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    request = work.support.find(notice.subject_id)
    assert request is not None
    if request.helper_id is not None and notice.posted_ts is None:
        return None
    others = support.are_others_asked(work, request)
    is_each_day = notice.step == EACH_DAY
    facts = {**_facts(work, request), "are_others_asked": others, "is_each_day": is_each_day}
    text = render("support_unanswered", facts)
    return Message(text, paragraphs(text))


def _say_taken(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    request = work.support.find(notice.subject_id)
    assert request is not None
    text = render("support_taken", _facts(work, request))
    row = _nobody_rang(request) if request.helper_id is not None else []
    return Message(text, [*paragraphs(text), *row])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(ASK_SUPPORT, ask_form, writes=False)
    listeners.submission(ASK_FORM, ask, once=False)  # within the hour it is the same call
    listeners.press(PREFER_RING, prefer_ring)
    listeners.press(PREFER_WRITE, prefer_write)
    listeners.press(TAKE_SUPPORT, take)
    listeners.press(NOBODY_RANG, nobody_rang)
    services.messages.add(NoticeKind.SUPPORT_ASKED, _say_asked)
    services.messages.add(NoticeKind.SUPPORT_UNANSWERED, _say_unanswered)
    services.messages.add(NoticeKind.SUPPORT_TAKEN, _say_taken)
