"""What Slack tells the bot of a command, a press, a form, an event: the payloads, field by field.

An outsider's payloads name two teams. In a press `team` is the one in which the app is installed and
`user.team_id` the outsider's own; in a form `team` is the outsider's and `view.app_installed_team_id` ours.
"""

from datetime import datetime

from playground.blocks import Placed
from playground.delivery import COMMAND, EVENT, INTERACTION, Parcel
from playground.live import LiveSlack
from playground.workspace import Channel, Json, Message, Person, View

# Obsolete, still in every payload, and checked by nobody: the signature took its place.
VERIFICATION_TOKEN = "playground-obsolete"  # noqa: S105 - not a secret: Slack's retired field, sent but never checked


def command(slack: LiveSlack, actor: Person, channel: Channel, name: str, text: str) -> Parcel:
    """A slash command. Only people of the home team have any."""
    home = slack.workspace.teams[slack.home_team]
    return Parcel(
        COMMAND,
        name,
        {
            "token": VERIFICATION_TOKEN,
            "team_id": home.id,
            "team_domain": home.domain,
            "channel_id": channel.id,
            "channel_name": _channel_name(channel),
            "user_id": actor.id,
            "user_name": user_name(actor),
            "command": name,
            "text": text,
            "api_app_id": slack.app.app_id,
            "is_enterprise_install": "false",
            "response_url": answer_url(slack, actor, channel),
            "trigger_id": slack.triggers.give(actor.id),
        },
    )


def answer_url(
    slack: LiveSlack, actor: Person, channel: Channel, ts: str | None = None, *, hidden: bool = False
) -> str:
    key = slack.answer_addresses.give(actor.id, channel.id, ts, is_ephemeral=hidden)
    return f"{slack.url}/answers/{key}"


def shortcut(slack: LiveSlack, actor: Person, callback_id: str) -> Parcel:
    payload = {
        **_interaction(slack, actor, "shortcut", slack.home_team),
        "callback_id": callback_id,
        "action_ts": _moment(slack.clock.now()),
    }
    # Slack tells a little less of a global shortcut than of anything else.
    del payload["api_app_id"], payload["user"]["name"]
    return Parcel(INTERACTION, f"shortcut {callback_id}", payload)


def message_shortcut(
    slack: LiveSlack, actor: Person, callback_id: str, channel: Channel, message: Message
) -> Parcel:
    payload = {
        **_interaction(slack, actor, "message_action", slack.home_team),
        "callback_id": callback_id,
        "action_ts": _moment(slack.clock.now()),
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "message_ts": message.ts,
        "message": message_body(slack, message),
        "response_url": answer_url(slack, actor, channel, message.ts),
    }
    del payload["api_app_id"]
    return Parcel(INTERACTION, f"message shortcut {callback_id}", payload)


def press_in_message(
    slack: LiveSlack, actor: Person, channel: Channel, message: Message, action: Json, state: Json
) -> Parcel:
    hidden = slack.ephemeral(actor.id, channel.id, message.ts) is not None
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": hidden,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }
    payload = {
        **_interaction(slack, actor, "block_actions", slack.home_team),
        "container": container,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "state": state,
        "response_url": answer_url(slack, actor, channel, message.ts, hidden=hidden),
        "actions": [action],
    }
    if not hidden:
        payload["message"] = message_body(slack, message)
    return Parcel(INTERACTION, f"press {action['action_id']}", payload)


def press_in_view(slack: LiveSlack, actor: Person, view: View, action: Json, state: Json) -> Parcel:
    payload = {
        **_interaction(slack, actor, "block_actions", slack.home_team),
        "container": {"type": "view", "view_id": view.id},
        "view": view_body(slack, view, state),
        "actions": [action],
    }
    return Parcel(INTERACTION, f"press {action['action_id']}", payload)


def submission(slack: LiveSlack, actor: Person, view: View, state: Json) -> Parcel:
    payload = {
        **_interaction(slack, actor, "view_submission", actor.team_id),
        "view": view_body(slack, view, state),
        "response_urls": [],
    }
    return Parcel(INTERACTION, f"submit {view.body.get('callback_id', '')}", payload)


def closing(slack: LiveSlack, actor: Person, view: View, state: Json) -> Parcel:
    payload = {
        **_interaction(slack, actor, "view_closed", actor.team_id),
        "view": view_body(slack, view, state),
        "is_cleared": False,
    }
    del payload["trigger_id"]
    return Parcel(INTERACTION, f"close {view.body.get('callback_id', '')}", payload)


def pressed(placed: Placed, now: datetime, answer: Json) -> Json:
    """The `actions` entry for one element, with what was chosen in it."""
    element = placed.element
    kept: Json = {
        key: element[key]
        for key in ("type", "action_id", "text", "value", "style", "placeholder")
        if key in element
    }
    return {**kept, "block_id": placed.block_id, **answer, "action_ts": _moment(now)}


def view_body(slack: LiveSlack, view: View, state: Json | None = None) -> Json:
    """A view as Slack hands it out: what the app sent, and what Slack knows besides."""
    person = slack.workspace.people[view.person]
    modal = {"title": None, "close": None, "submit": None} if view.body["type"] == "modal" else {}
    return {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        **modal,
        **view.body,
        "id": view.id,
        "team_id": person.team_id,
        "state": state or {"values": {}},
        "hash": view.hash,
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": slack.app.app_id,
        "app_installed_team_id": slack.home_team,
        "bot_id": slack.app.bot_id,
    }


def message_body(slack: LiveSlack, message: Message, *, with_metadata: bool = False) -> Json:
    """A message as the Web API and the payloads show it."""
    author = slack.workspace.people.get(message.user)
    body: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": author.team_id if author else slack.home_team,
    }
    if message.blocks:
        body["blocks"] = message.blocks
    if message.bot_id:
        body |= {"bot_id": message.bot_id, "app_id": slack.app.app_id}
    if message.subtype:
        body["subtype"] = message.subtype
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if message.edited_ts:
        body["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.metadata:
        kept = message.metadata if with_metadata else {"event_type": message.metadata["event_type"]}
        body["metadata"] = kept
    return body


def event(slack: LiveSlack, inner: Json, *, shared: bool = False) -> Parcel:
    """An event in its outer payload, with an id of its own."""
    payload = {
        "token": VERIFICATION_TOKEN,
        "team_id": slack.home_team,
        "context_team_id": slack.home_team,
        "context_enterprise_id": None,
        "api_app_id": slack.app.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": slack.workspace.new_id("Ev"),
        "event_time": int(slack.clock.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": slack.home_team,
                "user_id": slack.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": slack.workspace.new_id("4-"),
    }
    return Parcel(EVENT, f"event {inner['type']}", payload)


def _interaction(slack: LiveSlack, actor: Person, kind: str, team_id: str) -> Json:
    team = slack.workspace.teams[team_id]
    return {
        "type": kind,
        "token": VERIFICATION_TOKEN,
        "api_app_id": slack.app.app_id,
        "team": {"id": team.id, "domain": team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {
            "id": actor.id,
            "username": user_name(actor),
            "name": user_name(actor),
            "team_id": actor.team_id,
        },
        "trigger_id": slack.triggers.give(actor.id),
    }


def user_name(person: Person) -> str:
    return person.name.lower().replace(" ", ".")


def _channel_name(channel: Channel) -> str:
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def _moment(now: datetime) -> str:
    return f"{now.timestamp():.6f}"
