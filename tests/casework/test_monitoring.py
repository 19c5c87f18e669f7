"""What is looked at regularly, on the record alone: what counts, who keeps it, and where it ends."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from secrets import choice
from typing import TypeVar
from uuid import UUID

import pytest

from bot.casework.evaluation_evidence import gather
from bot.casework.monitoring import plan_next, schedule_monitoring
from bot.casework.monitoring_access import schedule_for
from bot.casework.monitoring_changes import NewInterval, change_interval, end_schedule
from bot.casework.monitoring_closure import move_off_closure_days
from bot.casework.monitoring_figures import figures, gaps
from bot.casework.monitoring_hold import hold_step, release_step
from bot.casework.monitoring_reading import texts_about
from bot.casework.monitoring_record import correct_record, record_done, record_not_done
from bot.casework.notices import calendar_of
from bot.casework.saying import asked_by
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.evaluation_period import period_of
from domain.ladders import Hears, Step
from domain.monitoring import ActivityState, Finding, Interval, NewSchedule, Source
from domain.notices import NoticeKind
from playground import alderwick
from playground.alderwick import ANITA, JOANNE, PRIYA, TOM, Character
from playground.keys import KEYS
from storage.database import Database
from storage.deadlines import Deadline
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import moment, person

SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))
T = TypeVar("T")


class Desk:
    """The record of Alderwick House on SQLite, and what people do to it at a moment they name."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def do(self, task: Callable[[UnitOfWork], T]) -> T:
        """Do something in a unit of work of its own."""
        return await self.database.write(task, within=20)

    async def plan(
        self,
        interval: Interval,
        first_on: date,
        owner: Character = TOM,
        now: datetime = alderwick.BEGINS,
        until: datetime | None = None,
    ) -> UUID:
        """Priya plans something; what is to come is put on the list until a moment."""
        new = NewSchedule("Doses given as prescribed", "98 of 100", interval, first_on, None)

        def make(work: UnitOfWork) -> UUID:
            contract, whose = alderwick.contract_id(work), person(work, owner).id
            kept = schedule_monitoring(work, person(work, PRIYA), contract, new, whose, now, choice)
            return kept.id

        schedule_id = await self.do(make)
        await self.wait(schedule_id, until or now)
        return schedule_id

    async def wait(self, schedule_id: UUID, until: datetime) -> None:
        """Let time go by: what has its turn is put on the list."""

        def catch_up(work: UnitOfWork) -> None:
            while plan_next(work, schedule(work, schedule_id), until) is not None:
                pass

        await self.do(catch_up)

    async def planned(self, schedule_id: UUID) -> list[MonitoringActivity]:
        """Every occurrence, in the order planned."""
        return list(await self.do(lambda work: work.monitoring.of_schedule(schedule_id)))


def schedule(work: UnitOfWork, schedule_id: UUID) -> MonitoringSchedule:
    """A schedule that is known to exist."""
    found = work.monitoring.find_schedule(schedule_id)
    assert found is not None
    return found


def owed_to(work: UnitOfWork, subject_id: UUID, who: Character) -> list[Notice]:
    """What is owed to somebody about a record, the reminders left out, oldest first."""
    whose = person(work, who).id
    pending = work.notices.pending(subject_id)
    return [each for each in pending if each.person_id == whose and each.deadline_id is None]


def live(work: UnitOfWork, activity: MonitoringActivity) -> Sequence[Deadline]:
    """The clock of an occurrence that nobody has answered."""
    return work.deadlines.live(activity.id, (DeadlineKind.MONITORING_DUE,))


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    """Alderwick House: that both databases keep alike is proven over months."""
    database = Database(sqlite_url, KEYS)
    await database.write(partial(alderwick.set_up, now=alderwick.BEGINS), within=20)
    yield Desk(database)
    database.close()


