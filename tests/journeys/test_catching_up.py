"""Time that jumps, a bot that was off, an answer in between: each thing once, in its turn, and late when it is late."""

import os
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest

from bot.casework import concerns
from bot.casework.actions import withdraw_action
from domain.deadlines import DeadlineKind
from domain.notices import NoticeKind, NoticeState
from playground.alderwick import GRACE, JOANNE, PRIYA, TOM
from playground.house import House
from playground.server import Pace
from storage.actions import Action
from storage.deadlines import Deadline
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished, on_both_databases
from tests.engine.concerns import acknowledge, log_concern, raise_safeguarding, take_concern
from tests.engine.stage import LATE, arrived, known, notices, open_house, owe, states, texts
from tests.journeys.days import agree_action, at, sleep_until, when

DIGEST = "Today for you"
TUESDAY = date(2026, 9, 22)


@on_both_databases
async def test_a_jump_over_three_due_moments_climbs_three_steps_in_turn(house: House) -> None:
    await agree_action(house, TUESDAY, owner=TOM)

    await house.move_to(at("2026-09-25", "18:00"))

    assert when(house, TOM, DIGEST) == [
        "Tue 22 Sep 2026 09:30",
        "Wed 23 Sep 2026 09:30",
        "Fri 25 Sep 2026 09:30",
    ]
    assert when(house, PRIYA, DIGEST) == ["Fri 25 Sep 2026 09:30"]
    assert LATE not in "".join(texts(house, TOM))


@on_both_databases
async def test_downtime_over_the_same_moments_is_one_message_marked_late(house: House) -> None:
    await agree_action(house, TUESDAY, owner=TOM)
    await house.settle()

    await sleep_until(house, at("2026-09-25", "09:00"))
    await house.settle()
    await house.move_to(at("2026-09-25", "18:00"))

    assert when(house, TOM, DIGEST) == when(house, PRIYA, DIGEST) == ["Fri 25 Sep 2026 09:30"]
    (digest,) = [text for text in texts(house, TOM) if DIGEST in text]
    assert LATE in digest
    assert "1 thing" in digest


async def test_what_waits_when_the_bot_is_back_on_a_saturday_night_waits_for_monday_except_what_is_urgent(
    house: House,
) -> None:
    await agree_action(house, date(2026, 9, 18), owner=TOM)
    await house.move_to(at("2026-09-17", "16:00"))
    raised = await raise_safeguarding(house)
    await log_concern(house)

    await sleep_until(house, at("2026-09-19", "23:00"))
    await house.settle()
    assert when(house, GRACE, "SG-") == ["Sat 19 Sep 2026 23:00"]
    assert LATE in "".join(texts(house, GRACE))
    assert when(house, PRIYA, "Please take") == when(house, TOM, DIGEST) == []
    await acknowledge(house, raised)  # unanswered it would be asked each half hour until Monday

    await house.move_to(at("2026-09-21", "18:00"))

    assert when(house, PRIYA, "Please take") == ["Mon 21 Sep 2026 09:00"]
    assert when(house, TOM, DIGEST) == ["Mon 21 Sep 2026 09:30"]
    assert all(LATE in text for text in texts(house, TOM) if DIGEST in text)
    assert all(LATE in text for text in texts(house, PRIYA) if "Please take" in text)


@on_both_databases
async def test_a_digest_that_could_not_go_on_its_day_comes_with_the_next_and_not_beside_it(
    house: House,
) -> None:
    await agree_action(house, TUESDAY, owner=TOM)
    await house.move_to(at("2026-09-22", "09:00"))
    house.playground.slack.faults.switch("rate_limited", ["chat.postMessage"], seconds=5)
    await house.move_to(at("2026-09-22", "18:00"))
    house.playground.slack.faults.switch("none")
    await house.clock.rest(10)

    await house.move_to(at("2026-09-23", "18:00"))

    assert when(house, TOM, DIGEST) == ["Wed 23 Sep 2026 09:30"]


async def test_an_action_due_on_the_day_it_is_agreed_is_not_called_late(house: House) -> None:
    await agree_action(house, date(2026, 9, 8), owner=TOM)

    await house.move_to(at("2026-09-09", "18:00"))

    assert LATE not in "".join(texts(house, TOM))
    assert when(house, TOM, DIGEST) != []


async def test_each_step_is_owed_once_however_often_the_cycle_runs(furnished_sqlite: Furnished) -> None:
    async with open_house(furnished_sqlite) as house:
        await house.handrail.greeted()
        await agree_action(house, TUESDAY, owner=TOM)
        await house.move_to(at("2026-09-23", "12:00"))
        before = await states(house)
        said = len(texts(house, TOM))

        for _ in range(60):
            await house.handrail.engine.cycle()

        assert await states(house) == before
        assert len(texts(house, TOM)) == said


