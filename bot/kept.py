"""What stands on the screen once a form is kept: first what was kept, then what comes next, then where it stands."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from bot.answers import ShowInstead
from bot.blocks import Block, divider, form, section
from bot.improvement_blocks import improvement_window
from bot.recording import MOST_BLOCKS
from bot.templates import words
from bot.turn import Turn
from domain.errors import NotYours

ABOVE = 3
"""Blocks above the window: what was kept, a line, and for whom it is recorded where it is somebody else's."""


def kept(step: str, draw: Callable[[], Block] | None = None) -> ShowInstead:
    """Show in the form's place what was kept and what comes next, and below it the window that it belongs to.

    The words are those of `kept_words`: `said`, and `said_next` where the window does not say itself what comes next.
    Where somebody may not open the window, or it is too full, the words stand alone. Closing it closes what lies
    beneath, which shows something old.
    """
    label = words("kept_words")
    what, after = getattr(label, step), getattr(label, f"{step}_next", "")
    said, window = section(f"*{what}*\n{after}".strip()), _drawn(draw)
    if window is None or len(window["blocks"]) + ABOVE > MOST_BLOCKS:
        return _shown(form("read_only", label.title, [said]))
    return _shown(window | {"blocks": [said, divider(), *window["blocks"]]})


def _drawn(draw: Callable[[], Block] | None) -> Block | None:
    """Return the window, or None for whoever may not open it: what they sent is kept all the same."""
    try:
        return draw() if draw else None
    except NotYours:
        return None


def _shown(view: Block) -> ShowInstead:
    return ShowInstead(view | {"clear_on_close": True})


def kept_in_process(turn: Turn[Any], step: str, improvement_id: UUID) -> ShowInstead:
    """Show what was kept above the window of its process, which says first what comes next for its reader."""
    draw = partial(improvement_window, turn.work, turn.person, improvement_id, turn.now)
    return kept(step, draw)
