"""Sample facts for any prompt, found by reading it: what it compares with, what it says as a day or a moment."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from jinja2 import Environment, meta, nodes

from bot.templates import PROMPTS

ANOTHER = "another"
PLAIN = "Alderwick House"
HOSTILE = "<!channel> & {{ 7 * 7 }} \u202e<@U0PRIYA|x> <https://evil.example|y>"
DAY, MOMENT = date(2026, 9, 8), datetime(2026, 9, 8, 16, 0, tzinfo=UTC)
SAMPLES = 40

NEVER_SAID: dict[str, Callable[[dict[str, Any]], bool]] = {
    "home_setup": lambda facts: bool(facts["is_set_up"] and facts["has_duty_number"] and facts["leads"] > 1),
    "safeguarding_not_ready": lambda facts: bool(
        facts["has_emergency_number"] and facts["has_duty_number"] and facts["leads"] > 1
    ),
}
"""Facts with which a prompt is not used: nothing is missing, so nothing is asked for."""


@dataclass
class Uses:
    """How a prompt uses its facts, those it includes as well."""

    names: set[str] = field(default_factory=set)
    compared: dict[str, set[Any]] = field(default_factory=dict)
    days: set[str] = field(default_factory=set)
    moments: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    joined: set[str] = field(default_factory=set)


class Each:
    """One of a list's items: it has whatever a prompt asks of it."""

    def __init__(self, uses: Uses, words: str) -> None:
        self._uses = uses
        self._words = words

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _value(name, self._uses, self._words, random.Random(1))  # noqa: S311  the same each time

    def __str__(self) -> str:
        return self._words


@cache
def uses_of(name: str) -> Uses:
    """Read a prompt, and those it includes."""
    environment, uses = Environment(), Uses()  # noqa: S701  it reads prompts and says nothing
    environment.filters |= {"day": str, "moment": str}
    _read(environment, f"{name}.j2", uses)
    return uses


def samples(name: str, words: str = PLAIN) -> Iterator[dict[str, Any]]:
    """Many sets of facts for a prompt, by chance and the same each time; `words` stand wherever a name may."""
    uses = uses_of(name)
    chance = random.Random(name)  # noqa: S311  the same each time
    for _ in range(SAMPLES if uses.names else 1):
        facts = {fact: _value(fact, uses, words, chance) for fact in sorted(uses.names)}
        if name not in NEVER_SAID or not NEVER_SAID[name](facts):
            yield facts


def _value(name: str, uses: Uses, words: str, chance: random.Random) -> Any:
    if name in uses.lists:
        return [DAY if name in uses.days else Each(uses, words) for _ in range(chance.randint(0, 2))]
    if name in uses.joined:
        return [words, words]
    if name in uses.days or name.endswith(("_on", "_date")):
        return DAY
    if name in uses.moments:
        return MOMENT
    compared = uses.compared.get(name, set())
    if any(isinstance(value, int) for value in compared) or name in {"count", "more", "late", "most", "days"}:
        return chance.choice([0, 1, 3])
    if compared:
        return chance.choice([*sorted(compared), ANOTHER])
    if name.startswith(("is_", "has_", "may_", "keeps_")):
        return chance.choice([True, False])
    return words


def _read(environment: Environment, file: str, uses: Uses) -> None:
    tree = environment.parse((PROMPTS / file).read_text())
    uses.names |= meta.find_undeclared_variables(tree)
    _read_comparisons(tree, uses)
    for used in tree.find_all(nodes.Filter):
        kind = {"day": uses.days, "moment": uses.moments, "join": uses.joined}.get(used.name)
        if kind is not None and isinstance(used.node, nodes.Name | nodes.Getattr):
            kind.add(used.node.name if isinstance(used.node, nodes.Name) else used.node.attr)
    for loop in tree.find_all(nodes.For):
        if isinstance(loop.iter, nodes.Name) and isinstance(loop.target, nodes.Name):
            uses.lists.add(loop.iter.name)
            if loop.target.name in uses.days:
                uses.days |= {loop.iter.name}
    for included in meta.find_referenced_templates(tree):
        if included is not None:
            _read(environment, included, uses)


def _read_comparisons(tree: nodes.Template, uses: Uses) -> None:
    for test in tree.find_all(nodes.Compare):
        name = test.expr.name if isinstance(test.expr, nodes.Name) else ""
        for operand in test.ops:
            if name and isinstance(operand.expr, nodes.Const | nodes.Tuple):
                constant = operand.expr.as_const()
                values = set(constant) if isinstance(constant, tuple) else {constant}
                uses.compared.setdefault(name, set()).update(values)
