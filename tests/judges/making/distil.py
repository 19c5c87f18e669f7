"""Turns raw generated schemas into the three that the judges read. Run by make.sh; tests do without it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.judges.making.limits import limited
from tests.judges.making.unions import Schema, reached, simplified

POINTER = "#/definitions/"


def main(raw: Path, made: Path, versions: dict[str, str]) -> None:
    """Write outbound.json, inbound.json and manifest.json into `made`, each naming the versions behind it."""
    outbound = [distilled(load(raw / f"{name}.json"), name) for name in ("Messages", "Lookups")]
    write(made / "outbound.json", joined(outbound), versions)
    write(made / "inbound.json", distilled(load(raw / "Inbound.json"), "Inbound"), versions)
    write(made / "manifest.json", distilled(load(raw / "Manifest.json"), "AppManifest"), versions)


def load(path: Path) -> dict[str, Schema]:
    definitions = json.loads(path.read_text(encoding="utf-8"))["definitions"]
    return {name: _decoded(body) for name, body in definitions.items()}


def _decoded(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_decoded(item) for item in schema]
    if isinstance(schema, dict):
        return {key: unquote(value) if key == "$ref" else _decoded(value) for key, value in schema.items()}
    return schema


def distilled(definitions: dict[str, Schema], root: str) -> Schema:
    """The judges of one interface: a schema per member, and the definitions that they reach."""
    definitions = {name: limited(narrowed(body)) for name, body in definitions.items()}
    top = reached(definitions[root], definitions)
    if root == "AppManifest":
        # The published type is open only because TypeScript asks for it; Slack refuses keys it does not know.
        top = {**top, "additionalProperties": False}
        members = {"manifest": top}
    else:
        members = top["properties"]
    judges = {name: finished(reached(body, definitions), definitions) for name, body in members.items()}
    kept: dict[str, Schema] = {}
    waiting = list(references(judges))
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept[name] = finished(definitions[name], definitions)
            waiting.extend(references(kept[name]))
    return {"judges": judges, "definitions": kept}


def narrowed(schema: Any) -> Any:
    """Without the catch-all `Block`, whose only rule is to have a type: it would let any block through."""
    if isinstance(schema, list):
        return [narrowed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: narrowed(value) for key, value in schema.items()}
    if "anyOf" in schema:
        members = [member for member in schema["anyOf"] if member.get("$ref") != f"{POINTER}Block"]
        schema = {**schema, "anyOf": members}
    return schema


def finished(schema: Schema, definitions: dict[str, Schema]) -> Schema:
    """With unions simplified, unnamed types written out where they are used, and comments left out."""
    whole = _inlined(simplified(schema, definitions), definitions)
    plain: Schema = _plain(simplified(whole, definitions), within_properties=False)
    return plain


def _inlined(schema: Any, definitions: dict[str, Schema]) -> Any:
    """References to unnamed types replaced by what they are: their generated names change with every edit."""
    if isinstance(schema, list):
        return [_inlined(item, definitions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "<" in schema.get("$ref", "") or "-" in schema.get("$ref", ""):
        return _inlined(reached(schema, definitions), definitions)
    return {key: _inlined(value, definitions) for key, value in schema.items()}


def _plain(schema: Any, *, within_properties: bool) -> Any:
    if isinstance(schema, list):
        return [_plain(item, within_properties=False) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _plain(value, within_properties=key in {"properties", "definitions"} and not within_properties)
        for key, value in schema.items()
        if within_properties or key not in {"description", "default"}
    }


def references(schema: Any) -> set[str]:
    """The names of all definitions that a schema mentions."""
    if isinstance(schema, list):
        return {name for item in schema for name in references(item)}
    if not isinstance(schema, dict):
        return set()
    here = {schema["$ref"].removeprefix(POINTER)} if isinstance(schema.get("$ref"), str) else set()
    return here | {name for value in schema.values() for name in references(value)}


def joined(parts: list[Schema]) -> Schema:
    """Several sets of judges as one. Raises ValueError when two of them mean different things by one name."""
    whole: Schema = {"judges": {}, "definitions": {}}
    for part in parts:
        for group, entries in whole.items():
            for name, body in part[group].items():
                if entries.setdefault(name, body) != body:
                    raise ValueError(f"{name} has two meanings")
    return whole


def write(path: Path, judges: Schema, versions: dict[str, str]) -> None:
    """One property a line, so that a new version of Slack's packages shows as a short difference."""
    document = {"$schema": "http://json-schema.org/draft-07/schema#", "made_from": versions, **judges}
    path.write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), dict(item.rsplit("@", 1) for item in sys.argv[3:]))
