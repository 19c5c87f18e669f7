"""Every named boundary between owing a message and having it recorded as sent, and what happens when somebody dies."""

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.bots import Place
from tests.chaos.houses import Houses
from tests.chaos.ledger import Ledger
from tests.chaos.scenes import (
    CHANNEL,
    DIGEST,
    DIRECT,
    EDIT,
    HUB,
    LADDER,
    NO_RECEIPTS,
    OUTSIDE,
    REPORT,
    TOGETHER,
    UNHEARD,
    Scene,
    Stage,
    outside,
)
from tests.chaos.weather import Strike
from tests.chaos.world import World
from tests.conftest import Furnished

POST, EDIT_CALL, LOOK = "chat.postMessage", "chat.update", "conversations.history"
WITHOUT_RECEIPTS = frozenset({"pins:write"})
DIES_WITHIN = 60.0  # seconds, on a machine that does much else
SETTLES_WITHIN = 90.0


@dataclass(frozen=True)
class Boundary:
    """Where bots die, one after the other, over one scene; the one after them lives.

    `repeats` is how often the message may be said again, marked; `is_left` that nobody can know, so a person is told.
    """

    name: str
    scene: Scene
    deaths: tuple[Place | Strike, ...]
    repeats: int = 0
    is_left: bool = False


def _before(function: str) -> Place:
    return Place(function)


def _after(function: str) -> Place:
    return Place(function, after=True)


CLAIMED = _before("bot.engine.attempt:Attempt.make")
ANSWERED = _after("bot.slack:Slack.post")

BOUNDARIES = (
    Boundary("a duty has climbed, not committed", LADDER, (_after("bot.engine.due:climb_all"),)),
    Boundary("a duty has climbed, committed", LADDER, (_after("bot.engine.due:_climb_one"),)),
    Boundary(
        "a report is committed, its sender not answered",
        REPORT,
        (Place("bot.listeners:show", when_armed=True),),
    ),
    Boundary("owed, nobody has looked", DIRECT, (_before("bot.engine.courier:Courier._take_up"),)),
    Boundary("claimed, not committed", DIRECT, (_after("bot.engine.courier:Courier._take"),)),
    Boundary("claim committed", DIRECT, (CLAIMED,)),
    Boundary("words found", DIRECT, (_after("bot.engine.attempt:Attempt._compose"),)),
    Boundary("the gate about to be asked", CHANNEL, (_before("bot.engine.gate:Gate.verdict"),), repeats=1),
    Boundary("the gate has answered", CHANNEL, (_after("bot.engine.gate:Gate.verdict"),), repeats=1),
    Boundary("conversation about to be opened", DIRECT, (_before("bot.slack:Slack.open_direct"),)),
    Boundary("conversation opened, not kept", DIRECT, (_after("bot.slack:Slack.open_direct"),)),
    Boundary("request about to be written", DIRECT, (_before("bot.slack:Slack.post"),)),
    Boundary("request written, not taken", DIRECT, (Strike(POST),)),
    Boundary("accepted, no answer yet", DIRECT, (Strike(POST, accepted=True),)),
    Boundary("accepted in a channel, no answer yet", CHANNEL, (Strike(POST, accepted=True),), repeats=1),
    Boundary("accepted where no receipt comes", NO_RECEIPTS, (Strike(POST, accepted=True),), repeats=1),
    Boundary("answered, nothing kept", DIRECT, (ANSWERED,)),
    Boundary("kept as sent, not committed", DIRECT, (_after("bot.engine.outcome:keep_posted"),)),
    Boundary("kept as sent, not yet pinned", HUB, (_after("bot.engine.attempt:keep_sent"),)),
    Boundary("receipt come, not committed", CHANNEL, (_after("bot.flows.delivery:keep_receipt"),), repeats=1),
    Boundary("lapsed, not committed", DIRECT, (CLAIMED, _after("bot.engine.reconcile:move"))),
    Boundary("lapsed, claimed again", DIRECT, (CLAIMED, _before("bot.engine.attempt:Attempt._settle"))),
    Boundary("about to look for it", UNHEARD, (ANSWERED, _before("bot.slack:Slack.find_delivery"))),
    Boundary("asked for it", UNHEARD, (ANSWERED, Strike(LOOK, accepted=True))),
    Boundary("found, not kept", UNHEARD, (ANSWERED, _after("bot.slack:Slack.find_delivery"))),
    Boundary(
        "about to count a repeat",
        NO_RECEIPTS,
        (ANSWERED, _before("bot.engine.attempt:keep_another_begun")),
        repeats=1,
    ),
    Boundary(
        "a repeat counted, not said",
        NO_RECEIPTS,
        (ANSWERED, _after("bot.engine.attempt:keep_another_begun")),
        is_left=True,
    ),
    Boundary(
        "left to a person, who is not told yet",
        NO_RECEIPTS,
        (
            ANSWERED,
            _after("bot.engine.attempt:keep_another_begun"),
            _after("bot.engine.attempt:leave_to_a_person"),
        ),
        is_left=True,
    ),
    Boundary("an edit about to be written", EDIT, (_before("bot.slack:Slack.edit"),)),
    Boundary("an edit written, not taken", EDIT, (Strike(EDIT_CALL),)),
    Boundary("an edit accepted, no answer yet", EDIT, (Strike(EDIT_CALL, accepted=True),)),
    Boundary("an edit answered, not kept", EDIT, (_before("bot.engine.attempt:keep_redrawn"),)),
    Boundary("a digest gathered, not committed", DIGEST, (_after("bot.engine.due:_gather"),)),
    Boundary("a digest gathered, committed", DIGEST, (_after("bot.engine.cycle:gather_digests"),)),
    Boundary("a digest accepted, no answer yet", DIGEST, (Strike(POST, accepted=True),)),
    Boundary("about to go outside Slack", OUTSIDE, (_before("bot.outside:Outside.send"),)),
    Boundary("gone outside Slack, not kept", OUTSIDE, (_after("bot.outside:Outside.send"),)),
    Boundary(
        "one of three has climbed with two to come", TOGETHER, (_after("bot.casework.deadlines:say_step"),)
    ),
)


