"""Payloads that Slack never sends, each with the reason that a judge must give.

A stand-in that sent these would teach the bot to rely on what is never there, or to do without what always is.
"""

from __future__ import annotations

from typing import Any

from tests.judges.samples import plain
from tests.judges.samples.sent_by_slack import ANSWERS, PRESSED, SENT, event, shown, without

JsonObject = dict[str, Any]

PRESS, FORM = SENT["block_actions_on_message"], SENT["view_submission"]

NEVER_SENT: dict[str, tuple[str, JsonObject, str]] = {
    "a command by nobody": (
        "slash_command",
        without(SENT["slash_command"], "user_id"),
        "'user_id' is a required",
    ),
    "a command without words, not even empty ones": (
        "slash_command",
        without(SENT["slash_command"], "text"),
        "'text' is a required",
    ),
    "a press without a trigger": (
        "block_actions_on_message",
        without(PRESS, "trigger_id"),
        "'trigger_id' is a req",
    ),
    "a press in no channel": (
        "block_actions_on_message",
        without(PRESS, "channel"),
        "'channel' is a required",
    ),
    "a press of nothing": ("block_actions_on_message", PRESS | {"actions": []}, "nothing was pressed"),
    "a press of what was not shown": (
        "block_actions_on_message",
        PRESS | {"actions": [PRESSED | {"action_id": "elsewhere"}]},
        "not among the blocks shown",
    ),
    "a press of a made-up kind": (
        "block_actions_on_message",
        PRESS | {"actions": [PRESSED | {"type": "lever"}]},
        "actions[0].type: should be one of",
    ),
    "a press with a mood": ("block_actions_on_message", PRESS | {"mood": "calm"}, "'mood' was unexpected"),
    "a press in a form with a response_url": (
        "block_actions_on_view",
        SENT["block_actions_on_view"] | {"response_url": "https://hooks.example/1"},
        "'response_url' was unexpected",
    ),
    "a form without answers": (
        "view_submission",
        FORM | {"view": without(shown(), "state")},
        "'state' is a required",
    ),
    "a form that forgets a question": (
        "view_submission",
        FORM | {"view": shown(state={"values": {}})},
        "has no answer",
    ),
    "an answer to no question": (
        "view_submission",
        FORM | {"view": shown(state={"values": ANSWERS["values"] | {"due": ANSWERS["values"]["told"]}})},
        "belongs to no block",
    ),
    "an answer that is a bare word": (
        "view_submission",
        FORM | {"view": shown(state={"values": {"told": {"told": "A gap"}}})},
        "should be of type object",
    ),
    "a form titled in bare words": (
        "view_submission",
        FORM | {"view": shown(title="Log a concern")},
        "title: should be of type object",
    ),
    "a closed form that hides whether all were closed": (
        "view_closed",
        without(SENT["view_closed"], "is_cleared"),
        "'is_cleared' is a required",
    ),
    "a closed form with a trigger": (
        "view_closed",
        SENT["view_closed"] | {"trigger_id": "1.2"},
        "'trigger_id' was unexpected",
    ),
    "a global shortcut in a channel": (
        "shortcut",
        SENT["shortcut"] | {"channel": {"id": "C0", "name": "alderwick"}},
        "'channel' was unexpected",
    ),
    "a message shortcut on no message": (
        "message_action",
        without(SENT["message_action"], "message"),
        "'message' is a required",
    ),
    "an event without an id": (
        "channel_shared",
        without(SENT["channel_shared"], "event_id"),
        "'event_id' is a req",
    ),
    "an event of another kind": (
        "channel_shared",
        event("channel_archive", channel="C0"),
        "event.type: should be",
    ),
    "a share with nobody": (
        "channel_shared",
        event("channel_shared", channel="C0"),
        "'connected_team_id' is a req",
    ),
    "a direct message in a channel": (
        "message.im",
        event("message", user="U0", text="Hello", ts="1757.1", channel="C0", channel_type="channel"),
        "channel_type: should be im",
    ),
    "a receipt without its metadata": (
        "message_metadata_posted",
        event(
            "message_metadata_posted",
            app_id="A0",
            user_id="U0",
            team_id="T0",
            channel_id="C0",
            message_ts="1",
        ),
        "'metadata' is a required",
    ),
    "a home tab as an untyped view": (
        "app_home_opened",
        event("app_home_opened", user="U0", channel="D0", tab="home", view={"title": plain("Mine")}),
        "'id' is a required",
    ),
}
