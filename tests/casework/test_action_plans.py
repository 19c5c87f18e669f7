"""Action plans on the record alone: complete before they are asked about, agreed by version, revised and compared."""

from collections.abc import AsyncIterator, Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import TypeVar
from uuid import UUID

import pytest

from bot.casework import (
    action_plans,
    agreed,
    agreements,
    feedback,
    measures,
    options,
    plan_lines,
    plan_versions,
)
from bot.casework.handing_on import hand_on, items_left
from bot.casework.improvement_pause import go_on, let_rest
from bot.casework.plan_lines import NewLine
from bot.casework.plan_reading import changes_between
from bot.letters import letter_about
from bot.plan_messages import say_agreed
from domain.action_plans import FeedbackAnswer, Missing, PlanState, Watching
from domain.actions import ActionState, Basis, NewAction
from domain.agreements import Decision, Outcome
from domain.calendar import Nation
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.evaluations import EvaluationState, Judgement
from domain.improvements import ImprovementState, PauseReason, Route
from domain.measures import Bands, Direction, NewMeasure
from domain.monitoring import Interval, ScheduleState
from domain.notices import NoticeKind
from domain.options import NewOption
from playground import alderwick
from playground.alderwick import ANITA, DELE, JOANNE, LEAH, PRIYA, SAM, TOM, YUSUF, Character
from playground.keys import KEYS
from storage.action_plans import ActionPlan
from storage.actions import Action
from storage.database import Database
from storage.evaluations import Evaluation
from storage.improvements import Improvement
from storage.reasons import ConcernArea
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import moment, person

T = TypeVar("T")
NOW = moment("2026-10-20T10:00")
MEDICINES, FAMILIES = "Medicines at night", "Telling families"
LATER = moment("2027-01-28T10:00")


