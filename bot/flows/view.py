"""The story of what people say: the lead asks those who speak for them, they answer or not, and it is shown."""

from datetime import datetime

from bot.answers import Answer, OpenForm
from bot.blocks import (
    button,
    buttons,
    form,
    header,
    option,
    paragraphs,
    several_choices_input,
    text_input,
    ticks_input,
    typed,
)
from bot.buttons import OPEN_CONCERN, OPEN_EVALUATION
from bot.casework import views
from bot.inbound import Press, Submission
from bot.kept import kept_here, kept_in_message
from bot.listeners import Listeners
from bot.messages import Message
from bot.people_words import listed
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from bot.view_blocks import ASK_VIEW, GIVE_VIEW, give_button, view_facts
from domain.chronology import SubjectKind
from domain.notices import NoticeKind
from domain.views import LONGEST_QUESTION, LONGEST_VIEW
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork
from storage.views import AskedView

ASK_FORM, GIVE_FORM = "view_ask_form", "view_give_form"
NOTHING = "nothing"
MOST_OFFERED = 100
"""People in one list, as many as Slack shows there."""


def ask_form(turn: Turn[Press]) -> Answer:
    """*Ask for a view*: whom, and what they are asked."""
    about_id = record_id(turn.inbound.value)
    found, label = views.whom_to_ask(turn.work, turn.person, about_id, turn.now), words("view_forms")
    people = [option(listed(each), each.id.hex) for each in found[:MOST_OFFERED]]
    only = [each["value"] for each in people] if len(people) == 1 else []
    fields = [
        *paragraphs(render("view_ask_top", {"more": len(found) - len(people)})),
        several_choices_input("people", label.people, people, optional=False, initial=only),
        text_input(
            "question", label.question, hint=label.question_hint, lines=True, longest=LONGEST_QUESTION
        ),
    ]
    about = {"about": about_id.hex}
    return OpenForm(form(ASK_FORM, label.ask, fields, submit=label.ask_submit, about=about))


def ask(turn: Turn[Submission]) -> Answer:
    """Ask them."""
    about_id, answers = record_id(turn.inbound.about()["about"]), turn.inbound.form
    people = {record_id(each) for each in answers.choices("people")}
    views.ask_for_views(turn.work, turn.person, about_id, people, answers.text("question"), turn.now)
    return kept_here(turn, "view_asked", clears=False)  # where the judgement is made, what is typed stays


def give_form(turn: Turn[Press]) -> Answer:
    """*Say what you think*: the question, and room for words; or nothing to say."""
    asked = views.view_asked_of(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("view_forms")
    shared = views.shared_about(turn.work, asked, turn.now)
    fields = [
        *paragraphs(render("view_give_top", view_facts(turn.work, asked))),
        *([header(label.what_is_shared), *typed(shared)] if shared else []),
        header(label.asked),
        *typed(views.question_of(turn.work, asked)),
        text_input("view", label.view, hint=label.view_hint, lines=True, optional=True, longest=LONGEST_VIEW),
        ticks_input("nothing", label.or_nothing, [option(label.nothing, NOTHING)]),
    ]
    about = {"view": asked.id.hex}
    return OpenForm(form(GIVE_FORM, label.give_title, fields, submit=label.give_submit, about=about))


def give(turn: Turn[Submission]) -> Answer:
    """Keep it."""
    view_id, answers = record_id(turn.inbound.about()["view"]), turn.inbound.form
    said = answers.text("view")
    has_nothing = NOTHING in answers.choices("nothing") and not said.strip()
    views.give_view(turn.work, turn.person, view_id, None if has_nothing else said, turn.now)
    return kept_in_message(turn, "view_given")


def _say_asked(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    asked = work.views.find(notice.subject_id)
    return _with_answer(work, asked, "view_asked") if asked else None


def _say_line(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Remind of it once, unless it has been answered, or decided without."""
    asked = work.views.find(notice.subject_id)
    if asked is None or asked.answered_at is not None or views.is_over(work, asked):
        return None
    return _with_answer(work, asked, "view_line", str(notice.facts.get("pass_on_to", "")))


def _with_answer(work: UnitOfWork, asked: AskedView, prompt: str, pass_on_to: str = "") -> Message:
    text = render(prompt, view_facts(work, asked) | {"pass_on_to": pass_on_to})
    return Message(text, [*paragraphs(text), *buttons(give_button(asked))])


def _say_given(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    asked = work.views.find(notice.subject_id)
    if asked is None:
        return None
    text, (kind, about_id) = render("view_given", view_facts(work, asked)), asked.about
    opens = OPEN_EVALUATION if kind is SubjectKind.EVALUATION else OPEN_CONCERN
    return Message(text, [*paragraphs(text), *buttons(button(opens, words("buttons").open, about_id.hex))])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(ASK_VIEW, ask_form, writes=False)
    listeners.submission(ASK_FORM, ask)
    listeners.press(GIVE_VIEW, give_form, writes=False, for_others=True)
    listeners.submission(GIVE_FORM, give, for_others=True)
    services.messages.add(NoticeKind.VIEW_ASKED, _say_asked)
    services.messages.add(NoticeKind.VIEW_LINE, _say_line)
    services.messages.add(NoticeKind.VIEW_GIVEN, _say_given)
