"""The story of more time: its owner asks, the other side agrees or does not, and the first date stays."""

from bot.action_blocks import (
    AGREE_TIME,
    MORE_TIME,
    REFUSE_TIME,
    message_about_request,
    show_again,
    waiting_request,
)
from bot.answers import Answer, OpenForm
from bot.blocks import day_input, form, paragraphs, text_input
from bot.buttons import OPEN_ACTION
from bot.casework import extensions
from bot.casework.action_facts import facts_of
from bot.casework.action_record import offered
from bot.casework.notices import calendar_of
from bot.inbound import Press, Submission
from bot.kept import kept_in_message
from bot.listeners import Listeners
from bot.required import required_day
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.calendar import suggested_due_on
from domain.errors import NotAllowed
from domain.notices import NoticeKind

EXTENSION_FORM = "extension_form"
SUGGEST_AFTER = 5  # working days


def extension_form(turn: Turn[Press]) -> Answer:
    """*Ask for more time*: until when, and why."""
    action, may = offered(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    if not may.ask_extension:
        raise NotAllowed(words("refusals").extension_not_asked)
    label = words("action_forms")
    calendar = calendar_of(turn.work, action.contract_id)
    latest = max(action.due_on, calendar.local(turn.now).date())
    return OpenForm(
        form(
            EXTENSION_FORM,
            label.extension_title,
            [
                *paragraphs(render("extension_form_top", facts_of(turn.work, action, turn.now))),
                day_input(
                    "wanted_on", label.wanted_on, initial=suggested_due_on(latest, calendar, SUGGEST_AFTER)
                ),
                text_input("reason", label.extension_because, hint=label.extension_hint, lines=True),
            ],
            submit=label.extension_submit,
            about={"action": action.id.hex},
        )
    )


def ask(turn: Turn[Submission]) -> Answer:
    """Keep the request; the same form sent again is the same request."""
    answers = turn.inbound.form
    wanted_on = required_day(answers, "wanted_on")
    action_id = record_id(turn.inbound.about()["action"])
    extensions.ask_extension(turn.work, turn.person, action_id, wanted_on, answers.text("reason"), turn.now)
    return kept_in_message(turn, "action_time", (OPEN_ACTION, action_id))


def agree(turn: Turn[Press]) -> Answer:
    """*Agree to more time*."""
    return _answer(turn, agreed=True)


def refuse(turn: Turn[Press]) -> Answer:
    """*Do not agree*: the date stays, and the owner's time runs again."""
    return _answer(turn, agreed=False)


def _answer(turn: Turn[Press], *, agreed: bool) -> Answer:
    request = record_id(turn.inbound.value)
    action = extensions.answer_extension(turn.work, turn.person, request, turn.now, agreed=agreed)
    return show_again(turn, action.id)


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(MORE_TIME, extension_form, writes=False, for_others=True)
    listeners.press(AGREE_TIME, agree, for_others=True)
    listeners.press(REFUSE_TIME, refuse, for_others=True)
    listeners.submission(EXTENSION_FORM, ask, for_others=True)
    services.messages.add(NoticeKind.EXTENSION_ASKED, waiting_request)
    services.messages.add(NoticeKind.EXTENSION_ANSWERED, message_about_request)
