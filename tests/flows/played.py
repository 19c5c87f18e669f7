"""All stories played once in a run, on SQLite, for everybody who looks at what came of it."""

import asyncio
import fcntl
import json
import pickle
import shutil
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from playground import alderwick
from playground.house import HandClock, House
from playground.server import Pace
from playground.workspace import Person, Workspace
from tests.conftest import Furnished
from tests.flows.everything import play_everything
from tests.flows.hearing import Heard, Hearing

Json = dict[str, Any]
UNHURRIED = Pace(patience=10.0, burst=None)
PAM = "U0PAM"  # works for the provider, is in the shared channel, and nobody has added her


@dataclass
class Played:
    """What was heard, called and refused while all stories were played, and the house as it stood in the end."""

    folder: Path
    now: datetime = alderwick.BEGINS
    heard: list[Heard] = field(default_factory=list)
    calls: list[tuple[str, Json, Json]] = field(default_factory=list)
    refused: list[Json] = field(default_factory=list)
    pages: str = ""

    @property
    def hearing(self) -> Hearing:
        """What passed between the bot and Slack, for somebody who may listen on."""
        return Hearing(list(self.heard))

    @property
    def workspace(self) -> Workspace:
        """What stands in Slack in the end."""
        return Workspace.load(self.folder / "workspace.json")

    def copied(self, to: Path) -> Furnished:
        """The house as it stood in the end, to be changed in a folder of one's own."""
        for name in ("handrail.db", "handrail.db.seals"):
            shutil.copy(self.folder / name, to)
        return Furnished(f"sqlite:///{to / 'handrail.db'}", self.workspace)

    def go_on(self, to: Path, **about: Any) -> House:
        """The house, to be opened again at the moment at which the stories ended."""
        copied = self.copied(to)
        return House(copied.url, workspace=copied.workspace, clock=HandClock(self.now), **about)


def invite_pam(house: House) -> None:
    """Let somebody nobody has added into the shared channel."""
    workspace = house.playground.workspace
    workspace.add(Person(PAM, alderwick.PROVIDER, "Pam Stone"))
    workspace.channels[alderwick.SHARED].members.append(PAM)


def play_once(template: Path, folder: Path) -> Played:
    """Return what came of all stories, played by whoever asks first in this run; the others wait for it."""
    folder.mkdir(exist_ok=True)
    kept = folder / "played.pickle"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            shutil.copy(template, folder / "handrail.db")
            kept.write_bytes(pickle.dumps(asyncio.run(play(folder, f"sqlite:///{folder / 'handrail.db'}"))))
    played: Played = pickle.loads(kept.read_bytes())  # noqa: S301  written above
    return played


async def play(folder: Path, url: str, *, improving: bool = True) -> Played:
    """Set the house up in a database that is empty yet, and play everything there is; the workspace is kept."""
    played = Played(folder)
    house = House(url, pace=UNHURRIED)
    inspector = house.playground.slack.inspector

    def take(*call: Any) -> None:
        played.calls.append(json.loads(json.dumps(call)))

    inspector.overhear_answer = take
    inspector._exchanges = deque()  # all of them, not the last ones
    async with house:
        await house.set_up()
        hearing = Hearing.of(house)
        invite_pam(house)
        await play_everything(house, improving=improving)
        async with aiohttp.ClientSession() as web:
            for page in ("metrics", "readyz"):
                played.pages += await (await web.get(f"{house.bot_url}/{page}")).text()
        await house.settle()
        played.heard, played.now = hearing.heard, house.clock.now()
        played.refused = [
            each for each in inspector.newest_first() if each["direction"] == "from_bot" and not each["ok"]
        ]
        house.playground.workspace.save(folder / "workspace.json")
    return played
