"""Which events the bot hears of, and their inner payloads. Only what the manifest subscribes to is sent."""

from playground import envelopes
from playground.delivery import Parcel
from playground.live import LiveSlack
from playground.workspace import Channel, Json, Message, Person

# A subscription without its scope brings nothing.
SCOPE_OF_EVENT = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message_metadata_posted": "metadata.message:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_left": "channels:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_left": "groups:read",
}


def _heard(slack: LiveSlack, name: str) -> bool:
    scope = SCOPE_OF_EVENT.get(name)
    return name in slack.app.bot_events and (scope is None or scope in slack.app.scopes)


async def said(slack: LiveSlack, channel: Channel, message: Message) -> None:
    """A person wrote something: tell the bot when it may hear of it."""
    author = slack.workspace.people[message.user]
    told: Json = {
        "user": author.id,
        "text": message.text,
        "ts": message.ts,
        "channel": channel.id,
        "event_ts": message.ts,
        "team": author.team_id,
        "user_team": author.team_id,
        "blocks": _as_rich_text(message.text),
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }
    if f"<@{slack.bot.id}>" in message.text and not channel.is_im and _heard(slack, "app_mention"):
        await slack.line.tell(_parcel(slack, {"type": "app_mention", **told}, channel))
    kind = _kind(channel)
    if _heard(slack, f"message.{_SUBSCRIPTION[kind]}"):
        await slack.line.tell(_parcel(slack, {"type": "message", "channel_type": kind, **told}, channel))


def bot_posted(slack: LiveSlack, channel: Channel, message: Message) -> None:
    """The bot's own post comes back to it, as every message of a conversation does that it may listen to."""
    told = {**envelopes.message_body(slack, message), "channel": channel.id, "event_ts": message.ts}
    told.pop("metadata", None)  # the event as Slack publishes it has no place for it
    _tell_of_message(slack, channel, told)
    metadata_posted(slack, channel, message)


def bot_changed(slack: LiveSlack, channel: Channel, before: Json, message: Message | None) -> None:
    """The bot changed or deleted its own message: that comes back too. `before` is what it was."""
    told: Json = {
        "type": "message",
        "subtype": "message_changed" if message else "message_deleted",
        "hidden": True,
        "channel": channel.id,
        "previous_message": before,
        "ts": channel.next_ts(slack.clock.now()),
    }
    told |= {"message": envelopes.message_body(slack, message)} if message else {"deleted_ts": before["ts"]}
    _tell_of_message(slack, channel, {**told, "event_ts": told["ts"]})


def _tell_of_message(slack: LiveSlack, channel: Channel, told: Json) -> None:
    kind = _kind(channel)
    if _heard(slack, f"message.{_SUBSCRIPTION[kind]}"):
        slack.line.tell_later(_parcel(slack, {**told, "channel_type": kind}, channel))


def metadata_posted(slack: LiveSlack, channel: Channel, message: Message) -> None:
    """The bot's own post carried metadata: send its receipt, in the background, since the bot is still posting."""
    subscribed = {subscription["event_type"] for subscription in slack.app.metadata_subscriptions}
    if message.metadata is None or message.metadata["event_type"] not in subscribed:
        return
    if _heard(slack, "message_metadata_posted"):
        told = {
            "type": "message_metadata_posted",
            "app_id": slack.app.app_id,
            "bot_id": slack.app.bot_id,
            "user_id": slack.bot.id,
            "team_id": slack.home_team,
            "channel_id": channel.id,
            "metadata": message.metadata,
            "message_ts": message.ts,
            "event_ts": message.ts,
        }
        slack.line.tell_later(_parcel(slack, told, channel))


async def home_opened(slack: LiveSlack, person: Person, tab: str) -> None:
    """Somebody opened the home tab (`home`) or the direct messages (`messages`) of the bot."""
    if not _heard(slack, "app_home_opened"):
        return
    channel = slack.direct_messages(person)
    told: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": channel.id,
        "tab": tab,
        "event_ts": f"{slack.clock.now().timestamp():.6f}",
    }
    view = slack.workspace.homes.get(person.id)
    if tab == "home" and view is not None:
        told["view"] = envelopes.view_body(slack, view)
    await slack.line.tell(_parcel(slack, told, channel))


async def about_channel(slack: LiveSlack, name: str, channel: Channel, told: Json) -> None:
    """A channel changed: somebody joined, it was shared, it has a new id."""
    if _heard(slack, name):
        event_ts = f"{slack.clock.now().timestamp():.6f}"
        await slack.line.tell(_parcel(slack, {"type": name, **told, "event_ts": event_ts}, channel))


def _parcel(slack: LiveSlack, told: Json, channel: Channel) -> Parcel:
    return envelopes.event(slack, told, shared=channel.is_ext_shared)


_SUBSCRIPTION = {"im": "im", "group": "groups", "channel": "channels"}


def _kind(channel: Channel) -> str:
    if channel.is_im:
        return "im"
    return "group" if channel.is_private else "channel"


def _as_rich_text(text: str) -> list[Json]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}]
