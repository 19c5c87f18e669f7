"""Earlier versions of what people wrote, as far as one window holds them; what does not fit is counted."""

import json
from collections.abc import Iterable, Sequence

from bot.blocks import Block, paragraphs, typed
from bot.templates import render, words

MOST_BLOCKS = 60  # of the hundred that a window holds; the rest is for the texts as they stand
LARGEST_WINDOW = 200_000  # bytes as JSON; Slack takes 250 KB


def earlier_versions(versions: Iterable[tuple[str, str]], above: Sequence[Block]) -> list[Block]:
    """Return earlier versions, each a heading in plain words and a text, to stand below what the window shows above."""
    taken, left_out, blocks = len(json.dumps(list(above))), 0, list[Block]()
    for heading, text in versions:
        one = [*paragraphs(f"{heading}. {words('earlier_versions').kept}"), *typed(text)]
        taken += len(json.dumps(one))
        if left_out or taken > LARGEST_WINDOW or len(blocks) + len(one) > MOST_BLOCKS:
            left_out += 1
        else:
            blocks += one
    return blocks + (paragraphs(render("earlier_versions_more", {"count": left_out})) if left_out else [])
