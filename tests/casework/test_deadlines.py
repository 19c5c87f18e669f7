"""Timed duties: started, reached, answered, stopped while somebody waits for us, owned by somebody else."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from bot.casework import deadlines
from bot.casework.contracts import create_contract
from bot.casework.deadlines import Duty
from bot.casework.notices import Owed, owe_people
from bot.casework.organisation import make_administrator
from domain.calendar import LONDON, Nation
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.contracts import NewContract
from domain.deadlines import DeadlineKind, DeadlineState
from domain.notices import NoticeKind, NoticeState
from domain.people import Party
from domain.rhythm import Speed
from storage.database import Database
from storage.deadlines import Deadline
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

LATE_AFTER = timedelta(minutes=15)
YEARS = timedelta(days=900)
RECORD = UUID(int=7)


def london(text: str) -> datetime:
    """A moment as London clocks show it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


STARTS, DUE = london("2026-09-08 10:15"), london("2026-09-22 17:00")


def begin(work: UnitOfWork, now: datetime = STARTS, due_at: datetime = DUE) -> Deadline:
    """An action's duty, owned by somebody of our own, under a contract of ours."""
    own = work.organisations.set_up_own("Westermere Council", "T0")
    lead = make_administrator(work, "T0", "U0PRIYA", "Priya Nair", now)
    lead.organisation_id = own.id
    new = NewContract(
        "ALD",
        "Alderwick",
        "Alderwick Care",
        "Care home",
        Nation.ENGLAND,
        STARTS.date(),
        DUE.date() + YEARS,
    )
    contract = create_contract(work, lead, new, lead.id, (), now)
    owner = work.people.add(Person(name="Tom Hadley", team_id="T0", user_id="U0TOM", organisation_id=own.id))
    duty = Duty(
        kind=DeadlineKind.ACTION_VERIFY,
        subject=(SubjectKind.CONTRACT, RECORD),
        contract_id=contract.id,
        owner=owner,
        party=Party.OWN,
        due_at=due_at,
        basis="a test",
    )
    return deadlines.start(work, duty, now)


async def about(database: Database) -> list[Notice]:
    """Every message owed about the record."""
    return list(await database.read(lambda work: work.notices.about(RECORD)))


async def test_a_ladder_is_planned_when_it_starts_and_each_step_is_owed_once(database: Database) -> None:
    deadline = await database.write(begin)
    assert deadline.next_step_at == london("2026-09-22 00:00")

    def climb_twice(work: UnitOfWork) -> list[str]:
        found = work.deadlines.get(deadline.id)
        for _ in range(2):
            deadlines.climb(work, found, london("2026-09-22 00:00"), LATE_AFTER)
        return found.climbed

    assert await database.write(climb_twice) == ["due"]
    (owed,) = await about(database)
    assert (owed.step, owed.is_late, owed.is_line) == ("due", False, True)
    assert owed.send_from == london("2026-09-22 09:30")


async def test_what_was_missed_is_said_once_to_each_and_marked_late(database: Database) -> None:
    deadline = await database.write(begin)

    def climb(work: UnitOfWork) -> None:
        deadlines.climb(work, work.deadlines.get(deadline.id), london("2026-09-24 12:00"), LATE_AFTER)

    await database.write(climb)

    assert sorted((each.step, each.is_late) for each in await about(database)) == [
        ("late_1", True),
        ("late_1_lead", True),
    ]


async def test_what_a_clock_finds_behind_it_as_it_starts_is_not_late(database: Database) -> None:
    now = london("2026-09-22 15:00")
    deadline = await database.write(lambda work: begin(work, now))
    assert deadline.next_step_at == now

    await database.write(lambda work: deadlines.climb(work, work.deadlines.get(deadline.id), now, LATE_AFTER))

    assert [(each.step, each.is_late) for each in await about(database)] == [("due", False)]


async def test_meeting_a_duty_ends_it_and_cancels_what_is_pending(database: Database) -> None:
    deadline = await database.write(begin)
    now = london("2026-09-22 00:00")

    def climb_and_meet(work: UnitOfWork) -> Deadline:
        found = work.deadlines.get(deadline.id)
        deadlines.climb(work, found, now, LATE_AFTER)
        deadlines.meet(work, RECORD, (DeadlineKind.ACTION_VERIFY,), None, now)
        return found

    met = await database.write(climb_and_meet)

    assert (met.state, met.met_at) == (DeadlineState.MET, now)
    assert [each.state for each in await about(database)] == [NoticeState.CANCELLED]
    assert await database.read(lambda work: work.deadlines.due_now(now + YEARS, 10)) == []


async def test_a_duty_that_waits_for_us_is_not_chased_and_gets_the_days_back(database: Database) -> None:
    deadline = await database.write(begin)
    kind = DeadlineKind.ACTION_VERIFY
    friday, wednesday = london("2026-09-18 12:00"), london("2026-09-23 12:00")

    await database.write(lambda work: deadlines.pause(work, RECORD, kind, friday))
    waiting = await database.read(lambda work: list(work.deadlines.due_now(wednesday, 10)))
    runs_to = await database.write(lambda work: deadlines.resume(work, RECORD, kind, wednesday))

    assert waiting == []
    assert runs_to == london("2026-09-25 17:00")
    kept = await database.read(lambda work: work.deadlines.get(deadline.id))
    assert (kept.original_due_at, kept.state) == (DUE, DeadlineState.OPEN)


async def test_a_ladder_that_is_started_again_is_owed_again(database: Database) -> None:
    deadline = await database.write(begin)
    now = london("2026-09-22 00:00")

    def climb(work: UnitOfWork) -> None:
        found = work.deadlines.get(deadline.id)
        deadlines.climb(work, found, now, LATE_AFTER)
        work.notices.cancel([found.id])
        deadlines.restart(found, now)
        deadlines.climb(work, found, now, LATE_AFTER)

    await database.write(climb)

    states = [each.state for each in await about(database)]
    assert states == [NoticeState.CANCELLED, NoticeState.OWED]


@pytest.mark.parametrize("times", [1, 3])
async def test_the_same_event_is_owed_to_the_same_person_once(database: Database, times: int) -> None:
    def owe(work: UnitOfWork) -> None:
        person = work.people.add(Person(name="Priya Nair", team_id="T0", user_id=f"U{uuid4().hex[:8]}"))
        word = Owed(
            kind=NoticeKind.FAULT,
            subject=(SubjectKind.CONTRACT, RECORD),
            content_class=ContentClass.INTERNAL,
            speed=Speed.URGENT,
            event="the same",
        )
        for _ in range(times):
            owe_people(work, word, [person], STARTS)

    await database.write(owe)

    assert len(await about(database)) == 1
