"""The third judge, for blocks and what holds them: rules across the fields of a message, form or home tab."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.judges.element_rules import element_complaints

JsonObject = dict[str, Any]

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
# Slack shows file blocks but takes none; the others have surfaces of their own.
NOT_IN = {
    "message": {"alert", "file"},
    "modal": {"context_actions", "file", "markdown", "table"},
    "home": {"alert", "context_actions", "file", "markdown", "table"},
}
HOLDERS = ("actions", "context_actions", "context", "rich_text")
LONGEST_URL = 3000
LONGEST_MARKDOWN = 12_000
LONGEST_TABLES = 10_000
LARGEST_VIEW_BYTES = 250_000


def surface_complaints(surface: str, blocks: list[JsonObject]) -> Iterator[str]:
    """Rules for the blocks of a "message", a "modal" or a "home" tab, one by one and together."""
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"a {surface} holds at most {MOST_BLOCKS[surface]} blocks"
    yield from _repeated("block_id", [block.get("block_id") for block in unfolded(blocks)])
    for place, block in enumerate(unfolded(blocks)):
        for complaint in _block_complaints(surface, block):
            yield f"block {place} ({block.get('type')}): {complaint}"
    focused = [
        element
        for block in unfolded(blocks)
        for element in elements_of(block)
        if element.get("focus_on_load")
    ]
    if len(focused) > 1:
        yield "only one element may take the focus"
    if (
        sum(len(block.get("text", "")) for block in blocks if block.get("type") == "markdown")
        > LONGEST_MARKDOWN
    ):
        yield f"all markdown together is over {LONGEST_MARKDOWN} characters"
    if sum(_cell_characters(block) for block in blocks if block.get("type") == "table") > LONGEST_TABLES:
        yield f"all tables together are over {LONGEST_TABLES} characters"


def view_complaints(view: JsonObject) -> Iterator[str]:
    """Rules for a whole view. The schema and slack_sdk have looked at its lengths."""
    if view.get("type") not in MOST_BLOCKS:
        return
    blocks = view.get("blocks", [])
    yield from surface_complaints(view["type"], blocks)
    if (
        view["type"] == "modal"
        and "submit" not in view
        and any(block.get("type") == "input" for block in blocks)
    ):
        yield "a form that asks something needs a submit button"
    if len(str(view.get("external_id", ""))) > 255:
        yield "external_id is over 255 characters"
    if len(json.dumps(view).encode()) > LARGEST_VIEW_BYTES:
        yield "the view is over 250 KB"


def unfolded(blocks: list[JsonObject]) -> list[JsonObject]:
    """Blocks in order, those inside containers after their container."""
    return [inner for block in blocks for inner in (block, *unfolded(block.get("child_blocks") or []))]


def elements_of(block: JsonObject) -> list[JsonObject]:
    """The interactive elements of one block."""
    single = [block[name] for name in ("accessory", "element") if name in block]
    return [
        *single,
        *(block.get("elements", []) if block.get("type") in ("actions", "context_actions") else []),
    ]


def _block_complaints(surface: str, block: JsonObject) -> Iterator[str]:
    kind = block.get("type")
    if kind in NOT_IN[surface]:
        yield f"has no place in a {surface}"
    if kind == "section" and not block.get("text") and not block.get("fields"):
        yield "needs text or fields"
    if kind in HOLDERS and not block.get("elements"):
        yield "has no elements"
    if kind == "image":
        yield from _image(block)
    elements = elements_of(block)
    yield from _repeated("action_id", [element.get("action_id") for element in elements])
    for element in elements:
        yield from element_complaints(element)
        if element.get("type") == "file_input":
            yield from _file_input(surface, block)


def _image(block: JsonObject) -> Iterator[str]:
    if len(str(block.get("image_url", ""))) > LONGEST_URL:
        yield f"image_url is over {LONGEST_URL} characters"
    if "image_url" in block and "slack_file" in block:
        yield "an image is a public address or a file, not both"
    if not block["alt_text"]:
        yield "an image needs words for those who do not see it"


def _file_input(surface: str, block: JsonObject) -> Iterator[str]:
    if surface != "modal":
        yield "files are asked for only in a modal"
    if block.get("dispatch_action"):
        yield "a file input cannot dispatch actions"


def _repeated(name: str, values: list[object]) -> Iterator[str]:
    counts = Counter(value for value in values if value is not None)
    if any(count > 1 for count in counts.values()):
        yield f"the same {name} stands twice"


def _cell_characters(table: JsonObject) -> int:
    return sum(len(str(cell.get("text", ""))) for row in table.get("rows", []) for cell in row)
