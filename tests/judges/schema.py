"""The first judge: JSON schemas made from Slack's published types, with the limits their comments state."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry
from referencing.jsonschema import DRAFT7

from tests.judges.quick import Quick

LIMITS = ("maxLength", "minLength", "maxItems", "minItems", "maximum", "minimum")
SCHEMAS = Path(__file__).parent / "schemas"


def names(family: str) -> list[str]:
    """What this family of schemas can judge: methods for "outbound", kinds of payload for "inbound"."""
    return sorted(_document(family)["judges"])


def properties(family: str, name: str) -> dict[str, Any]:
    """The top-level properties that the named schema knows, each with its own schema."""
    known: dict[str, Any] = _document(family)["judges"][name].get("properties", {})
    return known


def complaints(family: str, name: str, instance: object) -> tuple[list[str], list[str]]:
    """What is wrong with the shape, and which limits are passed, a line each. Raises KeyError for unknown names."""
    shape: list[str] = []
    limits: list[str] = []
    for error in sorted(_validator(family, name).iter_errors(instance), key=lambda error: error.json_path):
        (limits if error.validator in LIMITS else shape).append(_sentence(error))
    return list(dict.fromkeys(shape)), list(dict.fromkeys(limits))


@cache
def _document(family: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((SCHEMAS / f"{family}.json").read_text(encoding="utf-8"))
    return document


@cache
def _registry(family: str) -> Registry[Any]:
    resource = DRAFT7.create_resource(_document(family))
    registry: Registry[Any] = Registry().with_resource(f"slack:{family}", resource)
    return registry.crawl()


@cache
def _quick(_family: str) -> Quick:
    return Quick()


@cache
def _validator(family: str, name: str) -> Draft7Validator:
    if name not in _document(family)["judges"]:
        raise KeyError(f"no {family} schema is called {name}")
    pointer = f"slack:{family}#/judges/{name}"
    validator: Draft7Validator = _quick(family).validator({"$ref": pointer}, registry=_registry(family))
    return validator


def _sentence(error: ValidationError) -> str:
    """Where and what, without the value itself: a payload may hold somebody's words."""
    if error.validator == "anyOf":
        closest = best_match([error])
        if closest is not None and closest is not error and closest.validator != "required":
            return _sentence(closest)
    return f"{error.json_path}: {_reason(error)}"


def _reason(error: ValidationError) -> str:
    rule: Any = error.validator_value
    match error.validator:
        case "maxLength" | "maxItems" | "maximum":
            return f"over the limit of {rule}"
        case "minLength" | "minItems" | "minimum":
            return f"under the least of {rule}"
        case "type":
            return f"should be of type {rule}"
        case "enum":
            return f"should be one of {', '.join(map(str, rule))}"
        case "const":
            return f"should be {rule}"
        case "anyOf":
            return f"needs one of {', '.join(sorted({need for way in rule for need in way.get('required', [])}))}"
        case "required" | "additionalProperties":
            return error.message  # names of properties, never their values
        case _:
            return f"breaks {error.validator}"
