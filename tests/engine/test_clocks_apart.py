"""Two machines whose clocks differ by a lease: nobody takes a message out of the hand of whoever still posts it."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import Clock, MachineClock
from bot.doctor.machine import look_at_server_clock
from bot.engine.attempt import Attempt
from bot.engine.clock_watch import ClockWatch, ahead_of_server
from bot.engine.courier import Courier
from bot.engine.outcome import keep_cancelled
from bot.engine.reconcile import lapse_claims
from bot.pulse import Pulse
from bot.services import Services
from bot.slack import SlackFault
from bot.web.routes import build_web
from domain.notices import NoticeState
from domain.rhythm import Speed
from playground.alderwick import ANITA, GRACE, NADIA
from playground.house import House
from storage.database import Database
from tests.conftest import Furnished, on_both_databases
from tests.engine.stage import POST, heard, open_house, owe, slack, texts, word
from tests.engine.test_uncertain import receipts_go_astray


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

    def steady(self) -> timedelta:
        """How long it has been at work: the same on every machine."""
        return self._clock.steady()

    def machine(self) -> datetime:
        """The same: nobody has looked at it."""
        return self.real()

    async def rest(self, seconds: float) -> None:
        """Let seconds pass for both."""
        await self._clock.rest(seconds)

    def set(self, moment: datetime) -> None:
        """Nobody moves it here."""
        raise NotImplementedError(moment)


class AheadOfTheServer(Ahead):
    """Another machine's clock, so far ahead; real time is the database server's, as after a look at it."""

    def real(self) -> datetime:
        """What the server takes the world's time for."""
        return self._clock.real()

    def machine(self) -> datetime:
        """What the machine shows."""
        return self.real() + self._ahead


class Wrong(MachineClock):
    """The clock of a machine that nobody sets right."""

    def __init__(self, ahead: timedelta) -> None:
        self.ahead = ahead
        super().__init__()

    def machine(self) -> datetime:
        """What it shows."""
        return super().machine() + self.ahead


async def _is_alive(house: House, services: Services) -> bool:
    assert house.handrail.bolt is not None
    routes = build_web(services, house.handrail.bolt).routes
    (alive,) = [each for each in routes if isinstance(each, Route) and each.path == "/healthz"]
    answer: Response = await alive.endpoint(None)
    return answer.status_code == 200


async def test_machines_an_hour_ahead_and_behind_hold_and_leave_claims_by_the_servers_clock_and_say_so(
    furnished_postgres: Furnished,
) -> None:
    async with open_house(furnished_postgres) as house:
        await house.handrail.greeted()
        await house.settle()
        # The house's own clock stands still; these go on, the first of them rightly.
        services: Services = replace(house.handrail.services, clock=MachineClock())
        ahead, behind = Wrong(timedelta(hours=1)), Wrong(timedelta(hours=-1))
        for clock in (ahead, behind):
            other = replace(services, clock=clock, pulse=Pulse())
            watch = ClockWatch(other, clock)
            assert not watch.has_looked, "until then it takes nothing"
            other.pulse.started_at = clock.steady()
            await watch.look(other)
            assert watch.has_looked
            assert await _is_alive(house, other), (
                "its engine did not stand still while its real time was moved"
            )
            (found,) = await look_at_server_clock(services.database, clock)
            assert (" seconds ahead of " in found.words) is (clock is ahead), found
            assert (" seconds behind " in found.words) is (clock is behind), found
            assert abs(other.pulse.clock_ahead - clock.ahead.total_seconds()) < 60
            # What either holds, the other leaves alone.
            for holder, passer in ((services, other), (other, services)):
                ping = f"ping{clock.ahead.days}{holder is other}"
                await owe(house, ping, to=GRACE, speed=Speed.URGENT)
                claim, *_ = await Courier(holder, house.handrail.engine.gate)._claim()
                assert claim is not None
                Attempt(holder, house.handrail.engine.gate)._require_lease(claim)
                await lapse_claims(passer)
                assert (await word(house, ping)).state is NoticeState.CLAIMED
                await keep_cancelled(holder, claim)
            clock.ahead += clock.real() - clock.machine()  # somebody sets it right
            await watch.look(other)

        await house.settle()
        said = "\n".join(texts(house, ANITA))
        assert said.count("the clock of a machine that it runs on is ahead of its database's") == 1
        assert said.count("the clock of a machine that it runs on is behind its database's") == 1
        assert said.count("The clock of a machine that Handrail runs on is right again.") == 1


