"""What Slack's comments say about lengths and numbers becomes part of the schema, and nothing else they say does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.judges.making.limits import limited
from tests.judges.making.unions import simplified
from tests.judges.schema import LIMITS, SCHEMAS

Schema = dict[str, Any]


@pytest.mark.parametrize(
    ("kind", "comment", "limits"),
    [
        ("string", "Maximum length for this field is 255 characters.", {"maxLength": 255}),
        ("string", "Limit this field to 12,000 characters.", {"maxLength": 12_000}),
        ("string", "Author name. Must be less than 50 characters.", {"maxLength": 49}),
        (
            "string",
            "The minimum length is 1 and maximum length is 30 characters.",
            {"minLength": 1, "maxLength": 30},
        ),
        ("string", "Resized to a maximum width of 360px or a maximum height of 500px.", {}),
        ("array", "There is a maximum of 25 elements in each action block.", {"maxItems": 25}),
        ("array", "Max of 100 blocks.", {"maxItems": 100}),
        ("array", "Cards. Minimum 1, maximum 10 cards.", {"minItems": 1, "maxItems": 10}),
        ("array", "An array of things. There may be 7 of them.", {}),
        ("number", "Min `1`, Max `100`. Defaults to `5`.", {"minimum": 1, "maximum": 100}),
        ("number", "Maximum value is 3000.", {"maximum": 3000}),
        ("number", "The maximum length of input that the user can provide.", {}),
    ],
)
def test_a_limit_told_in_a_comment_becomes_a_limit_of_the_schema(
    kind: str, comment: str, limits: Schema
) -> None:
    told = {"type": kind, "description": comment, **({"items": {}} if kind == "array" else {})}

    assert limited(told) == {**told, **limits}


def test_a_limit_told_of_a_text_object_is_kept_for_the_text_inside_it() -> None:
    told = {
        "$ref": "#/definitions/Text",
        "description": "Maximum length for the text in this field is 75 characters.",
    }

    assert limited(told) == {"allOf": [told, {"properties": {"text": {"maxLength": 75}}}]}


def test_a_union_of_marked_objects_is_chosen_by_its_type() -> None:
    plain = {"type": "object", "properties": {"type": {"const": "plain"}}}
    marked = {"type": "object", "properties": {"type": {"const": "marked"}}}

    chosen = simplified({"anyOf": [plain, marked]}, {})

    assert chosen["properties"]["type"]["enum"] == ["marked", "plain"]
    assert [way["then"] for way in chosen["allOf"]] == [marked, plain]


def test_the_kept_schemas_hold_the_limits_and_say_what_they_were_made_from() -> None:
    kept = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}

    assert set(kept) == {"outbound", "inbound", "manifest"}
    assert all("@slack/types" in document["made_from"] for document in kept.values())
    assert _limits_in(kept["outbound"]) >= 160
    assert _limits_in(kept["manifest"]) >= 20


def _limits_in(schema: Any) -> int:
    if isinstance(schema, list):
        return sum(map(_limits_in, schema))
    if not isinstance(schema, dict):
        return 0
    here = sum(name in LIMITS and isinstance(value, int) for name, value in schema.items())
    return here + sum(map(_limits_in, schema.values()))