@dataclass
class Trial:
    """What came of one boundary."""

    boundary: Boundary
    ledger: Ledger = field(default_factory=Ledger)
    complaints: list[str] = field(default_factory=list)

    @property
    def is_kept(self) -> bool:
        """Whether every promise was kept."""
        return not self.complaints


async def try_boundary(boundary: Boundary, furnished: Furnished, folder: Path) -> Trial:
    """Let a bot die at each place of a boundary, then let one live, and account for everything."""
    receipts = None if boundary.scene.has_receipts else WITHOUT_RECEIPTS
    trial = Trial(boundary)
    async with (
        outside() as (mail, gateway, ways),
        World(furnished.url, folder, furnished.workspace, optional_scopes=receipts, **ways) as world,
    ):
        stage = Stage(world, mail, gateway)
        await boundary.scene.owe(stage)
        for death in boundary.deaths:
            if complaint := await _die_at(death, stage, boundary.scene):
                trial.complaints.append(complaint)
                return trial
        world.start()
        if not await world.settled(SETTLES_WITHIN):
            trial.complaints.append("never settled")
        trial.ledger = await world.ledger()
        trial.complaints += [f"{promise}: {what}" for promise, what in trial.ledger.broken.items() if what]
        trial.complaints += await boundary.scene.complain(stage)
    trial.complaints += _beyond(boundary, trial.ledger)
    return trial


async def _die_at(death: Place | Strike, stage: Stage, scene: Scene) -> str:
    """Start a bot and wait until it has died; what is wrong if it does not."""
    world = stage.world
    bot = world.start(death if isinstance(death, Place) else None)
    if isinstance(death, Strike):
        world.weather.strike_at(death, bot.kill)
    try:
        if scene.act is not None:
            await world.connected(DIES_WITHIN)
            await scene.act(stage)
        await bot.gone(DIES_WITHIN)
    except TimeoutError:
        return f"nobody died at {death}"
    if isinstance(death, Place) and not bot.reached:
        return f"died before {death}"
    world.bury(bot)
    return ""


def _beyond(boundary: Boundary, ledger: Ledger) -> list[str]:
    """What the ledger alone does not forbid: repeats where there need be none, or something left to a person."""
    complaints = []
    if ledger.repeats_marked > boundary.repeats:
        complaints.append(f"repeated {ledger.repeats_marked} times")
    if bool(ledger.left_to_a_person) != boundary.is_left:
        complaints.append(f"left to a person: {ledger.left_to_a_person}")
    return complaints


async def try_all(
    boundaries: Sequence[Boundary], houses: Houses, folder: Path, at_once: int = 6
) -> list[Trial]:
    """Try boundaries, some at a time, each in a world of its own: most of the time they wait for a lease to lapse."""
    places = asyncio.Semaphore(at_once)

    async def one(number: int, boundary: Boundary) -> Trial:
        async with places:
            own = folder / f"boundary{number}"
            own.mkdir()
            async with houses.one(own) as furnished:
                trial = await try_boundary(boundary, furnished, own)
            if trial.is_kept:
                shutil.rmtree(own)
            return trial

    return await asyncio.gather(*(one(number, each) for number, each in enumerate(boundaries)))
