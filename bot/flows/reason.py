"""The story of why it has come to this: reasons of every party, who has said nothing, and on to options (CPC424-P3)."""

from datetime import datetime

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import button, buttons, paragraphs
from bot.buttons import open_improvement_button
from bot.casework import reasons
from bot.casework.access import NOT_YOURS
from bot.casework.improvement_access import improvement_for
from bot.improvement_blocks import done_already
from bot.improvement_words import facts_of
from bot.inbound import Press, Submission
from bot.kept import kept_in_process
from bot.listeners import Listeners
from bot.messages import Message
from bot.passing_on import asked_through
from bot.reason_blocks import ADD, ASK, FORM, MOVE_ON, READ, WITHDRAW, board_window, reason_form
from bot.required import required_kind
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.errors import NotYours
from domain.improvements import AlreadyDone, ImprovementState
from domain.notices import NoticeKind
from domain.reasons import NewReason, ReasonKind, is_talking, require_talking
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork


def add_form(turn: Turn[Press]) -> Answer:
    """*Add a reason*: what sort, how you see it, and what shows it."""
    improvement = improvement_for(turn.work, turn.person, record_id(turn.inbound.value))
    require_talking(improvement.state, improvement.route)
    if not reasons.may_give(turn.work, turn.person, improvement):
        raise NotYours(NOT_YOURS)
    return OpenForm(reason_form(turn.work, turn.person, improvement))


def add(turn: Turn[Submission]) -> Answer:
    """Keep it; the same form sent again is the same reason."""
    answers = turn.inbound.form
    new = NewReason(
        kind=required_kind(ReasonKind, answers, "kind"),
        view=answers.text("view"),
        evidence=answers.text("evidence"),
        note=answers.text("note"),
    )
    improvement_id = record_id(turn.inbound.about()["improvement"])
    area = answers.choice("area")
    area_id = record_id(area) if area else None
    reasons.give_reason(turn.work, turn.person, improvement_id, new, turn.now, area_id)
    return kept_in_process(turn, "reason", improvement_id)


def read(turn: Turn[Press]) -> Answer:
    """*Read the reasons*: every side's, under its name."""
    improvement = improvement_for(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(board_window(turn.work, turn.person, improvement))


def withdraw(turn: Turn[Press]) -> Answer:
    """*Take this back*, by whoever gave it."""
    reason = reasons.withdraw_reason(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    improvement = improvement_for(turn.work, turn.person, reason.improvement_id)
    return ShowInstead(board_window(turn.work, turn.person, improvement))


def ask(turn: Turn[Press]) -> Answer:
    """*Ask who has said nothing*: once."""
    improvement = reasons.ask_for_reasons(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return kept_in_process(turn, "reasons_asked", improvement.id)


def move_on(turn: Turn[Press]) -> Answer:
    """*Go on to options*: everybody hears that options are wanted."""
    improvement_id = record_id(turn.inbound.value)
    try:
        reasons.move_on(turn.work, turn.person, improvement_id, turn.now)
    except AlreadyDone:
        return ShowInstead(done_already(turn.work, turn.person, improvement_id, turn.now))
    return kept_in_process(turn, "moved_on", improvement_id)


def say_asked(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    """Ask for reasons, once, until whoever is asked, or is asked through the reader, has given one."""
    improvement = work.improvements.get(notice.subject_id)
    is_over = not is_talking(improvement.state, improvement.route)
    passed_on, through = str(notice.facts.get("pass_on_to", "")), asked_through(work, notice)
    reader = work.people.find(notice.person_id) if notice.person_id else None
    facts = facts_of(work, improvement) | {"is_over": is_over, "pass_on_to": passed_on}
    facts |= reasons.given_facts(work, improvement, through if passed_on else reader)
    has_given = bool(reasons.given_facts(work, improvement, through)["reasons_given"])
    text, label = render("reasons_asked", facts), words("reason_words")
    add_one = button(ADD, label.add, improvement.id.hex, style="primary")
    row = buttons(add_one if not is_over and not passed_on else None, open_improvement_button(improvement.id))
    return Message(text, [*paragraphs(text), *row], is_passed_on=is_over or has_given)


def _say_wanted(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    improvement = work.improvements.get(notice.subject_id)
    facts = facts_of(work, improvement) | {
        "is_over": improvement.state is not ImprovementState.REASONED,
        "count": len(work.reasons.of(improvement.id)),
    }
    text = render("options_wanted", facts)
    return Message(text, [*paragraphs(text), *buttons(open_improvement_button(improvement.id))])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(ADD, add_form, writes=False, for_others=True)
    listeners.submission(FORM, add, for_others=True)
    listeners.press(READ, read, writes=False, for_others=True)
    listeners.press(WITHDRAW, withdraw, for_others=True)
    listeners.press(ASK, ask)
    listeners.press(MOVE_ON, move_on)
    services.messages.add(NoticeKind.REASONS_ASKED, say_asked)
    services.messages.add(NoticeKind.OPTIONS_WANTED, _say_wanted)
