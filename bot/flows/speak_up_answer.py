"""The story of answering somebody whose name is sealed: the form for the code's page, and what is said around it."""

from datetime import datetime

from bot.answers import Answer, OpenForm
from bot.blocks import Block, button, buttons, paragraphs
from bot.buttons import ANSWER_SEALED, ENTER_CODE, open_concern_button, open_safeguarding_button
from bot.casework.speak_up_access import may_answer, reference_of, to_answer
from bot.casework.speak_up_answers import DUTY, NewAnswer, answer
from bot.inbound import Press, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.lock_screen import lock_screen_words
from bot.messages import Message
from bot.required import required_choice
from bot.services import Services
from bot.speak_up_blocks import ANSWER_FORM, answer_button, answer_form
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.deadlines import DeadlineState
from domain.notices import NoticeKind
from storage.notices import Notice
from storage.speak_up import SpeakUp
from storage.unit_of_work import UnitOfWork


def open_answer(turn: Turn[Press]) -> Answer:
    """*Answer on their page*: what was said so far, and the next answer."""
    sealed = to_answer(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(answer_form(turn.work, sealed))


def keep_answer(turn: Turn[Submission]) -> Answer:
    """Put it on their page."""
    answers = turn.inbound.form
    new = NewAnswer(answers.text("answer"), required_choice(answers, "is_last") == "answer")
    sealed = answer(turn.work, turn.person, record_id(turn.inbound.about()["speak_up"]), new, turn.now)
    waiting = turn.work.deadlines.live(sealed.id, DUTY)
    then = render("kept_sealed_next", {"due_at": waiting[0].due_at if waiting else None})
    return kept_here(turn, "sealed_answered", then=then)


def _say_answered(_work: UnitOfWork, _notice: Notice, _now: datetime) -> Message:
    """The one message that was allowed: nothing of what it is about."""
    text = render("speak_up_answered", {})
    return Message(
        text, [*paragraphs(text), *buttons(button(ENTER_CODE, words("buttons").enter_code, "message"))]
    )


def _say_added(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    sealed = work.speak_up.find(notice.subject_id)
    assert sealed is not None
    reference = reference_of(work, sealed)
    text = render(
        "speak_up_added",
        {"reference": reference, "is_nothing_done": notice.facts.get("is_nothing_done", False)},
    )
    push = lock_screen_words(reference, is_urgent=False) if sealed.safeguarding_id else text
    return Message(push, [*paragraphs(text), *_row(work, notice, sealed)])


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """What is owed to the code's page, in one line of the digest."""
    sealed = work.speak_up.find(notice.subject_id)
    assert sealed is not None
    live = [each for each in work.deadlines.live(sealed.id, DUTY) if each.state is DeadlineState.OPEN]
    if not live:
        return None
    reference, due = reference_of(work, sealed), live[0].due_at
    facts = {"reference": reference, "answer": sealed.state.value, "answer_by": due, "is_late": due < now}
    text = render("speak_up_line", facts)
    push = lock_screen_words(reference, is_urgent=False) if sealed.safeguarding_id else text
    return Message(push, [*paragraphs(text), *_row(work, notice, sealed)])


def _row(work: UnitOfWork, notice: Notice, sealed: SpeakUp) -> list[Block]:
    """Buttons for whoever answers; the senior contact who is only told has the one that opens it."""
    opens = open_safeguarding_button if sealed.safeguarding_id else open_concern_button
    reader = work.people.get(notice.person_id) if notice.person_id else None
    answers = reader is not None and may_answer(work, reader, sealed)
    return buttons(answer_button(sealed.id) if answers else None, opens(sealed.record_id))


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(ANSWER_SEALED, open_answer, writes=False)
    listeners.submission(ANSWER_FORM, keep_answer)
    services.messages.add(NoticeKind.SPEAK_UP_ANSWERED, _say_answered)
    services.messages.add(NoticeKind.SPEAK_UP_ADDED, _say_added)
    services.messages.add(NoticeKind.SPEAK_UP_LINE, _say_line)
