"""Bots killed at random over many messages, in bad weather."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from random import Random
from time import monotonic

from bot.casework.contracts import link_channel
from bot.casework.notices import owe_channel, owe_people
from domain.contracts import ChannelPurpose
from domain.rhythm import Speed
from playground import alderwick
from playground.alderwick import ANITA, BOT, COUNCIL
from playground.workspace import Channel
from playground.workspace import Person as Account
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from tests.chaos.ledger import Ledger
from tests.chaos.scenes import word
from tests.chaos.world import LOOK_AGAIN, World
from tests.engine.stage import known

BACKLOG = 300
"""So many wait at a time: what is due comes in as it is sent, as it does in life."""
AT_ONCE = 50
URGENT_SHARE, CHANNEL_SHARE, AGAIN_SHARE = 0.1, 0.1, 0.2
DIES_WITHIN = 20.0


@dataclass(frozen=True)
class Storm:
    """How many messages are owed, how often somebody is killed, and how many bots there are."""

    notices: int
    kills: int
    processes: int
    people: int = 200
    channels: int = 20
    settles_within: float = 240.0
    seed: int = 7


@dataclass
class Aftermath:
    """What came of a storm."""

    storm: Storm
    ledger: Ledger
    kills: int
    seconds: float
    settled: bool
    met: Mapping[str, int] = field(default_factory=dict)
    proven_yet_repeated: list[str] = field(default_factory=list)

    @property
    def is_kept(self) -> bool:
        """Whether every promise was kept."""
        return self.ledger.is_kept and self.settled and not self.proven_yet_repeated


class Rage:
    """One storm over one world."""

    def __init__(self, world: World, storm: Storm) -> None:
        self._world = world
        self._storm = storm
        self._chance = Random(storm.seed)  # noqa: S311  chosen by chance, and the same each time
        self._accounts = [f"U0STORM{number}" for number in range(storm.people)]
        self._channels = [f"C0STORM{number}" for number in range(storm.channels)]
        self._owed = 0
        self.kills = 0

    async def run(self) -> Aftermath:
        """Owe, kill and start again until all is said, and draw up the account."""
        began = monotonic()
        await self._populate()
        self._world.weather.turn_bad(Random(self._storm.seed))  # noqa: S311  as above
        for _ in range(self._storm.processes):
            self._world.start()
        await asyncio.gather(self._owe_all(), self._kill_all())
        settled = await self._world.settled(self._storm.settles_within)
        ledger = await self._world.ledger()
        return Aftermath(
            self._storm,
            ledger,
            self.kills,
            monotonic() - began,
            settled,
            dict(self._world.weather.met),
            self._world.proven_yet_repeated(),
        )

    async def _populate(self) -> None:
        """Many people and channels, known to Slack and to us."""
        workspace, now = self._world.playground.workspace, self._world.clock.now()
        for user_id in self._accounts:
            workspace.add(Account(user_id, COUNCIL, user_id))
        for channel_id in self._channels:
            workspace.add(Channel(channel_id, channel_id.lower(), COUNCIL, [ANITA.user_id, BOT]))

        def meet(work: UnitOfWork) -> None:
            own = work.organisations.own()
            assert own is not None
            for user_id in self._accounts:
                work.people.add(
                    Person(name=user_id, team_id=COUNCIL, user_id=user_id, organisation_id=own.id)
                )
            contract_id = alderwick.contract_id(work)
            for channel_id in self._channels:
                anita = known(work, ANITA)
                link_channel(work, anita, contract_id, channel_id, ChannelPurpose.INTERNAL, now)

        await self._world.write(meet)

    async def _owe_all(self) -> None:
        while self._owed < self._storm.notices:
            if await self._world.unfinished() < BACKLOG:
                batch = range(self._owed, min(self._owed + AT_ONCE, self._storm.notices))
                await self._world.write(partial(self._owe, batch=batch))
                self._owed = batch.stop
            else:
                await self._a_moment()

    def _owe(self, work: UnitOfWork, batch: range) -> None:
        chance, now = Random(batch.start), self._world.clock.now()  # noqa: S311  as above
        for number in batch:
            speed = Speed.URGENT if chance.random() < URGENT_SHARE else Speed.PROMPT
            owed = word(work, f"storm{number}", speed)
            if chance.random() < CHANNEL_SHARE:
                owe_channel(work, owed, chance.choice(self._channels), now)
                continue
            person = work.people.in_slack(COUNCIL, chance.choice(self._accounts))
            assert person is not None
            owe_people(work, owed, [person], now)

    async def _kill_all(self) -> None:
        """Kill spread evenly over the messages, each time at a moment of chance; some die as they have just begun."""
        for number in range(self._storm.kills):
            is_again = number > 0 and self._chance.random() < AGAIN_SHARE
            if not is_again:
                await self._said((number + self._chance.random()) * self._storm.notices / self._storm.kills)
            await asyncio.sleep(self._chance.uniform(0, 0.8 if is_again else 0.1))
            victim = self._chance.choice(self._world.bots)
            victim.kill()
            await victim.gone(DIES_WITHIN)
            self._world.bury(victim)
            self._world.start()
            self.kills += 1

    async def _said(self, many: float) -> None:
        """Wait until so many messages stand in Slack."""
        while self._world.said < many and (
            self._owed < self._storm.notices or await self._world.unfinished()
        ):
            await self._a_moment()

    async def _a_moment(self) -> None:
        revision = self._world.playground.slack.revision
        with suppress(TimeoutError):
            await asyncio.wait_for(revision.after(revision.number), LOOK_AGAIN)
