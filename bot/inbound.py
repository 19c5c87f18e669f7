"""What comes in from Slack, read once into values; who acted is told from the payload as Slack Connect shapes it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from bot.escaping import as_plain

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Actor:
    """Somebody in Slack: the stable key is team and user (slack-platform.md 1.3)."""

    team_id: str
    user_id: str
    name: str = ""


@dataclass(frozen=True)
class Member:
    """Somebody as Slack describes them at this moment. A guest is inside our workspace and still an outsider."""

    team_id: str
    user_id: str
    name: str
    is_guest: bool = False
    is_bot: bool = False
    is_active: bool = True


@dataclass(frozen=True)
class Form:
    """The answers of a form. By our convention a field's block and action carry the field's name."""

    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def _answer(self, name: str) -> Mapping[str, Any]:
        block = self.values.get(name) or {}
        answer = block.get(name)
        return answer if isinstance(answer, Mapping) else {}

    def text(self, name: str) -> str:
        """Return what was typed, or nothing. A character that no database keeps is shown as one that is missing."""
        return _UNKEEPABLE.sub("\ufffd", str(self._answer(name).get("value") or ""))

    def choice(self, name: str) -> str:
        """Return the value of the option chosen, or nothing."""
        option = self._answer(name).get("selected_option") or {}
        return str(option.get("value") or "")

    def choices(self, name: str) -> tuple[str, ...]:
        """Return the values of all options ticked."""
        return tuple(str(option["value"]) for option in self._answer(name).get("selected_options") or [])

    def day(self, name: str) -> date | None:
        """Return the day chosen, or None."""
        chosen = self._answer(name).get("selected_date")
        return date.fromisoformat(chosen) if chosen else None

    def hour(self, name: str) -> time | None:
        """Return the time of day chosen, as London clocks show it, or None."""
        chosen = self._answer(name).get("selected_time")
        return time.fromisoformat(chosen) if chosen else None

    def people(self, name: str) -> tuple[str, ...]:
        """Return the Slack user ids of whoever was picked, one or several."""
        answer = self._answer(name)
        one = answer.get("selected_user")
        return (str(one),) if one else tuple(str(each) for each in answer.get("selected_users") or [])


@dataclass(frozen=True)
class Inbound:
    """What every arrival has."""

    actor: Actor
    trigger_id: str = ""
    channel: str = ""
    response_url: str = field(default="", repr=False)


@dataclass(frozen=True)
class Command(Inbound):
    """A slash command."""

    name: str = ""
    text: str = ""


@dataclass(frozen=True)
class Press(Inbound):
    """A button pressed or a choice made, in a message, a form or the home tab.

    `windows` are those that lie on top of each other where it was pressed: none outside a form, at most three. `drawn`
    is Slack's mark of what the form showed then: new each time it is drawn anew.
    """

    action_id: str = ""
    value: str = ""
    message_ts: str = ""
    view_id: str = ""
    drawn: str = ""
    in_form: bool = False
    windows: int = 0
    metadata: str = ""
    form: Form = field(default_factory=Form)


@dataclass(frozen=True)
class Submission(Inbound):
    """A form sent, the topmost of so many `windows`.

    One window may show several forms in turn. `drawn` is Slack's mark of what it shows: new each time we draw it anew,
    and the same however often one form is sent.
    """

    callback_id: str = ""
    view_id: str = ""
    drawn: str = ""
    windows: int = 1
    metadata: str = ""
    form: Form = field(default_factory=Form)

    def about(self) -> dict[str, str]:
        """Return the ids that the form carried with it."""
        return dict(json.loads(self.metadata)) if self.metadata else {}


@dataclass(frozen=True)
class Shortcut(Inbound):
    """A global shortcut, or one on a message, which `author` wrote: a person, or an app such as ourselves."""

    callback_id: str = ""
    message_text: str = field(default="", repr=False)
    message_ts: str = ""
    author: Actor = field(default_factory=lambda: Actor("", ""))


@dataclass(frozen=True)
class Happened(Inbound):
    """An event of the Events API."""

    kind: str = ""
    event: Mapping[str, Any] = field(default_factory=dict, repr=False)


def _actor(body: Mapping[str, Any], fallback_team: str) -> Actor:
    user = body.get("user") or {}
    team = user.get("team_id") or fallback_team
    return Actor(
        str(team or ""), str(user.get("id") or ""), str(user.get("name") or user.get("username") or "")
    )


def _team(body: Mapping[str, Any]) -> str:
    return str((body.get("team") or {}).get("id") or "")


def read_member(user: Mapping[str, Any]) -> Member:
    """Read what Slack says of somebody; a missing team is empty, so that nobody is ours by mistake."""
    profile = user.get("profile") or {}
    name = user.get("real_name") or profile.get("real_name") or user.get("name") or user["id"]
    return Member(
        team_id=str(user.get("team_id") or ""),
        user_id=str(user["id"]),
        name=str(name),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_bot=bool(user.get("is_bot")),
        is_active=not user.get("deleted"),
    )


def read_command(body: Mapping[str, Any]) -> Command:
    """Read a slash command. Only people of our own workspace can send one."""
    return Command(
        actor=Actor(body["team_id"], body["user_id"], body.get("user_name", "")),
        trigger_id=body.get("trigger_id", ""),
        channel=body.get("channel_id", ""),
        response_url=body.get("response_url", ""),
        name=body["command"],
        text=body.get("text", "").strip(),
    )


def _windows(view: Mapping[str, Any]) -> int:
    """Count the windows that lie on top of each other, from how the topmost names those below it."""
    below, first = view.get("previous_view_id"), view.get("root_view_id")
    if view.get("type") != "modal":
        return 0
    return 1 if not below else 2 if below == first else 3


def read_press(body: Mapping[str, Any]) -> Press:
    """Read a press. `team` is the installing workspace; the person's own is in `user` (slack-platform.md 1.2)."""
    action = body["actions"][0]
    container, view = body.get("container") or {}, body.get("view") or {}
    option = action.get("selected_option") or {}
    return Press(
        actor=_actor(body, _team(body)),
        trigger_id=body.get("trigger_id", ""),
        channel=str((body.get("channel") or {}).get("id") or container.get("channel_id") or ""),
        response_url=body.get("response_url", ""),
        action_id=action["action_id"],
        value=str(action.get("value") or option.get("value") or action.get("selected_date") or ""),
        message_ts=str(container.get("message_ts") or ""),
        view_id=str(view.get("id") or ""),
        drawn=str(view.get("hash") or ""),
        in_form=view.get("type") == "modal",
        windows=_windows(view),
        metadata=str(view.get("private_metadata") or ""),
        form=Form((view.get("state") or {}).get("values") or {}),
    )


