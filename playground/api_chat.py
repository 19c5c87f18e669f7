"""The Web API's chat methods and pins: posting, mending, deleting."""

import json
from typing import Any

from playground import envelopes, events, limits
from playground.blocks import with_names
from playground.call import Call, Method, joined_channel, visible_channel
from playground.live import LiveSlack
from playground.refusal import RefusedError, refuse_payload
from playground.workspace import Channel, Json, Message

LONGEST_TEXT_KEPT = 40_000
LONGEST_TEXT_OF_UPDATE = 4_000
LONGEST_TEXT_OF_EPHEMERAL = 4_000
LONGEST_METADATA = 16_000


async def post_message(slack: LiveSlack, call: Call) -> Json:
    channel = _destination(slack, call.required("channel"))
    text, blocks = _content(call)
    _require_files(slack, blocks)
    thread_ts = _thread(channel, call)
    metadata = _metadata(call)
    slack.pacing.spend(channel.id)
    message = slack.post(
        channel,
        slack.bot.id,
        text[:LONGEST_TEXT_KEPT],
        blocks,
        thread_ts=thread_ts,
        metadata=metadata,
        bot_id=slack.app.bot_id,
    )
    events.bot_posted(slack, channel, message)
    shown = envelopes.message_body(slack, message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


async def update(slack: LiveSlack, call: Call) -> Json:
    channel = joined_channel(slack, call.required("channel"))
    _writable(channel)
    message = _own_message(slack, channel, call.required("ts"), "cant_update_message")
    text, blocks = _content(call)
    _require_files(slack, blocks)
    if len(text) > LONGEST_TEXT_OF_UPDATE:
        raise RefusedError("msg_too_long")
    before = envelopes.message_body(slack, message)
    message.text = text
    message.blocks = with_names(blocks, prefix=message.ts[-4:])
    message.metadata = _metadata(call) or message.metadata
    if not blocks:
        # Slack marks only updates without blocks as edited.
        message.edited_ts = f"{slack.clock.now().timestamp():.6f}"
    slack.revision.rise()
    events.bot_changed(slack, channel, before, message)
    shown = envelopes.message_body(slack, message)
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": shown}


async def delete(slack: LiveSlack, call: Call) -> Json:
    channel = joined_channel(slack, call.required("channel"))
    message = _own_message(slack, channel, call.required("ts"), "cant_delete_message")
    before = envelopes.message_body(slack, message)
    channel.messages.remove(message)
    channel.pins = [pin for pin in channel.pins if pin != message.ts]
    slack.revision.rise()
    events.bot_changed(slack, channel, before, None)
    return {"channel": channel.id, "ts": message.ts}


async def post_ephemeral(slack: LiveSlack, call: Call) -> Json:
    channel = joined_channel(slack, call.required("channel"))
    _writable(channel)
    person = call.required("user")
    if person not in channel.members:
        raise RefusedError("user_not_in_channel")
    text, blocks = _content(call)
    if len(text.encode()) > LONGEST_TEXT_OF_EPHEMERAL:
        raise RefusedError("msg_too_long")
    message = slack.show_only_to(person, channel, text, blocks, call.text("thread_ts") or None)
    return {"message_ts": message.ts}


async def get_permalink(slack: LiveSlack, call: Call) -> Json:
    channel = visible_channel(slack, call.required("channel"))
    ts = call.required("message_ts")
    if channel.message(ts) is None:
        raise RefusedError("message_not_found")
    domain = slack.workspace.teams[slack.home_team].domain
    link = f"https://{domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


async def add_pin(slack: LiveSlack, call: Call) -> Json:
    channel = joined_channel(slack, call.required("channel"))
    ts = call.required("timestamp")
    if channel.message(ts) is None:
        raise RefusedError("message_not_found")
    if ts in channel.pins:
        raise RefusedError("already_pinned")
    channel.pins.append(ts)
    slack.revision.rise()
    return {}


async def remove_pin(slack: LiveSlack, call: Call) -> Json:
    channel = joined_channel(slack, call.required("channel"))
    ts = call.required("timestamp")
    if ts not in channel.pins:
        raise RefusedError("no_pin")
    channel.pins.remove(ts)
    slack.revision.rise()
    return {}


METHODS = {
    "chat.postMessage": Method(post_message, "chat:write"),
    "chat.update": Method(update, "chat:write"),
    "chat.delete": Method(delete, "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write"),
    "chat.getPermalink": Method(get_permalink),
    "pins.add": Method(add_pin, "pins:write"),
    "pins.remove": Method(remove_pin, "pins:write"),
}


def _destination(slack: LiveSlack, named: str) -> Channel:
    """Where to post: a channel's id, its name, or a person's id, which means the direct messages with them."""
    person = slack.workspace.people.get(named)
    if person is not None:
        if slack.is_stranger(person) or person.deleted or person.is_bot:
            raise RefusedError("channel_not_found")
        channel = slack.direct_messages(person)
    else:
        by_name = {f"#{c.name}": c.id for c in slack.workspace.channels.values() if not c.is_im}
        channel = joined_channel(slack, by_name.get(named, named))
    _writable(channel)
    return channel


def _writable(channel: Channel) -> None:
    if channel.is_archived:
        raise RefusedError("is_archived")
    if channel.is_frozen:
        raise RefusedError("is_inactive")


def _content(call: Call) -> tuple[str, list[Json]]:
    """What to say. Raises RefusedError with no_text, invalid_blocks or msg_blocks_too_long."""
    text = call.text("text")
    blocks: Any = call.structure("blocks", "invalid_blocks") or []
    faults = limits.faults_in_message(blocks)
    if faults:
        raise refuse_payload("invalid_blocks", faults)
    if limits.too_long_together(blocks):
        raise RefusedError("msg_blocks_too_long")
    if not text.strip() and not blocks:
        raise RefusedError("no_text")
    return text, blocks


def _require_files(slack: LiveSlack, blocks: list[Json]) -> None:
    """Raises RefusedError with invalid_blocks for a picture that was never uploaded whole."""
    for number, block in enumerate(blocks):
        named = block.get("slack_file") or {}
        if named and slack.files.shown(str(named.get("id"))) is None:
            raise refuse_payload(
                "invalid_blocks", [f"[ERROR] invalid slack file [json-pointer:/blocks/{number}]"]
            )


def _thread(channel: Channel, call: Call) -> str | None:
    thread_ts = call.text("thread_ts") or None
    if thread_ts is None:
        return None
    parent = channel.message(thread_ts)
    if parent is None:
        raise RefusedError("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


def _metadata(call: Call) -> Json | None:
    metadata = call.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise RefusedError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise RefusedError("invalid_metadata_format")
    if len(json.dumps(metadata)) > LONGEST_METADATA:
        raise RefusedError("metadata_too_large")
    return metadata


def _own_message(slack: LiveSlack, channel: Channel, ts: str, otherwise: str) -> Message:
    message = channel.message(ts)
    if message is None:
        raise RefusedError("message_not_found")
    if message.user != slack.bot.id:
        raise RefusedError(otherwise)
    return message
