"""Rewrites the unions of generated schemas so that checks are quick and complaints are about one thing."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def reached(schema: Schema, definitions: dict[str, Schema]) -> Schema:
    """Follow references until something that is not one. Raises KeyError for a reference to nothing."""
    while "$ref" in schema:
        schema = definitions[schema["$ref"].removeprefix("#/definitions/")]
    return schema


def branches_of(schema: Schema, definitions: dict[str, Schema]) -> list[Schema]:
    """The members of a union, nested unions opened, references left where they lead to a single object."""
    if "anyOf" not in reached(schema, definitions):
        return [schema]
    members = reached(schema, definitions)["anyOf"]
    return [branch for member in members for branch in branches_of(member, definitions)]


def tag_of(schema: Schema, definitions: dict[str, Schema]) -> str | None:
    """The one value of `type` that an object of this kind has, or None when it has no such mark."""
    mark = reached(schema, definitions).get("properties", {}).get("type", {})
    tag = mark.get("const")
    return tag if isinstance(tag, str) else None


def merged(members: list[Schema]) -> Schema:
    """One object that takes every property of the members, and still asks for one member's required set.

    Slack's argument types are products of small unions: forty members say what one object and three
    alternatives say. What is lost, that two properties exclude each other, is not something Slack refuses.
    """
    shapes: dict[str, list[Schema]] = {}
    for member in members:
        for name, shape in member.get("properties", {}).items():
            seen = shapes.setdefault(name, [])
            if shape not in seen and "not" not in shape:
                seen.append(shape)
    needs = sorted({tuple(sorted(member.get("required", []))) for member in members})
    always = sorted(set.intersection(*(set(need) for need in needs)))
    alternatives = _smallest([sorted(set(need) - set(always)) for need in needs])
    whole: Schema = {
        "type": "object",
        "properties": {name: _either(seen) for name, seen in sorted(shapes.items())},
        "additionalProperties": any(member.get("additionalProperties", True) for member in members),
    }
    if always:
        whole["required"] = always
    if [] not in alternatives:
        whole["anyOf"] = [{"required": names} for names in alternatives]
    return whole


def _smallest(alternatives: list[list[str]]) -> list[list[str]]:
    return [names for names in alternatives if not any(set(other) < set(names) for other in alternatives)]


def _either(shapes: list[Schema]) -> Schema:
    if not shapes:
        return {}
    if {"type": "boolean"} in [{"type": shape.get("type")} for shape in shapes]:
        return {"type": "boolean"}  # `true`, `false` and `boolean` of different members
    return shapes[0] if len(shapes) == 1 else {"anyOf": shapes}


def by_type(schema: Schema, definitions: dict[str, Schema]) -> Schema | None:
    """A union of marked objects as "if its type is this, then it is that"; None for any other union."""
    members = branches_of(schema, definitions)
    tags = [tag_of(member, definitions) for member in members]
    if any(tag is None for tag in tags):
        return None
    kinds: dict[str, list[Schema]] = {}
    for tag, member in zip(tags, members, strict=True):
        kinds.setdefault(str(tag), []).append(member)
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": sorted(kinds)}},
        "allOf": [
            {
                "if": {"required": ["type"], "properties": {"type": {"const": tag}}},
                "then": same[0]
                if len(same) == 1
                else merged([reached(member, definitions) for member in same]),
            }
            for tag, same in sorted(kinds.items())
        ],
    }


def simplified(schema: Any, definitions: dict[str, Schema]) -> Any:
    """The same schema: unions of marked objects chosen by their type, other unions of objects merged."""
    if isinstance(schema, list):
        return [simplified(item, definitions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "anyOf" in schema and "properties" not in schema:
        chosen = by_type(schema, definitions) or _merged_union(schema, definitions)
        if chosen is not None:
            kept = {key: value for key, value in schema.items() if key == "description"}
            return simplified({**kept, **chosen}, definitions)
    return {key: simplified(value, definitions) for key, value in schema.items()}


def _merged_union(schema: Schema, definitions: dict[str, Schema]) -> Schema | None:
    members = [reached(member, definitions) for member in branches_of(schema, definitions)]
    if len(members) < 2 or not all("properties" in member for member in members):
        return None
    return merged(members)
