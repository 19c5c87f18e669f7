"""Two machines whose clocks differ by a lease: nobody takes a message out of the hand of whoever still posts it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.clock import Clock
from bot.engine.attempt import Attempt
from bot.engine.courier import Courier
from bot.engine.reconcile import lapse_claims
from bot.services import Services
from bot.slack import SlackFault
from domain.notices import NoticeState
from domain.rhythm import Speed
from playground.alderwick import GRACE
from tests.conftest import Furnished
from tests.engine.stage import open_house, owe, word


class Ahead:
    """Another machine's clock, so far ahead of ours."""

    def __init__(self, clock: Clock, ahead: timedelta) -> None:
        self._clock, self._ahead = clock, ahead

    def now(self) -> datetime:
        """What it takes the story's time for."""
        return self._clock.now() + self._ahead

    def real(self) -> datetime:
        """What it takes the world's time for."""
        return self._clock.real() + self._ahead

    async def rest(self, seconds: float) -> None:
        """Let seconds pass for both."""
        await self._clock.rest(seconds)

    def set(self, moment: datetime) -> None:
        """Nobody moves it here."""
        raise NotImplementedError(moment)


async def test_a_machine_a_lease_ahead_leaves_an_urgent_ping_alone_while_it_may_still_be_posted(
    furnished_postgres: Furnished,
) -> None:
    async with open_house(furnished_postgres) as house:
        await house.handrail.greeted()
        await house.settle()
        services: Services = house.handrail.services
        other = replace(services, clock=Ahead(house.clock, services.settings.lease))
        await owe(house, "ping", to=GRACE, speed=Speed.URGENT)
        claim, *_ = await Courier(services, house.handrail.engine.gate)._claim()
        assert claim is not None

        await lapse_claims(other)
        assert (await word(house, "ping")).state is NoticeState.CLAIMED

        still_holds = services.settings.lease_seconds - 1
        await house.clock.rest(still_holds)
        with pytest.raises(SlackFault, match="too_slow"):  # no post is begun that could end after the lease
            Attempt(services, house.handrail.engine.gate)._require_lease(claim)
        await lapse_claims(other)
        assert (await word(house, "ping")).state is NoticeState.CLAIMED

        await house.clock.rest(1)
        await lapse_claims(other)
        assert (await word(house, "ping")).state is NoticeState.UNCERTAIN
