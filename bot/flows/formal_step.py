"""The story of a formal step: asked for by the lead, approved by a senior person, served by people, recorded here."""

from datetime import datetime
from functools import partial
from uuid import UUID

from bot.answers import Answer, Note, OpenForm, ShowInstead
from bot.blocks import Block, button, buttons, paragraphs, reason_form
from bot.buttons import letter_button, open_improvement_button
from bot.casework import formal_steps
from bot.casework.contracts import contracts_in_reach
from bot.casework.formal_reading import read_step
from bot.contract_choice import Draw, open_for_contract, show_for_contract
from bot.formal_blocks import (
    APPROVE,
    ASK,
    ASK_FORM,
    NOTICES_FORM,
    OPEN,
    REFUSE,
    SERVED,
    SERVED_FORM,
    WITHDRAW,
    ask_form,
    formal_facts,
    formal_window,
    notices_form,
    served_form,
    step_buttons,
)
from bot.inbound import Command, Press, Submission
from bot.kept import kept
from bot.listeners import Listeners
from bot.messages import Message
from bot.required import required_day, required_kind
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.deadlines import DeadlineState
from domain.errors import NotAllowed
from domain.formal_steps import FormalState, NewFormalStep, NoticeType, Service
from domain.notices import NoticeKind
from domain.people import Act
from storage.formal_steps import FormalStep
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

CHOOSE_FORM = "formal_contract_form"
REFUSE_FORM, WITHDRAW_FORM = "formal_refuse_form", "formal_withdraw_form"


def notices_command(turn: Turn[Command]) -> Answer:
    """`/contract notices`: which letters the contract provides for."""
    mine = contracts_in_reach(turn.work, turn.person, Act.SET_UP_CONTRACT)
    if not mine:
        return Note(words("formal_words").nobody)
    return open_for_contract(turn, mine, CHOOSE_FORM, _draw(turn))


def _draw(turn: Turn[Command] | Turn[Submission]) -> Draw:
    """Draw the form for whoever may set the contract up; the contract chosen is only what a form says."""

    def draw(contract_id: UUID) -> Block:
        formal_steps.require_may_set(turn.work, turn.person, contract_id)
        return notices_form(turn.work, contract_id)

    return draw


def contract_chosen(turn: Turn[Submission]) -> Answer:
    """The contract is chosen: the form takes the question's place."""
    return show_for_contract(turn, _draw(turn))


def set_notices(turn: Turn[Submission]) -> Answer:
    """Keep which letters the contract provides for."""
    chosen = {NoticeType(each) for each in turn.inbound.form.choices("notices")}
    contract_id = record_id(turn.inbound.about()["contract"])
    formal_steps.set_notices(turn.work, turn.person, contract_id, chosen, turn.now)
    return kept(turn, "notices")


def start(turn: Turn[Press]) -> Answer:
    """*Formal step …*: the form; where nobody has said which letters the contract provides for, that is asked first."""
    improvement_id = record_id(turn.inbound.value)
    improvement, approvers = formal_steps.require_may_ask(turn.work, turn.person, improvement_id, turn.now)
    if not turn.work.formal_steps.known(improvement.contract_id):
        return OpenForm(notices_form(turn.work, improvement.contract_id, improvement))
    return OpenForm(ask_form(turn.work, improvement, [each.name for each in approvers]))


def ask(turn: Turn[Submission]) -> Answer:
    """Keep that a formal step is asked for."""
    answers = turn.inbound.form
    new = NewFormalStep(
        notice_type=required_kind(NoticeType, answers, "notice_type"),
        because=answers.text("because"),
        support_offered=answers.text("support_offered"),
    )
    improvement_id = record_id(turn.inbound.about()["improvement"])
    step = formal_steps.ask(turn.work, turn.person, improvement_id, new, turn.now)
    return _kept(turn, "formal_asked", step.id)


def _kept(turn: Turn[Submission], said: str, step_id: UUID) -> Answer:
    return kept(turn, said, partial(_window, turn, step_id))


def _window(turn: Turn[Press] | Turn[Submission], step_id: UUID) -> Block:
    reading = read_step(turn.work, turn.person, step_id, turn.now)
    return formal_window(turn.work, reading, turn.now)


def open_one(turn: Turn[Press]) -> Answer:
    """*Open*: what was asked and answered, as far as it is the reader's."""
    return OpenForm(_window(turn, record_id(turn.inbound.value)))


