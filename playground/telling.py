"""Tells a story: plays what people do, prints it as a conversation, and insists on every message it expects."""

import re
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from domain.calendar import LONDON
from playground.alderwick import Character
from playground.house import House
from playground.visitor import Answer
from playground.workspace import Message

LONG = 6
"""Lines of a message below its first, from which on the story prints only what was not read before."""


class StoryBroken(Exception):
    """The story went otherwise than it is told: a message missing, one too many, or a form refused."""


Expected = Mapping[str, str | tuple[str, ...]]
"""Where (a person's name for their direct messages, or a channel's name) and words that the message must have; several
where several messages come there, in any order.

A place expecting an edit of an earlier message is written with `edit: ` before it.
"""


EDITS: Expected = {"edits": "any"}
"""Among what is expected: what stands already may be edited besides to show it, which rings nobody's telephone."""


class Teller:
    """Plays one story in one house. Everything that happens is printed as when, who, where, what."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._seen: dict[tuple[str, str], str] = {}
        self._beats = 0
        self._said: dict[str, str] = {}
        self._note_what_stands()

    def _note_what_stands(self) -> list[tuple[str, Message, bool]]:
        """Return what is new or edited since last time: where, the message, and whether it is an edit."""
        fresh = []
        for channel in self._house.playground.workspace.channels.values():
            for message in channel.messages:
                key = (channel.id, message.ts)
                shape = f"{message.text}{message.blocks}"
                if message.bot_id and self._seen.get(key) != shape:
                    fresh.append((self._place(channel.id), message, key in self._seen))
                self._seen[key] = shape
        return fresh

    def _place(self, channel_id: str) -> str:
        workspace = self._house.playground.workspace
        channel = workspace.channels[channel_id]
        if not channel.is_im:
            return f"#{channel.name}"
        person = next(member for member in channel.members if not workspace.people[member].is_bot)
        return workspace.people[person].name

    def _readable(self, text: str) -> str:
        people = self._house.playground.workspace.people
        text = re.sub(r"<@(\w+)>", lambda found: f"@{people[found[1]].name}", text)
        text = text.replace("*", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        return re.sub(r"\n+", "\n", text)

    def _unsaid(self, place: str, text: str) -> str:
        """Leave out of a long message what was read a moment before, to somebody else or before it was edited."""
        first, *rest = text.split("\n")
        if len(rest) < LONG:
            return text
        fresh = [line for line in rest if line not in self._said]
        before = next((self._said[line] for line in rest if line in self._said), "")
        self._said = dict.fromkeys(rest, self._said.get(rest[0], place)) | self._said
        same = [f"(and, as {before} reads it, the rest)"] if before else []
        return "\n".join([first, *fresh, *same])

    def print(self, words: str = "") -> None:
        """Print one line of the transcript."""
        sys.stdout.write(f"{words}\n")

    def beat(self, title: str) -> None:
        """Begin a beat of the story; they are numbered as they come."""
        self._beats += 1
        self.print(f"\n── {self._beats}. {title}")

    def tell(self, who: Character, where: str, what: str) -> None:
        """Print what a person does."""
        self.print(f"{self._when()}  {who.name}, {where}: {what}")

    def _when(self, moment: datetime | None = None) -> str:
        return (moment or self._house.clock.now()).astimezone(LONDON).strftime("%a %d %b %Y %H:%M")

    def _at(self, message: Message) -> str:
        """When a message came, if time has passed since: reminders come on the way."""
        came = datetime.fromtimestamp(float(message.ts), LONDON)
        now = self._house.clock.now()
        return self._when(came)[:3] + self._when(came)[-6:] if now - came > timedelta(minutes=1) else ""

    async def move_to(self, moment: str, expect: Expected | None = None) -> None:
        """Let time pass until a moment (London, `2026-09-09 09:30`)."""
        await self._house.move_to(datetime.fromisoformat(moment).replace(tzinfo=LONDON))
        await self.hear(expect or {})

    async def must(self, answer: Answer, doing: str) -> None:
        """Insist that Slack and the bot took it."""
        if not answer.ok or answer.errors:
            raise StoryBroken(f"{doing}: {answer.error or answer.errors} {answer.shown or ''}")

    async def press(self, who: Character, label: str, where: str, expect: Expected | None = None) -> None:
        """Somebody presses a button."""
        self.tell(who, where, f"[{label}]")
        visitor = self._house.visitor(who)
        place = None if where == "form" else where.removeprefix("#")
        await self.must(await visitor.press(label, place), f"{who.name} presses {label}")
        await self.hear(expect or {})

    async def command(self, who: Character, channel: str, command: str) -> None:
        """Somebody types a command."""
        self.tell(who, f"#{channel}", command)
        name, _, text = command.partition(" ")
        await self.must(await self._house.visitor(who).command(name, channel, text), command)

    async def form(self, who: Character, answers: Mapping[str, Any], expect: Expected | None = None) -> None:
        """Somebody fills the form at hand and sends it."""
        visitor = self._house.visitor(who)
        form = await visitor.modal()
        if form is None:
            raise StoryBroken(f"{who.name} has no form to fill")
        self.print(f"    ┌ {form.title}")
        for label, answer in answers.items():
            self.print(f"    │ {label} {answer if isinstance(answer, str) else ', '.join(answer)}")
        await visitor.fill(dict(answers))
        await self.must(await visitor.submit(), f"{who.name} sends {form.title}")
        self.print("    └ sent")
        await self.hear(expect or {})

    async def close(self, who: Character) -> None:
        """Somebody closes the windows they have open."""
        visitor = self._house.visitor(who)
        while await visitor.modal() is not None:
            await visitor.close()

    async def reads(self, who: Character, words: str, *, close: bool = True) -> None:
        """Insist on what a window shows, then close it."""
        visitor = self._house.visitor(who)
        form = await visitor.modal()
        shown = "\n".join(form.texts) if form else ""
        if words not in self._readable(shown):
            raise StoryBroken(f"{who.name} should read {words!r} and reads {shown!r}")
        for line in self._readable(shown).splitlines():
            self.print(f"    ¦ {line}")
        if close:
            await self.close(who)

    async def told_privately(self, who: Character, channel: str, words: str) -> None:
        """Insist on what only this person reads in a channel."""
        told = await self._house.visitor(who).ephemerals(channel)
        if not told or words not in self._readable(told[-1]):
            raise StoryBroken(f"{who.name} should be told {words!r} and is told {told[-1:]!r}")
        self.print(f"{'':18}→ {who.name}, privately: {self._readable(told[-1])}")

    async def hear(self, expect: Expected) -> None:
        """Print what the bot says now; exactly what is expected, no more and no less."""
        await self._house.settle()
        heard = self._note_what_stands()
        missing = {
            place: [words] if isinstance(words, str) else [*words]
            for place, words in expect.items()
            if place not in EDITS
        }
        for place, message, is_edit in sorted(heard, key=lambda found: found[1].ts):
            name = f"edit: {place}" if is_edit else place
            text = self._readable(message.text)
            mark = "✎" if is_edit else "→"
            body = self._unsaid(place, text).replace("\n", f"\n{'':28}")
            self.print(f"{'' if is_edit else self._at(message):18}{mark} {place}: {body}")
            if name not in missing and is_edit and EDITS.keys() <= expect.keys():
                continue
            if name not in missing:
                raise StoryBroken(f"nobody expected this in {name}: {text!r}")
            found = next((words for words in missing[name] if words in text), None)
            if found is None:
                raise StoryBroken(f"{name} should say {missing[name]!r} and says {text!r}")
            missing[name].remove(found)
            missing = {place: words for place, words in missing.items() if words}
        if missing:
            raise StoryBroken(f"never said: {missing}")
