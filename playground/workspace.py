"""The stand-in workspace as plain data: teams, people, channels, messages, homes, and its one file on disc."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

Json = dict[str, Any]


@dataclass
class Team:
    """One organisation's own Slack."""

    id: str
    name: str
    domain: str = ""


@dataclass
class Person:
    """Somebody with a Slack account, or the bot. `about` is a sentence for a newcomer."""

    id: str
    team_id: str
    name: str
    about: str = ""
    tz: str = "Europe/London"
    email: str = ""
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    is_admin: bool = False
    deleted: bool = False
    do_not_disturb: bool = False


@dataclass
class Message:
    """One message as everybody in its channel sees it. `ts` is Slack's name for it and its UTC second."""

    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    edited_ts: str | None = None
    metadata: Json | None = None
    bot_id: str | None = None
    subtype: str | None = None


@dataclass
class Channel:
    """A channel, or with `is_im` the direct messages of one person with the bot."""

    id: str
    name: str
    team_id: str
    members: list[str] = field(default_factory=list)
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    is_frozen: bool = False
    connected_team_ids: list[str] = field(default_factory=list)
    pending_team_ids: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)
    read_up_to: dict[str, str] = field(default_factory=dict)
    last_ts: str = ""
    topic: str = ""
    purpose: str = ""

    @property
    def is_ext_shared(self) -> bool:
        return bool(self.connected_team_ids)

    def message(self, ts: str) -> Message | None:
        return next((message for message in self.messages if message.ts == ts), None)

    def next_ts(self, now: datetime) -> str:
        """A timestamp unique in this channel and later than all before, even when the clock stands still."""
        whole = int(now.timestamp()) * 1_000_000 + now.microsecond
        if self.last_ts:
            seconds, fraction = self.last_ts.split(".")
            whole = max(whole, int(seconds) * 1_000_000 + int(fraction) + 1)
        self.last_ts = f"{whole // 1_000_000}.{whole % 1_000_000:06d}"
        return self.last_ts


@dataclass
class View:
    """A form or a home as Slack keeps it: what the app sent, and the names Slack gave it."""

    id: str
    person: str
    body: Json
    hash: str
    root_view_id: str
    previous_view_id: str | None = None


@dataclass
class Workspace:
    """Everything that a restart must not lose. `home_team` is the team in which the app is installed."""

    home_team: str
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    counter: int = 0

    def add(self, *things: Team | Person | Channel) -> Self:
        """Put teams, people and channels into the workspace, each under its own id."""
        for thing in things:
            match thing:
                case Team():
                    self.teams[thing.id] = thing
                case Person():
                    self.people[thing.id] = thing
                case Channel():
                    self.channels[thing.id] = thing
        return self

    def new_id(self, prefix: str) -> str:
        """An id of Slack's shape that nothing in this workspace has yet."""
        self.counter += 1
        return f"{prefix}0PG{self.counter:07d}"

    def is_outsider(self, person: Person) -> bool:
        return person.team_id != self.home_team

    def direct_messages(self, person_id: str) -> Channel | None:
        """The conversation of this person with the bot, if one was ever opened."""
        return next((c for c in self.channels.values() if c.is_im and person_id in c.members), None)

    def channels_of(self, person_id: str) -> Iterator[Channel]:
        return (channel for channel in self.channels.values() if person_id in channel.members)

    def share_a_channel(self, one: str, other: str) -> bool:
        return any(other in c.members for c in self.channels_of(one) if not c.is_im and not c.is_archived)

    def save(self, path: Path) -> None:
        """Write the whole workspace to one file, which is either the old one or the new one, never half."""
        unfinished = path.with_name(path.name + ".unfinished")
        unfinished.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        unfinished.replace(path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a workspace back. Raises FileNotFoundError, or ValueError when the file is not one of ours."""
        saved = json.loads(path.read_text(encoding="utf-8"))
        try:
            return cls(
                home_team=saved["home_team"],
                teams={key: Team(**team) for key, team in saved["teams"].items()},
                people={key: Person(**person) for key, person in saved["people"].items()},
                channels={key: _channel(channel) for key, channel in saved["channels"].items()},
                homes={key: View(**view) for key, view in saved["homes"].items()},
                counter=saved["counter"],
            )
        except (KeyError, TypeError) as wrong:
            raise ValueError(f"{path} does not hold a saved workspace: {wrong}") from wrong


def _channel(saved: Json) -> Channel:
    messages = [Message(**message) for message in saved.pop("messages")]
    return Channel(**saved, messages=messages)
