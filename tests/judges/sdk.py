"""The second judge: slack_sdk's own models, which know some rules that the types do not state.

They drop what they do not know with a warning in the log, so they only ever add complaints to the schema's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

JsonObject = dict[str, Any]

# Kinds that slack_sdk models; it logs a warning for others, and a pass over them would say nothing.
MODELLED = frozenset(
    {"actions", "context", "divider", "file", "header", "image", "input", "markdown", "rich_text", "section"}
)


def block_complaints(where: str, block: JsonObject) -> Iterator[str]:
    """What slack_sdk refuses in one block. The block has the right shape: the schema has said so."""
    if block.get("type") not in MODELLED:
        return
    if refusal := _refusal(json.dumps(block)):
        yield f"{where}: slack_sdk says: {refusal}"


@cache
def _refusal(block: str) -> str:
    """What slack_sdk says of a block, if anything; of the same block, letter by letter, it is asked once."""
    try:
        parsed = Block.parse(json.loads(block))
        if parsed is not None:
            parsed.to_dict()
    except SlackObjectFormationError as refusal:
        return str(refusal) or type(refusal).__name__
    return ""


def view_complaints(view: JsonObject) -> Iterator[str]:
    """What slack_sdk refuses in a view beyond its blocks: title, number of blocks, private metadata."""
    # The blocks were judged one by one; here only their number counts.
    counted = [{"type": "divider"} for _ in view.get("blocks", [])]
    try:
        View(**{**view, "blocks": counted}).to_dict()
    except SlackObjectFormationError as refusal:
        yield f"view: slack_sdk says: {refusal}"
