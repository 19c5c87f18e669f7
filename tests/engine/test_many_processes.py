"""What several processes at one database share: the budget of a minute, whose turn a look is, Slack's word to wait."""

import asyncio
import threading
from datetime import datetime, timedelta
from functools import partial

from bot.clock import MachineClock
from bot.engine.budget import Budget
from domain.rhythm import Speed
from playground.alderwick import BEGINS, GRACE, LEAH, PRIYA, TOM
from playground.house import House
from storage.database import Database
from storage.processes import ELSEWHERE, Handful
from storage.unit_of_work import UnitOfWork
from tests.conftest import on_both_databases
from tests.engine.stage import POST, cycles, heard, owe, slack

PER_MINUTE = 40
MINUTE = timedelta(minutes=1)


async def spend_all(database: Database, budget: Budget, most: int = PER_MINUTE) -> int:
    """Post as long as the budget lets this process within a second, and return how often it did."""
    real, posts = MachineClock().real(), 0
    until = real + timedelta(seconds=1)
    while posts < most and (real := budget.free_at(real)) < until:
        handful = await database.write(partial(budget.reach_for, real=real), within=10)
        may = handful is not None and handful.posts > 0
        budget.spend(handful, on_post=may)
        posts += may
    return posts


async def test_the_budget_of_a_minute_is_one_for_all_processes(database: Database) -> None:
    posts = await asyncio.gather(*(spend_all(database, Budget(PER_MINUTE)) for _ in range(4)))

    assert sum(posts) == PER_MINUTE
    assert await spend_all(database, Budget(PER_MINUTE)) == 0


async def test_what_a_process_does_not_use_goes_back_and_what_is_urgent_is_counted(sqlite: Database) -> None:
    frugal, real = Budget(PER_MINUTE), MachineClock().real()
    for second in range(30):  # one post a second, each from a handful of its own
        at = real - MINUTE / 2 + timedelta(seconds=second)
        handful = await sqlite.write(partial(frugal.reach_for, real=at))
        frugal.spend(handful, on_post=True)
        if second % 10 == 0:
            await sqlite.write(partial(_count_urgent, real=at))

    urgent = 3
    held = 1  # of the last handful the rest is not given back yet
    counted = await sqlite.read(lambda work: work.processes.posts_counted(real))
    assert 30 + urgent <= counted <= 30 + urgent + held

    frugal.spend(Handful(0, 0, real + MINUTE), on_post=False)  # nothing was left: it asks again in a minute
    assert frugal.free_at(real) == real + MINUTE
    an_hour_back = real - timedelta(hours=1)
    assert frugal.free_at(an_hour_back) == an_hour_back, (
        "what real time was before it went back counts for nothing"
    )


async def test_a_process_that_stands_still_with_the_budget_holds_up_nothing_urgent(
    postgresql: Database,
) -> None:
    real, held, go_on = MachineClock().real(), threading.Event(), threading.Event()

    def stand_still(work: UnitOfWork) -> None:
        work.processes.set_aside(real, 1, PER_MINUTE, None)
        held.set()
        go_on.wait(timeout=30)

    await postgresql.write(partial(Budget(PER_MINUTE).reach_for, real=real))  # the very first makes the row
    frozen = asyncio.create_task(postgresql.write(stand_still, within=30))
    await asyncio.to_thread(held.wait, 30)
    handful = await postgresql.write(partial(Budget(PER_MINUTE).reach_for, real=real))
    go_on.set()
    await frozen

    assert handful is not None
    assert (handful.posts, handful.until - real) == (0, ELSEWHERE)


def _count_urgent(work: UnitOfWork, real: datetime) -> None:
    work.processes.count_post(real)


async def test_only_one_process_takes_a_turn_and_the_next_is_anybodys(database: Database) -> None:
    async def takers(moment_after: timedelta) -> int:
        moment = BEGINS + moment_after
        turns = (database.write(lambda work: work.processes.takes_turn("week", moment), 10) for _ in range(8))
        return sum(await asyncio.gather(*turns))

    assert [await takers(after) for after in (timedelta(0), timedelta(0), MINUTE)] == [1, 0, 1]
    # A clock one second behind is not told that its minute is a new one; one set back by days is.
    assert [await takers(after) for after in (timedelta(0), timedelta(days=-3))] == [0, 1]


@on_both_databases
async def test_told_to_wait_at_two_destinations_everybody_waits_but_for_what_is_urgent(house: House) -> None:
    await house.settle()
    slack(house, "rate_limited", POST, count=1, seconds=20)
    await owe(house, "first", to=PRIYA)
    await house.handrail.engine.cycle()
    await owe(house, "other", to=LEAH)
    await cycles(house, 1)
    assert heard(house, LEAH) == ["other"], "one channel that is asked to wait holds up no other"

    slack(house, "rate_limited", POST, count=1, seconds=20)
    await owe(house, "second", to=TOM)
    await house.handrail.engine.cycle()
    held = await house.handrail.services.database.read(lambda work: work.processes.left_alone_until())
    assert held == house.clock.real() + timedelta(seconds=20)
    await owe(house, "third", to=LEAH)
    await owe(house, "urgent", to=GRACE, speed=Speed.URGENT)
    await cycles(house, 10, every=5)
    assert heard(house, GRACE) == ["urgent"]
    assert heard(house, LEAH) == ["other"]

    await cycles(house, 15, every=5)
    assert heard(house, LEAH) == ["other", "third"]
    assert (heard(house, PRIYA), heard(house, TOM)) == (["first"], ["second"])
