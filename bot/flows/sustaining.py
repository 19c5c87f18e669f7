"""The story of seeing that it lasts: the lead is asked once it held, watches for a while, and says what came of it."""

from datetime import datetime

from bot.answers import Answer, OpenForm
from bot.blocks import button, buttons, paragraphs, reason_form
from bot.buttons import letter_button, open_improvement_button
from bot.casework import sustaining
from bot.casework.formal_steps import led_improvement
from bot.inbound import Press, Submission
from bot.kept import kept_in_process
from bot.listeners import Listeners
from bot.messages import Message
from bot.required import required_day
from bot.services import Services
from bot.sustaining_blocks import GO_BACK, HOLD, HOLD_FORM, LOOK_BACK, NOT_YET, held_facts, hold_form
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.deadlines import DeadlineKind
from domain.improvements import ImprovementState
from domain.notices import NoticeKind
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

NOT_YET_FORM, GO_BACK_FORM = "improvement_not_yet_form", "improvement_go_back_form"


def start_hold(turn: Turn[Press]) -> Answer:
    """*See that it lasts*: until when."""
    improvement = sustaining.require_may_hold(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(hold_form(turn.work, improvement, turn.now))


def hold(turn: Turn[Submission]) -> Answer:
    """Keep until when it is watched; every party is told."""
    answers = turn.inbound.form
    improvement_id, until = (
        record_id(turn.inbound.about()["improvement"]),
        required_day(answers, "hold_until"),
    )
    sustaining.hold(turn.work, turn.person, improvement_id, until, answers.text("because"), turn.now)
    return kept_in_process(turn, "held", improvement_id)


def not_yet_form(turn: Turn[Press]) -> Answer:
    """*Not yet*: why."""
    improvement = led_improvement(turn.work, turn.person, record_id(turn.inbound.value))
    about = {"improvement": improvement.id.hex}
    return OpenForm(reason_form(NOT_YET_FORM, words("sustaining_words"), "not_yet", about))


def not_yet(turn: Turn[Submission]) -> Answer:
    """Keep that it is not to be watched yet."""
    improvement_id, reason = record_id(turn.inbound.about()["improvement"]), turn.inbound.form.text("reason")
    sustaining.not_yet(turn.work, turn.person, improvement_id, reason, turn.now)
    return kept_in_process(turn, "not_yet", improvement_id)


def look_back(turn: Turn[Press]) -> Answer:
    """*It lasted*: everybody is asked to look back."""
    found = sustaining.look_back(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return kept_in_process(turn, "looking_back", found.id)


def go_back_form(turn: Turn[Press]) -> Answer:
    """*Back to the plan*: why."""
    improvement = led_improvement(turn.work, turn.person, record_id(turn.inbound.value))
    about = {"improvement": improvement.id.hex}
    return OpenForm(reason_form(GO_BACK_FORM, words("sustaining_words"), "back", about))


def go_back(turn: Turn[Submission]) -> Answer:
    """Keep that what was agreed is followed again; every party is told why."""
    improvement_id, reason = record_id(turn.inbound.about()["improvement"]), turn.inbound.form.text("reason")
    sustaining.go_back(turn.work, turn.person, improvement_id, reason, turn.now)
    return kept_in_process(turn, "back", improvement_id)


def _say_held(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    improvement = work.improvements.get(notice.subject_id)
    is_asked = bool(work.deadlines.live(improvement.id, (DeadlineKind.IMPROVEMENT_HOLD,)))
    waits = improvement.state in sustaining.FOLLOWED and is_asked
    if not waits and notice.posted_ts is None:
        return None
    text, label = (
        render("improvement_held", held_facts(work, improvement, now) | {"waits": waits}),
        words("sustaining_words"),
    )
    row = buttons(
        button(HOLD, label.hold, improvement.id.hex, style="primary") if waits else None,
        button(NOT_YET, label.not_yet_button, improvement.id.hex) if waits else None,
        open_improvement_button(improvement.id),
    )
    return Message(text, [*paragraphs(text), *row])


def _say_sustained(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    improvement = work.improvements.get(notice.subject_id)
    facts = held_facts(work, improvement, now) | {
        "is_back": ":back:" in notice.key,
        "is_watched": improvement.state is ImprovementState.SUSTAINING,
    }
    text = render("improvement_sustained", facts)
    letter = letter_button(notice) if notice.person_id is not None else None
    return Message(text, [*paragraphs(text), *buttons(open_improvement_button(improvement.id), letter)])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(HOLD, start_hold, writes=False)
    listeners.submission(HOLD_FORM, hold)
    listeners.press(NOT_YET, not_yet_form, writes=False)
    listeners.submission(NOT_YET_FORM, not_yet)
    listeners.press(LOOK_BACK, look_back)
    listeners.press(GO_BACK, go_back_form, writes=False)
    listeners.submission(GO_BACK_FORM, go_back)
    services.messages.add(NoticeKind.IMPROVEMENT_HELD, _say_held)
    services.messages.add(NoticeKind.IMPROVEMENT_SUSTAINED, _say_sustained)
