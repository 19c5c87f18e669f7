"""One call of the Web API: its arguments, however they were sent, and what they may point at."""

import base64
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playground.live import LiveSlack
from playground.refusal import RefusedError, refuse_payload
from playground.workspace import Channel, Json, Person


@dataclass(frozen=True)
class Call:
    """The name of a method and its arguments. Reading one refuses it as Slack would."""

    method: str
    arguments: Json

    def text(self, name: str, default: str = "") -> str:
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise refuse_payload("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1"}

    def whole_number(self, name: str, default: int) -> int:
        try:
            return int(self.text(name) or default)
        except ValueError as wrong:
            raise refuse_payload("invalid_arguments", [f"[ERROR] must be an integer: {name}"]) from wrong

    def structure(self, name: str, code: str = "invalid_arguments") -> Any:
        """An argument that is JSON, sent as such or, in a form, as text. None when it was not sent."""
        value = self.arguments.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError as wrong:
            raise refuse_payload(code, [f"[ERROR] must be valid JSON: {name}"]) from wrong

    def page(self, items: Sequence[Any], default: int = 100) -> tuple[list[Any], str]:
        """The part of a list that `limit` and `cursor` ask for, and the cursor of the next part."""
        limit = max(1, min(1000, self.whole_number("limit", default) or default))
        start = _offset(self.text("cursor"))
        part = list(items[start : start + limit])
        more = start + limit < len(items)
        return part, base64.urlsafe_b64encode(str(start + limit).encode()).decode() if more else ""


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.urlsafe_b64decode(cursor.encode()))
    except ValueError as wrong:
        raise RefusedError("invalid_cursor") from wrong


@dataclass(frozen=True)
class Method:
    """A method of the Web API and the scope that it always needs."""

    run: Callable[[LiveSlack, Call], Awaitable[Json]]
    scope: str | None = None
    token: str = "bot"  # noqa: S105 - the kind of token, not a token


def need_scope(slack: LiveSlack, *any_of: str) -> None:
    """Raises RefusedError with missing_scope when the app holds none of these."""
    if not slack.app.scopes & set(any_of):
        raise RefusedError(
            "missing_scope", needed=",".join(any_of), provided=",".join(sorted(slack.app.scopes))
        )


def need_channel_scope(slack: LiveSlack, channel: Channel, act: str) -> None:
    """The scope for reading or history (`act`) depends on what kind of conversation it is."""
    kind = "im" if channel.is_im else "groups" if channel.is_private else "channels"
    need_scope(slack, f"{kind}:{act}")


def visible_channel(slack: LiveSlack, channel_id: str) -> Channel:
    """A channel of which the bot may know. Raises RefusedError with channel_not_found."""
    channel = slack.workspace.channels.get(channel_id)
    if channel is None or (channel.is_private and slack.bot.id not in channel.members):
        raise RefusedError("channel_not_found")
    return channel


def joined_channel(slack: LiveSlack, channel_id: str) -> Channel:
    """A channel in which the bot is. Raises RefusedError with channel_not_found or not_in_channel."""
    channel = visible_channel(slack, channel_id)
    if slack.bot.id not in channel.members:
        raise RefusedError("not_in_channel")
    return channel


def visible_person(slack: LiveSlack, user_id: str) -> Person:
    """Somebody of whom the bot may know. Raises RefusedError with user_not_found or user_not_visible."""
    person = slack.workspace.people.get(user_id)
    if person is None:
        raise RefusedError("user_not_found")
    if slack.is_stranger(person):
        raise RefusedError("user_not_visible")
    return person
