"""Hand-written payloads, in the words of a care contract, from which the tests of the judges start."""

from __future__ import annotations

from typing import Any

JsonObject = dict[str, Any]


def plain(text: str) -> JsonObject:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> JsonObject:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "Quality matter C-7Q2K is open.", **more: Any) -> JsonObject:
    return {"type": "section", "text": marked(text), **more}


def button(label: str = "View", action_id: str = "concern.view", **more: Any) -> JsonObject:
    return {"type": "button", "text": plain(label), "action_id": action_id, "value": "C-7Q2K", **more}


def actions(*elements: JsonObject, **more: Any) -> JsonObject:
    return {"type": "actions", "elements": list(elements), **more}


def option(value: str, **more: Any) -> JsonObject:
    return {"text": plain(value.capitalize()), "value": value, **more}


def select(*values: str, **more: Any) -> JsonObject:
    return {
        "type": "static_select",
        "action_id": "kind",
        "placeholder": plain("Choose one"),
        "options": [option(value) for value in values],
        **more,
    }


def chosen(kind: str, *values: str, **more: Any) -> JsonObject:
    return {"type": kind, "action_id": kind, "options": [option(value) for value in values], **more}


def text_input(**more: Any) -> JsonObject:
    return {"type": "plain_text_input", "action_id": "told", "multiline": True, **more}


def asking(element: JsonObject, block_id: str = "told", **more: Any) -> JsonObject:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("What happened?"),
        "element": element,
        **more,
    }


def message(*blocks: JsonObject, **more: Any) -> JsonObject:
    return {
        "channel": "C0ALDERWICK",
        "text": "Quality matter C-7Q2K is open.",
        "blocks": list(blocks),
        **more,
    }


def form(*blocks: JsonObject, **more: Any) -> JsonObject:
    return {
        "type": "modal",
        "callback_id": "concern.log",
        "title": plain("Log a concern"),
        "submit": plain("Save"),
        "close": plain("Not now"),
        "private_metadata": '{"contract": "alderwick"}',
        "blocks": list(blocks),
        **more,
    }


def opened(*blocks: JsonObject, **more: Any) -> JsonObject:
    return {"trigger_id": "1.2.abc", "view": form(*blocks, **more)}


def home(*blocks: JsonObject, **more: Any) -> JsonObject:
    return {"user_id": "U0PRIYA", "view": {"type": "home", "blocks": list(blocks), **more}}


CONFIRM: JsonObject = {
    "title": plain("Close it?"),
    "text": plain("All agree."),
    "confirm": plain("Close"),
    "deny": plain("Not yet"),
}
GROUPS: list[JsonObject] = [{"label": plain("Quality"), "options": [option("medicines"), option("staffing")]}]
IMAGE: JsonObject = {
    "type": "image",
    "image_url": "https://westermere.example/chart.png",
    "alt_text": "Doses given: 98 %",
}
TABLE: JsonObject = {
    "type": "table",
    "rows": [[{"type": "raw_text", "text": "Doses"}, {"type": "raw_text", "text": "98"}]],
}
RICH: JsonObject = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Hello"}]}],
}

MANIFEST: JsonObject = {
    "_metadata": {"major_version": 1, "minor_version": 1},
    "display_information": {"name": "Handrail", "description": "Concerns, agreed actions and reminders."},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "handrail", "always_online": True},
        "shortcuts": [
            {
                "name": "Log a concern",
                "type": "global",
                "callback_id": "concern.log",
                "description": "Log it now",
            }
        ],
        "slash_commands": [{"command": "/concern", "description": "Log a concern", "should_escape": True}],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "commands",
                "chat:write",
                "im:write",
                "im:history",
                "channels:read",
                "groups:read",
                "users:read",
                "app_mentions:read",
                "pins:write",
                "files:write",
                "metadata.message:read",
                "dnd:read",
            ],
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "app_uninstalled",
                "channel_id_changed",
                "channel_shared",
                "channel_unshared",
                "member_joined_channel",
                "message.im",
                "message_metadata_posted",
                "tokens_revoked",
            ],
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    },
}
