"""Reading a person's screen as they would: by labels and words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from playground.blocks import options_of, placed_elements, readable, words_in
from playground.workspace import Json


@dataclass(frozen=True)
class Spot:
    """Something to press, and where it is."""

    container: Json
    block_id: str
    element: Json


@dataclass(frozen=True)
class Form:
    """A form on the screen."""

    view_id: str
    view: Json
    errors: dict[str, str]

    @property
    def title(self) -> str:
        return str(self.view["title"]["text"])

    @property
    def texts(self) -> list[str]:
        return list(words_in(self.view["blocks"]))

    @property
    def labels(self) -> list[str]:
        return [readable(block["label"]["text"]) for block in self._inputs()]

    @property
    def faults(self) -> dict[str, str]:
        """What was refused, by the label it stands beside."""
        named = {block["block_id"]: readable(block["label"]["text"]) for block in self._inputs()}
        return {named.get(block_id, block_id): text for block_id, text in self.errors.items()}

    def input(self, label: str) -> Json:
        """The input block of that label. Raises LookupError."""
        for block in self._inputs():
            if readable(block["label"]["text"]) == label:
                return block
        raise LookupError(f"{self.title!r} asks nothing called {label!r}; it asks {self.labels}")

    def choices(self, label: str) -> list[str]:
        """The visible words of the choices under that label."""
        return [readable(option["text"]["text"]) for option in options_of(self.input(label)["element"])]

    def _inputs(self) -> Iterator[Json]:
        return (block for block in self.view["blocks"] if block["type"] == "input")


def conversation(view: Json, named: str) -> Json:
    """The conversation of that name or id, or `direct`. Raises LookupError when this person is not in it."""
    for known in view["conversations"]:
        if named in (known["id"], known["name"]) or (named == "direct" and known["kind"] == "direct"):
            return dict(known)
    seen = [known["name"] for known in view["conversations"]]
    raise LookupError(f"{view['me']['name']} is not in {named!r}, only in {seen}")


def in_reading_order(shown: Json) -> Iterator[Json]:
    for message in shown["messages"]:
        yield message
        yield from message["replies"]


def words_of(message: Json) -> str:
    """What a reader sees of a message: its blocks, or its text where it has none."""
    return "\n".join(words_in(message["blocks"])) if message["blocks"] else readable(message["text"])


def words_in_view(view: Json) -> str:
    named = [view[part]["text"] for part in ("title", "submit", "close") if view.get(part)]
    return "\n".join([*named, *words_in(view["blocks"])])


def message_with(shown: Json, words: str) -> Json:
    """The newest message with these words. Raises LookupError."""
    for message in reversed(list(in_reading_order(shown))):
        if words in words_of(message) or words in message["text"]:
            return message
    raise LookupError(f"No message in {shown['name']!r} has the words {words!r}")


def topmost_form(view: Json) -> Form:
    if not view["modals"]:
        raise LookupError(f"{view['me']['name']} has no form open")
    top = view["modals"][-1]
    return Form(top["view_id"], top["view"], top["errors"])


def spots(view: Json, in_: str | None) -> Iterator[Spot]:
    """Everything to press, the likeliest first: the topmost form, then messages from the newest, then the home."""
    if in_ is None and view["modals"]:
        form = topmost_form(view)
        yield from _in_blocks({"type": "view", "view_id": form.view_id}, form.view["blocks"])
    if in_ != "home":
        shown = view["conversations"] if in_ is None else [conversation(view, in_)]
        messages = [(message, c["id"]) for c in shown for message in in_reading_order(c)]
        for message, channel in sorted(messages, key=lambda pair: str(pair[0]["ts"]), reverse=True):
            container = {"type": "message", "channel": channel, "ts": message["ts"]}
            yield from _in_blocks(container, message["blocks"])
    if in_ in (None, "home") and view["home"]:
        yield from _in_blocks({"type": "home"}, view["home"]["blocks"])


def button(view: Json, label: str, in_: str | None) -> Spot:
    """The first button of that label. Raises LookupError with the labels there are."""
    seen = []
    for spot in spots(view, in_):
        if spot.element["type"] == "button":
            words = readable(spot.element["text"]["text"])
            if words == label:
                return spot
            seen.append(words)
    raise LookupError(f"{view['me']['name']} sees no button {label!r}, only {seen}")


def choice_element(view: Json, label: str, in_: str | None) -> Spot:
    """The first select, picker or menu of that placeholder, label or action_id. Raises LookupError."""
    for spot in spots(view, in_):
        element = spot.element
        names = {element["action_id"], element.get("placeholder", {}).get("text")}
        if element["type"] != "button" and label in names:
            return spot
    raise LookupError(f"{view['me']['name']} sees nothing to choose from called {label!r}")


def value_of(element: Json, answer: Any) -> Any:
    """A visible answer as the control interface takes it; of a long choice how the only such one begins is enough.

    Raises LookupError for a choice that is not offered.
    """
    if isinstance(answer, list | tuple):
        return [value_of(element, each) for each in answer]
    if isinstance(answer, date):
        return answer.isoformat()
    if isinstance(answer, time):
        return f"{answer:%H:%M}"
    options = options_of(element)
    if not options or answer is None:
        return answer
    offered = [readable(option["text"]["text"]) for option in options]
    if answer in offered:
        return options[offered.index(answer)]["value"]
    beginning = [each for each, said in zip(options, offered, strict=True) if said.startswith(str(answer))]
    if len(beginning) == 1:
        return beginning[0]["value"]
    raise LookupError(f"{answer!r} is not offered, only {offered}")


def everything(view: Json) -> str:
    """Every word on every part of this person's screen."""
    parts = [c["name"] for c in view["conversations"]]
    parts += [c.get("topic", "") for c in view["conversations"]]
    for shown in view["conversations"]:
        for message in in_reading_order(shown):
            parts += [message["name"], readable(message["text"]), words_of(message)]
    parts += [words_in_view(modal["view"]) for modal in view["modals"]]
    parts += [text for modal in view["modals"] for text in modal["errors"].values()]
    if view["home"]:
        parts.append(words_in_view(view["home"]))
    return "\n".join(parts)


def _in_blocks(container: Json, blocks: list[Json]) -> Iterator[Spot]:
    return (Spot(container, placed.block_id, placed.element) for placed in placed_elements(blocks))
