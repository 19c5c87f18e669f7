"""The story of passing on: to whom, why and what, the chase of the answer, and the provider's own notification."""

from datetime import datetime
from uuid import UUID

from bot.answers import Answer, Note, OpenForm
from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    day_input,
    form,
    option,
    paragraphs,
    reason_form,
    text_input,
)
from bot.buttons import HAND_OFFS, NOTIFY, OPEN_HAND_OFF, START_HAND_OFF
from bot.casework import hand_off_access, hand_offs
from bot.casework.access import NOT_YOURS
from bot.casework.notices import calendar_of
from bot.contract_choice import open_for_contract, show_for_contract
from bot.hand_off_blocks import ANSWER, CLOSE, facts_of, list_window, window
from bot.inbound import Command, Press, Submission
from bot.kept import kept_here, kept_in_message
from bot.listeners import Listeners
from bot.messages import Message
from bot.needs_blocks import needs_of_provider
from bot.required import required_day, required_kind
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.chronology import SubjectKind
from domain.deadlines import DeadlineKind, DeadlineState
from domain.errors import NotYours
from domain.hand_offs import HandOffState, Recipient
from domain.notices import NoticeKind
from storage.hand_offs import HandOff
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

CHOOSE_FORM, FORM = "hand_off_contract_form", "hand_off_form"
ANSWER_FORM, NOTIFY_FORM, CLOSE_FORM = "hand_off_answer_form", "hand_off_notify_form", "hand_off_close_form"
LONGEST_LINE = 300


def command(turn: Turn[Command]) -> Answer:
    """`/contract handoffs`: what was passed on from the channel's contract; where unclear, ask which."""
    work, person = turn.work, turn.person
    mine = [
        each
        for each in work.contracts.of_person(person.id)
        if hand_off_access.reads_hand_offs(work, person, each.id)
    ]
    if not mine:
        return Note(words("hand_off_form").nobody)
    return open_for_contract(turn, mine, CHOOSE_FORM, lambda contract_id: _list(turn, contract_id))


def contract_chosen(turn: Turn[Submission]) -> Answer:
    """The contract is chosen: its list takes the question's place."""
    return show_for_contract(turn, lambda contract_id: _list(turn, contract_id))


def list_of_contract(turn: Turn[Press]) -> Answer:
    """*Passed on* beside a contract."""
    return OpenForm(_list(turn, record_id(turn.inbound.value)))


def _list(turn: Turn[Command] | Turn[Press] | Turn[Submission], contract_id: UUID) -> Block:
    found = hand_off_access.readable_in(turn.work, turn.person, contract_id)
    return list_window(turn.work, turn.person, turn.work.contracts.get(contract_id), found, turn.now)


def open_one(turn: Turn[Press]) -> Answer:
    """*Open*: one hand-off."""
    found = turn.work.hand_offs.find(record_id(turn.inbound.value))
    if found is None or not hand_off_access.reads(turn.work, turn.person, found):
        raise NotYours(NOT_YOURS)
    return OpenForm(window(turn.work, turn.person, found, turn.now))


def _about(turn: Turn[Press] | Turn[Submission], value: str) -> hand_off_access.About:
    """Read what something is passed on from, and refuse whoever may not pass it on."""
    kind, _, record = value.partition(":")
    try:
        asked = SubjectKind(kind)
    except ValueError:
        raise NotYours(NOT_YOURS) from None
    about = hand_off_access.about_of(turn.work, asked, record_id(record), turn.now)
    hand_off_access.require_hands_off(turn.work, turn.person, about.contract_id)
    return about


