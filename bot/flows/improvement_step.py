"""The story of the light route and of a rest: support, two actions, more if that is not enough, a while of quiet."""

from bot.answers import Answer, OpenForm
from bot.blocks import choice_input, day_input, form, option, paragraphs, reason_form, text_input
from bot.casework import improvement_pause, improvement_route
from bot.casework.improvement_access import improvement_for
from bot.casework.improvements import leads_it
from bot.casework.notices import calendar_of
from bot.improvement_step_blocks import (
    BEGIN_WATCHING,
    GO_ON,
    OFFER_SUPPORT,
    REST,
    REST_LONGER,
    TAKE_FULL_ROUTE,
    step_message,
)
from bot.inbound import Press, Submission
from bot.kept import kept_in_process
from bot.listeners import Listeners
from bot.required import required_day, required_kind
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.errors import NotYours
from domain.improvements import PauseReason
from domain.notices import NoticeKind
from storage.improvements import Improvement

SUPPORT_FORM, FULL_FORM = "improvement_support_form", "improvement_full_form"
REST_FORM, LONGER_FORM = "improvement_rest_form", "improvement_longer_form"


def _led(turn: Turn[Press]) -> Improvement:
    found = improvement_for(turn.work, turn.person, record_id(turn.inbound.value))
    if not leads_it(turn.work, turn.person, found):
        raise NotYours("This is done by the people who lead it. Please ask the contract lead.")
    return found


def support_form(turn: Turn[Press]) -> Answer:
    """*Offer support*: what, by whom, until when."""
    found, label = _led(turn), words("improvement_route_words")
    about = {"improvement": found.id.hex}
    return OpenForm(reason_form(SUPPORT_FORM, label, "support", about, name=improvement_route.SUPPORT))


def offer(turn: Turn[Submission]) -> Answer:
    """Keep the offer; everybody is told."""
    found, said = record_id(turn.inbound.about()["improvement"]), turn.inbound.form.text("support")
    improvement_route.offer_support(turn.work, turn.person, found, said, turn.now)
    return kept_in_process(turn, "support", found)


def watch(turn: Turn[Press]) -> Answer:
    """*Go on to looking at how it goes*: the light route's support and actions are its plan."""
    found = record_id(turn.inbound.value)
    improvement_route.begin_watching(turn.work, turn.person, found, turn.now)
    return kept_in_process(turn, "watched", found)


def full_form(turn: Turn[Press]) -> Answer:
    """*Take the full route*: why more is needed."""
    found, label = _led(turn), words("improvement_route_words")
    about = {"improvement": found.id.hex}
    return OpenForm(reason_form(FULL_FORM, label, "full", about, name=improvement_route.FULL_BECAUSE))


def take_full(turn: Turn[Submission]) -> Answer:
    """Go on with reasons, options and a plan."""
    found, said = record_id(turn.inbound.about()["improvement"]), turn.inbound.form.text("full_because")
    improvement_route.take_full_route(turn.work, turn.person, found, said, turn.now)
    return kept_in_process(turn, "full", found)


def rest_form(turn: Turn[Press]) -> Answer:
    """*Let it rest*: why, and until when; who is told stands above."""
    found, label = _led(turn), words("improvement_route_words")
    options = [option(getattr(label, each.value), each.value) for each in PauseReason]
    calendar = calendar_of(turn.work, found.contract_id)
    suggested = calendar.add_working_days(calendar.local(turn.now).date(), improvement_pause.RESTS_FOR)
    fields = [
        *paragraphs(render("improvement_rest_top", {})),
        choice_input("reason", label.pause_why, options, kind="radio_buttons"),
        day_input("review_on", label.pause_review_on, initial=suggested),
        text_input("because", label.pause_because, hint=label.pause_because_hint, optional=True, lines=True),
    ]
    about = {"improvement": found.id.hex}
    return OpenForm(form(REST_FORM, label.pause_title, fields, submit=label.pause_submit, about=about))


def rest(turn: Turn[Submission]) -> Answer:
    """Stop every clock but those of safety."""
    answers, found = turn.inbound.form, record_id(turn.inbound.about()["improvement"])
    improvement_pause.let_rest(
        turn.work,
        turn.person,
        found,
        required_kind(PauseReason, answers, "reason"),
        answers.text("because"),
        required_day(answers, "review_on"),
        turn.now,
    )
    return kept_in_process(turn, "rest", found)


def longer_form(turn: Turn[Press]) -> Answer:
    """*Let it rest longer*: until when, and why."""
    found, label = _led(turn), words("improvement_route_words")
    improvement_pause.resting_of(turn.work, found)
    fields = [
        day_input("review_on", label.pause_review_on),
        text_input("because", label.pause_because, lines=True),
    ]
    about = {"improvement": found.id.hex}
    return OpenForm(form(LONGER_FORM, label.longer_title, fields, submit=label.pause_submit, about=about))


def longer(turn: Turn[Submission]) -> Answer:
    """Keep the later day."""
    answers, found = turn.inbound.form, record_id(turn.inbound.about()["improvement"])
    because, day = answers.text("because"), required_day(answers, "review_on")
    improvement_pause.rest_longer(turn.work, turn.person, found, because, day, turn.now)
    return kept_in_process(turn, "longer", found)


def go_on(turn: Turn[Press]) -> Answer:
    """*Go on with it*: every clock runs again, with the days given back."""
    found = record_id(turn.inbound.value)
    improvement_pause.go_on(turn.work, turn.person, found, turn.now)
    return kept_in_process(turn, "gone_on", found)


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(OFFER_SUPPORT, support_form, writes=False)
    listeners.submission(SUPPORT_FORM, offer)
    listeners.press(BEGIN_WATCHING, watch)
    listeners.press(TAKE_FULL_ROUTE, full_form, writes=False)
    listeners.submission(FULL_FORM, take_full)
    listeners.press(REST, rest_form, writes=False)
    listeners.submission(REST_FORM, rest)
    listeners.press(REST_LONGER, longer_form, writes=False)
    listeners.submission(LONGER_FORM, longer)
    listeners.press(GO_ON, go_on)
    services.messages.add(NoticeKind.IMPROVEMENT_STEP, step_message)
