"""A third party's emulator of Slack's Web API, with strict scopes: what the bot called, called once more there.

The stand-in of `playground/` is ours, and so are its mistakes; the npm package `emulate` was written by others.
"""

import asyncio
import fcntl
import json
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.showing import MOST_WINDOWS
from playground.workspace import Workspace

Json = dict[str, Any]

PACKAGES = ("emulate@0.12.2", "node@22.23.3")
"""Both pinned: without its number `emulate` is another package, and this one starts on no older Node."""

PLACE = Path(__file__).parents[2] / ".venv" / "emulate"
NOT_SERVED = frozenset(
    {"apps.connections.open", "dnd.teamInfo", "files.completeUploadExternal", "files.getUploadURLExternal"}
)
TOKEN, BOT = "xoxb-emulated", "handrail"  # the token that lacks a scope has its name behind it
READY_WITHIN = 30.0  # seconds


class NoEmulator(Exception):
    """The emulator is not on this machine and could not be fetched; the message says why."""


@dataclass(frozen=True)
class Call:
    """One call of the bot's that the stand-in took, and what it answered."""

    method: str
    arguments: Json
    answer: Json


def install() -> Path:
    """Return the folder in which the emulator stands, fetched once. Raises NoEmulator where that cannot be."""
    npm = shutil.which("npm")
    if npm is None:
        raise NoEmulator("no npm on this machine")
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs may ask for it at the same moment
        modules = PLACE / "node_modules"
        if not (modules / "node" / "bin" / "node").exists():
            (PLACE / "package.json").write_text('{"private": true}')
            quiet = ("--silent", "--no-audit", "--no-fund", "--no-package-lock", "--no-save")
            done = subprocess.run([npm, "install", *quiet, *PACKAGES], cwd=PLACE, check=False)  # noqa: S603
            if done.returncode != 0 or not (modules / "node" / "bin" / "node").exists():
                raise NoEmulator("npm could not fetch it")
    return modules


@dataclass
class Emulator:
    """The emulator, told apart from the stand-in by the names that each gives to the same things."""

    session: aiohttp.ClientSession
    base_url: str
    channels: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    views: dict[str, str] = field(default_factory=dict)
    messages: dict[tuple[str, str], str] = field(default_factory=dict)
    drawn: dict[str, str] = field(default_factory=dict)
    laid: dict[str, set[str]] = field(default_factory=dict)

    async def ask(self, method: str, *, without: str = "", **arguments: Any) -> Json:
        """Call a method, all of it in a form: what reads is only served that way here. `without` leaves out a scope."""
        form = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()
        }
        headers = {"Authorization": f"Bearer {TOKEN}{without}"}
        async with self.session.post(self.base_url + method, data=form, headers=headers) as response:
            said: Json = await response.json()
            return said

    async def meet(self, workspace: Workspace) -> None:
        """Learn what the emulator calls the people and the channels of a workspace."""
        named = {user["name"]: user["id"] for user in (await self.ask("users.list"))["members"]}
        self.people = {
            each.id: named[BOT if each.is_bot else each.id.lower()] for each in workspace.people.values()
        }
        listed = await self.ask("conversations.list", types="public_channel,private_channel", limit="200")
        theirs = {channel["name"]: channel["id"] for channel in listed["channels"]}
        self.channels = {each.id: theirs[each.name] for each in workspace.channels.values() if not each.is_im}

    async def repeat(self, call: Call, without: str = "") -> str:
        """Make a call of the bot's here; return nothing when it is taken, else the emulator's code for why not."""
        if call.method in NOT_SERVED:
            return ""
        said = await self.ask(self._method(call), without=without, **await self._translated(call))
        if said.get("ok"):
            self._learn(call, said)
        return "" if said.get("ok") else str(said.get("error"))

    def _method(self, call: Call) -> str:
        """It hears of no window that was closed, and counts it still: what is laid over too many is opened there."""
        if call.method != "views.push":
            return call.method
        view = call.answer["view"]
        laid = self.laid.setdefault(view["root_view_id"], {view["root_view_id"]})
        return "views.push" if len(laid) < MOST_WINDOWS else "views.open"

    async def _translated(self, call: Call) -> Json:
        def named(name: str, value: Any) -> Any:
            match name:
                case "channel":
                    return self.channels[value]
                case "ts" | "timestamp" | "thread_ts":
                    return self.messages[call.arguments["channel"], value]
                case "user" | "users" | "user_id":
                    return self.people[value]
                case "view_id":
                    return self.views[value]
                case "hash":
                    return self.drawn[call.arguments["view_id"]]
            return value

        of_the_clock = {"oldest", "latest"}  # moments of the story, which are not those of the emulator
        given = {each: value for each, value in call.arguments.items() if each not in of_the_clock}
        arguments = {each: named(each, value) for each, value in given.items()}
        if "trigger_id" in arguments:
            arguments["trigger_id"] = await self._trigger(call)
        return arguments

    async def _trigger(self, call: Call) -> str:
        """A person's press: on the form that lies uppermost, or on a message."""
        before = call.answer["view"].get("previous_view_id")
        about = {"view_id": self.views[before]} if before else {}
        return str((await self.ask("views.generateTriggerId", **about))["trigger_id"])

    def _learn(self, call: Call, said: Json) -> None:
        match call.method:
            case "conversations.open":
                self.channels[call.answer["channel"]["id"]] = said["channel"]["id"]
            case "chat.postMessage":
                self.messages[call.answer["channel"], call.answer["ts"]] = said["ts"]
            case "views.open" | "views.push" | "views.update":
                view = call.answer["view"]
                self.views[view["id"]], self.drawn[view["id"]] = said["view"]["id"], said["view"]["hash"]
                self.laid.setdefault(view["root_view_id"], set()).add(view["id"])


@asynccontextmanager
async def emulator(workspace: Workspace, scopes: Sequence[str]) -> AsyncIterator[Emulator]:
    """An emulator with the people and channels of a workspace, in which the bot has been granted so much."""
    modules = await asyncio.to_thread(install)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    seed = PLACE / f"seed-{port}.yaml"
    seed.write_text(json.dumps({"slack": _seed(workspace, scopes)}))  # JSON is YAML
    program = (str(modules / "node" / "bin" / "node"), str(modules / ".bin" / "emulate"), "start")
    options = ("--service", "slack", "--port", str(port), "--seed", str(seed))
    process = await asyncio.create_subprocess_exec(
        *program, *options, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        async with aiohttp.ClientSession() as session:
            await _ready(session, f"http://127.0.0.1:{port}/")
            one = Emulator(session, f"http://127.0.0.1:{port}/api/")
            await one.meet(workspace)
            yield one
    finally:
        process.terminate()
        await process.wait()
        seed.unlink()


def _seed(workspace: Workspace, scopes: Sequence[str]) -> Json:
    people = [person for person in workspace.people.values() if not person.is_bot]
    channels = [channel for channel in workspace.channels.values() if not channel.is_im]
    return {
        "team": {"name": "Emulated", "domain": "emulated"},
        "strict_scopes": True,
        "users": [{"name": BOT}, *({"name": person.id.lower()} for person in people)],
        "channels": [{"name": channel.name, "is_private": channel.is_private} for channel in channels],
        "tokens": [
            {"token": f"{TOKEN}{left}", "user": BOT, "scopes": [one for one in scopes if one != left]}
            for left in ("", *scopes)
        ],
    }


async def _ready(session: aiohttp.ClientSession, address: str) -> None:
    async with asyncio.timeout(READY_WITHIN):
        while True:
            try:
                async with session.get(address):
                    return
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.05)
