"""The story of another date before an action is agreed: its owner names one, who proposed it agrees or keeps theirs."""

from bot.action_blocks import (
    AGREE_DATE,
    ASK_DATE,
    KEEP_DATE,
    message_about_request,
    show_again,
    waiting_request,
)
from bot.answers import Answer, OpenForm
from bot.blocks import day_input, form, paragraphs, text_input
from bot.buttons import OPEN_ACTION
from bot.casework.action_dates import answer_date, ask_date
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

DATE_FORM = "action_date_form"
SUGGEST_AFTER = 5  # working days after the date proposed


def date_form(turn: Turn[Press]) -> Answer:
    """*Agree with another date*: by when, and why."""
    action, may = offered(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    if not may.ask_date:
        raise NotAllowed(words("refusals").date_not_asked)
    label, calendar = words("action_forms"), calendar_of(turn.work, action.contract_id)
    latest = max(action.due_on, calendar.local(turn.now).date())
    fields = [
        *paragraphs(render("action_date_top", facts_of(turn.work, action, turn.now))),
        day_input(
            "wanted_on", label.date_wanted_on, initial=suggested_due_on(latest, calendar, SUGGEST_AFTER)
        ),
        text_input("reason", label.date_because, hint=label.date_hint, lines=True),
    ]
    about = {"action": action.id.hex}
    return OpenForm(form(DATE_FORM, label.date_title, fields, submit=label.date_submit, about=about))


def ask(turn: Turn[Submission]) -> Answer:
    """Keep the question; the same form sent again is the same question."""
    answers, action_id = turn.inbound.form, record_id(turn.inbound.about()["action"])
    wanted_on = required_day(answers, "wanted_on")
    ask_date(turn.work, turn.person, action_id, wanted_on, answers.text("reason"), turn.now)
    return kept_in_message(turn, "action_date", (OPEN_ACTION, action_id))


def agree(turn: Turn[Press]) -> Answer:
    """*Agree to that date*: with that the action is agreed."""
    return _answer(turn, agreed=True)


def keep(turn: Turn[Press]) -> Answer:
    """*Keep the date*: the owner says yes or no to the one proposed."""
    return _answer(turn, agreed=False)


def _answer(turn: Turn[Press], *, agreed: bool) -> Answer:
    asked = record_id(turn.inbound.value)
    action = answer_date(turn.work, turn.person, asked, turn.now, agreed=agreed)
    return show_again(turn, action.id)


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(ASK_DATE, date_form, writes=False, for_others=True)
    listeners.submission(DATE_FORM, ask, for_others=True)
    listeners.press(AGREE_DATE, agree, for_others=True)
    listeners.press(KEEP_DATE, keep, for_others=True)
    services.messages.add(NoticeKind.ACTION_DATE_ASKED, waiting_request)
    services.messages.add(NoticeKind.ACTION_DATE_ANSWERED, message_about_request)