def read_submission(body: Mapping[str, Any]) -> Submission:
    """Read a form. Here `team` is the person's own workspace, not ours: the trap of Slack Connect."""
    view = body["view"]
    return Submission(
        actor=_actor(body, _team(body)),
        trigger_id=body.get("trigger_id", ""),
        callback_id=view["callback_id"],
        view_id=view["id"],
        drawn=str(view.get("hash") or ""),
        windows=_windows(view),
        metadata=view.get("private_metadata") or "",
        form=Form((view.get("state") or {}).get("values") or {}),
    )


def read_shortcut(body: Mapping[str, Any]) -> Shortcut:
    """Read a shortcut. Only people of our own workspace have them."""
    message = body.get("message") or {}
    return Shortcut(
        actor=_actor(body, _team(body)),
        trigger_id=body.get("trigger_id", ""),
        channel=str((body.get("channel") or {}).get("id") or ""),
        response_url=body.get("response_url", ""),
        callback_id=body["callback_id"],
        message_text=as_plain(str(message.get("text") or "")),
        message_ts=str(message.get("ts") or ""),
        author=Actor(
            str(message.get("user_team") or message.get("team") or ""), str(message.get("user") or "")
        ),
    )


def read_event(body: Mapping[str, Any]) -> Happened:
    """Read an event; whose team it was may be missing, and is then empty: fail closed."""
    event = body["event"]
    channel = event.get("channel")
    return Happened(
        actor=Actor(
            str(event.get("user_team") or event.get("team") or body.get("team_id") or ""),
            str(event.get("user") or ""),
        ),
        channel=channel if isinstance(channel, str) else str(event.get("channel_id") or ""),
        kind=event["type"],
        event=event,
    )
