"""The story of who is told of a safeguarding concern: the provider, the contract lead, and whoever raised it."""

from datetime import datetime
from typing import Any

from bot.answers import Answer, Nothing, OpenForm, ShowInstead
from bot.blocks import (
    Block,
    buttons,
    choice_input,
    divider,
    form,
    option,
    paragraphs,
    text_input,
    ticks_input,
)
from bot.buttons import nothing_happened_button, open_safeguarding_button
from bot.casework import safeguarding_reporter, safeguarding_telling
from bot.casework.employers import may_be_written_to
from bot.casework.numbers import numbers_about
from bot.casework.safeguarding_access import excluded_from, of_named_taken
from bot.casework.safeguarding_arrival import who_has_it
from bot.casework.safeguarding_decisions import is_acted_on
from bot.casework.safeguarding_telling import is_told
from bot.inbound import Press, Submission
from bot.listeners import Listeners
from bot.lock_screen import lock_screen_words
from bot.messages import Message
from bot.needs_blocks import needs_blocks
from bot.required import required_choice
from bot.safeguarding_buttons import (
    ALL_RIGHT,
    DO_NOT_ASK,
    RUNG,
    TELL_CONTRACT_LEAD,
    TELL_PROVIDER,
    TELL_REPORTER,
    WANTS_TO_TALK,
    safeguarding_button,
)
from bot.safeguarding_kept import kept_and_due
from bot.safeguarding_window import safeguarding_window
from bot.services import Services
from bot.speak_up_blocks import answer_form
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.safeguarding import ReporterAnswer, Told
from domain.safeguarding_decisions import NewTelling
from storage.notices import Notice
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

PROVIDER_FORM = "safeguarding_provider_form"
LEAD_FORM = "safeguarding_lead_form"
REPORTER_FORM = "safeguarding_reporter_form"
NOW, NOT_YET, BY_HANDRAIL, BY_ME = "now", "not_yet", "by_handrail", "by_me"