@pytest.mark.criterion("CPC424-P13")
async def test_what_was_missed_and_then_moved_counts_on_the_day_it_was_missed_whatever_changes(
    desk: Desk,
) -> None:
    """Monthly from 10 September, moved on the 21st to October; then another interval begins."""
    now = moment("2026-09-21T10:00")
    schedule_id = await desk.plan(Interval.MONTHLY, date(2026, 9, 10), until=now)
    missed = (await desk.planned(schedule_id))[0]
    new = NewInterval(Interval.MONTHLY, date(2026, 10, 12), None, "Another day suits better")

    def counted(work: UnitOfWork) -> tuple[int, int, int, list[date]]:
        contract, later = alderwick.contract_id(work), moment("2026-10-01T12:00")
        found = figures(work, contract, *SEPTEMBER, later)
        shown = gather(work, contract, period_of(SEPTEMBER, calendar_of(work, contract), later), later)
        missing = [gap.planned_on for gap in gaps(work, contract, *SEPTEMBER, later)]
        return found.planned, found.missed, shown.own.looks_missed, missing

    assert await desk.do(counted) == (1, 1, 1, [date(2026, 9, 10)])
    await desk.do(
        lambda work: record_not_done(work, person(work, TOM), missed.id, "Busy", date(2026, 10, 2), now)
    )
    assert await desk.do(counted) == (1, 1, 1, [date(2026, 9, 10)])

    await desk.do(lambda work: change_interval(work, person(work, PRIYA), schedule_id, new, now))

    assert await desk.do(counted) == (1, 1, 1, [date(2026, 9, 10)])
    assert (await desk.planned(schedule_id))[0].state is ActivityState.PLANNED


async def test_what_is_moved_before_its_day_counts_on_the_new_day(desk: Desk) -> None:
    now = moment("2026-09-09T10:00")
    schedule_id = await desk.plan(Interval.MONTHLY, date(2026, 9, 10))
    moved = (await desk.planned(schedule_id))[0]

    await desk.do(
        lambda work: record_not_done(work, person(work, TOM), moved.id, "Busy", date(2026, 10, 2), now)
    )

    def in_september(work: UnitOfWork) -> int:
        later = moment("2026-10-05T12:00")
        return figures(work, alderwick.contract_id(work), *SEPTEMBER, later).planned

    assert await desk.do(in_september) == 0


async def test_nothing_is_planned_once_the_contract_has_ended_and_its_lead_is_asked_once(desk: Desk) -> None:
    def end_early(work: UnitOfWork) -> None:
        work.contracts.get(alderwick.contract_id(work)).ends_on = date(2026, 9, 20)

    await desk.do(end_early)
    schedule_id = await desk.plan(Interval.WEEKLY, date(2026, 9, 10), JOANNE)

    for day in (18, 19, 30):
        await desk.wait(schedule_id, moment(f"2026-09-{day}T10:00"))

    assert [each.planned_on.day for each in await desk.planned(schedule_id)] == [10, 17]
    asked = await desk.do(lambda work: [each.facts for each in owed_to(work, schedule_id, PRIYA)])
    assert asked == [{"asks_at_the_end": True}]
    with pytest.raises(NotAllowed, match="The contract has ended by then"):
        await desk.plan(Interval.WEEKLY, date(2026, 9, 24))


async def test_somebody_else_looks_from_now_on_and_the_days_stay_as_they_were(desk: Desk) -> None:
    """Monthly from the 26th: 26 December is a Saturday, and handing over must not make the 29th of it."""
    now = moment("2026-11-27T10:00")
    schedule_id = await desk.plan(Interval.MONTHLY, date(2026, 11, 26), until=now)

    def hand(work: UnitOfWork) -> None:
        priya = person(work, PRIYA)
        new = NewInterval(Interval.MONTHLY, date(2026, 12, 29), None, "Tom is leaving", priya.id)
        change_interval(work, priya, schedule_id, new, now)

    await desk.do(hand)
    await desk.wait(schedule_id, moment("2027-01-04T10:00"))

    found = await desk.planned(schedule_id)
    assert [each.planned_on for each in found] == [date(2026, 11, 26), date(2026, 12, 29), date(2027, 1, 26)]
    assert {each.state for each in found} == {ActivityState.PLANNED}
    priya = await desk.do(lambda work: person(work, PRIYA).id)
    assert {each.owner_id for each in found} == {priya}
    duties = await desk.do(lambda work: [each.owner_id for one in found for each in live(work, one)])
    assert duties == [priya] * 3


