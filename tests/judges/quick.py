"""The validator of the published schemas, as strict as the library's own: nothing found faultless is asked again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft7Validator, validators
from jsonschema.exceptions import ValidationError

Json = dict[str, Any]
Faults = Iterator[ValidationError]
Words = list[tuple[str, str]]

STRICTLY = Draft7Validator.VALIDATORS


class Quick:
    """Judges by one document of schemas, which must not change. Faults are always found anew."""

    def __init__(self) -> None:
        self._faultless: set[tuple[object, ...]] = set()
        self._words: dict[int, list[Words]] = {}
        own = {"$ref": self._referred, "properties": self._properties, "allOf": self._all_of}
        self.validator: Any = validators.extend(Draft7Validator, own)  # type: ignore[no-untyped-call]

    def _referred(self, validator: Any, reference: str, instance: object, schema: Json) -> Faults:
        """What `$ref` says: the same block in a hundred messages is looked at once, letter by letter the same."""
        faults = STRICTLY["$ref"](validator, reference, instance, schema)
        yield from self._unless_known((reference, json.dumps(instance)), faults)

    def _properties(self, validator: Any, rules: Json, instance: object, _schema: Json) -> Faults:
        if not isinstance(instance, dict):
            return
        for name in rules.keys() & instance.keys():
            value, rule = instance[name], rules[name]
            faults = validator.descend(value, rule, path=name, schema_path=name)
            yield from self._unless_known((id(rule), value), faults) if isinstance(value, str) else faults

    def _all_of(self, validator: Any, rules: list[Json], instance: object, _schema: Json) -> Faults:
        """What `allOf` says: nearly every rule of ours begins with which one type of instance it is for."""
        if id(rules) not in self._words:
            self._words[id(rules)] = [_words_asked_for(rule) for rule in rules]
        says = instance.get if isinstance(instance, dict) else None
        for place, words in enumerate(self._words[id(rules)]):
            if words and says and any(says(name) != word for name, word in words):
                continue
            yield from validator.descend(instance, rules[place], schema_path=place)

    def _unless_known(self, what: tuple[object, ...], faults: Faults) -> Faults:
        if what in self._faultless:
            return
        has_faults = False
        for fault in faults:
            has_faults = True
            yield fault
        if not has_faults:
            self._faultless.add(what)


def _words_asked_for(rule: Json) -> Words:
    """The words that some properties must be for a rule to be asked; none where it says more than that."""
    condition: Json = rule.get("if", {})
    if rule.keys() != {"if", "then"} or condition.keys() != {"properties", "required"}:
        return []
    words = {name: asked.get("const") for name, asked in condition["properties"].items()}
    says_more = any(asked.keys() != {"const"} for asked in condition["properties"].values())
    if says_more or set(condition["required"]) != words.keys():
        return []
    return list(words.items()) if all(isinstance(word, str) for word in words.values()) else []
