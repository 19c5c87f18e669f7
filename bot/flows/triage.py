"""The story of deciding on a concern: the lead takes it, decides where it goes, and whether the provider is told."""

from datetime import datetime

from bot.answers import Answer, Nothing, OpenForm, ShowInstead
from bot.blocks import (
    Block,
    beginning,
    button,
    buttons,
    choice_input,
    day_input,
    form,
    option,
    paragraphs,
    text_input,
)
from bot.buttons import OPEN_CONCERN, TAKE_CONCERN, TELLING, TRIAGE, letter_button, open_concern_button
from bot.casework import concerns
from bot.casework.concern_access import find_concern
from bot.casework.concern_closing import CLOSING, open_actions
from bot.casework.concern_facts import facts_of
from bot.casework.concern_reading import Reading, open_concern, read_concern, record_opening
from bot.casework.evaluation_sharing import sides_of
from bot.casework.notices import calendar_of
from bot.casework.telling import FOR_PROVIDER, change_telling
from bot.concern_blocks import concern_window
from bot.inbound import Press, Submission
from bot.kept import kept_here, kept_in_message
from bot.listeners import Listeners
from bot.messages import Message
from bot.needs_blocks import needs_of_provider
from bot.services import Services
from bot.templates import Markup, mention, render, words
from bot.turn import Turn, record_id
from domain.calendar import words_for_day
from domain.concerns import ConcernState, Route, TellProvider, Triage
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.patterns import Theme
from domain.people import Role
from storage.concerns import Concern
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

TRIAGE_FORM = "concern_triage_form"
TELLING_FORM = "concern_telling_form"


def take(turn: Turn[Press]) -> Answer:
    """*I will take this*: the message itself, or the window it was pressed in, then says who has it."""
    concern_id = record_id(turn.inbound.value)
    concerns.take_concern(turn.work, turn.person, concern_id, turn.now)
    if not turn.inbound.in_form:
        return Nothing()
    reading = open_concern(turn.work, turn.person, concern_id, turn.now)
    return ShowInstead(concern_window(turn.work, reading, turn.person, turn.now))


def triage_form(turn: Turn[Press]) -> Answer:
    """*Decide*: where it goes and whether the provider is told."""
    label = words("concern_triage_form")
    concern = find_concern(turn.work, record_id(turn.inbound.value))
    reading = read_concern(turn.work, turn.person, concern.id, turn.now)
    if not reading.may_triage:
        raise NotAllowed(words("refusals").concern_not_triaged)
    return OpenForm(
        form(
            TRIAGE_FORM,
            label.title,
            [
                *paragraphs(render("concern_triage_top", facts_of(turn.work, concern))),
                choice_input(
                    "route",
                    label.route,
                    [option(getattr(label, f"route_{route.value}"), route) for route in Route],
                ),
                *([_theme_field()] if concern.contract_id is not None else []),
                *_telling_fields(turn, reading),
            ],
            submit=label.submit,
            about={"concern": concern.id.hex},
        )
    )


def _theme_field() -> Block:
    label, themes = words("concern_triage_form"), words("themes")
    options = [option(getattr(themes, each.value), each) for each in Theme]
    return choice_input("theme", label.theme, options, hint=label.theme_hint, optional=True)


def _telling_fields(turn: Turn[Press], reading: Reading) -> list[Block]:
    label, concern = words("concern_triage_form"), reading.concern
    calendar = calendar_of(turn.work, concern.contract_id)
    tomorrow = calendar.next_working_day(calendar.local(turn.now).date())
    has_provider = concern.contract_id is not None
    options = [option(getattr(label, f"tell_{choice.value}"), choice) for choice in TellProvider]
    written = reading.texts.get(FOR_PROVIDER, "")
    if written:
        record_opening(turn.work, turn.person, concern, turn.now)
    return [
        *needs_of_provider(turn.work, concern.contract_id),
        choice_input(
            "tell_provider",
            label.tell_provider,
            options if has_provider else options[-1:],
            kind="radio_buttons",
            hint=label.tell_provider_hint,
        ),
        day_input("tell_on", label.tell_on, optional=True, hint=words_for_day(tomorrow)),
        text_input(
            "for_provider",
            label.for_provider,
            hint=_who_reads(turn.work, concern),
            optional=True,
            lines=True,
            initial=beginning(written),
        ),
    ]


def _who_reads(work: UnitOfWork, concern: Concern) -> str:
    """The hint for the words that everybody reads, with the organisations that do."""
    label = words("concern_triage_form")
    sides = sides_of(work, concern.contract_id) if concern.contract_id else []
    names = ", ".join(side.organisation.name for side in sides)
    return (
        f"{label.for_provider_hint} {label.for_provider_readers} {names}."
        if names
        else label.for_provider_hint
    )


