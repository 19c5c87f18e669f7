"""The people, channels and app of these tests."""

from typing import Any

from playground.installed_app import InstalledApp
from playground.workspace import Channel, Person, Team, Workspace

COUNCIL, PROVIDER = "T0COUNCIL", "T0ALDERWICK"
TOM, PRIYA, GUEST = "U0TOMHADLEY", "U0PRIYANAIR", "U0GUESTLENA"
JOANNE, RUTH = "U0JOANNEF", "U0RUTHKEANE"
BOT = "U0PLAYGROUND"
SHARED, INTERNAL, LEADS = "C0SHARED", "C0INTERNAL", "C0LEADS"
OTHERS_ONLY, OPEN_ROOM = "C0OTHERS", "C0OPENROOM"

SCOPES = [
    "commands",
    "chat:write",
    "im:write",
    "im:history",
    "channels:read",
    "groups:read",
    "users:read",
    "app_mentions:read",
]
OPTIONAL_SCOPES = ["pins:write", "metadata.message:read", "dnd:read"]


def manifest() -> dict[str, Any]:
    """A manifest as an administrator would paste it."""
    return {
        "display_information": {"name": "Handrail"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "Handrail"},
            "slash_commands": [
                {"command": "/concern", "description": "Log a concern", "should_escape": True},
                {"command": "/evaluate", "description": "How it goes", "usage_hint": "[contract]"},
            ],
            "shortcuts": [
                {"name": "Log a concern", "type": "global", "callback_id": "log", "description": "Log one"},
                {
                    "name": "Keep as evidence",
                    "type": "message",
                    "callback_id": "keep",
                    "description": "Keep it",
                },
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL_SCOPES)}},
        "settings": {
            "event_subscriptions": {
                "bot_events": [
                    "app_mention",
                    "app_home_opened",
                    "message.im",
                    "message_metadata_posted",
                    "member_joined_channel",
                    "channel_shared",
                    "channel_unshared",
                    "channel_id_changed",
                    "channel_archive",
                    "channel_unarchive",
                    "channel_left",
                    "group_archive",
                    "group_unarchive",
                    "group_left",
                ],
                "metadata_subscriptions": [{"app_id": "A0PLAYGROUND", "event_type": "delivery"}],
            },
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": False,
        },
    }


def app(optional_scopes: frozenset[str] | None = None, **changes: Any) -> InstalledApp:
    return InstalledApp(
        manifest={**manifest(), **changes},
        bot_token="xoxb-playground",
        app_token="xapp-playground",
        signing_secret="a secret for signing",
        optional_scopes=optional_scopes,
    )


def workspace() -> Workspace:
    """A council and a provider with one channel between them."""
    return Workspace(home_team=COUNCIL).add(
        Team(COUNCIL, "Westermere Council", "westermere"),
        Team(PROVIDER, "Alderwick Care Ltd", "alderwick"),
        Person(TOM, COUNCIL, "Tom Hadley", about="Quality officer", email="tom@westermere.example"),
        Person(PRIYA, COUNCIL, "Priya Nair", about="Contract lead"),
        Person(GUEST, COUNCIL, "Lena Guest", is_restricted=True),
        Person(JOANNE, PROVIDER, "Joanne Field", about="Manager of the home"),
        Person(RUTH, PROVIDER, "Ruth Keane", about="Nominated individual, in no channel with us"),
        Channel(
            SHARED, "alderwick-shared", COUNCIL, [TOM, PRIYA, JOANNE, BOT], connected_team_ids=[PROVIDER]
        ),
        Channel(INTERNAL, "alderwick-internal", COUNCIL, [TOM, PRIYA, GUEST, BOT]),
        Channel(LEADS, "safeguarding-leads", COUNCIL, [PRIYA, BOT], is_private=True),
        Channel(OTHERS_ONLY, "others-only", COUNCIL, [PRIYA], is_private=True),
        Channel(OPEN_ROOM, "open-room", COUNCIL, [PRIYA]),
    )
