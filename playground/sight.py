"""What one person sees of the workspace, and nothing else."""

from datetime import UTC, datetime

from playground.live import LiveSlack
from playground.workspace import Channel, Json, Message, Person


def people(slack: LiveSlack) -> list[Json]:
    """Everybody whom a visitor can be."""
    return [me(slack, person) for person in slack.workspace.people.values() if not person.is_bot]


def me(slack: LiveSlack, person: Person) -> Json:
    outsider = slack.workspace.is_outsider(person)
    return {
        "id": person.id,
        "name": person.name,
        "about": person.about,
        "team": person.team_id,
        "organisation": slack.workspace.teams[person.team_id].name,
        "outsider": outsider,
        "guest": person.is_restricted,
        "can_command": not outsider,
    }


def view_of(slack: LiveSlack, person: Person) -> Json:
    """The whole screen of one person."""
    outsider = slack.workspace.is_outsider(person)
    channels = sorted(
        slack.workspace.channels_of(person.id), key=lambda channel: (channel.is_im, channel.name)
    )
    home = slack.workspace.homes.get(person.id)
    return {
        "revision": slack.revision.number,
        "now": slack.clock.now().isoformat(),
        "me": me(slack, person),
        "app": {"id": slack.bot.id, "name": slack.app.name},
        "commands": [] if outsider else [_command(command) for command in slack.app.commands],
        "shortcuts": [] if outsider else [_shortcut(shortcut) for shortcut in slack.app.shortcuts],
        "conversations": [_conversation(slack, person, channel) for channel in channels],
        "modals": [
            {"view_id": form.view.id, "view": form.view.body, "errors": form.errors, "answers": form.answers}
            for form in slack.forms.get(person.id, ())
        ],
        "home": home.body if home else None,
        "unread": {channel.id: _unread(person, channel) for channel in channels},
        "faults": {"mode": slack.faults.mode},
    }


def _command(command: Json) -> Json:
    return {key: command.get(key, "") for key in ("command", "description", "usage_hint")}


def _shortcut(shortcut: Json) -> Json:
    return {
        "name": shortcut["name"],
        "callback_id": shortcut["callback_id"],
        "type": shortcut.get("type", "global"),
        "description": shortcut.get("description", ""),
    }


def _conversation(slack: LiveSlack, person: Person, channel: Channel) -> Json:
    teams = [channel.team_id, *channel.connected_team_ids]
    others = [slack.workspace.teams[team].name for team in teams if team != person.team_id]
    hidden = [o.message for o in slack.only_you if (o.person, o.channel) == (person.id, channel.id)]
    threads: dict[str, list[Message]] = {}
    for message in sorted([*channel.messages, *hidden], key=lambda message: message.ts):
        answers = message.thread_ts if message.thread_ts != message.ts else None
        threads.setdefault(answers or "", []).append(message)
    return {
        "id": channel.id,
        "name": slack.app.name if channel.is_im else channel.name,
        "kind": "direct" if channel.is_im else "channel",
        "private": channel.is_private,
        "archived": channel.is_archived,
        "topic": channel.topic,
        "shared_with": others if channel.is_ext_shared else [],
        "organisations": [
            {"team": team.id, "name": team.name, "in": team.id in channel.connected_team_ids}
            for team in slack.workspace.teams.values()
            if team.id != channel.team_id and not channel.is_im
        ],
        "members": [_name(slack, member) for member in channel.members],
        "pins": list(channel.pins),
        "messages": [_message(slack, message, threads, hidden) for message in threads.get("", ())],
    }


def _message(
    slack: LiveSlack, message: Message, threads: dict[str, list[Message]], hidden: list[Message]
) -> Json:
    author = slack.workspace.people.get(message.user)
    return {
        "ts": message.ts,
        "user": message.user,
        "name": _name(slack, message.user),
        "bot": bool(author and author.is_bot),
        "text": message.text,
        "blocks": message.blocks,
        "thread_ts": message.thread_ts,
        "replies": [_message(slack, reply, {}, hidden) for reply in threads.get(message.ts, ())],
        "ephemeral": any(message is other for other in hidden),
        "edited": message.edited_ts is not None,
        "at": datetime.fromtimestamp(float(message.ts), UTC).isoformat(),
    }


def _unread(person: Person, channel: Channel) -> int:
    seen = channel.read_up_to.get(person.id, "")
    return sum(1 for message in channel.messages if message.ts > seen and message.user != person.id)


def _name(slack: LiveSlack, user_id: str) -> str:
    person = slack.workspace.people.get(user_id)
    return person.name if person else user_id