def start_form(turn: Turn[Press]) -> Answer:
    """*Pass on to …*: who will read it stands above the fields, before anything is saved."""
    about, label, work = _about(turn, turn.inbound.value), words("hand_off_form"), turn.work
    facts = {
        "about": about.reference,
        "contract": work.contracts.get(about.contract_id).title,
        "readers": [each.name for each in hand_off_access.readers_of(work, about.contract_id)],
        "within": turn.services.settings.complaint_acknowledge_days,
    }
    today = calendar_of(work, about.contract_id).local(turn.now).date()
    recipients = [each for each in Recipient if about.is_shared or each is not Recipient.NOTIFICATION]
    fields = [
        *paragraphs(render("hand_off_top", facts)),
        *(needs_of_provider(work, about.contract_id) if about.is_shared else []),
        choice_input(
            "recipient",
            label.recipient,
            [option(getattr(label, each.value), each.value) for each in recipients],
            kind="radio_buttons",
        ),
        text_input("to_whom", label.to_whom, hint=label.to_whom_hint, optional=True, longest=150),
        text_input("why", label.why, lines=True),
        text_input("passed", label.passed, hint=label.passed_hint, optional=True, lines=True),
        text_input("reference_there", label.reference_there, optional=True, longest=60),
        day_input("passed_on", label.passed_on, initial=today),
        day_input("reply_on", label.reply_on, optional=True),
    ]
    if about.is_shared:
        fields.append(
            text_input("asked", label.asked, hint=label.asked_hint, optional=True, longest=LONGEST_LINE)
        )
    kept = {"about": turn.inbound.value}
    return OpenForm(form(FORM, label.title, fields, submit=label.submit, about=kept))


def keep(turn: Turn[Submission]) -> Answer:
    """Keep what was passed on; the same form sent again is the same."""
    answers = turn.inbound.form
    new = hand_offs.NewHandOff(
        recipient=required_kind(Recipient, answers, "recipient"),
        to_whom=answers.text("to_whom"),
        why=answers.text("why"),
        passed=answers.text("passed"),
        passed_on=required_day(answers, "passed_on"),
        reply_on=answers.day("reply_on"),
        reference_there=answers.text("reference_there"),
        asked=answers.text("asked"),
    )
    about, within = _about(turn, turn.inbound.about()["about"]), turn.services.settings
    days = within.complaint_acknowledge_days
    found = hand_offs.pass_on(turn.work, turn.person, about, new, turn.now, turn.services.choose, days)
    opens = (OPEN_HAND_OFF, found.id)
    if found.recipient is Recipient.NOTIFICATION:  # asked without delay, never by a day
        return kept_here(turn, "notification_asked", opens)
    return kept_here(turn, "passed_on", opens, due=(found.id, DeadlineKind.HAND_OFF_REPLY))


def answer_form(turn: Turn[Press]) -> Answer:
    """*They have answered*, or *The regulator is notified*."""
    found = hand_off_access.hand_off_to_change(turn.work, turn.person, record_id(turn.inbound.value))
    label, about = words("hand_off_form"), {"hand_off": found.id.hex}
    if found.recipient is Recipient.NOTIFICATION:
        return OpenForm(_made_form(ANSWER_FORM, about))
    fields = [
        text_input("said", label.said, hint=label.said_hint, lines=True),
        text_input("for_all", label.for_all, hint=label.for_all_hint, optional=True, longest=LONGEST_LINE),
    ]
    return OpenForm(form(ANSWER_FORM, label.answer_title, fields, submit=label.answer_submit, about=about))


def _made_form(callback_id: str, about: dict[str, str]) -> Block:
    label = words("hand_off_form")
    fields = [
        day_input("made_on", label.made_on),
        text_input("reference_there", label.made_reference, longest=60),
        text_input(
            "for_all", label.made_for_all, hint=label.for_all_hint, optional=True, longest=LONGEST_LINE
        ),
    ]
    return form(callback_id, label.notified_title, fields, submit=label.answer_submit, about=about)


def _reply(turn: Turn[Submission]) -> hand_offs.Reply:
    answers = turn.inbound.form
    return hand_offs.Reply(
        said=answers.text("said"),
        for_all=answers.text("for_all"),
        made_on=answers.day("made_on"),
        reference_there=answers.text("reference_there"),
    )


def answer(turn: Turn[Submission]) -> Answer:
    """Keep the answer; nobody is reminded of it any more."""
    hand_off_id = record_id(turn.inbound.about()["hand_off"])
    hand_offs.answer(turn.work, turn.person, hand_off_id, _reply(turn), turn.now)
    return kept_in_message(turn, "passed_on_answered", (OPEN_HAND_OFF, hand_off_id))


