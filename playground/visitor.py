"""A person as the story and the tests drive them: by what they read on the screen, never by ids of blocks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from playground import screen
from playground.screen import Form, Spot
from playground.workspace import Json


@dataclass(frozen=True)
class Answer:
    """How Slack's client answered the person. `shown` is what it says when something went wrong."""

    ok: bool
    error: str | None = None
    shown: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    response_action: str | None = None
    ack_ms: int = 0
    details: Json = field(default_factory=dict)


class Visitor:
    """One person at one screen, over the control interface.

    Looking for something that is not on the screen raises LookupError, which says what is. Everything that Slack or
    the bot refuses comes back as an `Answer`. With a `browser` of somebody else's all is asked through that one, which
    its owner closes; else each question opens its own.
    """

    def __init__(self, control_url: str, user_id: str, browser: aiohttp.ClientSession | None = None) -> None:
        self.user_id = user_id
        self._browser = browser
        self._control = control_url.rstrip("/")
        self._typed: dict[str, dict[str, dict[str, Any]]] = {}

    async def command(self, name: str, channel: str, text: str = "") -> Answer:
        """Type a slash command in the channel of that name or id."""
        return await self._act("command", channel=channel, command=name, text=text)

    async def say(self, channel: str, text: str, thread_ts: str | None = None) -> Answer:
        return await self._act("say", channel=channel, text=text, thread_ts=thread_ts)

    async def say_to_the_bot(self, text: str) -> Answer:
        """Write a direct message to the bot."""
        await self._act("messages_tab")
        direct = screen.conversation(await self.view(), "direct")
        return await self._act("say", channel=direct["id"], text=text)

    async def shortcut(self, callback_id: str) -> Answer:
        return await self._act("shortcut", callback_id=callback_id)

    async def message_shortcut(self, callback_id: str, channel: str, containing: str) -> Answer:
        """Use a shortcut on the newest message in the channel that has these words."""
        conversation = screen.conversation(await self.view(), channel)
        message = screen.message_with(conversation, containing)
        place = {"channel": conversation["id"], "ts": message["ts"]}
        return await self._act("message_shortcut", callback_id=callback_id, **place)

    async def press(self, label: str, in_: str | None = None) -> Answer:
        """Press the newest visible button of that label: in the topmost form, else in messages, else in the home.

        `in_` narrows the search to one channel, by name or id, or to `home` or `direct`.
        """
        return await self._use(screen.button(await self.view(), label, in_))

    async def choose(self, label: str, choice: str, in_: str | None = None) -> Answer:
        """Choose in a select, date picker or menu outside or inside a form, by its placeholder, label or action_id."""
        spot = screen.choice_element(await self.view(), label, in_)
        return await self._use(spot, screen.value_of(spot.element, choice))

    async def fill(self, answers: dict[str, Any]) -> None:
        """Type into the topmost form, by label; choices by their visible words, several as a list."""
        form = screen.topmost_form(await self.view())
        typed = self._typed.setdefault(form.view_id, {})
        for label, answer in answers.items():
            block = form.input(label)
            element = block["element"]
            typed[block["block_id"]] = {element["action_id"]: screen.value_of(element, answer)}

    async def submit(self) -> Answer:
        form = screen.topmost_form(await self.view())
        values = self._typed.get(form.view_id, {})
        answer = await self._act("submit", view_id=form.view_id, values=values)
        if answer.ok and answer.response_action != "errors":
            self._typed.pop(form.view_id, None)
        return answer

    async def close(self) -> Answer:
        form = screen.topmost_form(await self.view())
        self._typed.pop(form.view_id, None)
        return await self._act("close", view_id=form.view_id)

    async def open_home(self) -> Answer:
        return await self._act("home")

    async def open_messages(self) -> Answer:
        return await self._act("messages_tab")

    async def modal(self) -> Form | None:
        """The topmost form, or None when none is open."""
        view = await self.view()
        return screen.topmost_form(view) if view["modals"] else None

    async def messages(self, channel: str) -> list[str]:
        """What everybody reads in that channel, oldest first, replies after what they answer."""
        conversation = screen.conversation(await self.view(), channel)
        return [screen.words_of(m) for m in screen.in_reading_order(conversation) if not m["ephemeral"]]

    async def ephemerals(self, channel: str) -> list[str]:
        """What only this person reads in that channel, oldest first."""
        conversation = screen.conversation(await self.view(), channel)
        return [screen.words_of(m) for m in screen.in_reading_order(conversation) if m["ephemeral"]]

    async def direct_messages(self) -> list[str]:
        """What stands in this person's conversation with the bot; nothing when there is none yet."""
        view = await self.view()
        direct = [c for c in view["conversations"] if c["kind"] == "direct"]
        return [screen.words_of(m) for c in direct for m in screen.in_reading_order(c)]

    async def home(self) -> str:
        """Open the bot's home tab and read it."""
        await self.open_home()
        view = await self.view()
        return screen.words_in_view(view["home"]) if view["home"] else ""

    async def sees(self) -> str:
        """Every word this person can see anywhere, to prove that they see nothing of something."""
        return screen.everything(await self.view())

    async def view(self) -> Json:
        """The raw screen, as the page gets it."""
        async with (
            self._asking() as browser,
            browser.get(f"{self._control}/view", params={"as": self.user_id}) as response,
        ):
            seen: Json = await response.json()
            return seen

    async def _use(self, spot: Spot, value: Any = None) -> Answer:
        typed = self._typed.get(spot.container.get("view_id", ""), {})
        named = {"block_id": spot.block_id, "action_id": spot.element["action_id"]}
        return await self._act("press", container=spot.container, value=value, values=typed, **named)

    async def _act(self, act: str, **body: Any) -> Answer:
        sent = {"as": self.user_id, **body}
        async with self._asking() as browser, browser.post(f"{self._control}/{act}", json=sent) as response:
            said = await response.json()
        known = {name: said[name] for name in Answer.__dataclass_fields__ if said.get(name) is not None}
        return Answer(**known)

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[aiohttp.ClientSession]:
        if self._browser is not None:
            yield self._browser
            return
        async with aiohttp.ClientSession() as browser:
            yield browser
