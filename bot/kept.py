"""What stands on the screen once a form is kept: first what was kept, then what comes next, then where it stands."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from bot.answers import Answer, CloseAll, ShowInstead
from bot.blocks import Block, button, buttons, divider, form, section
from bot.improvement_blocks import improvement_window
from bot.inbound import Submission
from bot.recording import MOST_BLOCKS
from bot.templates import render, words
from bot.turn import Turn
from domain.deadlines import DeadlineKind
from domain.errors import NotYours

WORDS = ("kept_words", "kept_case_words", "kept_record_words", "kept_safeguarding_words")
"""Where the words of each step stand, under a name that is in one of them alone: of a process, of all other work."""

ABOVE = 3
"""Blocks above the window: what was kept, a line, and for whom it is recorded where it is somebody else's."""


def kept(turn: Turn[Any], step: str, draw: Callable[[], Block] | None = None, lacks: str = "") -> ShowInstead:
    """Show in the form's place what was kept and what comes next, and below it the window that it belongs to.

    The words are those of `kept_words`: `said`, and `said_next` where the window does not say itself what comes next.
    Whoever records for somebody reads those of `kept_for`: for which side it is kept. Where somebody may not open the
    window, or it is too full, the words stand alone. Closing it closes what lies beneath, which shows something old.
    `lacks`: what is still missing in what was kept, said below it.
    """
    said, window = section(f"{_words_for(turn, step)}\n{lacks}".strip()), _drawn(draw)
    if window is None or len(window["blocks"]) + ABOVE > MOST_BLOCKS:
        return _shown(form("read_only", words("kept_words").title, [said]))
    return _shown(window | {"blocks": [said, divider(), *window["blocks"]]})


def _words_for(turn: Turn[Any], step: str) -> str:
    if turn.recorder is not None:
        organisation_id = turn.person.organisation_id
        side = turn.work.organisations.get(organisation_id).name if organisation_id else ""
        said = render("kept_for", {"step": step, "side": side, "name": turn.person.name})
        if said:
            return said
    label = next(found for found in map(words, WORDS) if hasattr(found, step))
    return f"*{getattr(label, step)}*\n{getattr(label, f'{step}_next', '')}".strip()


def _drawn(draw: Callable[[], Block] | None) -> Block | None:
    """Return the window, or None for whoever may not open it: what they sent is kept all the same."""
    try:
        return draw() if draw else None
    except NotYours:
        return None


def _shown(view: Block) -> ShowInstead:
    return ShowInstead(view | {"clear_on_close": True})


def kept_in_process(turn: Turn[Any], step: str, improvement_id: UUID, lacks: str = "") -> ShowInstead:
    """Show what was kept above the window of its process, which says first what comes next for its reader."""
    draw = partial(improvement_window, turn.work, turn.person, improvement_id, turn.now)
    return kept(turn, step, draw, lacks)


def kept_here(
    turn: Turn[Submission],
    step: str,
    opens: tuple[str, UUID] | None = None,
    *,
    then: str = "",
    due: tuple[UUID, DeadlineKind] | None = None,
    clears: bool = True,
) -> ShowInstead:
    """Show in the form's place what was kept and what comes next, and a button to where it stands.

    The record is opened by that button and not at once: who opened it is written down, so somebody has to want to.
    `opens`: what the button does, and the record; `then`: what is due next where that differs from record to record;
    `due`: the record and the duty that runs in it now, by when others answer (the words are those of `kept_by_when`);
    `clears`: closing it closes what lies beneath too, unless something is typed there that is still to be sent.
    """
    waiting = turn.work.deadlines.live(due[0], (due[1],)) if due else ()
    if waiting:
        then = render("kept_by_when", {"step": step, "due_at": waiting[0].due_at})
    said = section(f"{_words_for(turn, step)}\n{then}".strip())
    row = buttons(button(opens[0], words("kept_words").where, opens[1].hex)) if opens else []
    view = form("read_only", words("kept_words").title, [said, *row])
    return _shown(view) if clears else ShowInstead(view)


def kept_in_message(turn: Turn[Submission], step: str, opens: tuple[str, UUID] | None = None) -> Answer:
    """Close a form that was opened from a message: that says at once what was kept. Over a window, say it here."""
    return CloseAll() if turn.inbound.windows == 1 else kept_here(turn, step, opens)


def kept_already(turn: Turn[Submission], *, goes_on: bool = False) -> ShowInstead:
    """Say of a form that was taken before that it was: whoever sends it again could not see what became of it.

    `goes_on`: what it is for is done in what came next and is not shown twice, so that they begin again.
    """
    return kept_here(turn, "begun" if goes_on else "already")