async def test_a_slow_answer_or_a_machine_that_slept_says_nothing_of_a_clock(postgresql: Database) -> None:
    """Nobody knows at which moment between two readings of ours the server was asked: only the least is certain."""
    shown, hour = MachineClock().real(), timedelta(hours=1)

    async def ahead(before: timedelta, after: timedelta) -> timedelta:
        readings = iter([shown + before, shown + after])
        return await postgresql.read(lambda work: ahead_of_server(work, partial(next, readings)))

    goes_by = timedelta(minutes=10)  # at most, while this is played
    assert await ahead(-goes_by, hour) == timedelta(0)
    assert hour - goes_by < await ahead(hour, 3 * hour) <= hour
    assert -hour - goes_by < await ahead(-3 * hour, -hour) <= -hour


@on_both_databases
async def test_where_real_time_went_back_nothing_waits_until_it_has_come_round_again(
    furnished: Furnished,
) -> None:
    """The server's clock was put right while we were at work; or the machine's own, and the bot started again."""
    async with open_house(furnished) as house:
        await house.handrail.greeted()
        await house.settle()
        gate, clock = house.handrail.engine.gate, Wrong(timedelta(hours=1))
        services = replace(house.handrail.services, clock=clock, pulse=Pulse())
        courier = Courier(services, gate)
        await owe(house, "first", to=GRACE, speed=Speed.URGENT)
        await courier.drain()
        await courier.finish()
        assert heard(house, GRACE) == ["first"]
        await owe(house, "held", to=NADIA, speed=Speed.URGENT)
        claim, *_ = await courier._claim()
        assert claim is not None
        await owe(house, "second", to=GRACE, speed=Speed.URGENT)

        is_alone = services.database.is_sqlite
        if is_alone:
            clock = Wrong(timedelta(0))
            services = replace(services, clock=clock)
            courier = Courier(services, gate)
        await ClockWatch(services, clock).look(services)
        await courier.drain()
        await courier.finish()
        assert heard(house, GRACE) == ["first", "second"]
        await lapse_claims(services)
        # Another process may still have it in its hands; one that has ended has not.
        expected = NoticeState.UNCERTAIN if is_alone else NoticeState.CLAIMED
        assert (await word(house, "held")).state is expected


async def test_a_clock_put_right_while_a_message_is_on_its_way_ends_no_lease_and_is_told_once(
    furnished_sqlite: Furnished,
) -> None:
    async with open_house(furnished_sqlite) as house:
        await house.handrail.greeted()
        await house.settle()
        clock = Wrong(timedelta(hours=-1))
        services = replace(house.handrail.services, clock=clock, pulse=Pulse())
        watch = ClockWatch(services, clock)
        await watch.look(services)
        await owe(house, "ping", to=GRACE, speed=Speed.URGENT)
        claim, *_ = await Courier(services, house.handrail.engine.gate)._claim()
        assert claim is not None

        clock.ahead = timedelta(0)
        for _ in range(2):
            await watch.look(services)
            await lapse_claims(services)
        assert (await word(house, "ping")).state is NoticeState.CLAIMED
        Attempt(services, house.handrail.engine.gate)._require_lease(claim)
        await keep_cancelled(services, claim)

        await house.settle()
        assert len([text for text in texts(house, ANITA) if "its machine was moved forward" in text]) == 1


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


# What is known of a machine is allowed for; of what nobody knows, as where there is only one, two hours are.
@pytest.mark.parametrize(
    ("make", "seconds"), [(AheadOfTheServer, 0), (AheadOfTheServer, 86_400), (Ahead, 10), (Ahead, 3600)]
)
async def test_a_machine_ahead_of_slack_finds_what_arrived_and_says_nothing_twice(
    furnished_sqlite: Furnished, make: type[Ahead], seconds: int
) -> None:
    async with open_house(furnished_sqlite) as house:
        await house.handrail.greeted()
        await house.settle()
        await receipts_go_astray(house)
        clock = make(house.clock, timedelta(seconds=seconds))
        courier = Courier(replace(house.handrail.services, clock=clock), house.handrail.engine.gate)
        await owe(house, "once", to=GRACE, speed=Speed.URGENT)
        slack(house, "drop_after_accept", POST, count=1)
        for _ in range(4):
            await courier.drain()
            await courier.finish()
            await house.clock.rest(20)

        assert heard(house, GRACE) == ["once"]
        assert (await word(house, "once")).state is NoticeState.SENT
