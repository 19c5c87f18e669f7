"""The story of looking back: everybody is asked, writes or not, and it is closed with what is recommended."""

from datetime import datetime

from bot.answers import Answer, Note, OpenForm
from bot.blocks import button, buttons, header, paragraphs, section, typed
from bot.buttons import letter_button, open_improvement_button
from bot.casework import improvement_closing, reflections
from bot.casework.contracts import contracts_in_reach
from bot.casework.improvement_access import improvement_for, sees
from bot.casework.reflection_reading import look_back_of
from bot.improvement_words import facts_of
from bot.inbound import Command, Press, Submission
from bot.kept import kept, kept_in_process
from bot.listeners import Listeners
from bot.messages import Message
from bot.reflection_blocks import (
    ASK_AGAIN,
    CLOSE,
    CLOSE_FORM,
    NAMELESS,
    READ,
    WRITE,
    WRITE_FORM,
    closing_form,
    looking_facts,
    once_window,
    read_window,
    write_form,
)
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.deadlines import DeadlineState
from domain.errors import NotAllowed, NotYours
from domain.improvements import ImprovementState
from domain.notices import NoticeKind
from domain.people import Act
from domain.reflections import NewReflection
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

LISTED = 20


def start_writing(turn: Turn[Press]) -> Answer:
    """*Look back*: what went well, what to do another time, what people say."""
    improvement_id = record_id(turn.inbound.value)
    improvement = reflections.require_may_write(turn.work, turn.person, improvement_id)
    return OpenForm(write_form(turn.work, turn.person, improvement))


def keep(turn: Turn[Submission]) -> Answer:
    """Keep it; without a name, nothing of whose it is."""
    answers = turn.inbound.form
    new = NewReflection(
        went_well=answers.text("went_well"),
        to_change=answers.text("to_change"),
        voice=answers.text("voice"),
        is_anonymous=NAMELESS in answers.choices("anonymous"),
    )
    improvement_id = record_id(turn.inbound.about()["improvement"])
    reflections.write(turn.work, turn.person, improvement_id, new, turn.now)
    if new.is_anonymous:
        return kept(turn, "nameless")  # no window: nothing on the screen is to show what this one added
    return kept_in_process(turn, "reflection", improvement_id)


def read(turn: Turn[Press]) -> Answer:
    """*Read what was written*."""
    improvement = improvement_for(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(read_window(turn.work, turn.person, improvement, turn.now))


def ask_again(turn: Turn[Press]) -> Answer:
    """*Ask once more*: those who were asked only once and have not answered."""
    found = reflections.ask_again(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return kept_in_process(turn, "once_more", found.id)


def start_closing(turn: Turn[Press]) -> Answer:
    """*Close*: the form; where somebody was asked only once, that, with the button that asks them once more."""
    work, improvement_id = turn.work, record_id(turn.inbound.value)
    try:
        improvement = improvement_closing.require_may_close(work, turn.person, improvement_id)
    except NotYours:
        raise
    except NotAllowed as refused:
        improvement = improvement_for(work, turn.person, improvement_id)
        is_waiting = look_back_of(work, improvement)
        if not (is_waiting.answered and is_waiting.once):
            raise
        return OpenForm(once_window(improvement, refused.message))
    return OpenForm(closing_form(work, improvement))


def close(turn: Turn[Submission]) -> Answer:
    """Close it; everybody is told."""
    answers, improvement_id = turn.inbound.form, record_id(turn.inbound.about()["improvement"])
    lesson, because = answers.text("lesson"), answers.text("because")
    improvement_closing.close_improvement(turn.work, turn.person, improvement_id, lesson, because, turn.now)
    return kept_in_process(turn, "closed", improvement_id)


def lessons(turn: Turn[Command]) -> Answer:
    """`/contract lessons`: what was learned in processes that are closed, to be read before the next one."""
    work, person = turn.work, turn.person
    mine = [each.id for each in contracts_in_reach(work, person, Act.READ_CONTRACT)]
    closed = [
        each
        for each in work.improvements.in_contracts(mine)
        if each.state is ImprovementState.CLOSED and sees(work, person, each)
    ]
    found = [(each, lesson) for each in closed if (lesson := look_back_of(work, each).lesson.strip())]
    top = render("lessons_top", {"count": len(found)})
    blocks, lines = paragraphs(top), [top]
    for improvement, lesson in found[:LISTED]:
        line = render("lessons_line", facts_of(work, improvement) | {"closed_at": improvement.closed_at})
        blocks += [section(line, open_improvement_button(improvement.id)), *typed(lesson)]
        lines.append(line)
    return Note("\n".join(lines), blocks)


def _say_asked(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    return _asking(work, notice, "reflection_asked")


def _say_line(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    duty = work.deadlines.get(notice.deadline_id) if notice.deadline_id else None
    if duty is None or duty.state is not DeadlineState.OPEN:
        return None
    return _asking(work, notice, "reflection_line")


def _asking(work: UnitOfWork, notice: Notice, prompt: str) -> Message | None:
    """Ask somebody to look back. It says whether they are still asked, and never what they wrote."""
    asked = work.reflections.find_asked(notice.subject_id)
    if asked is None:
        return None
    improvement = work.improvements.get(asked.improvement_id)
    is_open = improvement.state is ImprovementState.REFLECTING and not asked.has_answered
    if not is_open and notice.posted_ts is None:
        return None
    facts = facts_of(work, improvement) | {
        "is_open": is_open,
        "has_answered": asked.has_answered,
        "times": asked.times,
        "pass_on_to": notice.facts.get("pass_on_to", ""),
    }
    text, label = render(prompt, facts), words("reflection_words")
    is_theirs = is_open and not notice.facts.get("pass_on_to")
    row = buttons(
        button(WRITE, label.write, improvement.id.hex, style="primary") if is_theirs else None,
        open_improvement_button(improvement.id),
        letter_button(notice) if is_open and notice.kind is NoticeKind.REFLECTION_ASKED else None,
    )
    return Message(text, [*paragraphs(text), *row], is_passed_on=not is_open)


def _say_closed(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    improvement = work.improvements.get(notice.subject_id)
    found, label = look_back_of(work, improvement), words("reflection_words")
    facts = looking_facts(work, improvement, found) | {"pass_on_to": notice.facts.get("pass_on_to", "")}
    text = render("improvement_closed", facts)
    blocks = paragraphs(text)
    if notice.person_id is not None and found.lesson.strip():
        blocks += [header(label.lesson_heading), *typed(found.lesson)]
    row = buttons(
        button(READ, label.read, improvement.id.hex),
        open_improvement_button(improvement.id),
        letter_button(notice) if notice.person_id is not None else None,
    )
    return Message(text, [*blocks, *row])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", lessons, word="lessons")
    listeners.press(WRITE, start_writing, writes=False, for_others=True)
    listeners.submission(WRITE_FORM, keep, for_others=True)
    listeners.press(READ, read, writes=False, for_others=True)
    listeners.press(ASK_AGAIN, ask_again)
    listeners.press(CLOSE, start_closing, writes=False)
    listeners.submission(CLOSE_FORM, close)
    services.messages.add(NoticeKind.REFLECTION_ASKED, _say_asked)
    services.messages.add(NoticeKind.REFLECTION_LINE, _say_line)
    services.messages.add(NoticeKind.IMPROVEMENT_CLOSED, _say_closed)
