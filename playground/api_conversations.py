"""The Web API's conversations methods: who shares what with whom, and what was said."""

from playground import envelopes
from playground.call import Call, Method, joined_channel, need_channel_scope, visible_channel
from playground.live import LiveSlack
from playground.refusal import RefusedError
from playground.workspace import Channel, Json, Message


async def open_conversation(slack: LiveSlack, call: Call) -> Json:
    """Direct messages with one person."""
    user_id = call.required("users")
    if "," in user_id:
        raise RefusedError("method_not_supported_for_channel_type")
    person = slack.workspace.people.get(user_id)
    if person is None:
        raise RefusedError("user_not_found")
    if slack.is_stranger(person):
        raise RefusedError("user_not_visible")
    if person.deleted:
        raise RefusedError("user_disabled")
    if person.is_bot:
        raise RefusedError("cannot_dm_bot")
    already = slack.workspace.direct_messages(user_id) is not None
    channel = slack.direct_messages(person)
    return {"already_open": already, "no_op": already, "channel": {"id": channel.id}}


async def info(slack: LiveSlack, call: Call) -> Json:
    channel = visible_channel(slack, call.required("channel"))
    need_channel_scope(slack, channel, "read")
    shown = channel_body(slack, channel)
    if call.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


async def members(slack: LiveSlack, call: Call) -> Json:
    channel = visible_channel(slack, call.required("channel"))
    need_channel_scope(slack, channel, "read")
    part, cursor = call.page(channel.members)
    return {"members": part, "response_metadata": {"next_cursor": cursor}}


async def history(slack: LiveSlack, call: Call) -> Json:
    """What was said, newest first, without the replies in threads."""
    channel = joined_channel(slack, call.required("channel"))
    need_channel_scope(slack, channel, "history")
    found = [m for m in _between(channel.messages, call) if m.thread_ts in (None, m.ts)]
    part, cursor = call.page(list(reversed(found)))
    return {
        **_shown(slack, channel, part, call),
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


async def replies(slack: LiveSlack, call: Call) -> Json:
    """One message and its thread, oldest first."""
    channel = joined_channel(slack, call.required("channel"))
    need_channel_scope(slack, channel, "history")
    parent = channel.message(call.required("ts"))
    if parent is None:
        raise RefusedError("thread_not_found")
    later = [m for m in _between(channel.messages, call) if m.thread_ts == parent.ts and m is not parent]
    part, cursor = call.page([parent, *later])
    return {
        **_shown(slack, channel, part, call),
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


METHODS = {
    "conversations.open": Method(open_conversation, "im:write"),
    "conversations.info": Method(info),
    "conversations.members": Method(members),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
}


def channel_body(slack: LiveSlack, channel: Channel) -> Json:
    """A conversation as Slack describes it, with every flag that says who else can read it."""
    if channel.is_im:
        other = next(member for member in channel.members if member != slack.bot.id)
        outside = slack.workspace.is_outsider(slack.workspace.people[other])
        return {
            "id": channel.id,
            "is_im": True,
            "user": other,
            "is_archived": channel.is_archived,
            "is_org_shared": False,
            "is_ext_shared": outside,
            "is_shared": outside,
            "context_team_id": slack.home_team,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_frozen": channel.is_frozen,
        "is_general": False,
        "is_member": slack.bot.id in channel.members,
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": bool(channel.pending_team_ids),
        "pending_shared": list(channel.pending_team_ids),
        "pending_connected_team_ids": list(channel.pending_team_ids),
        "shared_team_ids": [channel.team_id, *channel.connected_team_ids],
        "connected_team_ids": list(channel.connected_team_ids),
        "internal_team_ids": [],
        "conversation_host_id": channel.team_id,
        "context_team_id": slack.home_team,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
    }


def _between(messages: list[Message], call: Call) -> list[Message]:
    oldest, latest = call.text("oldest"), call.text("latest")
    edge = call.flag("inclusive")

    def inside(ts: float) -> bool:
        if oldest and (ts < float(oldest) or (ts == float(oldest) and not edge)):
            return False
        return not (latest and (ts > float(latest) or (ts == float(latest) and not edge)))

    try:
        return [message for message in messages if inside(float(message.ts))]
    except ValueError as wrong:
        raise RefusedError("invalid_ts_oldest") from wrong


def _shown(slack: LiveSlack, channel: Channel, part: list[Message], call: Call) -> Json:
    full = call.flag("include_all_metadata")
    shown = []
    for message in part:
        body = envelopes.message_body(slack, message, with_metadata=full)
        answers = [m for m in channel.messages if m.thread_ts == message.ts and m is not message]
        if answers:
            body |= {"thread_ts": message.ts, "reply_count": len(answers), "latest_reply": answers[-1].ts}
        shown.append(body)
    return {"messages": shown, "pin_count": len(channel.pins)}
