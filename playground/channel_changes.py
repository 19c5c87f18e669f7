"""What happens to channels from outside: somebody joins or leaves, another organisation is let in, an id changes."""

from playground import events
from playground.acts import NotPossibleError, done
from playground.live import LiveSlack
from playground.workspace import Channel, Json, Person


async def join(slack: LiveSlack, actor: Person, body: Json) -> Json:
    """`as` comes into the channel; the bot too, when somebody brings it (`as` is then the bot)."""
    channel = _channel(slack, body["channel"])
    if actor.id in channel.members:
        raise NotPossibleError("already_in_channel", f"{actor.name} is already here.")
    channel.members.append(actor.id)
    slack.revision.rise()
    if slack.bot.id in channel.members:
        told = _about_member(channel, actor)
        await events.about_channel(slack, "member_joined_channel", channel, told)
    return done()


async def leave(slack: LiveSlack, actor: Person, body: Json) -> Json:
    channel = _channel(slack, body["channel"])
    if actor.id not in channel.members:
        raise NotPossibleError("not_in_channel", f"{actor.name} is not here.")
    channel.members.remove(actor.id)
    slack.revision.rise()
    if actor.id == slack.bot.id:
        taken_out_by = {"channel": channel.id, "actor_id": body.get("by", channel.members[0])}
        await events.about_channel(slack, _named(channel, "left"), channel, taken_out_by)
        return done()
    told = _about_member(channel, actor)
    await events.about_channel(slack, "member_left_channel", channel, told)
    return done()


async def archive(slack: LiveSlack, actor: Person, body: Json) -> Json:
    """Somebody puts the channel away: nobody can write in it."""
    channel = _channel(slack, body["channel"])
    channel.is_archived = True
    slack.revision.rise()
    told: Json = {"channel": channel.id, "user": actor.id} | ({"is_moved": 0} if channel.is_private else {})
    await events.about_channel(slack, _named(channel, "archive"), channel, told)
    return done()


async def unarchive(slack: LiveSlack, actor: Person, body: Json) -> Json:
    """Somebody takes it out again."""
    channel = _channel(slack, body["channel"])
    channel.is_archived = False
    slack.revision.rise()
    told = {"channel": channel.id, "actor_id" if channel.is_private else "user": actor.id}
    await events.about_channel(slack, _named(channel, "unarchive"), channel, told)
    return done()


async def begin_share(slack: LiveSlack, _actor: Person, body: Json) -> Json:
    """An invitation to another organisation is out: Slack says to treat the channel as shared already."""
    channel = _channel(slack, body["channel"])
    if body["team"] not in channel.pending_team_ids:
        channel.pending_team_ids.append(body["team"])
    slack.revision.rise()
    return done()


async def share(slack: LiveSlack, _actor: Person, body: Json) -> Json:
    """Another organisation has come in."""
    channel = _channel(slack, body["channel"])
    team = body["team"]
    if team not in slack.workspace.teams:
        raise NotPossibleError("team_not_found", "There is no such organisation.")
    channel.pending_team_ids = [pending for pending in channel.pending_team_ids if pending != team]
    if team not in channel.connected_team_ids:
        channel.connected_team_ids.append(team)
    slack.revision.rise()
    told = {"connected_team_id": team, "channel": channel.id}
    await events.about_channel(slack, "channel_shared", channel, told)
    return done()


async def unshare(slack: LiveSlack, _actor: Person, body: Json) -> Json:
    """An organisation is gone from the channel, and its people with it."""
    channel = _channel(slack, body["channel"])
    team, people = body["team"], slack.workspace.people
    if team not in channel.connected_team_ids:
        raise NotPossibleError("not_connected", "That organisation is not in this channel.")
    channel.connected_team_ids.remove(team)
    channel.members = [member for member in channel.members if people[member].team_id != team]
    slack.revision.rise()
    told = {
        "previously_connected_team_id": team,
        "channel": channel.id,
        "is_ext_shared": channel.is_ext_shared,
    }
    await events.about_channel(slack, "channel_unshared", channel, told)
    return done()


async def change_id(slack: LiveSlack, _actor: Person, body: Json) -> Json:
    """Slack gives the channel another id, as starting a share of a private channel can; the old one is gone."""
    channel = _channel(slack, body["channel"])
    old, new = channel.id, slack.workspace.new_id("C")
    channel.id = new
    slack.workspace.channels = {
        (new if key == old else key): kept for key, kept in slack.workspace.channels.items()
    }
    slack.revision.rise()
    told = {"old_channel_id": old, "new_channel_id": new}
    await events.about_channel(slack, "channel_id_changed", channel, told)
    return done(channel=new)


ACTS = {
    "join": join,
    "leave": leave,
    "archive": archive,
    "unarchive": unarchive,
    "begin_share": begin_share,
    "share": share,
    "unshare": unshare,
    "change_channel_id": change_id,
}


def _channel(slack: LiveSlack, channel_id: str) -> Channel:
    channel = slack.workspace.channels.get(channel_id)
    if channel is None:
        raise NotPossibleError("channel_not_found", "There is no such channel.")
    return channel


def _named(channel: Channel, what: str) -> str:
    """Slack names what happens to private channels as it did when they were called groups."""
    return f"{'group' if channel.is_private else 'channel'}_{what}"


def _about_member(channel: Channel, person: Person) -> Json:
    kind = "G" if channel.is_private else "C"
    return {"user": person.id, "channel": channel.id, "channel_type": kind, "team": person.team_id}