async def test_it_is_not_handed_to_another_side_for_what_was_found_is_not_theirs_to_read(desk: Desk) -> None:
    schedule_id = await desk.plan(Interval.MONTHLY, date(2026, 9, 10))

    def hand(work: UnitOfWork) -> None:
        joanne = person(work, JOANNE).id
        new = NewInterval(Interval.MONTHLY, date(2026, 10, 12), None, "Let them look", joanne)
        change_interval(work, person(work, PRIYA), schedule_id, new, alderwick.BEGINS)

    with pytest.raises(NotAllowed, match="of the same side") as refused:
        await desk.do(hand)
    assert refused.value.field == "owner"


async def test_whoever_looks_reads_it_only_while_they_take_part_in_the_contract(desk: Desk) -> None:
    schedule_id = await desk.plan(Interval.MONTHLY, date(2026, 9, 10), JOANNE)
    assert await desk.do(lambda work: schedule_for(work, person(work, JOANNE), schedule_id)) is not None

    def leave(work: UnitOfWork) -> None:
        person(work, JOANNE).organisation_id = None

    await desk.do(leave)

    with pytest.raises(NotYours):
        await desk.do(lambda work: schedule_for(work, person(work, JOANNE), schedule_id))


async def test_why_it_changes_is_read_by_our_own_side_alone(desk: Desk) -> None:
    schedule_id = await desk.plan(Interval.MONTHLY, date(2026, 9, 10), JOANNE)
    new = NewInterval(Interval.WEEKLY, date(2026, 9, 17), None, "After a concern they were not told of")

    def change(work: UnitOfWork) -> None:
        change_interval(work, person(work, PRIYA), schedule_id, new, alderwick.BEGINS)

    await desk.do(change)

    def read_by(work: UnitOfWork, who: Character) -> list[str]:
        about = [schedule_id, *(each.id for each in work.monitoring.of_schedule(schedule_id))]
        kept = schedule(work, schedule_id)
        found = [texts_about(work, person(work, who), kept, subject) for subject in about]
        return sorted(field for texts in found for field in texts)

    assert await desk.do(lambda work: read_by(work, PRIYA)) == ["called_off_because", "changed_because"]
    assert await desk.do(lambda work: read_by(work, JOANNE)) == []


async def test_a_new_day_off_moves_what_is_to_come_and_tells_whoever_looks(desk: Desk) -> None:
    schedule_id = await desk.plan(Interval.WEEKLY, date(2026, 9, 17), JOANNE)

    def close(work: UnitOfWork) -> None:
        work.organisations.set_closure_days(frozenset({date(2026, 9, 17)}))
        move_off_closure_days(work, person(work, ANITA), alderwick.BEGINS)

    await desk.do(close)

    (moved,) = await desk.planned(schedule_id)
    assert (moved.original_on.day, moved.planned_on.day, moved.counts_on.day) == (17, 18, 18)
    told = await desk.do(lambda work: [each.facts for each in owed_to(work, moved.id, JOANNE)])
    assert told == [{"closed_on": "2026-09-17"}]
    (duty,) = await desk.do(lambda work: live(work, moved))
    assert duty.due_at.astimezone(UTC) == moment("2026-09-18T14:00")


