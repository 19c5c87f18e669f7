"""Finding one's way through Block Kit: the elements in it, their names, the words a person reads."""

import html
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from playground.workspace import Json

_READ_AS_WORDS = frozenset(
    {
        "text",
        "alt_text",
        "initial_value",
        "caption",
        "fallback",
        "title",
        "label",
        "name",
        "x_label",
        "y_label",
    }
)
_ELEMENT_HOLDERS = ("actions", "context_actions")


@dataclass(frozen=True)
class Placed:
    """An element that somebody can act on, and the block that holds it."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        return str(self.block.get("block_id", ""))

    @property
    def action_id(self) -> str:
        return str(self.element.get("action_id", ""))

    @property
    def is_input(self) -> bool:
        return self.block.get("type") == "input"


def placed_elements(blocks: list[Json]) -> Iterator[Placed]:
    """Every element in these blocks that has, or should have, an action_id, in reading order."""
    for block in blocks:
        kind = block.get("type")
        if kind == "input":
            yield Placed(block, block["element"])
        elif kind in _ELEMENT_HOLDERS:
            yield from (Placed(block, element) for element in block["elements"])
        elif "accessory" in block and block["accessory"].get("type") != "image":
            yield Placed(block, block["accessory"])


def find_element(blocks: list[Json], block_id: str, action_id: str) -> Placed | None:
    return next(
        (p for p in placed_elements(blocks) if (p.block_id, p.action_id) == (block_id, action_id)), None
    )


def with_names(blocks: list[Json], prefix: str = "b") -> list[Json]:
    """The same blocks, with the block_id and action_id that Slack makes up where the app gave none."""
    named = deepcopy(blocks)
    for number, block in enumerate(named):
        block.setdefault("block_id", f"{prefix}{number}")
    for number, placed in enumerate(placed_elements(named)):
        placed.element.setdefault("action_id", f"{prefix}{number}a")
    return named


def options_of(element: Json) -> list[Json]:
    """All options of a choice, whether they stand in groups or not."""
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *grouped]


def words_in(blocks: list[Json]) -> Iterator[str]:
    """Every text that a person reads in these blocks, in reading order, labels and choices too."""
    for block in blocks:
        yield from _words(block)


def _words(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for item in part:
            yield from _words(item)
    if not isinstance(part, dict):
        return
    for name, value in part.items():
        if isinstance(value, str) and name in _READ_AS_WORDS:
            yield readable(value)
        elif name == "categories":
            yield from value
        elif name != "confirm":
            yield from _words(value)


def readable(text: str) -> str:
    """Slack's escapes undone once, as a client shows them."""
    return html.unescape(text)


def typed(text: str, names: dict[str, str]) -> str:
    """What somebody typed, as Slack stores it: escaped, and `@name` turned into a mention of that id."""
    kept = re.split(r"(<[@#][A-Z0-9]+>)", text)
    stored = "".join(part if index % 2 else html.escape(part, quote=False) for index, part in enumerate(kept))
    for name in sorted(names, key=len, reverse=True):
        stored = re.sub(rf"@{re.escape(html.escape(name, quote=False))}\b", f"<@{names[name]}>", stored)
    return stored