def approve(turn: Turn[Press]) -> Answer:
    """*Approve*: the window then shows what comes next."""
    step = formal_steps.approve(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    shown = _window(turn, step.id)
    return ShowInstead(shown) if turn.inbound.in_form else OpenForm(shown)


def refuse_form(turn: Turn[Press]) -> Answer:
    """*Do not approve*: why."""
    step, _ = formal_steps.step_to_answer(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return OpenForm(reason_form(REFUSE_FORM, words("formal_words"), "refuse", {"step": step.id.hex}))


def refuse(turn: Turn[Submission]) -> Answer:
    """Keep that it was not approved."""
    step_id, reason = record_id(turn.inbound.about()["step"]), turn.inbound.form.text("reason")
    formal_steps.refuse(turn.work, turn.person, step_id, reason, turn.now)
    return _kept(turn, "formal_refused", step_id)


def service_form(turn: Turn[Press]) -> Answer:
    """*It was served*: on which day, how, by whom, and what each party does now."""
    step, _ = formal_steps.step_to_record(turn.work, turn.person, record_id(turn.inbound.value))
    if step.state is not FormalState.APPROVED:
        raise NotAllowed(words("refusals").formal_not_approved)
    return OpenForm(served_form(turn.work, step, turn.now))


def record_service(turn: Turn[Submission]) -> Answer:
    """Keep that people served it."""
    answers = turn.inbound.form
    service = Service(
        served_on=required_day(answers, "served_on"),
        how=answers.text("how"),
        by_whom=answers.text("by_whom"),
        duties=answers.text("duties"),
    )
    step_id = record_id(turn.inbound.about()["step"])
    formal_steps.record_service(turn.work, turn.person, step_id, service, turn.now)
    return _kept(turn, "served", step_id)


def withdraw_form(turn: Turn[Press]) -> Answer:
    """*Take it back*: why."""
    step, _ = formal_steps.step_to_record(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(reason_form(WITHDRAW_FORM, words("formal_words"), "withdraw", {"step": step.id.hex}))


def withdraw(turn: Turn[Submission]) -> Answer:
    """Keep that it was taken back."""
    step_id, reason = record_id(turn.inbound.about()["step"]), turn.inbound.form.text("reason")
    formal_steps.withdraw(turn.work, turn.person, step_id, reason, turn.now)
    return _kept(turn, "withdrawn", step_id)


def _step_of(work: UnitOfWork, notice: Notice) -> FormalStep:
    step = work.formal_steps.find(notice.subject_id)
    assert step is not None
    return step


def _say_asked(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    step = _step_of(work, notice)
    if step.state is not FormalState.ASKED and notice.posted_ts is None:
        return None
    assert notice.person_id is not None
    text = render("formal_step_asked", formal_facts(work, step, now))
    reading = read_step(work, work.people.get(notice.person_id), step.id, now)
    open_it = buttons(button(OPEN, words("formal_words").open, step.id.hex))
    return Message(
        text, [*paragraphs(text), *open_it, *(step_buttons(reading) if reading.may_answer else [])]
    )


def _say_answered(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    step = _step_of(work, notice)
    text, label = render("formal_step_answered", formal_facts(work, step, now)), words("formal_words")
    is_next = step.state is FormalState.APPROVED
    row = buttons(
        button(SERVED, label.served, step.id.hex, style="primary") if is_next else None,
        button(OPEN, label.open, step.id.hex),
    )
    return Message(text, [*paragraphs(text), *row])


def _say_served(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    step = _step_of(work, notice)
    pass_on_to = notice.facts.get("pass_on_to", "")
    text = render("formal_step_served", formal_facts(work, step, now, pass_on_to))
    row = buttons(
        button(OPEN, words("formal_words").open, step.id.hex),
        open_improvement_button(step.improvement_id),
        letter_button(notice),
    )
    return Message(text, [*paragraphs(text), *row])


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """One line of the day's message about a letter that waits: for an answer, or to be served by people."""
    assert notice.deadline_id is not None
    duty, step = work.deadlines.get(notice.deadline_id), formal_steps.open_step(work, notice.subject_id)
    if duty.state is not DeadlineState.OPEN or step is None:
        return None
    facts = formal_facts(work, step, now)
    facts |= {"duty": duty.kind.value, "due_at": duty.due_at, "is_past": duty.due_at < now}
    text = render("formal_line", facts)
    return Message(text, [*paragraphs(text), *buttons(button(OPEN, words("formal_words").open, step.id.hex))])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", notices_command, word="notices")
    listeners.submission(CHOOSE_FORM, contract_chosen, once=False)
    listeners.submission(NOTICES_FORM, set_notices)
    listeners.press(ASK, start, writes=False)
    listeners.submission(ASK_FORM, ask)
    listeners.press(OPEN, open_one, writes=False)
    listeners.press(APPROVE, approve)
    listeners.press(REFUSE, refuse_form, writes=False)
    listeners.submission(REFUSE_FORM, refuse)
    listeners.press(SERVED, service_form, writes=False)
    listeners.submission(SERVED_FORM, record_service)
    listeners.press(WITHDRAW, withdraw_form, writes=False)
    listeners.submission(WITHDRAW_FORM, withdraw)
    services.messages.add(NoticeKind.FORMAL_STEP_ASKED, _say_asked)
    services.messages.add(NoticeKind.FORMAL_STEP_ANSWERED, _say_answered)
    services.messages.add(NoticeKind.FORMAL_STEP_SERVED, _say_served)
    services.messages.add(NoticeKind.FORMAL_LINE, _say_line)
