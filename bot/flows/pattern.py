"""The story of a pattern: several concerns of one theme, and whether to look at them together (practice.md 2.7)."""

from datetime import datetime

from bot.answers import Answer, OpenForm
from bot.blocks import button, buttons, paragraphs, reason_form
from bot.buttons import LOOK_AT_PATTERN, open_improvement_button
from bot.casework import patterns
from bot.improvement_form import improvement_form
from bot.inbound import Press, Submission
from bot.kept import kept_in_message
from bot.listeners import Listeners
from bot.messages import Message
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.deadlines import DeadlineKind
from domain.notices import NoticeKind
from storage.notices import Notice
from storage.patterns import PatternFound
from storage.unit_of_work import UnitOfWork

NOT_NOW, NOT_NOW_FORM = "pattern_not_now", "pattern_not_now_form"


def look(turn: Turn[Press]) -> Answer:
    """*Look at them together*: the form that opens a process, with the concerns linked."""
    found = patterns.pattern_for(turn.work, turn.person, record_id(turn.inbound.value))
    about = {"contract": found.contract_id.hex, "pattern": found.id.hex}
    return OpenForm(improvement_form(turn.work, about))


def not_now_form(turn: Turn[Press]) -> Answer:
    """*Not now*: why."""
    found = patterns.pattern_for(turn.work, turn.person, record_id(turn.inbound.value))
    label, about = words("pattern_words"), {"pattern": found.id.hex}
    return OpenForm(reason_form(NOT_NOW_FORM, label, "not_now", about))


def not_now(turn: Turn[Submission]) -> Answer:
    """Keep the reason; the same concerns are not asked about again."""
    pattern_id, because = record_id(turn.inbound.about()["pattern"]), turn.inbound.form.text("reason")
    patterns.not_now(turn.work, turn.person, pattern_id, because, turn.now)
    return kept_in_message(turn, "pattern_not_now")


def _facts(work: UnitOfWork, found: PatternFound, now: datetime) -> dict[str, object]:
    by = work.people.get(found.answered_by) if found.answered_by else None
    improvement = work.improvements.find(found.improvement_id) if found.improvement_id else None
    asked = work.deadlines.live(found.id, (DeadlineKind.PATTERN_ANSWER,))
    return {
        "contract": work.contracts.get(found.contract_id).title,
        "theme": getattr(words("themes"), found.theme.value).lower(),
        "count": found.count,
        "references": [each.reference for each in patterns.concerns_in(work, found)],
        "answer": found.answer.value if found.answer else "",
        "answered_by": by.name if by else "",
        "improvement": improvement.reference if improvement else "",
        "answer_by": asked[0].due_at if asked else None,
        "is_past": bool(asked) and asked[0].due_at < now,
    }


def _say(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    found = work.patterns.find(notice.subject_id)
    assert found is not None
    if found.answer is not None and notice.kind is NoticeKind.PATTERN_LINE:
        return None
    text = render(notice.kind.value, _facts(work, found, now))
    label, value = words("pattern_words"), found.id.hex
    waits = found.answer is None
    row = buttons(
        button(LOOK_AT_PATTERN, label.look, value, style="primary") if waits else None,
        button(NOT_NOW, label.not_now, value) if waits else None,
        open_improvement_button(found.improvement_id) if found.improvement_id else None,
    )
    return Message(text, [*paragraphs(text), *row])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(LOOK_AT_PATTERN, look, writes=False)
    listeners.press(NOT_NOW, not_now_form, writes=False)
    listeners.submission(NOT_NOW_FORM, not_now)
    services.messages.add(NoticeKind.PATTERN_ASKED, _say)
    services.messages.add(NoticeKind.PATTERN_LINE, _say)
