"""What Slack refuses in messages and views, told as Slack tells it: a sentence and a JSON pointer for each fault."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from playground.blocks import placed_elements
from playground.limits.rules import fault
from playground.limits.surfaces import VIEWS, blocks_of
from playground.workspace import Json

LARGEST_VIEW_BYTES = 250_000
# Not documented; measured by others: all words of all blocks of one message.
MOST_CHARACTERS_TOGETHER = 13_200
MOST_MARKDOWN = 12_000
MOST_IN_TABLES = {"table": 10_000, "data_table": 20_000}
MOST_CHARTS = 2

__all__ = ["LARGEST_VIEW_BYTES", "faults_in_message", "faults_in_view", "too_long_together"]


def faults_in_message(blocks: Any) -> list[str]:
    """Everything that Slack would refuse in the blocks of a message."""
    found = list(blocks_of("message").faults(blocks, "/blocks"))
    return found or [*_between_blocks(blocks, "/blocks"), *_only_in_messages(blocks)]


def faults_in_view(view: Any, kind: str) -> list[str]:
    """Everything that Slack would refuse in a view that is to be a `modal` or a `home`."""
    if not isinstance(view, dict):
        return [fault("must provide an object", "/view")]
    if view.get("type") != kind:
        return [fault(f"must be one of: {kind}", "/view/type")]
    rest = {name: part for name, part in view.items() if name != "type"}
    found = list(VIEWS[kind].faults(rest, "/view"))
    return found or [*_between_blocks(view["blocks"], "/view/blocks"), *_in_whole_view(view)]


def too_long_together(blocks: list[Json]) -> bool:
    """Whether the words of these blocks, each short enough, are too many together."""
    return sum(_characters(block) for block in blocks) > MOST_CHARACTERS_TOGETHER


def _between_blocks(blocks: list[Json], at: str) -> Iterator[str]:
    names = Counter(block["block_id"] for block in blocks if "block_id" in block)
    yield from (fault(f"block_id {name} already exists", at) for name, times in names.items() if times > 1)
    if sum(bool(placed.element.get("focus_on_load")) for placed in placed_elements(blocks)) > 1:
        yield fault("only one element may have focus_on_load", at)


def _only_in_messages(blocks: list[Json]) -> Iterator[str]:
    if any(placed.element["type"] == "file_input" for placed in placed_elements(blocks)):
        yield fault("file_input is only for forms", "/blocks")
    if _characters_of(blocks, "markdown") > MOST_MARKDOWN:
        yield fault(f"markdown must be less than {MOST_MARKDOWN + 1} characters together", "/blocks")
    for kind, most in MOST_IN_TABLES.items():
        if _characters_of(blocks, kind) > most:
            yield fault(f"{kind} must be less than {most + 1} characters together", "/blocks")
    if sum(block["type"] == "data_visualization" for block in blocks) > MOST_CHARTS:
        yield fault(f"no more than {MOST_CHARTS} data_visualization blocks allowed", "/blocks")


def _in_whole_view(view: Json) -> Iterator[str]:
    asks = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and asks and "submit" not in view:
        yield fault("submit is required when an input block is within blocks", "/view/submit")
    if view["type"] == "home" and any(
        p.element["type"] == "file_input" for p in placed_elements(view["blocks"])
    ):
        yield fault("file_input is only for forms", "/view/blocks")


def _characters_of(blocks: list[Json], kind: str) -> int:
    return sum(_characters(block) for block in blocks if block["type"] == kind)


def _characters(part: object) -> int:
    """All the words somewhere inside a block."""
    if isinstance(part, list):
        return sum(map(_characters, part))
    if not isinstance(part, dict):
        return 0
    own = part.get("text")
    return (len(own) if isinstance(own, str) else 0) + sum(map(_characters, part.values()))
