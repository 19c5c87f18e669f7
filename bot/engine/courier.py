"""The courier: claims what may be sent, urgent first, and keeps a few attempts going at a time."""

import asyncio
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import structlog

from bot.casework.quiet_hours import waits_for_a_good_time
from bot.engine.attempt import Attempt
from bot.engine.budget import Budget
from bot.engine.claim import Claim, clocks_apart
from bot.engine.gate import Gate
from bot.services import Services
from domain.notices import NoticeState, move
from storage.database import NotRecorded, Unsure
from storage.processes import Handful
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

STAY = 5.0  # seconds that one drain goes on for; what is on its way then, goes on beside the cycle
OUTSIDE_AT_ONCE = 4  # letters on their way outside Slack; they take no place of a message through Slack
LAST_POSTS = 3.0  # seconds that stopping waits for posts on their way; who stops the bot does not wait long
LOOK_AGAIN = (
    0.25  # seconds, while Slack is slow with something, after which to look for what was owed meanwhile
)


class Courier:
    """Sends what is owed: at most one message in flight to a destination, urgent first."""

    def __init__(self, services: Services, gate: Gate) -> None:
        self._services = services
        self._attempt = Attempt(services, gate)
        self._budget = Budget(services.settings.posts_per_minute)
        self._running: set[asyncio.Task[None]] = set()
        self._outside: set[asyncio.Task[None]] = set()
        self._is_closing = self._is_more = False

    async def drain(self) -> None:
        """Send what may be sent now. A slow answer from Slack holds up neither other messages nor the cycle.

        Nobody waits here for a mail server or a gateway: a broken one never delays a message through Slack.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + STAY
        while not self._is_closing:
            await self._take_up()
            if not self._running or loop.time() >= until:
                return
            await asyncio.wait(self._running, timeout=LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED)

    async def finish(self) -> None:
        """Wait until nothing is on its way."""
        while on_its_way := self._running | self._outside:
            await asyncio.wait(on_its_way)

    async def close(self, patience: float = LAST_POSTS) -> None:
        """Take up nothing more, and wait a little, in seconds, for what is on its way.

        What Slack has not answered by then is let go: its claim lapses, and it is settled by proof after the start.
        """
        self._is_closing = True
        if not (on_its_way := self._running | self._outside):
            return
        _done, left = await asyncio.wait(on_its_way, timeout=patience)
        for task in left:
            task.cancel()
        if left:
            log.warning("left on its way", count=len(left))
            await asyncio.gather(*left, return_exceptions=True)

    def free_at(self, real: datetime) -> datetime:
        """Return from which real moment on something that can wait may be posted."""
        return self._budget.free_at(real)

    async def _take_up(self) -> None:
        """Begin as many as there are free hands for.

        One question says, without a lock, what is waiting; each claim then says whether anything more is. Where that
        was more than there were hands for, a hand that comes free takes the next one without asking first.
        """
        claims_at_once = self._is_more and self._has_free_hand()
        through_slack, outside = (True, False) if claims_at_once else await self._is_anything_waiting()
        while (through_slack or outside) and not self._is_closing:
            if through_slack:
                claim, self._is_more, goes_outside = await self._claim()
                through_slack = self._begin(self._running, claim) and self._is_more and self._has_free_hand()
                outside = outside or goes_outside
            if outside:
                is_free = len(self._outside) < OUTSIDE_AT_ONCE
                outside = is_free and self._begin(self._outside, await self._claim_outside())

    def _has_free_hand(self) -> bool:
        return len(self._running) < self._services.settings.posts_at_once

    async def _is_anything_waiting(self) -> tuple[bool, bool]:
        """Say whether something may go through Slack, and whether outside it; nothing may while no hand is free."""
        now, real = self._services.clock.now(), self._services.clock.real()
        only_urgent = self._budget.free_at(real) > real
        through_slack = self._has_free_hand()
        outside = len(self._outside) < OUTSIDE_AT_ONCE
        if not through_slack and not outside:
            return False, False

        def ask(work: UnitOfWork) -> tuple[bool, bool]:
            is_anything = partial(work.claims.anything_to_send, now, real)
            return (
                through_slack and is_anything(only_urgent=only_urgent),
                outside and is_anything(outside=True),
            )

        return await self._services.database.read(ask)

    def _begin(self, running: set[asyncio.Task[None]], claim: Claim | None) -> bool:
        """Send what was claimed beside everything else; False when another was quicker and there is nothing."""
        if claim is None:
            return False
        task = asyncio.create_task(self._send(claim))
        running.add(task)
        task.add_done_callback(running.discard)
        return True

    async def _claim(self) -> tuple[Claim | None, bool, bool]:
        """Take the next message that may go now; say whether more may go through Slack, and whether outside it.

        What missed its hour is put off until its next one.
        """
        now, real = self._services.clock.now(), self._services.clock.real()

        def take(work: UnitOfWork) -> tuple[Claim | None, Handful | None, bool, bool]:
            claim, handful = self._take_within_budget(work, now, real)
            is_anything = partial(work.claims.anything_to_send, now, real)
            return claim, handful, claim is not None and is_anything(), is_anything(outside=True)

        claim, handful, is_more, goes_outside = await self._services.database.write(take)
        self._budget.spend(handful, on_post=claim is not None)
        return claim, is_more, goes_outside

    async def _claim_outside(self) -> Claim | None:
        """Take the next letter that goes outside Slack; Slack's budget is not spent on it."""
        now, real = self._services.clock.now(), self._services.clock.real()

        def take(work: UnitOfWork) -> Claim | None:
            claim = self._take(work, now, real, outside=True)
            if claim is not None:
                work.processes.count_post(real, posts=0)
            return claim

        return await self._services.database.write(take)

    def _take_within_budget(
        self, work: UnitOfWork, now: datetime, real: datetime
    ) -> tuple[Claim | None, Handful | None]:
        handful = self._budget.reach_for(work, real)
        is_spent = handful is None or not handful.posts
        claim = self._take(work, now, real, only_urgent=is_spent)
        if claim is not None and is_spent:
            work.processes.count_post(real)
        return claim, handful

    def _take(
        self,
        work: UnitOfWork,
        now: datetime,
        real: datetime,
        *,
        only_urgent: bool = False,
        outside: bool = False,
    ) -> Claim | None:
        token, lease = uuid4(), self._services.settings.lease + clocks_apart(self._services)
        late_after = timedelta(minutes=self._services.settings.late_after_minutes)
        take = partial(work.claims.take, now, real, token, lease, only_urgent=only_urgent, outside=outside)
        while (notice := take()) is not None:
            claim = Claim(notice, token, notice.state)
            if claim.is_edit:
                return claim
            if not waits_for_a_good_time(work, notice, now, late_after):
                notice.state = move(notice.state, NoticeState.CLAIMED)
                notice.attempts += 1
                notice.first_attempt_at = notice.first_attempt_at or now - self._ahead()
                return claim
            work.claims.release(notice.destination, token, real)
        return None

    def _ahead(self) -> timedelta:
        """How far this machine's clock is ahead as far as we know: Slack dates what we post by the right time."""
        return max(self._services.clock.machine() - self._services.clock.real(), timedelta(0))

    async def _send(self, claim: Claim) -> None:
        try:
            await self._attempt.make(claim)
        except (NotRecorded, Unsure) as error:
            # Nobody kept how this ended: the claim lapses, and what became of the message is settled by proof.
            log.warning("attempt not kept", notice=claim.notice.id.hex, error=type(error).__name__)
        except Exception as error:  # noqa: BLE001  nobody knows how far it came: it is settled in the same way
            kind = type(error).__name__
            log.error("attempt broke off", notice=claim.notice.id.hex, error=kind)  # noqa: TRY400  its trace may quote
