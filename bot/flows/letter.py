"""The story of *Copy as a letter*: a step as plain text, to be copied, printed or posted (practice.md 2.2)."""

from uuid import UUID

from bot.answers import Answer, OpenForm
from bot.blocks import form, paragraphs, typed
from bot.buttons import COPY_LETTER
from bot.casework.letters import take_letter
from bot.inbound import Press
from bot.letters import letter_about
from bot.listeners import Listeners
from bot.needs_blocks import needs_blocks
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.errors import NotYours
from domain.notices import NoticeKind


def copy(turn: Turn[Press]) -> Answer:
    """*Copy as a letter*: the whole letter as text that can be marked and copied."""
    kind, subject_id, reader_id = _asked(turn.inbound.value)
    reader = take_letter(turn.work, turn.person, kind, subject_id, reader_id, turn.now)
    letter = letter_about(turn.work, kind, subject_id, reader, turn.now)
    top = render("letter_top", {"reader": reader.name, "is_oneself": reader.id == turn.person.id})
    needs = [] if reader.id == turn.person.id else needs_blocks(turn.work, [reader])
    blocks = [*paragraphs(top), *needs, *typed(letter)]
    return OpenForm(form("read_only", words("letter_headings").title, blocks))


def _asked(value: str) -> tuple[NoticeKind, UUID, UUID | None]:
    """Read which step of which record is asked for, and for whom."""
    step, _, rest = value.partition(":")
    subject, _, reader = rest.partition(":")
    try:
        kind = NoticeKind(step)
    except ValueError:
        raise NotYours("There is no letter for this.") from None
    return kind, record_id(subject), record_id(reader) if reader else None


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.press(COPY_LETTER, copy)