@on_both_databases
async def test_a_restart_between_two_steps_repeats_and_forgets_nothing(furnished: Furnished) -> None:
    async with open_house(furnished) as before:
        await before.handrail.greeted()
        await agree_action(before, TUESDAY, owner=TOM)
        await before.move_to(at("2026-09-22", "12:00"))
        workspace, clock = before.playground.workspace, before.clock
    async with open_house(furnished, workspace=workspace, clock=clock) as after:
        await after.move_to(at("2026-09-23", "18:00"))

        assert when(after, TOM, DIGEST) == ["Tue 22 Sep 2026 09:30", "Wed 23 Sep 2026 09:30"]


@on_both_databases
async def test_an_answer_between_two_steps_cancels_what_is_pending_with_it(house: House) -> None:
    concern_id = await log_concern(house)
    await house.settle()
    await house.move_to(at("2026-09-09", "00:30"))  # its line waits for the morning's digest
    now = house.clock.now()

    def answer_and_stumble(work: UnitOfWork) -> None:
        concerns.take_concern(work, known(work, PRIYA), concern_id, now)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await house.handrail.services.database.write(answer_and_stumble)
    assert [line.state for line in await notices(house, is_line=True)] == [NoticeState.OWED]

    await take_concern(house, concern_id)
    assert [line.state for line in await notices(house, is_line=True)] == [NoticeState.CANCELLED]
    await house.move_to(at("2026-09-09", "18:00"))

    assert when(house, PRIYA, DIGEST) == []


async def test_after_it_is_withdrawn_nobody_hears_of_an_action_again(house: House) -> None:
    action_id = await agree_action(house, TUESDAY, owner=JOANNE)
    await house.move_to(at("2026-09-22", "10:00"))  # an hour before her digest
    now = house.clock.now()
    await house.handrail.services.database.write(
        lambda work: withdraw_action(work, known(work, PRIYA), action_id, "Done another way", now), within=10
    )

    await house.move_to(at("2026-10-09", "18:00"))

    assert when(house, JOANNE, DIGEST) == []
    lines = await notices(house, kind=NoticeKind.ACTION_LINE)
    assert {line.state for line in lines} == {NoticeState.CANCELLED}


async def test_a_moved_clock_stops_at_each_moment_on_its_way(house: House) -> None:
    await agree_action(house, TUESDAY, owner=TOM)
    await log_concern(house)
    await owe(house, "now")

    await house.move_to(at("2026-09-25", "18:00"))

    late = [each for each in await notices(house) if each.is_late]
    assert late == []
    assert house.clock.now() == at("2026-09-25", "18:00")


EACH = int(os.environ.get("OVERDUE_EACH", "25"))
"""Overdue actions of each of two people; a thousand in all take half a minute, and are tried with 500."""

OWNERS = (TOM, PRIYA)


async def multiply(house: House, action_ids: Sequence[UUID]) -> None:
    """Make many more of each action, with the duties that go with it; all else of them is the same."""

    def make(work: UnitOfWork) -> None:
        session = work.actions._session
        for action_id in action_ids:
            action = work.actions.get(action_id)
            duties = work.deadlines.live(action_id, tuple(DeadlineKind))
            for number in range(EACH - 1):
                another = Action(
                    **action.model_dump(exclude={"id", "reference"}), reference=f"{number}{action.reference}"
                )
                session.add(another)
                for duty in duties:
                    session.add(
                        Deadline(**duty.model_dump(exclude={"id", "subject_id"}), subject_id=another.id)
                    )

    await house.handrail.services.database.write(make, within=60)


async def test_after_three_days_off_what_is_overdue_is_one_message_each_and_what_is_urgent_goes_first(
    furnished_sqlite: Furnished,
) -> None:
    async with open_house(furnished_sqlite, pace=Pace(patience=10.0, burst=1), pace_seconds=1.0) as house:
        await house.handrail.greeted()
        await house.move_to(at("2026-09-14", "09:00"))
        await multiply(house, [await agree_action(house, date(2026, 9, 15), owner=who) for who in OWNERS])
        raised = await raise_safeguarding(house)
        before = {who: len(texts(house, who)) for who in (*OWNERS, GRACE)}

        await sleep_until(house, at("2026-09-17", "12:00"))
        await house.handrail.engine.cycle()  # the very first, with hundreds of steps left to climb
        await arrived(house)
        assert LATE in texts(house, GRACE)[before[GRACE]]
        assert "SG-" in texts(house, GRACE)[before[GRACE]]
        await acknowledge(house, raised)  # unanswered it would be asked each half hour until the next day

        await house.move_to(at("2026-09-18", "12:00"))

        for who, things in ((TOM, EACH), (PRIYA, EACH * len(OWNERS))):
            (digest,) = [text for text in texts(house, who)[before[who] :] if DIGEST in text]
            assert LATE in digest
            assert f"{things} things" in digest, "whoever leads the contract hears of all of them"
        calls = house.playground.slack.inspector.newest_first()
        assert [call for call in calls if call["error"] == "ratelimited"] == []