class Desk:
    """A process of Alderwick House whose parties have agreed on an option, and what people do about its plan."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.improvement_id = UUID(int=0)

    async def do(self, task: Callable[[UnitOfWork], T]) -> T:
        """Do something in a unit of work of its own."""
        return await self.database.write(task, within=20)

    async def open(self, state: ImprovementState = ImprovementState.CHOSEN) -> None:
        """A process in the state in which its plan is drafted, with two areas of concern."""

        def make(work: UnitOfWork) -> UUID:
            priya = person(work, PRIYA)
            improvement = Improvement(
                reference="IP-4M8R",
                contract_id=alderwick.contract_id(work),
                title="Medicines at night and telling families",
                route=Route.FULL,
                state=state,
                lead_id=priya.id,
                opened_by=priya.id,
                opened_at=NOW,
                explanation_version=1,
            )
            work.improvements.add(improvement)
            for rank, title in enumerate((MEDICINES, FAMILIES), 1):
                area = ConcernArea(
                    improvement_id=improvement.id, title=title, rank=rank, named_by=priya.id, named_at=NOW
                )
                work.reasons.add(area)
            return improvement.id

        self.improvement_id = await self.do(make)

    async def line(self, who: Character, area: str, title: str, due_on: date, now: datetime = NOW) -> UUID:
        """Priya writes an action into the draft."""

        def write(work: UnitOfWork) -> UUID:
            areas = {each.title: each.id for each in work.reasons.areas(self.improvement_id)}
            new = action(work, who, title, due_on, areas[area])
            return plan_lines.write_line(work, person(work, PRIYA), self.improvement_id, new, now).id

        return await self.do(write)

    async def measure(self, title: str = "Doses given as prescribed", who: Character = JOANNE) -> UUID:
        """Priya sets a measure."""

        def keep(work: UnitOfWork) -> UUID:
            reads = measures.Reads(person(work, who).id, Interval.MONTHLY)
            kept = measures.set_measure(
                work, person(work, PRIYA), self.improvement_id, new_measure(title), reads, NOW
            )
            return kept.id

        return await self.do(keep)

    async def watch(self, first_on: date = date(2026, 11, 26), *named: UUID) -> None:
        """Priya says how progress is looked at: monthly, and enough after two readings."""

        def keep(work: UnitOfWork) -> None:
            plan = plan_versions.latest_of(work, self.improvement_id)
            assert plan is not None
            counting = named or tuple(UUID(each) for each in plan.measures)
            new = Watching(Interval.MONTHLY, first_on, "Doses are given as prescribed", 2, counting)
            plan_lines.set_watching(work, person(work, PRIYA), self.improvement_id, new, NOW)

        await self.do(keep)

    async def whole(self) -> None:
        """A complete draft: every area, every side, a measure, how it is looked at."""
        await self.line(JOANNE, MEDICINES, "A second check of charts each night", date(2026, 12, 10))
        await self.line(SAM, MEDICINES, "Train the night staff on the new packs", date(2026, 12, 2))
        await self.line(LEAH, FAMILIES, "Finish the four reassessments", date(2026, 12, 17))
        await self.measure()
        await self.watch()

    async def ask(self, now: datetime = NOW) -> UUID:
        """Priya asks everybody to agree to the draft."""

        def asks(work: UnitOfWork) -> UUID:
            plan = plan_versions.latest_of(work, self.improvement_id)
            assert plan is not None
            priya = person(work, PRIYA)
            return action_plans.ask_parties(work, priya, self.improvement_id, plan.version, now).id

        return await self.do(asks)

    async def answer(
        self, agreement_id: UUID, who: Character, decision: Decision = Decision.AGREE, now: datetime = NOW
    ) -> Outcome:
        """Somebody answers for their organisation."""

        def answers(work: UnitOfWork) -> Outcome:
            found = work.agreements.find(agreement_id)
            assert found is not None
            because = "" if decision is Decision.AGREE else "Too much at once for the night staff"
            return agreements.answer(
                work, person(work, who), agreement_id, found.version, decision, because, now
            ).outcome

        return await self.do(answers)

    async def agree(self, now: datetime = NOW) -> None:
        """Everybody is asked, and agrees."""
        agreement_id = await self.ask(now)
        for who in (PRIYA, JOANNE, SAM):
            await self.answer(agreement_id, who, now=now)

    async def change(
        self, because: str = "The training has to wait for the outbreak", now: datetime = NOW
    ) -> None:
        """Priya begins the next version."""
        await self.do(
            lambda work: plan_versions.open_version(
                work, person(work, PRIYA), self.improvement_id, because, now
            )
        )

    async def versions(self) -> list[tuple[int, PlanState, list[str]]]:
        """Every version with its state and the titles of its actions."""

        def read(work: UnitOfWork) -> list[tuple[int, PlanState, list[str]]]:
            return [
                (plan.version, plan.state, [line.title for line in work.action_plans.lines(plan.id)])
                for plan in work.action_plans.of(self.improvement_id)
            ]

        return await self.do(read)

    async def actions(self) -> dict[str, Action]:
        """The actions of the process by their titles."""
        return await self.do(
            lambda work: {each.title: each for each in work.actions.of_improvement(self.improvement_id)}
        )


def action(work: UnitOfWork, who: Character, title: str, due_on: date, area_id: UUID | None) -> NewLine:
    """One action as the form hands it over."""
    what = NewAction(title, Basis.REQUIREMENT, due_on, "The folder of the month", "Clause 7.2")
    return NewLine(what, person(work, who).id, area_id)


def new_measure(title: str, target: int = 98) -> NewMeasure:
    """One measure as the form hands it over."""
    return NewMeasure(
        title=title,
        outcome="I get my tablets when I need them",
        baseline=Decimal(91),
        target=Decimal(target),
        direction=Direction.HIGHER,
        bands=Bands(Decimal(3), Decimal(8)),
        source="The medicine charts of the month",
        unit="%",
    )


def plan_in(work: UnitOfWork, improvement_id: UUID, version: int) -> ActionPlan:
    """One version of the plan."""
    return next(each for each in work.action_plans.of(improvement_id) if each.version == version)


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    """Alderwick House, and a process whose parties have agreed on an option."""
    assert agreed.ON_AGREED
    database = Database(sqlite_url, KEYS)
    await database.write(partial(alderwick.set_up, now=alderwick.BEGINS), within=20)
    desk = Desk(database)
    await desk.open()
    yield desk
    database.close()


@pytest.mark.criterion("CPC424-P9")
async def test_a_plan_is_asked_about_only_when_complete_and_all_that_is_missing_is_named_at_once(
    desk: Desk,
) -> None:
    await desk.line(JOANNE, MEDICINES, "A second check of charts each night", date(2026, 12, 10))

    with pytest.raises(action_plans.Incomplete) as refused:
        await desk.ask()

    assert refused.value.lacks == [
        (Missing.AREA_WITHOUT_ACTION, FAMILIES),
        (Missing.SIDE_WITHOUT_OWNER, "Westermere Council"),
        (Missing.SIDE_WITHOUT_OWNER, "Westermere Integrated Care Board"),
        (Missing.MEASURE, ""),
        (Missing.INTERVAL, ""),
        (Missing.EXIT_CRITERIA, ""),
    ]
    assert (await desk.versions())[0][1] is PlanState.DRAFT


async def test_an_agreed_plan_becomes_actions_of_every_side_and_readings_by_their_collector(
    desk: Desk,
) -> None:
    await desk.whole()
    await desk.agree()

    actions = await desk.actions()
    check = actions["A second check of charts each night"]
    assert {each.state for each in actions.values()} == {ActionState.AGREED}
    assert [each.owner_party.value for each in actions.values()] == ["partner", "provider", "own"]

    def look(work: UnitOfWork) -> tuple[ImprovementState, list[date], list[date], int, int]:
        improvement = work.improvements.get(desk.improvement_id)
        clocks = [each.due_at.date() for each in work.deadlines.live(check.id, (DeadlineKind.ACTION_DUE,))]
        [schedule] = work.monitoring.schedules(improvement.contract_id)
        assert schedule.improvement_id == improvement.id
        assert schedule.owner_id == person(work, JOANNE).id
        planned = [each.planned_on for each in work.monitoring.of_schedule(schedule.id)]
        plan = plan_in(work, improvement.id, 1)
        told = [each for each in work.notices.pending(plan.id) if each.kind is NoticeKind.PLAN_AGREED]
        return improvement.state, clocks, planned, len(told), len(work.measures.of_schedule(schedule.id))

    state, clocks, planned, told, read = await desk.do(look)
    assert state is ImprovementState.MONITORING
    assert clocks == [date(2026, 12, 10)]
    assert planned == [date(2026, 11, 26)]
    assert (told, read) == (3, 1)


async def test_an_agreed_plan_is_a_letter_that_says_first_what_its_reader_does(desk: Desk) -> None:
    await desk.whole()
    await desk.agree()

    def write(work: UnitOfWork) -> str:
        plan, sam = plan_in(work, desk.improvement_id, 1), person(work, SAM)
        return letter_about(work, NoticeKind.PLAN_AGREED, plan.id, sam, NOW)

    letter = await desk.do(write)
    assert "the plan of IP-4M8R, version 1" in letter
    assert "2. You do this, by Wednesday 2 December 2026: Train the night staff on the new packs." in letter
    assert "1. Joanne Field, Alderwick Care, by Thursday 10 December 2026" in letter
    assert "Doses given as prescribed: from 91 % to 98 %" in letter
    assert "When it is enough" in letter


async def test_an_edit_after_asking_is_a_new_version_and_everybody_is_asked_anew(desk: Desk) -> None:
    await desk.whole()
    first = await desk.ask()
    await desk.answer(first, PRIYA)
    await desk.answer(first, JOANNE)

    with pytest.raises(NotAllowed, match="Please press Change the plan"):
        await desk.line(TOM, FAMILIES, "Write to families each month", date(2026, 12, 9))
    await desk.change("Families asked for a letter as well")
    await desk.line(TOM, FAMILIES, "Write to families each month", date(2026, 12, 9))

    with pytest.raises(NotAllowed, match="Version 1 is not asked about any more"):
        await desk.answer(first, SAM)
    assert [(version, state) for version, state, _ in await desk.versions()] == [
        (1, PlanState.REPLACED),
        (2, PlanState.DRAFT),
    ]
    assert not await desk.actions()

    await desk.agree()

    versions = await desk.versions()
    assert [len(titles) for _, _, titles in versions] == [3, 4]
    assert versions[1][1] is PlanState.AGREED
    assert len(await desk.actions()) == 4


async def test_a_rest_gives_its_days_back_to_a_plan_that_is_asked_about_and_voids_no_answer(
    desk: Desk,
) -> None:
    await desk.whole()
    await desk.line(SAM, MEDICINES, "Lock the cupboard at night", date(2026, 12, 3))
    agreement_id = await desk.ask()
    await desk.answer(agreement_id, SAM)
    later = NOW + timedelta(days=7)

    def rest(work: UnitOfWork) -> tuple[list[date], date | None]:
        plan = plan_in(work, desk.improvement_id, 1)
        work.action_plans.lines(plan.id)[-1].keeps_safe_now = True
        let_rest(work, person(work, PRIYA), desk.improvement_id, PauseReason.OUTBREAK, "", later.date(), NOW)
        go_on(work, person(work, PRIYA), desk.improvement_id, later)
        return [each.due_on for each in work.action_plans.lines(plan.id)], plan.first_on

    days, first_on = await desk.do(rest)
    assert days == [date(2026, 12, 17), date(2026, 12, 9), date(2026, 12, 24), date(2026, 12, 3)]
    assert first_on == date(2026, 12, 3)
    for who in (PRIYA, JOANNE):
        outcome = await desk.answer(agreement_id, who, now=later)
    assert outcome is Outcome.AGREED
    agreed = (await desk.actions()).values()
    assert {each.due_on for each in agreed} == set(days)
    assert {each.original_due_on for each in agreed} == {each - timedelta(days=7) for each in days[:3]} | {
        days[3]
    }


async def test_after_three_rounds_the_senior_contacts_of_all_sides_are_told(desk: Desk) -> None:
    await desk.whole()
    for round_number in range(1, 4):
        agreement_id = await desk.ask()
        await desk.answer(agreement_id, JOANNE, Decision.DISAGREE)
        await desk.change(f"What was said in round {round_number}")

    await desk.ask()

    def told(work: UnitOfWork) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for plan in work.action_plans.of(desk.improvement_id):
            pending = work.notices.pending(plan.id)
            seniors = [each for each in pending if each.kind is NoticeKind.PLAN_TO_SENIORS]
            people = {work.people.get(each.person_id).name for each in seniors if each.person_id}
            for_others = {str(each.facts["pass_on_to"]) for each in seniors if "pass_on_to" in each.facts}
            found[plan.version] = people | for_others
        return found

    assert await desk.do(told) == {
        1: set(),
        2: set(),
        3: set(),
        4: {"Anita Cole", "Priya Nair", "Ruth Keane", "Sam Whitlock"},
    }


@pytest.mark.criterion("CPC424-P10")
async def test_a_criterion_that_names_no_measure_of_the_plan_is_refused(desk: Desk) -> None:
    await desk.measure()

    with pytest.raises(NotAllowed, match="no measure of this plan"):
        await desk.watch(date(2026, 11, 26), UUID(int=7))


@pytest.mark.criterion("CPC424-P10")
async def test_the_dates_of_a_scottish_contract_step_over_st_andrews_day(desk: Desk) -> None:
    def days(work: UnitOfWork) -> list[date]:
        improvement = work.improvements.get(desk.improvement_id)
        work.contracts.get(improvement.contract_id).nation = Nation.SCOTLAND
        found = plan_lines.require_dates(work, improvement, Interval.MONTHLY, date(2026, 11, 30), NOW)
        return [each.planned_on for each in found]

    # 30 and 31 December the council is closed, and Scotland keeps 1 January and the Monday after.
    assert await desk.do(days) == [date(2026, 12, 1), date(2027, 1, 5), date(2027, 2, 1)]


def told_of(desk: Desk, version: int, work: UnitOfWork) -> set[str]:
    """Who is told that they have something to do in a version."""
    pending = work.notices.pending(plan_in(work, desk.improvement_id, version).id)
    kept = [each for each in pending if each.kind is NoticeKind.PLAN_AGREED]
    return {work.people.get(each.person_id).name for each in kept if each.person_id}


async def revise(desk: Desk) -> None:
    """Version 2 in January: the training moves, the letter is new, the reassessments are left out."""
    await desk.change(now=LATER)

    def edit(work: UnitOfWork) -> None:
        priya, plan = person(work, PRIYA), plan_in(work, desk.improvement_id, 2)
        lines = {line.title: line for line in work.action_plans.lines(plan.id)}
        training = lines["Train the night staff on the new packs"]
        moved = action(work, SAM, training.title, date(2027, 2, 9), training.area_id)
        plan_lines.change_line(work, priya, training.id, moved, LATER)
        plan_lines.leave_out_line(work, priya, lines["Finish the four reassessments"].id, LATER)

    await desk.do(edit)
    await desk.line(TOM, FAMILIES, "Write to families each month", date(2027, 2, 10), LATER)


def said_of(desk: Desk, version: int, who: Character, work: UnitOfWork) -> str:
    """What somebody is told of a version that is agreed."""
    notices = work.notices.pending(plan_in(work, desk.improvement_id, version).id)
    theirs = person(work, who).id
    kept = [each for each in notices if each.kind is NoticeKind.PLAN_AGREED and each.person_id == theirs]
    return "\n".join(message.text for each in kept if (message := say_agreed(work, each, LATER)) is not None)


async def test_what_is_done_is_asked_of_nobody_again_and_a_reader_hears_when_the_readings_are(
    desk: Desk,
) -> None:
    await desk.whole()
    agreement_id = await desk.ask()
    for who in (PRIYA, SAM, JOANNE):
        await desk.answer(agreement_id, who)
    first = await desk.do(partial(said_of, desk, 1, JOANNE))
    assert "You also take the readings" in first
    assert "Doses given as prescribed" in first

    def finish(work: UnitOfWork) -> None:
        for each in work.actions.of_improvement(desk.improvement_id):
            if each.title != "Finish the four reassessments":
                each.state = ActionState.VERIFIED

    await desk.do(finish)
    await revise(desk)
    await desk.line(JOANNE, FAMILIES, "Ring on the day a dose is missed", date(2027, 2, 11), LATER)
    await desk.agree(LATER)

    assert "Sam Whitlock" not in await desk.do(partial(told_of, desk, 2))
    second = await desk.do(partial(said_of, desk, 2, JOANNE))
    assert "Please see to your action in the plan" in second
    assert "by Thursday 11 February 2027" in second
    assert "A second check of charts" not in second


async def test_a_plan_that_waited_long_begins_with_days_to_come_and_with_people_who_are_here(
    desk: Desk,
) -> None:
    await desk.whole()
    agreement_id = await desk.ask()

    def hand_over(work: UnitOfWork) -> set[str]:
        priya, leah, joanne = person(work, PRIYA), person(work, LEAH), person(work, JOANNE)
        contract_id = alderwick.contract_id(work)
        left = {each.name for each in items_left(work, joanne, contract_id)}
        [line] = [each for each in items_left(work, leah, contract_id) if each.name.startswith("Finish")]
        hand_on(work, priya, leah, contract_id, line.key, person(work, TOM).id, NOW)
        joanne.is_active = False
        improvement = work.improvements.get(desk.improvement_id)
        lacks = plan_lines.missing_of(work, improvement, plan_in(work, improvement.id, 1), LATER)
        assert (Missing.DAY_OVER, "Train the night staff on the new packs") in lacks
        assert (Missing.OWNER_LEFT, "A second check of charts each night") in lacks
        return left

    left = await desk.do(hand_over)
    assert left >= {"A second check of charts each night", "Doses given as prescribed"}
    for who in (PRIYA, SAM, DELE):
        await desk.answer(agreement_id, who, now=LATER)

    actions = await desk.actions()
    check = actions["A second check of charts each night"]
    assert {each.due_on for each in actions.values()} == {date(2027, 2, 4)}
    assert check.original_due_on == date(2026, 12, 10)

    def owners(work: UnitOfWork) -> tuple[str, str]:
        finish = actions["Finish the four reassessments"]
        return work.people.get(check.owner_id).name, work.people.get(finish.owner_id).name

    assert await desk.do(owners) == ("Dele Akande", "Tom Hadley")


async def test_what_was_asked_about_stays_readable_as_it_stood_though_it_was_refused(desk: Desk) -> None:
    await desk.whole()
    await desk.answer(await desk.ask(), JOANNE, Decision.DISAGREE)
    await desk.change("The target is too high for the first months")

    def lower(work: UnitOfWork) -> tuple[Decimal, Decimal, str, str]:
        priya, first = person(work, PRIYA), plan_in(work, desk.improvement_id, 1)
        [measure_id] = first.measures
        reads = measures.Reads(person(work, JOANNE).id, Interval.MONTHLY)
        wanted = new_measure("Doses given as prescribed", 95)
        measures.change_measure(work, priya, UUID(measure_id), wanted, reads, NOW)
        targets = [
            measures.measures_of(work, plan_in(work, desk.improvement_id, n))[0].target for n in (1, 2)
        ]
        work.improvements.get(desk.improvement_id).state = ImprovementState.REASONED
        before, after = (
            NewOption(title, is_nothing=False, effect="Calmer", cost="None", risk="None", support="None")
            for title in ("Two nurses at night", "Three nurses at night")
        )
        option = options.propose_option(work, priya, desk.improvement_id, before, NOW)
        options.edit_option(work, priya, option.id, after, 1, LATER)
        called = [options.title_at(work, option, moment) for moment in (NOW, LATER)]
        return targets[0], targets[1], called[0], called[1]

    assert await desk.do(lower) == (
        Decimal(98),
        Decimal(95),
        "Two nurses at night",
        "Three nurses at night",
    )


@pytest.mark.criterion("CPC424-P15")
async def test_a_revised_plan_moves_adds_and_withdraws_actions_and_the_first_one_stays_readable(
    desk: Desk,
) -> None:
    await desk.whole()
    await desk.agree()
    await revise(desk)
    was = await desk.actions()
    assert was["Train the night staff on the new packs"].due_on == date(2026, 12, 2)

    await desk.agree(LATER)

    actions = await desk.actions()
    training = actions["Train the night staff on the new packs"]
    left_out = actions["Finish the four reassessments"]
    assert (training.due_on, training.original_due_on) == (date(2027, 2, 9), date(2026, 12, 2))
    assert (left_out.state, actions["Write to families each month"].state) == (
        ActionState.WITHDRAWN,
        ActionState.AGREED,
    )

    def look(work: UnitOfWork) -> tuple[str, list[tuple[str, str]], list[date], list[date]]:
        first, second = (plan_in(work, desk.improvement_id, version) for version in (1, 2))
        because = work.narratives.latest(left_out.id)["withdrawn_because"]
        found = [(each.change, each.title) for each in changes_between(work, first, second)]
        days = [line.due_on for line in work.action_plans.lines(first.id)]
        clock = work.deadlines.live(training.id, (DeadlineKind.ACTION_DUE,))
        return because, found, days, [each.due_at.date() for each in clock]

    assert await desk.do(partial(told_of, desk, 2)) == {"Sam Whitlock", "Tom Hadley"}
    because, found, days, clock = await desk.do(look)
    assert because == "The training has to wait for the outbreak"
    assert found == [
        ("moved", "Train the night staff on the new packs"),
        ("added", "Write to families each month"),
        ("left_out", "Finish the four reassessments"),
    ]
    assert days == [date(2026, 12, 10), date(2026, 12, 2), date(2026, 12, 17)]
    assert clock == [date(2027, 2, 9)]


async def test_a_measure_that_was_agreed_is_not_written_over_and_is_read_until_the_next_version(
    desk: Desk,
) -> None:
    await desk.whole()
    second = await desk.measure("Families told within a day", TOM)
    await desk.watch()
    await desk.agree()
    await desk.change("Families are told by the home itself")

    def edit(work: UnitOfWork) -> tuple[Decimal, Decimal, int]:
        priya, plan = person(work, PRIYA), plan_in(work, desk.improvement_id, 2)
        first = measures.measures_of(work, plan)[0]
        reads = measures.Reads(first.collector_id, first.interval)
        changed = measures.change_measure(work, priya, first.id, new_measure(first.title, 99), reads, NOW)
        measures.leave_out_measure(work, priya, second, NOW)
        return first.target, changed.target, len(work.measures.of(desk.improvement_id))

    assert await desk.do(edit) == (Decimal(98), Decimal(99), 3)

    await desk.agree()

    def read(work: UnitOfWork) -> tuple[list[Decimal], dict[UUID, ScheduleState]]:
        contract_id = alderwick.contract_id(work)
        targets = [each.target for each in work.measures.of(desk.improvement_id)]
        return targets, {each.owner_id: each.state for each in work.monitoring.schedules(contract_id)}

    targets, schedules = await desk.do(read)
    joanne, tom = await desk.do(lambda work: (person(work, JOANNE).id, person(work, TOM).id))
    assert targets == [Decimal(99)]
    assert schedules == {joanne: ScheduleState.ACTIVE, tom: ScheduleState.ENDED}


async def share_evaluation(desk: Desk) -> UUID:
    """An evaluation of the process that was shared."""

    def make(work: UnitOfWork) -> UUID:
        evaluation = Evaluation(
            reference="EV-7Q2K",
            contract_id=alderwick.contract_id(work),
            improvement_id=desk.improvement_id,
            period_from=date(2026, 11, 1),
            period_to=date(2027, 1, 27),
            asked_by=person(work, PRIYA).id,
            compiled_at=LATER,
            suggested=Judgement.CLOSE,
            state=EvaluationState.SHARED,
        )
        work.evaluations.add(evaluation)
        return evaluation.id

    return await desk.do(make)


async def test_a_plan_is_not_revised_nor_confirmed_while_something_said_to_the_evaluation_has_no_answer(
    desk: Desk,
) -> None:
    await desk.whole()
    await desk.agree()
    evaluation_id = await share_evaluation(desk)

    def say(work: UnitOfWork) -> list[UUID]:
        said = "The night figure misses the agency staff"
        return [
            feedback.give_feedback(work, person(work, who), evaluation_id, said, LATER).id
            for who in (JOANNE, YUSUF)
        ]

    first, second = await desk.do(say)
    with pytest.raises(NotAllowed, match="2 pieces of feedback have no answer yet"):
        await desk.change(now=LATER)
    with pytest.raises(NotAllowed, match="Please say why it is not taken up"):
        await desk.do(partial(answer, first, FeedbackAnswer.NOT_TAKEN_UP, ""))
    await desk.do(partial(answer, first, FeedbackAnswer.TAKEN_UP, "Agency nights are counted from now on"))
    with pytest.raises(NotAllowed, match="One piece of feedback has no answer yet"):
        await desk.do(confirm(desk))
    await desk.do(partial(answer, second, FeedbackAnswer.NOT_TAKEN_UP, "It is counted in another measure"))

    await desk.do(confirm(desk))

    def told(work: UnitOfWork) -> set[str]:
        pending = work.notices.pending(plan_in(work, desk.improvement_id, 1).id)
        kept = [each for each in pending if each.kind is NoticeKind.PLAN_CONFIRMED]
        return {work.people.get(each.person_id).name for each in kept if each.person_id}

    assert {"Joanne Field", "Sam Whitlock", "Anita Cole", "Yusuf Ali"} <= await desk.do(told)
    assert [state for _, state, _ in await desk.versions()] == [PlanState.AGREED]


def answer(feedback_id: UUID, said: FeedbackAnswer, because: str, work: UnitOfWork) -> None:
    """Priya answers what was said."""
    feedback.answer_feedback(work, person(work, PRIYA), feedback_id, said, because, LATER)


def confirm(desk: Desk) -> Callable[[UnitOfWork], ActionPlan]:
    """Priya confirms that the plan stays as it is."""
    return lambda work: action_plans.confirm_unchanged(
        work, person(work, PRIYA), desk.improvement_id, LATER + timedelta(hours=1)
    )


async def test_the_light_route_and_a_process_without_reasons_have_no_plan(desk: Desk) -> None:
    def refuse(state: ImprovementState, route: Route, work: UnitOfWork) -> str:
        improvement = work.improvements.get(desk.improvement_id)
        improvement.state, improvement.route = state, route
        with pytest.raises(NotAllowed) as refused:
            plan_versions.draft_to_change(work, person(work, ANITA), desk.improvement_id, NOW)
        return refused.value.message

    light = await desk.do(partial(refuse, ImprovementState.MONITORING, Route.LIGHT))
    early = await desk.do(partial(refuse, ImprovementState.EXPLAINED, Route.FULL))
    assert light.startswith("This process goes the light route")
    assert early == "Please collect the reasons first: the plan answers them."
