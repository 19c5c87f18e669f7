"""Independent judges of what Handrail sends to Slack and of what a stand-in for Slack sends to Handrail.

None of them shares code with the bot or the playground. Every function answers with all complaints, and with
an empty list when there is none; complaints never repeat what somebody typed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.judges import request_rules, schema, sdk, surface_rules

JsonObject = dict[str, Any]

__all__ = [
    "check_inbound",
    "check_manifest",
    "check_outbound",
    "inbound_kinds",
    "kind_of",
    "outbound_methods",
]

# What slack_sdk sends as a JSON string inside a form, and Slack takes either way.
NESTED = ("blocks", "view", "metadata", "attachments", "files")


def outbound_methods() -> list[str]:
    """Every name check_outbound knows: Web API methods, and the bodies `response_url` and `view_submission`."""
    return schema.names("outbound")


def inbound_kinds() -> list[str]:
    """Every kind that check_inbound knows: interactions by their type, events by the name subscribed to."""
    return schema.names("inbound")


def kind_of(payload: JsonObject) -> str:
    """Which of inbound_kinds a decoded body from Slack is. A kind without a judge is named all the same."""
    if "command" in payload:
        return "slash_command"
    if payload.get("type") == "event_callback":
        event = payload["event"]
        return f"message.{event['channel_type']}" if event["type"] == "message" else str(event["type"])
    if payload.get("type") == "block_actions":
        return f"block_actions_on_{payload['container']['type']}"
    return str(payload["type"])


def check_outbound(method: str, arguments: JsonObject) -> list[str]:
    """Judge a Web API method's arguments, a body for a `response_url`, or the answer to a `view_submission`.

    Blocks, views and metadata may be objects or JSON strings; numbers and booleans may be as a form has them.
    Rules between fields are looked at once the shape is right: a misshapen payload is refused for its shape.
    Raises KeyError for a method without a judge.
    """
    try:
        typed = _typed(method, arguments)
    except json.JSONDecodeError as error:
        return [f"$: not JSON: {error.msg}"]
    shape, limits = schema.complaints("outbound", method, typed)
    if shape:
        return [*shape, *limits]
    return list(dict.fromkeys([*limits, *_rules(method, typed)]))


def check_inbound(kind: str, payload: JsonObject) -> list[str]:
    """Judge the decoded body of something Slack sends. Raises KeyError for a kind without a judge."""
    shape, limits = schema.complaints("inbound", kind, payload)
    if shape:
        return [*shape, *limits]
    return list(dict.fromkeys([*limits, *request_rules.payload_complaints(kind, payload)]))


def check_manifest(manifest: JsonObject) -> list[str]:
    """Judge an app manifest: known keys, scopes and events, and the lengths that Slack states."""
    shape, limits = schema.complaints("manifest", "manifest", manifest)
    return [*shape, *limits]


def _rules(method: str, arguments: JsonObject) -> Iterator[str]:
    yield from request_rules.request_complaints(method, arguments)
    if "view" in arguments:
        yield from surface_rules.view_complaints(arguments["view"])
        yield from sdk.view_complaints(arguments["view"])
        yield from _by_sdk(arguments["view"]["blocks"])
    if "blocks" in arguments:
        yield from surface_rules.surface_complaints("message", arguments["blocks"])
        yield from _by_sdk(arguments["blocks"])


def _by_sdk(blocks: list[JsonObject]) -> Iterator[str]:
    for place, block in enumerate(surface_rules.unfolded(blocks)):
        yield from sdk.block_complaints(f"block {place} ({block.get('type')})", block)


def _typed(method: str, arguments: JsonObject) -> JsonObject:
    shapes = schema.properties("outbound", method)
    return {name: _value(shapes.get(name, {}), name, value) for name, value in arguments.items()}


def _value(shape: JsonObject, name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name in NESTED:
        return json.loads(value)
    if shape.get("type") == "boolean":
        return {"1": True, "true": True, "0": False, "false": False}.get(value, value)
    if shape.get("type") == "number" and value.isdecimal():
        return int(value)
    return value
