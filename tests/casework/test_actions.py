"""The rules of actions below any screen: who may do what, which days count, and in which order people hear."""

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from bot.casework.action_record import open_action
from bot.casework.actions import Origin, confirm_action, hold_escalation, propose_action, withdraw_action
from bot.casework.concerns import log_concern
from bot.casework.deadlines import climb, step_moment
from bot.casework.evidence import submit_evidence, verify_action
from bot.casework.extensions import answer_extension, ask_extension
from domain.actions import Basis, NewAction
from domain.calendar import LONDON
from domain.chronology import Event
from domain.concerns import Kind, NewConcern
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.ladders import steps_from_data
from playground import alderwick
from storage.actions import Action
from storage.database import Database
from storage.deadlines import Deadline
from storage.people import Person
from storage.unit_of_work import UnitOfWork

NOW = alderwick.BEGINS
NEW = NewAction(
    title="Second check of charts each night",
    basis=Basis.REQUIREMENT,
    due_on=date(2026, 9, 22),
    shown_by="Four weeks without a gap",
    clause="14.3",
)
RECOMMENDED = replace(NEW, basis=Basis.RECOMMENDATION)
choose = random.Random(7).choice  # noqa: S311  references of a test, the same each time


@pytest.fixture
async def record(database: Database) -> Database:
    """The record of Alderwick House, set up."""
    await database.write(lambda work: alderwick.set_up(work, NOW), within=10)
    return database


def person(work: UnitOfWork, who: alderwick.Character) -> Person:
    """Somebody of the cast, as the record knows them."""
    known = work.people.in_slack(who.team_id, who.user_id)
    assert known is not None
    return known


def propose(
    work: UnitOfWork,
    by: alderwick.Character,
    owner: alderwick.Character,
    new: NewAction = NEW,
    concern_id: UUID | None = None,
) -> Action:
    """Propose an action at the beginning of the story."""
    contract = alderwick.contract_id(work)
    return propose_action(
        work, person(work, by), new, contract, person(work, owner).id, Origin(concern_id), NOW, choose
    )


def agree(
    work: UnitOfWork, by: alderwick.Character, owner: alderwick.Character, new: NewAction = NEW
) -> Action:
    """Propose an action, and let its owner confirm it."""
    action = propose(work, by, owner, new)
    return confirm_action(work, person(work, owner), action.id, NOW)


def due_clock(work: UnitOfWork, action: Action) -> Deadline:
    """The clock of an action's due date."""
    [clock] = work.deadlines.live(action.id, (DeadlineKind.ACTION_DUE,))
    return clock


async def test_a_provider_recommends_and_never_requires(record: Database) -> None:
    def story(work: UnitOfWork) -> None:
        with pytest.raises(NotAllowed, match="Only the commissioners") as refused:
            propose(work, alderwick.JOANNE, alderwick.DELE)
        assert refused.value.field == "kind"
        propose(work, alderwick.JOANNE, alderwick.DELE, RECOMMENDED)

    await record.write(story)


async def test_a_concern_the_provider_may_not_know_of_answers_them_like_one_that_does_not_exist(
    record: Database,
) -> None:
    def story(work: UnitOfWork) -> list[str]:
        contract = alderwick.contract_id(work)
        untold = NewConcern(Kind.QUALITY, "Gaps in medicine charts")
        concern = log_concern(work, person(work, alderwick.TOM), untold, contract, NOW, choose)
        answers = []
        for concern_id in (concern.id, uuid4()):
            with pytest.raises(NotYours) as refused:
                propose(work, alderwick.JOANNE, alderwick.JOANNE, RECOMMENDED, concern_id)
            answers.append(refused.value.message)
        return answers

    existing, invented = await record.write(story)

    assert existing == invented


async def test_reminders_keep_to_working_days_and_our_closure_days(record: Database) -> None:
    """From Wednesday 23 December: the 24th and the 29th count; Christmas, our closure days and New Year do not."""

    def story(work: UnitOfWork) -> dict[str, date]:
        action = agree(work, alderwick.TOM, alderwick.JOANNE, replace(NEW, due_on=date(2026, 12, 23)))
        clock = due_clock(work, action)
        return {
            step.name: step_moment(work, clock, step).astimezone(LONDON).date()
            for step in steps_from_data(clock.ladder)
        }

    days = await record.write(story)

    assert days["before_3"] == date(
        2026, 12, 17
    )  # three days before is Friday: the provider hears on Thursday
    assert days["late_3_lead"] == date(2027, 1, 4)
    assert days["late_5_senior"] == date(2027, 1, 6)


async def test_the_ladder_stands_on_the_record_as_it_was_when_the_clock_started(record: Database) -> None:
    def story(work: UnitOfWork) -> tuple[list[str], list[str]]:
        required = due_clock(work, agree(work, alderwick.TOM, alderwick.JOANNE))
        recommended = due_clock(work, agree(work, alderwick.TOM, alderwick.JOANNE, RECOMMENDED))
        return [row["name"] for row in required.ladder], [row["name"] for row in recommended.ladder]

    required, recommended = await record.write(story)

    assert required == [
        "due",
        "late_1",
        "late_3_lead",
        "late_3_owner",
        "late_5_senior",
        "late_10_review",
    ]
    assert recommended == ["due", "late_1", "late_3_lead"]


