"""Hand-written payloads as Slack sends them, one of each kind, told with the people of one care contract."""

from __future__ import annotations

from typing import Any

from tests.judges.samples import actions, asking, button, form, section, text_input

JsonObject = dict[str, Any]

TEAM: JsonObject = {"id": "T0WESTERMERE", "domain": "westermere"}
OUTSIDE: JsonObject = {"id": "T0ALDERWICK", "domain": "alderwick"}
MESSAGE: JsonObject = {
    "type": "message",
    "user": "U0HANDRAIL",
    "bot_id": "B0HANDRAIL",
    "ts": "1757.000100",
    "text": "Quality matter C-7Q2K is open.",
    "blocks": [section(block_id="said"), actions(button(), block_id="answers")],
}
ANSWERS: JsonObject = {
    "values": {"told": {"told": {"type": "plain_text_input", "value": "A gap in a chart"}}}
}
PRESSED: JsonObject = button() | {"block_id": "answers", "action_ts": "1757.000200", "style": "primary"}
HOME: JsonObject = {
    "id": "V0HOME",
    "type": "home",
    "team_id": TEAM["id"],
    "app_id": "A0HANDRAIL",
    "app_installed_team_id": TEAM["id"],
    "bot_id": "B0HANDRAIL",
    "blocks": [actions(button(), block_id="answers")],
    "state": {"values": {}},
    "hash": "1757.abc",
    "callback_id": "",
    "external_id": "",
    "private_metadata": "",
    "root_view_id": "V0HOME",
    "clear_on_close": False,
    "notify_on_close": False,
}


def shown(**more: Any) -> JsonObject:
    """A form as Slack hands it out: what was sent to it, and what it knows besides."""
    return {
        **HOME,
        **form(asking(text_input())),
        "id": "V0FORM",
        "state": ANSWERS,
        "previous_view_id": None,
        "root_view_id": "V0FORM",
        **more,
    }


def interaction(kind: str, **more: Any) -> JsonObject:
    return {
        "type": kind,
        "token": "obsolete",
        "api_app_id": "A0HANDRAIL",
        "trigger_id": "1.2.abc",
        "team": TEAM,
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": "U0TOM", "username": "tom", "name": "tom", "team_id": TEAM["id"]},
        **more,
    }


def without(payload: JsonObject, *names: str) -> JsonObject:
    return {name: value for name, value in payload.items() if name not in names}


def shortcut(kind: str, **more: Any) -> JsonObject:
    person = {"id": "U0TOM", "username": "tom", "team_id": TEAM["id"]}
    common = without(interaction(kind), "api_app_id")
    return {**common, "user": person, "callback_id": "concern.log", "action_ts": "1757.0003", **more}


def event(kind: str, **more: Any) -> JsonObject:
    bot = {"enterprise_id": None, "team_id": TEAM["id"], "user_id": "U0HANDRAIL", "is_bot": True}
    return {
        "token": "obsolete",
        "team_id": TEAM["id"],
        "api_app_id": "A0HANDRAIL",
        "type": "event_callback",
        "event_id": "Ev1",
        "event_time": 1757,
        "context_team_id": TEAM["id"],
        "context_enterprise_id": None,
        "is_ext_shared_channel": True,
        "authorizations": [{**bot, "is_enterprise_install": False}],
        "event": {"type": kind, "event_ts": "1757.0004", **more},
    }


SENT: dict[str, JsonObject] = {
    "slash_command": {
        "token": "obsolete",
        "command": "/concern",
        "text": "help",
        "response_url": "https://hooks.example/commands/1",
        "trigger_id": "1.2.abc",
        "user_id": "U0TOM",
        "user_name": "tom",
        "team_id": TEAM["id"],
        "team_domain": TEAM["domain"],
        "channel_id": "C0ALDERWICK",
        "channel_name": "alderwick",
        "api_app_id": "A0HANDRAIL",
        "is_enterprise_install": "false",
    },
    "block_actions_on_message": interaction(
        "block_actions",
        user={"id": "U0JOANNE", "username": "joanne", "team_id": OUTSIDE["id"]},
        container={"type": "message", "message_ts": "1757.000100", "channel_id": "C0", "is_ephemeral": False},
        channel={"id": "C0ALDERWICK", "name": "alderwick"},
        message=MESSAGE,
        state={"values": {}},
        response_url="https://hooks.example/actions/1",
        actions=[PRESSED],
    ),
    "block_actions_on_view": interaction(
        "block_actions", container={"type": "view", "view_id": "V0HOME"}, view=HOME, actions=[PRESSED]
    ),
    "view_submission": interaction("view_submission", team=OUTSIDE, view=shown(), response_urls=[]),
    "view_closed": without(interaction("view_closed", view=shown(), is_cleared=False), "trigger_id"),
    "shortcut": shortcut("shortcut"),
    "message_action": shortcut(
        "message_action",
        user={"id": "U0TOM", "name": "tom"},
        message_ts="1757.000100",
        message=MESSAGE,
        channel={"id": "C0ALDERWICK", "name": "alderwick"},
        response_url="https://hooks.example/app/1",
    ),
    "app_home_opened": event("app_home_opened", user="U0TOM", channel="D0TOM", tab="home", view=HOME),
    "app_mention": event(
        "app_mention",
        user="U0JOANNE",
        text="<@U0HANDRAIL>",
        ts="1757.1",
        channel="C0",
        user_team=OUTSIDE["id"],
    ),
    "message.im": event(
        "message", user="U0JOANNE", text="Hello", ts="1757.1", channel="D0JOANNE", channel_type="im"
    ),
    "message_metadata_posted": event(
        "message_metadata_posted",
        app_id="A0HANDRAIL",
        bot_id="B0HANDRAIL",
        user_id="U0HANDRAIL",
        team_id=TEAM["id"],
        channel_id="C0ALDERWICK",
        metadata={"event_type": "notice", "event_payload": {"delivery": "d1"}},
        message_ts="1757.000100",
    ),
    "channel_shared": event("channel_shared", channel="C0ALDERWICK", connected_team_id=OUTSIDE["id"]),
    "channel_unshared": event(
        "channel_unshared", channel="C0", previously_connected_team_id=OUTSIDE["id"], is_ext_shared=False
    ),
    "channel_id_changed": event("channel_id_changed", old_channel_id="G0", new_channel_id="C0"),
    "channel_archive": event("channel_archive", channel="C0", user="U0TOM"),
    "channel_unarchive": event("channel_unarchive", channel="C0", user="U0TOM"),
    "channel_left": event("channel_left", channel="C0", actor_id="U0TOM"),
    "group_archive": event("group_archive", channel="C0", user="U0TOM", is_moved=0),
    "group_unarchive": event("group_unarchive", channel="C0", actor_id="U0TOM"),
    "group_left": event("group_left", channel="C0", actor_id="U0TOM"),
    "member_joined_channel": event(
        "member_joined_channel", user="U0YUSUF", channel="C0", channel_type="C", team=TEAM["id"]
    ),
    "member_left_channel": event(
        "member_left_channel", user="U0YUSUF", channel="C0", channel_type="C", team=TEAM["id"]
    ),
    "app_uninstalled": event("app_uninstalled"),
    "tokens_revoked": event("tokens_revoked", tokens={"oauth": [], "bot": ["U0HANDRAIL"]}),
}
