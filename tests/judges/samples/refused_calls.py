"""Hand-written calls that Slack refuses, each with the reason that a judge must give."""

from __future__ import annotations

from typing import Any

from tests.judges.samples import (
    asking,
    form,
    home,
    message,
    opened,
    plain,
    section,
    text_input,
)

JsonObject = dict[str, Any]
POST, OPEN = "chat.postMessage", "views.open"
LONG = "x" * 3001

# A whole call.
CALLS: dict[str, tuple[str, JsonObject, str]] = {
    "markdown of 12,001 characters in two blocks": (
        POST,
        message(*[{"type": "markdown", "text": "a" * 6001}] * 2),
        "all markdown together",
    ),
    "an external_id of 256 characters": (
        OPEN,
        opened(section(), external_id="a" * 256),
        "external_id is over",
    ),
    "a file asked for that answers at once": (
        OPEN,
        opened(asking({"type": "file_input", "action_id": "f"}, dispatch_action=True)),
        "cannot dispatch actions",
    ),
    "markdown beside a text": (
        POST,
        {"channel": "C0", "text": "Late", "markdown_text": "*Late*"},
        "markdown_text stands alone",
    ),
    "101 attachments": (POST, message(attachments=[{"text": "Late"}] * 101), "over 100 attachments"),
    "a message to nowhere": (POST, {"text": "Hello"}, "'channel' is a required property"),
    "a message of nothing": (POST, {"channel": "C0"}, "needs one of"),
    "an argument Slack does not know": (POST, message(section(), urgency="high"), "'urgency' was unexpected"),
    "blocks that are no list": (POST, {**message(), "blocks": section()}, "blocks: should be of type array"),
    "blocks that are no JSON": (POST, {**message(), "blocks": "[{"}, "not JSON"),
    "an input without a label": (
        OPEN,
        opened({"type": "input", "element": text_input()}),
        "'label' is a required property",
    ),
    "a form without a title": (
        OPEN,
        {"trigger_id": "1.2", "view": {"type": "modal", "blocks": []}},
        "'title' is a required property",
    ),
    "a form opened by nobody": (
        OPEN,
        {"view": form(section())},
        "needs one of interactivity_pointer, trigger_id",
    ),
    "a form of an unknown kind": (OPEN, opened(section(), type="dialog"), "type: should be one of"),
    "a home tab with a title": (
        "views.publish",
        home(section(), title=plain("Mine")),
        "'title' was unexpected",
    ),
    "an edit of no message": ("chat.update", message(section()), "'ts' is a required property"),
    "a private notice to nobody": ("chat.postEphemeral", message(section()), "'user' is a required property"),
    "a conversation with nobody": ("conversations.open", {}, "needs one of channel, users"),
    "metadata without a kind": (
        POST,
        message(section(), metadata={"event_payload": {"a": []}, "event_type": 7}),
        "metadata.event_type: should be of type string",
    ),
    "an answer to a command that says nothing": (
        "response_url",
        {"response_type": "ephemeral"},
        "nothing to show",
    ),
    "an unknown answer to a form": ("view_submission", {"response_action": "close"}, "response_action"),
    "a label of 2,001 characters": (
        OPEN,
        opened(asking(text_input(), label=plain("a" * 2001))),
        "label.text: over the limit of 2000",
    ),
    "a hint of 2,001 characters": (
        OPEN,
        opened(asking(text_input(), hint=plain("a" * 2001))),
        "hint.text: over the limit of 2000",
    ),
    "a form titled in 25 characters": (
        OPEN,
        opened(section(), title=plain("a" * 25)),
        "title.text: over the limit of 24",
    ),
    "a submit button of 25 characters": (
        OPEN,
        opened(section(), submit=plain("a" * 25)),
        "submit.text: over the limit of 24",
    ),
    "a close button of 25 characters": (
        OPEN,
        opened(section(), close=plain("a" * 25)),
        "close.text: over the limit of 24",
    ),
    "private metadata of 3,001 characters": (
        OPEN,
        opened(section(), private_metadata=LONG),
        "private_metadata: over the limit of 3000",
    ),
    "a callback_id of 256 characters": (
        OPEN,
        opened(section(), callback_id="a" * 256),
        "callback_id: over the limit of 255",
    ),
    "101 blocks in a form": (OPEN, opened(*[section()] * 101), "blocks: over the limit of 100"),
    "101 blocks in a home tab": ("views.publish", home(*[section()] * 101), "blocks: over the limit of 100"),
    "a form of 250 KB": (OPEN, opened(*[section("x" * 3000)] * 90), "over 250 KB"),
    "51 blocks in a message": (POST, message(*[section()] * 51), "at most 50 blocks"),
    "an edit of 4,001 characters": (
        "chat.update",
        message(section(), ts="1", text="a" * 4001),
        "over the limit of 4000",
    ),
    "a message of 40,001 characters": (
        POST,
        {"channel": "C0", "text": "a" * 40_001},
        "over the limit of 40000",
    ),
    "two blocks with one id": (POST, message(section(block_id="a"), section(block_id="a")), "same block_id"),
    "questions without a submit button": (
        OPEN,
        {
            "trigger_id": "1.2",
            "view": {"type": "modal", "title": plain("Log"), "blocks": [asking(text_input())]},
        },
        "needs a submit button",
    ),
    "two answers with the focus": (
        OPEN,
        opened(asking(text_input(focus_on_load=True)), asking(text_input(focus_on_load=True), "b")),
        "only one element may take the focus",
    ),
    "markdown in a form": (OPEN, opened({"type": "markdown", "text": "*Late*"}), "no place in a modal"),
    "blocks with no words for the lock screen": (POST, {"channel": "C0", "blocks": [section()]}, "no text"),
    "a broadcast of no reply": (POST, message(section(), reply_broadcast=True), "only a reply in a thread"),
    "a home tab opened as a form": (
        OPEN,
        {"trigger_id": "1.2", "view": home(section())["view"]},
        "takes a modal view",
    ),
    "a form published as a home tab": (
        "views.publish",
        {"user_id": "U0", "view": form(section())},
        "takes a home view",
    ),
    "a refusal without a reason": (
        "view_submission",
        {"response_action": "errors", "errors": {}},
        "errors without an error",
    ),
    "a conversation of nine": (
        "conversations.open",
        {"users": ",".join("ABCDEFGHI")},
        "at most eight people",
    ),
}