async def test_after_days_without_a_running_bot_the_senior_contact_still_hears_after_the_manager(
    record: Database,
) -> None:
    back_at = datetime.combine(date(2026, 9, 30), time(12), tzinfo=LONDON)

    def story(work: UnitOfWork) -> dict[str, datetime]:
        action = agree(work, alderwick.TOM, alderwick.JOANNE)
        climb(work, due_clock(work, action), back_at, timedelta(minutes=15))
        return {
            line.step: line.send_from.astimezone(LONDON)
            for line in work.notices.pending(action.id)
            if line.is_line
        }

    heard = await record.write(story)

    assert f"{heard['late_3_owner']:%a %d %b %H:%M}" == "Thu 01 Oct 11:00"
    assert f"{heard['late_5_senior']:%a %d %b %H:%M}" == "Fri 02 Oct 09:30"  # to the lead, to pass on
    assert "late_1" not in heard, "each person hears the last of theirs only"


async def test_only_a_requirement_that_waits_for_its_owner_has_a_step_to_hold(record: Database) -> None:
    def story(work: UnitOfWork) -> None:
        priya = person(work, alderwick.PRIYA)
        for new in (RECOMMENDED, replace(NEW, keeps_safe_now=True)):
            action = agree(work, alderwick.TOM, alderwick.JOANNE, new)
            with pytest.raises(NotAllowed, match="no step to a senior contact"):
                hold_escalation(work, priya, action.id, "They rang", NOW)
        action = agree(work, alderwick.TOM, alderwick.JOANNE)
        with pytest.raises(NotYours):
            hold_escalation(work, person(work, alderwick.TOM), action.id, "They rang", NOW)
        assert hold_escalation(work, priya, action.id, "They rang", NOW).escalation_held

    await record.write(story)


async def test_what_was_handed_in_is_not_taken_back_by_confirming_again(record: Database) -> None:
    def story(work: UnitOfWork) -> None:
        action = agree(work, alderwick.TOM, alderwick.JOANNE)
        joanne = person(work, alderwick.JOANNE)
        submit_evidence(work, joanne, action.id, "Night folder", NOW)
        with pytest.raises(NotAllowed, match="already been confirmed"):
            confirm_action(work, joanne, action.id, NOW)

    await record.write(story)


async def test_an_answer_to_an_old_request_leaves_a_newer_one_waiting(record: Database) -> None:
    def story(work: UnitOfWork) -> None:
        action = agree(work, alderwick.TOM, alderwick.JOANNE)
        joanne, priya = person(work, alderwick.JOANNE), person(work, alderwick.PRIYA)
        old = ask_extension(work, joanne, action.id, date(2026, 9, 29), "Night staff are ill", NOW)
        answer_extension(work, priya, old.id, NOW, agreed=False)
        newer = ask_extension(work, joanne, action.id, date(2026, 10, 6), "Still ill", NOW)
        with pytest.raises(NotAllowed, match="already been answered"):
            answer_extension(work, priya, old.id, NOW, agreed=True)
        assert work.actions.extension_asked(action.id) == newer
        assert action.due_on == date(2026, 9, 22)

    await record.write(story)


async def test_a_provider_cannot_make_a_promise_disappear(record: Database) -> None:
    def story(work: UnitOfWork) -> None:
        action = propose(work, alderwick.JOANNE, alderwick.JOANNE, RECOMMENDED)
        joanne = person(work, alderwick.JOANNE)
        with pytest.raises(NotYours, match="withdrawn by the contract lead"):
            withdraw_action(work, joanne, action.id, "Too much to do", NOW)

    await record.write(story)


async def test_nobody_verifies_an_action_of_their_own_side(record: Database) -> None:
    def story(work: UnitOfWork) -> None:
        action = agree(work, alderwick.TOM, alderwick.LEAH)
        submit_evidence(work, person(work, alderwick.LEAH), action.id, "In the case files", NOW)
        with pytest.raises(NotYours, match="checked by the other side"):
            verify_action(work, person(work, alderwick.PRIYA), action.id, NOW)
        verify_action(work, person(work, alderwick.JOANNE), action.id, NOW)

    await record.write(story)


async def test_every_opening_is_on_the_record(record: Database) -> None:
    def story(work: UnitOfWork) -> None:
        action = agree(work, alderwick.TOM, alderwick.JOANNE)
        open_action(work, person(work, alderwick.SAM), action.id, NOW)
        with pytest.raises(NotYours):
            open_action(work, person(work, alderwick.GRACE), action.id, NOW)
        openings = [entry for entry in work.chronology.of(action.id) if entry.event is Event.ACTION_OPENED]
        assert [entry.actor_id for entry in openings] == [person(work, alderwick.SAM).id]

    await record.write(story)
