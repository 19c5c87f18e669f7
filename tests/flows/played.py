"""All stories played once in a run, on SQLite, for everybody who looks at what came of it."""

import fcntl
import json
import pickle
import shutil
import subprocess
import sys
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from playground import alderwick
from playground.house import HandClock, House
from playground.server import Pace
from playground.workspace import Workspace
from tests.conftest import Furnished
from tests.flows.everything import play_everything
from tests.flows.hearing import Heard, Hearing
from tests.flows.pam import invite_pam
from tests.flows.planted_all import looked_for
from tests.flows.planted_rest import play_the_rest
from tests.flows.planter import Planter, fill_in_the_rest

Json = dict[str, Any]
UNHURRIED = Pace(patience=10.0, burst=None)
KEPT = "played.pickle"
SAID = "said.json"


@dataclass
class Played:
    """What was heard, called and refused while all stories were played, and the house as it stood in the end."""

    folder: Path
    now: datetime = alderwick.BEGINS
    heard: list[Heard] = field(default_factory=list)
    calls: list[tuple[str, Json, Json]] = field(default_factory=list)
    refused: list[Json] = field(default_factory=list)
    pages: str = ""
    found: Json = field(default_factory=dict)
    """What became of the marked words: see planted_all."""

    @property
    def hearing(self) -> Hearing:
        """What passed between the bot and Slack, for somebody who may listen on."""
        return Hearing(list(self.heard))

    @property
    def log(self) -> str:
        """What was written to the logs meanwhile."""
        return (self.folder / "log.txt").read_text()

    @property
    def workspace(self) -> Workspace:
        """What stands in Slack in the end."""
        return Workspace.load(self.folder / "workspace.json")

    @property
    def said(self) -> Workspace:
        """What stood in Slack before anything was done for the marks alone."""
        return Workspace.load(self.folder / SAID)

    def copied(self, to: Path) -> Furnished:
        """The house as it stood in the end, to be changed in a folder of one's own."""
        for name in ("handrail.db", "handrail.db.seals"):
            shutil.copy(self.folder / name, to)
        return Furnished(f"sqlite:///{to / 'handrail.db'}", self.workspace)

    def go_on(self, to: Path, **about: Any) -> House:
        """The house, to be opened again at the moment at which the stories ended."""
        copied = self.copied(to)
        return House(copied.url, workspace=copied.workspace, clock=HandClock(self.now), **about)


def play_once(template: Path, folder: Path) -> Played:
    """Return what came of all stories, played by whoever asks first in this run; the others wait for it.

    They are played in a program of its own, whose logs are at their most talkative.
    """
    folder.mkdir(exist_ok=True)
    kept, log = folder / KEPT, folder / "log.txt"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            shutil.copy(template, folder / "handrail.db")
            program = [sys.executable, "-m", "tests.flows.playing", str(folder)]
            with log.open("w") as written:
                done = subprocess.run(  # noqa: S603  our own module
                    program,
                    stdout=written,
                    stderr=subprocess.STDOUT,
                    check=False,
                    cwd=Path(__file__).parents[2],
                )
            assert done.returncode == 0, log.read_text()[-3000:]
    played: Played = pickle.loads(kept.read_bytes())  # noqa: S301  written above
    return played


async def play(folder: Path, url: str, *, look_for_marks: bool = True) -> Played:
    """Set the house up in a database that is empty yet, and play everything there is; the workspace is kept.

    There is a mark on whatever is typed: what becomes of it is `found`. What is done for the marks alone is heard by
    nobody else.
    """
    played = Played(folder)
    house = House(url, pace=UNHURRIED)
    inspector = house.playground.slack.inspector

    def take(*call: Any) -> None:
        played.calls.append(json.loads(json.dumps(call)))

    unheard, inspector.overhear_answer = inspector.overhear_answer, take
    inspector._exchanges = deque()  # all of them, not the last ones
    async with house:
        await house.set_up()
        planter = Planter(Hearing.of(house))
        inspector.overhear = planter.hear
        invite_pam(house)
        await play_everything(house)
        async with aiohttp.ClientSession() as web:
            for page in ("metrics", "readyz"):
                played.pages += await (await web.get(f"{house.bot_url}/{page}")).text()
        await house.settle()
        played.heard, inspector.overhear_answer = list(planter.hearing.heard), unheard
        house.playground.workspace.save(folder / SAID)
        if look_for_marks:
            played.found = await _found_of_marks(house, planter)
        await house.settle()
        played.now = house.clock.now()
        played.refused = [
            each for each in inspector.newest_first() if each["direction"] == "from_bot" and not each["ok"]
        ]
        house.playground.workspace.save(folder / "workspace.json")
    return played


async def _found_of_marks(house: House, planter: Planter) -> Json:
    await play_the_rest(house)
    await fill_in_the_rest(house, planter)
    for who in alderwick.CAST:
        await house.visitor(who).open_home()
    await house.settle()
    return await looked_for(house, planter)