def provider_form(turn: Turn[Press]) -> Answer:
    """*Tell the provider*: told now, whom and how; or not yet, and why. Handrail itself tells them nothing."""
    concern = of_named_taken(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("safeguarding_telling_form")
    police = safeguarding_telling.are_police_involved(turn.work, concern)
    blocks = [
        *paragraphs(
            render("safeguarding_telling_provider", {"reference": concern.reference, "police": police})
        ),
        choice_input(
            "told",
            label.provider,
            [option(label.now, NOW), option(label.not_yet, NOT_YET)],
            kind="radio_buttons",
        ),
        text_input("said", label.provider_said, hint=label.provider_said_hint, lines=True),
    ]
    return _form(PROVIDER_FORM, label.provider_title, blocks, concern)


def _form(name: str, title: str, blocks: list[Block], concern: SafeguardingConcern) -> OpenForm:
    submit = words("safeguarding_telling_form").submit
    return OpenForm(form(name, title, blocks, submit=submit, about={"concern": concern.id.hex}))


def tell_provider(turn: Turn[Submission]) -> Answer:
    """Keep whether the provider is told."""
    new = NewTelling(required_choice(turn.inbound.form, "told") == NOW, turn.inbound.form.text("said"))
    concern_id = record_id(turn.inbound.about()["concern"])
    safeguarding_telling.tell_provider(turn.work, turn.person, concern_id, new, turn.now)
    return kept_and_due(turn, "provider_told" if new.is_told else "provider_untold", concern_id)


def lead_form(turn: Turn[Press]) -> Answer:
    """*Tell the contract lead*: that a record exists, and whom to ask."""
    concern = of_named_taken(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("safeguarding_telling_form")
    leads = safeguarding_telling.contract_leads(turn.work, concern)
    if not leads:
        raise NotAllowed(words("refusals").safeguarding_no_contract_lead)
    blocks = [
        *paragraphs(render("safeguarding_telling_lead", {"reference": concern.reference})),
        choice_input(
            "told",
            label.lead,
            [option(label.lead_now, NOW), option(label.not_yet, NOT_YET)],
            kind="radio_buttons",
        ),
        choice_input(
            "lead",
            label.which_lead,
            [option(each.name, each.id.hex) for each in leads],
            initial=leads[0].id.hex,
        ),
        text_input("said", label.lead_said, hint=label.lead_said_hint, optional=True, lines=True),
    ]
    return _form(LEAD_FORM, label.lead_title, blocks, concern)


def tell_lead(turn: Turn[Submission]) -> Answer:
    """Keep whether the contract lead is told, and let them know that a record exists."""
    answers, concern_id = turn.inbound.form, record_id(turn.inbound.about()["concern"])
    new = NewTelling(required_choice(answers, "told") == NOW, answers.text("said"), by_handrail=True)
    lead_id = record_id(required_choice(answers, "lead"))
    safeguarding_telling.tell_contract_lead(turn.work, turn.person, concern_id, lead_id, new, turn.now)
    return kept_and_due(turn, "lead_told" if new.is_told else "lead_untold", concern_id)


def reporter_form(turn: Turn[Press]) -> Answer:
    """*Tell the person who raised it*: the words that are sent stand in the form; nobody types to them here."""
    concern = of_named_taken(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("safeguarding_telling_form")
    sealed = turn.work.speak_up.of_record(concern.id)
    if sealed is not None:
        return OpenForm(answer_form(turn.work, sealed))
    reporter = turn.work.people.get(concern.reporter_id)
    is_written_to = may_be_written_to(turn.work, reporter, concern)
    options = [option(label.by_me, BY_ME)]
    if is_written_to:
        options.insert(0, option(label.by_handrail, BY_HANDRAIL))
    top = {"reference": concern.reference, "is_written_to": is_written_to}
    blocks = [
        *paragraphs(render("safeguarding_telling_reporter", top)),
        *needs_blocks(turn.work, [reporter]),
        divider(),
        *paragraphs(render("safeguarding_outcome", _outcome(turn.work, concern, asks=False))),
        divider(),
        choice_input("how", label.reporter, options, kind="radio_buttons", initial=options[0]["value"]),
    ]
    if is_written_to and safeguarding_reporter.may_ask(turn.work, concern):
        blocks.append(ticks_input("asks", label.asks, [option(label.asks_now, "asks")]))
    blocks.append(text_input("said", label.reporter_said, optional=True, lines=True))
    return _form(REPORTER_FORM, label.reporter_title, blocks, concern)


def tell_reporter(turn: Turn[Submission]) -> Answer:
    """Tell them, or keep how a person has told them."""
    answers, concern_id = turn.inbound.form, record_id(turn.inbound.about()["concern"])
    by_handrail = required_choice(answers, "how") == BY_HANDRAIL
    safeguarding_reporter.tell_reporter(
        turn.work,
        turn.person,
        concern_id,
        turn.now,
        by_handrail=by_handrail,
        asks="asks" in answers.choices("asks"),
        said=answers.text("said"),
    )
    return kept_and_due(turn, "reporter_written_to" if by_handrail else "reporter_told", concern_id)


def all_right(turn: Turn[Press]) -> Answer:
    """*I am all right*."""
    return _answered(turn, ReporterAnswer.ALL_RIGHT)


def wants_to_talk(turn: Turn[Press]) -> Answer:
    """*I would like to talk*: whoever has it is told to ring."""
    return _answered(turn, ReporterAnswer.WANTS_TO_TALK)


def _answered(turn: Turn[Press], answer: ReporterAnswer) -> Answer:
    concern_id = record_id(turn.inbound.value)
    safeguarding_reporter.answer_how_they_are(turn.work, turn.reporter, concern_id, answer, turn.now)
    if not turn.inbound.in_form:
        return Nothing()
    return ShowInstead(safeguarding_window(turn.work, turn.reporter, concern_id, turn.now))


def do_not_ask(turn: Turn[Press]) -> Answer:
    """*Do not ask me how I am*: respected, and the window no longer offers it."""
    concern_id = record_id(turn.inbound.value)
    safeguarding_reporter.do_not_ask(turn.work, turn.reporter, concern_id, turn.now)
    return ShowInstead(safeguarding_window(turn.work, turn.reporter, concern_id, turn.now))


def _outcome(work: UnitOfWork, concern: SafeguardingConcern, *, asks: bool) -> dict[str, Any]:
    return {
        "reference": concern.reference,
        "is_acted_on": is_acted_on(work, concern),
        "asks": asks,
        "answer": concern.reporter_answer.value if concern.reporter_answer else "",
        "is_rung": safeguarding_reporter.is_rung(work, concern),
        "has_anybody": bool(who_has_it(work, concern)),
        "duty_number": numbers_about(work, concern).duty_number,
        "is_review_open": bool(work.safeguarding_decisions.open_reviews(concern.id)),
    }


def _say_to_reporter(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    """What became of it and how they are: as it stands now, with nothing of what was decided."""
    concern = work.safeguarding.get(notice.subject_id)
    asks = notice.kind is NoticeKind.SAFEGUARDING_ASK or bool(notice.facts.get("asks"))
    facts = _outcome(work, concern, asks=asks)
    text = render(notice.kind.value, facts)
    answer = concern.reporter_answer
    may_talk = asks and (answer is not ReporterAnswer.WANTS_TO_TALK or facts["is_rung"])
    row = buttons(
        safeguarding_button(ALL_RIGHT, concern.id) if asks and answer is None else None,
        safeguarding_button(WANTS_TO_TALK, concern.id) if may_talk else None,
        None if facts["is_review_open"] else nothing_happened_button(concern.id),
    )
    return Message(text, [*paragraphs(text), *row])


def rung(turn: Turn[Press]) -> Answer:
    """*I have rung them*: nobody else is asked to."""
    concern_id = record_id(turn.inbound.value)
    safeguarding_reporter.keep_rung(turn.work, turn.person, concern_id, turn.now)
    if not turn.inbound.in_form:
        return Nothing()
    return ShowInstead(safeguarding_window(turn.work, turn.person, concern_id, turn.now))


def _say_talk(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    concern = work.safeguarding.get(notice.subject_id)
    deadline = work.deadlines.get(notice.deadline_id) if notice.deadline_id else None
    is_over = deadline is None or deadline.met_at is not None
    facts = {
        "reference": concern.reference,
        "is_over": is_over,
        "rung_by": work.people.get(deadline.met_by).name if deadline and deadline.met_by else "",
        "lead": work.people.get(concern.lead_id).name if concern.lead_id else "",
        "is_yours": notice.step not in {"level_2", "again_level_2"},
        "is_late": deadline is not None and deadline.due_at < now,
        "due_at": deadline.due_at if deadline else now,
    }
    text = render("safeguarding_talk", facts)
    row = buttons(
        None if is_over else safeguarding_button(RUNG, concern.id, style="primary"),
        open_safeguarding_button(concern.id),
    )
    push = lock_screen_words(concern.reference, is_urgent=False)
    return Message(push, [*paragraphs(text), *row])


def _say_not_told(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    """Tell whoever has it that a message could not be given to the person whom it was to tell."""
    concern = work.safeguarding.get(notice.subject_id)
    is_reporter = bool(notice.facts.get("is_reporter"))
    told = concern.reporter_told_at is not None if is_reporter else is_told(work, concern, Told.CONTRACT_LEAD)
    facts = {"reference": concern.reference, "is_reporter": is_reporter, "is_over": told}
    text = render("safeguarding_not_told", facts)
    again = TELL_REPORTER if is_reporter else TELL_CONTRACT_LEAD
    row = buttons(
        None if told else safeguarding_button(again, concern.id), open_safeguarding_button(concern.id)
    )
    push = lock_screen_words(concern.reference, is_urgent=False)
    return Message(push, [*paragraphs(text), *row])


def _say_lead_told(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Tell a contract lead that a record exists; not when they have become one of those who must not know."""
    concern = work.safeguarding.get(notice.subject_id)
    if notice.person_id in excluded_from(work, concern):
        return None
    lead = work.people.get(concern.lead_id).name if concern.lead_id else ""
    text = render("safeguarding_lead_told", {"reference": concern.reference, "lead": lead})
    return Message(lock_screen_words(concern.reference, is_urgent=False), paragraphs(text))


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(TELL_PROVIDER, provider_form, writes=False)
    listeners.press(TELL_CONTRACT_LEAD, lead_form, writes=False)
    listeners.press(TELL_REPORTER, reporter_form, writes=False)
    listeners.submission(PROVIDER_FORM, tell_provider)
    listeners.submission(LEAD_FORM, tell_lead)
    listeners.submission(REPORTER_FORM, tell_reporter)
    listeners.press(ALL_RIGHT, all_right)
    listeners.press(WANTS_TO_TALK, wants_to_talk)
    listeners.press(RUNG, rung)
    listeners.press(DO_NOT_ASK, do_not_ask)
    services.messages.add(NoticeKind.SAFEGUARDING_OUTCOME, _say_to_reporter)
    services.messages.add(NoticeKind.SAFEGUARDING_ASK, _say_to_reporter)
    services.messages.add(NoticeKind.SAFEGUARDING_TALK, _say_talk)
    services.messages.add(NoticeKind.SAFEGUARDING_NOT_TOLD, _say_not_told)
    services.messages.add(NoticeKind.SAFEGUARDING_LEAD_TOLD, _say_lead_told)