def notify_form(turn: Turn[Press]) -> Answer:
    """*The regulator is notified*, said by the provider without having been asked."""
    contract_id = record_id(turn.inbound.value)
    if not hand_off_access.speaks_for_provider(turn.work, turn.person, contract_id):
        raise NotYours(NOT_YOURS)
    return OpenForm(_made_form(NOTIFY_FORM, {"contract": contract_id.hex}))


def notify(turn: Turn[Submission]) -> Answer:
    """Keep the provider's own notification."""
    contract_id = record_id(turn.inbound.about()["contract"])
    choose = turn.services.choose
    hand_offs.record_notification(turn.work, turn.person, contract_id, _reply(turn), turn.now, choose)
    return kept_here(turn, "notified", (HAND_OFFS, contract_id))


def close_form(turn: Turn[Press]) -> Answer:
    """*No answer awaited*: why."""
    found = hand_off_access.hand_off_to_change(turn.work, turn.person, record_id(turn.inbound.value))
    hand_off_access.require_hands_off(turn.work, turn.person, found.contract_id)
    about = {"hand_off": found.id.hex}
    return OpenForm(reason_form(CLOSE_FORM, words("hand_off_form"), "close", about))


def close(turn: Turn[Submission]) -> Answer:
    """Keep that no answer is awaited any more."""
    hand_off_id, reason = record_id(turn.inbound.about()["hand_off"]), turn.inbound.form.text("reason")
    hand_offs.close(turn.work, turn.person, hand_off_id, reason, turn.now)
    return kept_here(turn, "passed_on_closed", (OPEN_HAND_OFF, hand_off_id))


def _found(work: UnitOfWork, notice: Notice) -> HandOff:
    found = work.hand_offs.find(notice.subject_id)
    assert found is not None
    return found


def _say_asked(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    hand_off, label = _found(work, notice), words("hand_off_form")
    text = render("hand_off_asked", facts_of(work, hand_off, now))
    waits = hand_off.state is HandOffState.WAITING
    says = button(ANSWER, label.notified_button, hand_off.id.hex, style="primary") if waits else None
    return Message(text, [*paragraphs(text), *buttons(says, _open(hand_off))])


def _say_answered(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    hand_off = _found(work, notice)
    is_reporter = notice.key.startswith(f"{hand_off.id.hex}:reporter")
    text = render("hand_off_answered", {**facts_of(work, hand_off, now), "is_reporter": is_reporter})
    return Message(text, [*paragraphs(text), *([] if is_reporter else buttons(_open(hand_off)))])


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    assert notice.deadline_id is not None
    if work.deadlines.get(notice.deadline_id).state is not DeadlineState.OPEN:
        return None
    hand_off = _found(work, notice)
    text = render("hand_off_line", facts_of(work, hand_off, now))
    return Message(text, [*paragraphs(text), *buttons(_open(hand_off))])


def _open(hand_off: HandOff) -> Block:
    return button(OPEN_HAND_OFF, words("buttons").open, hand_off.id.hex)


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", command, word="handoffs")
    listeners.submission(CHOOSE_FORM, contract_chosen, once=False)
    listeners.press(HAND_OFFS, list_of_contract, writes=False)
    listeners.press(OPEN_HAND_OFF, open_one, writes=False)
    listeners.press(START_HAND_OFF, start_form, writes=False)
    listeners.submission(FORM, keep)
    listeners.press(ANSWER, answer_form, writes=False)
    listeners.submission(ANSWER_FORM, answer)
    listeners.press(NOTIFY, notify_form, writes=False)
    listeners.submission(NOTIFY_FORM, notify)
    listeners.press(CLOSE, close_form, writes=False)
    listeners.submission(CLOSE_FORM, close)
    services.messages.add(NoticeKind.HAND_OFF_ASKED, _say_asked)
    services.messages.add(NoticeKind.HAND_OFF_ANSWERED, _say_answered)
    services.messages.add(NoticeKind.HAND_OFF_LINE, _say_line)
