"""Reads the limits that Slack's types state only in their comments, and writes them into the schema."""

from __future__ import annotations

import re
from typing import Any

Schema = dict[str, Any]

NUMBER = r"`?([\d,]+)`?"
LENGTH = re.compile(
    r"(?:max(?:imum)? length(?: for (?:the )?[^.]*?)?(?: is| of)|limit this field to|limit) "
    rf"{NUMBER} characters",
    re.IGNORECASE,
)
BELOW = re.compile(rf"must be less than {NUMBER} characters", re.IGNORECASE)
SHORTEST = re.compile(rf"minimum length(?: for [^.]*?)? is {NUMBER}", re.IGNORECASE)
EACH_LENGTH = re.compile(rf"maximum length for the text in each item is {NUMBER} characters", re.IGNORECASE)
COUNT = re.compile(
    rf"max(?:imum)?(?: number of [a-z ]+ is| of)? {NUMBER}(?: [a-z]+)*? "
    r"?(?:elements|items|options|blocks|cards|rows|shortcuts|slash commands|unfurl domains|redirect urls|prompts"
    r"|\.|$)",
    re.IGNORECASE,
)
FEWEST = re.compile(rf"minimum {NUMBER}, maximum", re.IGNORECASE)
CELLS = re.compile(rf"each row object is an array with a max of {NUMBER}", re.IGNORECASE)
RANGE = re.compile(
    rf"(?:between {NUMBER} and|min(?:imum)?(?: of)? {NUMBER}, max(?:imum)?(?: of)?) {NUMBER}", re.IGNORECASE
)
HIGHEST = re.compile(rf"maximum value is {NUMBER}", re.IGNORECASE)


def limited(schema: Any) -> Any:
    """The same schema with each described limit as maxLength, minLength, maxItems, minItems or maximum."""
    if isinstance(schema, list):
        return [limited(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    whole = {key: limited(value) for key, value in schema.items()}
    description = whole.get("description")
    if not isinstance(description, str):
        return whole
    said = re.sub(r"\{@link (?:\S+ )?([^}]*)\}", r"\1", " ".join(description.split()))
    if whole.get("type") == "array":
        return _limited_array(whole, said)
    if whole.get("type") == "string":
        return {**whole, **_lengths(said)}
    if whole.get("type") in {"number", "integer"}:
        return {**whole, **_range(said)}
    return _limited_text(whole, said)


def _number(found: re.Match[str], group: int = 1) -> int:
    return int(found[group].replace(",", ""))


def _lengths(said: str) -> Schema:
    found: Schema = {}
    if longest := LENGTH.search(said):
        found["maxLength"] = _number(longest)
    if below := BELOW.search(said):
        found["maxLength"] = _number(below) - 1
    if shortest := SHORTEST.search(said):
        found["minLength"] = _number(shortest)
    return found


def _range(said: str) -> Schema:
    if spread := RANGE.search(said):
        lowest = spread[1] or spread[2]
        return {"minimum": int(lowest), "maximum": _number(spread, 3)}
    if highest := HIGHEST.search(said):
        return {"maximum": _number(highest)}
    return {}


def _limited_array(array: Schema, said: str) -> Schema:
    each = EACH_LENGTH.search(said)
    if each:
        array = {**array, "items": _with_text_limit(array["items"], {"maxLength": _number(each)})}
    if cells := CELLS.search(said):
        array = {**array, "items": {**array["items"], "maxItems": _number(cells)}}
    if fewest := FEWEST.search(said):
        array = {**array, "minItems": _number(fewest)}
    if most := COUNT.search(said):
        array = {**array, "maxItems": _number(most)}
    return array


def _limited_text(schema: Schema, said: str) -> Schema:
    """A limit said of a text object is a limit of the text inside it."""
    lengths = _lengths(said)
    chosen = "$ref" in schema or "allOf" in schema or "anyOf" in schema
    return _with_text_limit(schema, lengths) if lengths and chosen else schema


def _with_text_limit(schema: Schema, lengths: Schema) -> Schema:
    # In draft 7 whatever stands beside a $ref is ignored, so both go into an allOf.
    return {"allOf": [schema, {"properties": {"text": lengths}}]}