def _triage_of(turn: Turn[Submission], route: Route) -> Triage:
    answers = turn.inbound.form
    telling = TellProvider(answers.choice("tell_provider"))
    tell_on = answers.day("tell_on") if telling is TellProvider.ON_DATE else None
    theme = Theme(answers.choice("theme")) if answers.choice("theme") else None
    return Triage(route, telling, tell_on, answers.text("for_provider"), theme)


def triage(turn: Turn[Submission]) -> Answer:
    """Keep the decision."""
    decided = _triage_of(turn, Route(turn.inbound.form.choice("route")))
    concern_id = record_id(turn.inbound.about()["concern"])
    concerns.triage_concern(turn.work, turn.person, concern_id, decided, turn.now)
    return kept_in_message(turn, "concern_decided", (OPEN_CONCERN, concern_id))


def telling_form(turn: Turn[Press]) -> Answer:
    """*Decide when the provider is told*, as long as they have not been."""
    label = words("concern_triage_form")
    concern = find_concern(turn.work, record_id(turn.inbound.value))
    reading = read_concern(turn.work, turn.person, concern.id, turn.now)
    if not reading.may_change_telling:
        raise NotAllowed(words("refusals").provider_told_already)
    fields = _telling_fields(turn, reading)
    about = {"concern": concern.id.hex}
    return OpenForm(form(TELLING_FORM, label.telling_title, fields, submit=label.submit, about=about))


def telling(turn: Turn[Submission]) -> Answer:
    """Keep the new decision about telling the provider."""
    concern_id = record_id(turn.inbound.about()["concern"])
    route = find_concern(turn.work, concern_id).route or Route.SUPPORT
    change_telling(turn.work, turn.person, concern_id, _triage_of(turn, route), turn.now)
    return kept_here(turn, "concern_telling", (OPEN_CONCERN, concern_id))


def _say_logged(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    concern = work.concerns.get(notice.subject_id)
    text = render("concern_logged", facts_of(work, concern))
    label, value = words("buttons"), concern.id.hex
    waits = concern.state is ConcernState.LOGGED
    decides = concern.state is ConcernState.ACKNOWLEDGED
    row = buttons(
        button(TAKE_CONCERN, label.take, value, style="primary") if waits else None,
        button(TRIAGE, label.decide, value, style="primary") if decides else None,
        open_concern_button(concern.id),
    )
    return Message(text, [*paragraphs(text), *row])


def _say_to_reporter(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    concern = work.concerns.get(notice.subject_id)
    text = render(notice.kind.value, facts_of(work, concern))
    return Message(text, [*paragraphs(text), *buttons(open_concern_button(concern.id))])


def _say_shared(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    concern = work.concerns.get(notice.subject_id)
    assert concern.contract_id is not None
    if concern.state is ConcernState.WITHDRAWN and notice.posted_ts is None:
        return None
    lookers = work.people.holding((Role.PROVIDER_REPRESENTATIVE,), concern.contract_id)[:1]
    is_to_them = notice.person_id is not None  # whoever reads it need not be named
    who = "" if is_to_them else " ".join(mention(person.user_id, person.name) for person in lookers)
    facts = {"reference": concern.reference, "who": Markup(who), "state": concern.state.value}
    text = render("concern_shared", facts)
    row = buttons(open_concern_button(concern.id), letter_button(notice))
    return Message(text, [*paragraphs(text), *row])


def _say_late_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    concern = work.concerns.get(notice.subject_id)
    if concern.state not in {ConcernState.LOGGED, ConcernState.ACKNOWLEDGED, ConcernState.TRIAGED}:
        return None
    closing = work.deadlines.live(concern.id, CLOSING)
    facts = facts_of(work, concern)
    due = facts["take_by"] if concern.state is ConcernState.LOGGED else facts["decide_by"]
    due = closing[0].due_at if closing else due
    assert isinstance(due, datetime)
    has_actions = bool(open_actions(work, concern))
    text = render(
        "concern_late_line", {**facts, "due": due, "is_past": now > due, "has_actions": has_actions}
    )
    return Message(text, [*paragraphs(text), *buttons(open_concern_button(concern.id))])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(TAKE_CONCERN, take)
    listeners.press(TRIAGE, triage_form)
    listeners.press(TELLING, telling_form)
    listeners.submission(TRIAGE_FORM, triage)
    listeners.submission(TELLING_FORM, telling)
    services.messages.add(NoticeKind.CONCERN_LOGGED, _say_logged)
    services.messages.add(NoticeKind.CONCERN_TAKEN, _say_to_reporter)
    services.messages.add(NoticeKind.CONCERN_OUTCOME, _say_to_reporter)
    services.messages.add(NoticeKind.CONCERN_SHARED, _say_shared)
    services.messages.add(NoticeKind.CONCERN_LATE_LINE, _say_late_line)
