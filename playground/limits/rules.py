"""The few kinds of rule that Block Kit is made of. Each looks at one value and says what Slack would say."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from playground.workspace import Json

Check = Callable[[Json], Iterator[str]]


class Rule(Protocol):
    """Something that a value must be."""

    def faults(self, value: Any, at: str) -> Iterator[str]:
        """What is wrong with the value at this JSON pointer, in Slack's form; nothing when all is well."""


def fault(sentence: str, at: str) -> str:
    return f"[ERROR] {sentence} [json-pointer:{at}]"


@dataclass(frozen=True)
class Words:
    """A string, with its length in characters and the form it must have."""

    most: int | None = None
    least: int = 0
    form: str | None = None

    def faults(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must be a string", at)
            return
        if self.most is not None and len(value) > self.most:
            yield fault(f"must be less than {self.most + 1} characters", at)
        if len(value) < self.least:
            yield fault(f"must be more than {self.least - 1} characters", at)
        if self.form is not None and not re.fullmatch(self.form, value):
            yield fault("failed to match the required form", at)


@dataclass(frozen=True)
class Number:
    """A number, whole unless `whole` is false."""

    least: float | None = None
    most: float | None = None
    whole: bool = True

    def faults(self, value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield fault("must be a number", at)
            return
        if self.whole and not isinstance(value, int):
            yield fault("must be an integer", at)
        if self.least is not None and value < self.least:
            yield fault(f"must be at least {self.least}", at)
        if self.most is not None and value > self.most:
            yield fault(f"must be at most {self.most}", at)


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def faults(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, bool):
            yield fault("must be a boolean", at)


@dataclass(frozen=True)
class OneOf:
    """One of a few fixed words or numbers."""

    choices: tuple[str | int, ...]

    def faults(self, value: Any, at: str) -> Iterator[str]:
        if value not in self.choices:
            yield fault(f"must be one of: {', '.join(map(str, self.choices))}", at)


@dataclass(frozen=True)
class ListOf:
    """An array of things of one kind."""

    item: Rule
    most: int | None = None
    least: int = 0

    def faults(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield fault("must be an array", at)
            return
        if self.most is not None and len(value) > self.most:
            yield fault(f"no more than {self.most} items allowed", at)
        if len(value) < self.least:
            yield fault(f"no fewer than {self.least} items allowed", at)
        for number, item in enumerate(value):
            yield from self.item.faults(item, f"{at}/{number}")


@dataclass(frozen=True)
class Shape:
    """An object: its fields, those it must have, and the rules between them."""

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    open_ended: bool = False

    def faults(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", at)
            return
        missing = [name for name in self.required if value.get(name) is None]
        yield from (fault(f"missing required field: {name}", at) for name in missing)
        found = []
        for name, part in value.items():
            if name in self.fields:
                found += list(self.fields[name].faults(part, f"{at}/{name}"))
            elif not self.open_ended:
                yield fault(f"invalid additional property: {name}", at)
        yield from found
        # Rules between fields presume that each field is sound by itself.
        if not found and not missing:
            for check in self.checks:
                yield from (fault(sentence, at) for sentence in check(value))


@dataclass(frozen=True)
class ByType:
    """An object whose `type` says which shape it has. `type` itself is not among the fields of the shape."""

    shapes: Mapping[str, Shape]
    allowed: frozenset[str] | None = None

    def faults(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", at)
            return
        kind = value.get("type")
        if kind is None:
            yield fault("missing required field: type", at)
        elif kind not in self.shapes or (self.allowed is not None and kind not in self.allowed):
            yield fault(f"unsupported type: {kind}", f"{at}/type")
        else:
            rest = {name: part for name, part in value.items() if name != "type"}
            yield from self.shapes[kind].faults(rest, at)

    def only(self, *kinds: str) -> "ByType":
        """The same, but with fewer kinds."""
        return ByType(self.shapes, frozenset(kinds))
