"""The stand-in Slack while it runs: the workspace, and what lives only as long as nobody restarts it."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from playground.blocks import with_names
from playground.bot_line import BotLine
from playground.clock import Clock
from playground.faults import Faults
from playground.files import Files
from playground.forms import Answers
from playground.installed_app import InstalledApp
from playground.noticeboard import Inspector, Revision
from playground.pacing import Pacing
from playground.tickets import AnswerAddresses, Triggers
from playground.workspace import Channel, Json, Message, Person, View, Workspace


class Sockets(Protocol):
    """Where a bot in Socket Mode is expected."""

    def expect(self, ticket: str) -> None:
        """Let one connection in that shows this ticket. Raises RefusedError with too_many_websockets."""


@dataclass
class OnlyYou:
    """An ephemeral message: one person sees it, in one channel, until somebody restarts Slack."""

    person: str
    channel: str
    message: Message


@dataclass
class OpenForm:
    """A form on somebody's screen, with what they answered so far and what was refused."""

    view: View
    answers: Answers = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


class LiveSlack:
    """One running workspace with one app in it. `url` is where it is served, known once it is."""

    def __init__(
        self, workspace: Workspace, app: InstalledApp, clock: Clock, *, burst: int | None = 3
    ) -> None:
        self.workspace = workspace
        self.app = app
        self.clock = clock
        self.url = ""
        self.line: BotLine
        self.sockets: Sockets | None = None
        self.triggers = Triggers(clock.real)
        self.answer_addresses = AnswerAddresses(clock.real)
        self.pacing = Pacing(clock.real, burst=burst)
        self.faults = Faults()
        self.files = Files()
        self.inspector = Inspector()
        self.revision = Revision()
        self.only_you: list[OnlyYou] = []
        self.forms: dict[str, list[OpenForm]] = {}
        self.chosen: dict[tuple[str, str, str], Answers] = {}
        self._move_in()

    def _move_in(self) -> None:
        """Give the bot its account in the home team, as installing an app does."""
        if self.app.bot_user_id not in self.workspace.people:
            about = "The app itself."
            bot = Person(
                self.app.bot_user_id, self.workspace.home_team, self.app.name, about=about, is_bot=True
            )
            self.workspace.add(bot)

    @property
    def home_team(self) -> str:
        return self.workspace.home_team

    @property
    def bot(self) -> Person:
        return self.workspace.people[self.app.bot_user_id]

    def is_stranger(self, person: Person) -> bool:
        """Whether the bot and this outsider have no channel in common."""
        outside = self.workspace.is_outsider(person)
        return outside and not self.workspace.share_a_channel(person.id, self.bot.id)

    def direct_messages(self, person: Person) -> Channel:
        """The conversation between the bot and this person, opened if it was not."""
        known = self.workspace.direct_messages(person.id)
        if known is not None:
            return known
        channel_id = self.workspace.new_id("D")
        channel = Channel(
            channel_id, "", self.home_team, [person.id, self.bot.id], is_private=True, is_im=True
        )
        self.workspace.add(channel)
        self.revision.rise()
        return channel

    def post(self, channel: Channel, user: str, text: str, blocks: list[Json], **more: Any) -> Message:
        """Put a message into a channel, dated by the story's time."""
        ts = channel.next_ts(self.clock.now())
        message = Message(ts, user, text, with_names(blocks, prefix=ts[-4:]), **more)
        channel.messages.append(message)
        channel.read_up_to[user] = ts
        self.revision.rise()
        return message

    def show_only_to(
        self, person: str, channel: Channel, text: str, blocks: list[Json], thread_ts: str | None = None
    ) -> Message:
        """Put an ephemeral message of the bot's before one person."""
        ts = channel.next_ts(self.clock.now())
        named = with_names(blocks, prefix=ts[-4:])
        message = Message(ts, self.bot.id, text, named, thread_ts=thread_ts, bot_id=self.app.bot_id)
        self.only_you.append(OnlyYou(person, channel.id, message))
        self.revision.rise()
        return message

    def ephemeral(self, person: str, channel: str, ts: str) -> OnlyYou | None:
        return next(
            (o for o in self.only_you if (o.person, o.channel, o.message.ts) == (person, channel, ts)), None
        )

    def form(self, view_id: str) -> OpenForm | None:
        return next(
            (form for stack in self.forms.values() for form in stack if form.view.id == view_id), None
        )

    def named_view(self, external_id: str) -> View | None:
        """The form or home to which the app gave this name of its own."""
        views = [form.view for stack in self.forms.values() for form in stack]
        views += self.workspace.homes.values()
        return next((view for view in views if view.body.get("external_id") == external_id), None)
