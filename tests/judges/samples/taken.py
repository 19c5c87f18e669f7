"""Hand-written calls that Slack takes."""

from __future__ import annotations

import json
from typing import Any

from tests.judges.samples import (
    CONFIRM,
    GROUPS,
    IMAGE,
    RICH,
    TABLE,
    actions,
    asking,
    button,
    chosen,
    form,
    home,
    marked,
    message,
    opened,
    option,
    plain,
    section,
    select,
    text_input,
)

JsonObject = dict[str, Any]
POST, OPEN = "chat.postMessage", "views.open"
LONG = "x" * 3001

TAKEN: dict[str, tuple[str, JsonObject]] = {
    "a plain reminder": (POST, {"channel": "C0", "text": "Two actions are due today."}),
    "a reminder with a button": (POST, message(section(), actions(button()))),
    "every quiet kind of block": (
        POST,
        message({"type": "divider"}, {"type": "header", "text": plain("Today")}, IMAGE, RICH, TABLE),
    ),
    "fields and a confirmed button": (
        POST,
        message(
            {"type": "section", "fields": [marked("*Due*"), plain("Friday")]},
            actions(button(confirm=CONFIRM, style="danger")),
        ),
    ),
    "a context with words and an image": (
        POST,
        message({"type": "context", "elements": [marked("Late"), IMAGE]}),
    ),
    "an overflow menu and an accessory": (
        POST,
        message(section(accessory=chosen("overflow", "view", "hide"))),
    ),
    "a reply with delivery proof": (
        POST,
        message(
            section(),
            thread_ts="1757.1",
            metadata={"event_type": "notice", "event_payload": {"delivery": "d1"}},
        ),
    ),
    "blocks as a JSON string": (POST, {**message(), "blocks": json.dumps([section()]), "unfurl_links": "0"}),
    "an edited message": ("chat.update", {**message(section()), "ts": "1757.1"}),
    "a notice to one person": ("chat.postEphemeral", {**message(section()), "user": "U0CARA"}),
    "a form with every input": (
        OPEN,
        opened(
            asking(text_input(max_length=300, min_length=1)),
            asking(select("danger", "at risk", initial_option=option("danger")), "kind"),
            asking({"type": "multi_static_select", "action_id": "group", "option_groups": GROUPS}, "group"),
            asking(chosen("checkboxes", "told family", "told manager"), "told whom", optional=True),
            asking(chosen("radio_buttons", "yes", "no"), "agreed"),
            asking({"type": "datepicker", "action_id": "due", "initial_date": "2026-10-09"}, "due"),
            asking({"type": "timepicker", "action_id": "at", "initial_time": "17:00"}, "at"),
            asking(
                {
                    "type": "number_input",
                    "action_id": "n",
                    "is_decimal_allowed": False,
                    "min_value": "1",
                    "max_value": "9",
                },
                "n",
            ),
            asking({"type": "file_input", "action_id": "evidence", "max_files": 3}, "evidence"),
        ),
    ),
    "a form as a JSON string": (OPEN, {"trigger_id": "1.2", "view": json.dumps(form(section()))}),
    "a second form on top": ("views.push", opened(section())),
    "a form brought up to date": ("views.update", {"view_id": "V1", "hash": "h", "view": form(section())}),
    "a home tab": ("views.publish", home(section(), actions(button()))),
    "a conversation with one person": ("conversations.open", {"users": "U0JOANNE"}),
    "a look at a channel, as a form carries it": (
        "conversations.info",
        {"channel": "C0", "include_num_members": "1"},
    ),
    "the people of a channel": ("conversations.members", {"channel": "C0", "limit": "200"}),
    "a look at a person": ("users.info", {"user": "U0DELE"}),
    "the hub pinned": ("pins.add", {"channel": "C0", "timestamp": "1757.1"}),
    "an answer to a command": ("response_url", {"response_type": "ephemeral", "text": "Usage: /concern"}),
    "a form refused with reasons": (
        "view_submission",
        {"response_action": "errors", "errors": {"due": "Not a working day."}},
    ),
    "a form replaced": ("view_submission", {"response_action": "update", "view": form(section())}),
    "a message with everything at its limit": (
        POST,
        message(
            {"type": "header", "text": plain("a" * 150)},
            section("a" * 3000, block_id="b" * 255),
            {"type": "section", "fields": [plain("a" * 2000)] * 10},
            {"type": "context", "elements": [plain("a")] * 10},
            actions(*(button("a" * 75, str(n), value="v" * 2000) for n in range(25))),
            actions(select(*map(str, range(100)), placeholder=plain("a" * 150))),
            actions(chosen("checkboxes", *map(str, range(10)))),
            section(accessory=chosen("overflow", *"abcde")),
            TABLE | {"rows": TABLE["rows"] * 100},
            *[{"type": "divider"}] * 41,
            text="a" * 40_000,
        ),
    ),
    "a form with everything at its limit": (
        OPEN,
        opened(
            asking(text_input(max_length=3000), label=plain("a" * 2000), hint=plain("a" * 2000)),
            *[section()] * 99,
            title=plain("a" * 24),
            submit=plain("a" * 24),
            close=plain("a" * 24),
            private_metadata="a" * 3000,
            callback_id="a" * 255,
        ),
    ),
    "an edit of 4,000 characters": (
        "chat.update",
        {**message(section()), "ts": "1757.1", "text": "a" * 4000},
    ),
}