async def test_what_closes_onto_the_next_day_is_looked_at_once(desk: Desk) -> None:
    schedule_id = await desk.plan(Interval.WEEKLY, date(2026, 9, 10))
    closed = frozenset(date(2026, 9, day) for day in range(10, 18))

    def close(work: UnitOfWork) -> None:
        work.organisations.set_closure_days(closed)
        move_off_closure_days(work, person(work, ANITA), alderwick.BEGINS)

    await desk.do(close)
    await desk.wait(schedule_id, moment("2026-09-23T10:00"))

    assert [each.planned_on.day for each in await desk.planned(schedule_id)] == [18, 24]


async def test_what_is_older_than_the_time_before_needs_a_reason(desk: Desk) -> None:
    now = moment("2026-09-17T10:00")
    schedule_id = await desk.plan(Interval.WEEKLY, date(2026, 9, 10), until=now)
    second = (await desk.planned(schedule_id))[1]

    def done(work: UnitOfWork, why: str, of: date) -> None:
        tom = person(work, TOM)
        found = Finding("97 of 100", Source.DOCUMENT, of, older_because=why)
        record_done(work, tom, second.id, found, now)

    with pytest.raises(NotAllowed, match="before the time before") as refused:
        await desk.do(lambda work: done(work, " ", date(2016, 1, 1)))
    assert refused.value.field == "source_on"
    await desk.do(lambda work: done(work, "The audit came late", date(2026, 9, 9)))

    texts = await desk.do(lambda work: work.narratives.latest(second.id))
    assert texts["older_because"] == "The audit came late"


async def test_what_was_recorded_is_corrected_and_the_first_text_is_kept(desk: Desk) -> None:
    now = moment("2026-09-10T15:00")
    schedule_id = await desk.plan(Interval.MONTHLY, date(2026, 9, 10))
    (first,) = await desk.planned(schedule_id)

    def done_and_corrected(work: UnitOfWork) -> list[str]:
        tom = person(work, TOM)
        record_done(work, tom, first.id, Finding("79 of 100", Source.SEEN, date(2026, 9, 10)), now)
        correct_record(work, tom, first.id, "97 of 100", now)
        return list(texts_about(work, tom, schedule(work, schedule_id), first.id)["result"])

    assert await desk.do(done_and_corrected) == ["79 of 100", "97 of 100"]


async def test_the_lead_holds_the_step_to_the_senior_contact_and_lets_it_be_said(desk: Desk) -> None:
    schedule_id = await desk.plan(Interval.MONTHLY, date(2026, 9, 10), JOANNE)
    (late,) = await desk.planned(schedule_id)
    now, past = moment("2026-09-16T10:00"), moment("2026-09-18T17:00")
    senior = Step("late_5_senior", 5, Hears.OWNER_SENIOR, NoticeKind.MONITORING_LINE)

    def heard(work: UnitOfWork) -> bool:
        (duty,) = live(work, late)
        return bool(asked_by(work, duty, senior, past).people)

    assert await desk.do(heard)
    await desk.do(lambda work: hold_step(work, person(work, PRIYA), late.id, "We talk first", now))
    assert not await desk.do(heard)
    with pytest.raises(NotYours):
        await desk.do(lambda work: release_step(work, person(work, JOANNE), late.id, now))
    await desk.do(lambda work: release_step(work, person(work, PRIYA), late.id, now))
    assert await desk.do(heard)


async def test_once_every_plan_has_ended_an_evaluation_says_that_no_checks_are_planned(desk: Desk) -> None:
    schedule_id = await desk.plan(Interval.MONTHLY, date(2026, 9, 10))

    def has_schedules(work: UnitOfWork) -> bool:
        contract, now = alderwick.contract_id(work), moment("2026-10-01T12:00")
        return gather(
            work, contract, period_of(SEPTEMBER, calendar_of(work, contract), now), now
        ).has_schedules

    assert await desk.do(has_schedules)
    await desk.do(
        lambda work: end_schedule(work, person(work, PRIYA), schedule_id, "It is over", alderwick.BEGINS)
    )
    assert not await desk.do(has_schedules)
