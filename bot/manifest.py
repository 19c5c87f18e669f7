"""The Slack app's manifest: what is asked of a workspace, each with a reason. A test holds it against the code."""

from typing import Any

from bot.settings import Transport
from bot.slack import DELIVERY_EVENT

COMMANDS: dict[str, tuple[str, str]] = {
    "/concern": ("Log a concern, or see the ones you logged", "[mine | help]"),
    "/safeguarding": ("Report that someone may be at risk or in danger", "[mine | register | help]"),
    "/action": ("Your actions and what is late; agree a new one", "[new | help]"),
    "/evaluate": (
        "How a contract stands, and what is missing",
        "[contract] [since 1 September | list | help]",
    ),
    "/monitor": ("What is looked at regularly, and what comes next", "[schedule | rate | list | help]"),
    "/contract": (
        "Set up contracts, channels and people",
        "[setup | route | rota | leave | reach | area | new | link | add | improve | improvements | help]",
    ),
}

GLOBAL_SHORTCUTS = {"log_concern": ("Log a concern", "Tell the right people about something")}
MESSAGE_SHORTCUTS = {
    "make_concern": ("Make this a concern", "Open the concern form with these words in it"),
    "raise_safeguarding": (
        "Someone may be at risk",
        "Tell the safeguarding leads, with these words in the form",
    ),
    "keep_evidence": ("Keep as evidence", "Keep where this stands beside a concern or an action"),
}

# scope: (what it is for)
SCOPES: dict[str, str] = {
    "commands": "slash commands, shortcuts and forms",
    "chat:write": "messages, and edits of our own messages",
    "im:write": "direct messages to the people concerned",
    "im:history": "proof that a direct message of ours arrived, and what people write to the bot",
    "channels:read": "who can see a public channel, before anything is posted there",
    "groups:read": "who can see a private channel, before anything is posted there",
    "users:read": "whether somebody is a guest or has left",
    "app_mentions:read": "answering people who mention the bot",
}

OPTIONAL_SCOPES: dict[str, str] = {
    "pins:write": "pinning the hub message",
    "files:write": "charts of how an improvement process stands, the same in words always beside them",
    "metadata.message:read": "proof that a message of ours arrived in a channel",
    "dnd:read": "whether Slack is silent at times for somebody who is told of risk",
}

RECEIPT = "message_metadata_posted"

EVENTS: tuple[str, ...] = (
    "app_home_opened",
    "app_mention",
    "channel_archive",
    "channel_id_changed",
    "channel_left",
    "channel_shared",
    "channel_unarchive",
    "channel_unshared",
    "group_archive",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "message.im",
    RECEIPT,
)


def manifest(transport: Transport, url: str | None = None, app_id: str | None = None) -> dict[str, Any]:
    """Return the manifest to paste into Slack. `url` is the bot's own public address, needed for HTTP.

    `app_id` is known only once the app exists; with it the app hears of its own messages, which proves that they
    arrived. Without it that event is left out, since Slack would never send it.
    """
    receipts = (
        {"metadata_subscriptions": [{"app_id": app_id, "event_type": DELIVERY_EVENT}]} if app_id else {}
    )
    address = f"{url.rstrip('/')}/slack/events" if url else None
    by_http = {"url": address} if transport is Transport.HTTP and address else {}
    by_http_events = {"request_url": address} if by_http else {}
    return {
        "display_information": {
            "name": "Handrail",
            "description": "Concerns, agreed actions and reminders for care contracts",
            "background_color": "#1d4f63",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Handrail", "always_online": True},
            "shortcuts": [
                {"name": name, "type": kind, "callback_id": callback_id, "description": description}
                for kind, shortcuts in (("global", GLOBAL_SHORTCUTS), ("message", MESSAGE_SHORTCUTS))
                for callback_id, (name, description) in shortcuts.items()
            ],
            "slash_commands": [
                {
                    "command": name,
                    "description": description,
                    "usage_hint": hint,
                    "should_escape": True,
                    **by_http,
                }
                for name, (description, hint) in COMMANDS.items()
            ],
        },
        "oauth_config": {
            "scopes": {
                "bot": [*SCOPES, *OPTIONAL_SCOPES],
                "bot_optional": list(OPTIONAL_SCOPES),
            }
        },
        "settings": {
            "event_subscriptions": {
                "bot_events": [event for event in EVENTS if app_id or event != RECEIPT],
                **receipts,
                **by_http_events,
            },
            "interactivity": {"is_enabled": True, **by_http_events},
            "org_deploy_enabled": False,
            "socket_mode_enabled": transport is Transport.SOCKET,
            "token_rotation_enabled": False,
        },
    }
