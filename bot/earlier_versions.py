"""Earlier versions of what people wrote, as far as one window holds them; what does not fit is counted."""

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from bot.blocks import Block, button, buttons, paragraphs, typed
from bot.templates import render, words
from domain.chronology import SubjectKind

WHAT_CHANGED = "versions_compare"

MOST_BLOCKS = 60  # of the hundred that a window holds; the rest is for the texts as they stand
LARGEST_WINDOW = 200_000  # bytes as JSON; Slack takes 250 KB


def earlier_versions(
    versions: Iterable[tuple[str, str]],
    above: Sequence[Block],
    about: tuple[SubjectKind, UUID] | None = None,
) -> list[Block]:
    """Return earlier versions, each a heading in plain words and a text, to stand below what the window shows above.

    With `about`, the record that they are of, comes the button that compares two of them.
    """
    taken, left_out, blocks = len(json.dumps(list(above))), 0, list[Block]()
    for heading, text in versions:
        one = [*paragraphs(f"{heading}. {words('earlier_versions').kept}"), *typed(text)]
        taken += len(json.dumps(one))
        if left_out or taken > LARGEST_WINDOW or len(blocks) + len(one) > MOST_BLOCKS:
            left_out += 1
        else:
            blocks += one
    if left_out:
        blocks += paragraphs(render("earlier_versions_more", {"count": left_out}))
    return blocks + what_changed(about) if about and blocks else blocks


def what_changed(about: tuple[SubjectKind, UUID]) -> list[Block]:
    """Return the row with the button by which somebody compares two versions of a record."""
    return buttons(what_changed_button(about))


def what_changed_button(about: tuple[SubjectKind, UUID]) -> Block:
    """Return the button by which somebody compares two versions of a record's texts, dates or judgement."""
    kind, subject_id = about
    return button(WHAT_CHANGED, words("versions_form").what_changed, f"{kind.value}:{subject_id.hex}")
