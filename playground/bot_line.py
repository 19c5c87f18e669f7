"""The line to the bot: asks it and waits, tells it events and tries again as Slack does, and notes every exchange."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from playground.delivery import Acknowledgement, Delivery, Parcel
from playground.noticeboard import Exchange, Inspector

# At once, after a minute, after five minutes: seconds of real time.
RETRY_AFTER = (0.0, 60.0, 300.0)


class BotLine:
    """Everything sent to the bot goes through here. Commands and interactions are asked once, never again."""

    def __init__(
        self,
        delivery: Delivery,
        inspector: Inspector,
        now: Callable[[], datetime],
        retry_after: Sequence[float] = RETRY_AFTER,
    ) -> None:
        self._delivery = delivery
        self._inspector = inspector
        self._now = now
        self._retry_after = retry_after
        self._underway: set[asyncio.Task[Any]] = set()
        self._waiting: set[asyncio.Task[Any]] = set()

    async def ask(self, parcel: Parcel) -> Acknowledgement:
        """Hand one parcel over and say how it was answered."""
        self._inspector.overhear(f"to_bot {parcel.kind}", parcel.payload)
        acknowledgement = await self._delivery.deliver(parcel)
        if acknowledgement.body is not None:
            self._inspector.overhear(f"acknowledgement {parcel.kind}", acknowledgement.body)
        self._inspector.note(
            Exchange(
                at=self._now().isoformat(),
                direction="to_bot",
                what=parcel.what,
                ms=acknowledgement.ms,
                ok=acknowledgement.ok,
                error=acknowledgement.error,
                attempt=parcel.attempt,
            )
        )
        return acknowledgement

    async def tell(self, parcel: Parcel) -> Acknowledgement:
        """Hand an event over; should that fail, go on trying in the background."""
        first = await self.ask(parcel)
        if not first.ok and not first.no_retry:
            self._keep(self._waiting, self._try_again(parcel, first))
        return first

    def tell_later(self, parcel: Parcel) -> None:
        """Hand an event over in the background: for what the bot itself caused and is still waiting for."""
        self._keep(self._underway, self.tell(parcel))

    async def settle(self) -> None:
        """Wait until every event sent in the background had its first answer."""
        while self._underway:
            await asyncio.gather(*self._underway)

    async def close(self) -> None:
        for task in self._underway | self._waiting:
            task.cancel()
        await asyncio.gather(*self._underway, *self._waiting, return_exceptions=True)
        await self._delivery.close()

    async def _try_again(self, parcel: Parcel, last: Acknowledgement) -> None:
        for attempt, seconds in enumerate(self._retry_after, start=1):
            await asyncio.sleep(seconds)
            last = await self.ask(replace(parcel, attempt=attempt, reason=last.retry_reason))
            if last.ok or last.no_retry:
                return

    def _keep(self, tasks: set[asyncio.Task[Any]], work: Coroutine[Any, Any, Any]) -> None:
        # The loop itself holds tasks only weakly.
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)
