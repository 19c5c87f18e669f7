"""The third judge, for whole requests: rules between arguments, and between the parts of a payload."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.judges.surface_rules import elements_of, unfolded

JsonObject = dict[str, Any]

POSTING = ("chat.postMessage", "chat.postEphemeral", "chat.update")
LONGEST_TEXT = {"chat.postMessage": 40_000, "chat.postEphemeral": 4_000, "chat.update": 4_000}
MOST_ATTACHMENTS = 100
CONTENTS = ("text", "blocks", "attachments", "markdown_text", "delete_original")


def request_complaints(method: str, arguments: JsonObject) -> Iterator[str]:
    """Rules between the arguments of one call."""
    if method in POSTING:
        yield from _message(method, arguments)
    if method == "conversations.open" and len(str(arguments.get("users", "")).split(",")) > 8:
        yield "a group conversation takes at most eight people"
    view = arguments.get("view")
    if isinstance(view, dict):
        yield from _view_for(method, view)
    if method == "response_url" and not any(arguments.get(name) for name in CONTENTS):
        yield "nothing to show, and nothing to delete"
    if method == "view_submission" and arguments.get("errors") == {}:
        yield "errors without an error"


def payload_complaints(kind: str, payload: JsonObject) -> Iterator[str]:
    """Rules between the parts of something Slack sends: what was pressed or answered must be on show."""
    shown = payload.get("view") or payload.get("message") or {}
    blocks = unfolded(shown.get("blocks") or [])
    known = {
        (block.get("block_id"), element.get("action_id"))
        for block in blocks
        for element in elements_of(block)
    }
    if kind.startswith("block_actions") and known:
        for action in payload.get("actions", []):
            if (action.get("block_id"), action.get("action_id")) not in known:
                yield "what was pressed is not among the blocks shown"
    if kind.startswith("block_actions") and not payload.get("actions"):
        yield "nothing was pressed"
    if kind == "view_submission":
        yield from _answers(payload["view"], known)


def _answers(view: JsonObject, known: set[tuple[Any, Any]]) -> Iterator[str]:
    answers = view.get("state", {}).get("values", {})
    given = {(block_id, action_id) for block_id, answer in answers.items() for action_id in answer}
    if given - known:
        yield "an answer belongs to no block of the form"
    asked = {
        (block.get("block_id"), block.get("element", {}).get("action_id"))
        for block in view.get("blocks", [])
        if block.get("type") == "input"
    }
    if asked - given:
        yield "an input of the form has no answer, not even an empty one"


def _message(method: str, arguments: JsonObject) -> Iterator[str]:
    text = str(arguments.get("text") or "")
    length = len(text.encode()) if method == "chat.postEphemeral" else len(text)
    if length > LONGEST_TEXT[method]:
        yield f"text is over the limit of {LONGEST_TEXT[method]}"
    if not text and not arguments.get("markdown_text"):
        yield "no text: a notification and a screen reader would have nothing to say"
    if arguments.get("markdown_text") and (text or arguments.get("blocks")):
        yield "markdown_text stands alone, without text or blocks"
    if arguments.get("reply_broadcast") and method == "chat.postMessage" and not arguments.get("thread_ts"):
        yield "only a reply in a thread can be broadcast"
    if len(arguments.get("attachments") or []) > MOST_ATTACHMENTS:
        yield f"over {MOST_ATTACHMENTS} attachments"


def _view_for(method: str, view: JsonObject) -> Iterator[str]:
    wanted = "home" if method == "views.publish" else "modal"
    # An open home tab is also brought up to date through views.update.
    if view.get("type") != wanted and not (method == "views.update" and view.get("type") == "home"):
        yield f"{method} takes a {wanted} view"
