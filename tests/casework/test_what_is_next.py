"""What comes next in a process as the record stands: nobody who owes something reads that nothing waits for them."""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest

from bot.blocks import Block
from bot.casework import feedback, formal_steps, plan_versions, readings, reasons, sustaining
from bot.casework.improvement_lists import processes_of
from bot.casework.improvement_pause import let_rest
from bot.casework.improvements import start_plan_clock
from bot.casework.readings import Given
from bot.improvement_lines import improvement_line
from bot.improvement_next_blocks import next_part
from domain.agreements import Decision
from domain.errors import NotAllowed
from domain.formal_steps import NewFormalStep, NoticeType
from domain.improvements import ImprovementState, PauseReason
from domain.monitoring import ActivityState
from domain.reasons import NewReason, ReasonKind
from playground.alderwick import JOANNE, LEAH, PRIYA, SAM, YUSUF, Character
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import moment, person
from tests.casework.test_action_plans import FAMILIES, LATER, MEDICINES, NOW, Desk, desk, share_evaluation

__all__ = ["desk"]


async def read(desk: Desk, who: Character, now: datetime = NOW) -> str:
    """What stands first in the window of the process, with its first button."""

    def look(work: UnitOfWork) -> str:
        improvement = work.improvements.get(desk.improvement_id)
        said, *row = next_part(work, person(work, who), improvement, now)
        return " ".join([said["text"]["text"], *(row[0]["elements"][0]["text"]["text"] for _ in row[:1])])

    return await desk.do(look)


def lines_of(work: UnitOfWork, who: Character, now: datetime) -> list[tuple[str, list[str]]]:
    """The lines of processes on somebody's home tab, each with its buttons."""
    reader = person(work, who)
    contracts = [each.id for each in work.contracts.of_person(reader.id)]
    drawn = [improvement_line(work, reader, now, each) for each in processes_of(work, reader, contracts, now)]
    return [
        (line["text"]["text"], [each["text"]["text"] for each in (line["accessory"], *_elements(rows))])
        for line, *rows in drawn
    ]


def _elements(rows: list[Block]) -> list[Block]:
    return [each for row in rows for each in row["elements"]]


async def test_an_answer_owed_to_feedback_is_said_whatever_else_goes_on(desk: Desk) -> None:
    await desk.whole()
    await desk.agree()
    evaluation_id = await share_evaluation(desk)
    await desk.change(now=LATER)
    await desk.answer(await desk.ask(LATER), PRIYA, now=LATER)

    def say(work: UnitOfWork) -> None:
        feedback.give_feedback(work, person(work, YUSUF), evaluation_id, "Nobody rings back", LATER)

    def close(work: UnitOfWork) -> None:
        work.improvements.get(desk.improvement_id).state = ImprovementState.CLOSED

    await desk.do(say)
    asked = await read(desk, PRIYA, LATER)
    await desk.do(close)
    closed = await read(desk, PRIYA, LATER)
    listed = [await desk.do(partial(lines_of, who=who, now=LATER)) for who in (PRIYA, JOANNE)]

    owed = "*Next for you:* please answer what was said to the last evaluation. Please do it by"
    assert asked.startswith(owed)
    assert closed.startswith(owed)
    assert closed.endswith("Last evaluation")
    [[(line, offered)], nothing] = listed
    assert "*For you:* answer what was said to the last evaluation, by" in line
    assert offered == ["Last evaluation", "Open"], "from the home tab too, where the process itself is closed"
    assert nothing == []


async def test_a_formal_step_that_waits_goes_before_being_asked_whether_it_is_watched(desk: Desk) -> None:
    await desk.whole()
    await desk.agree()
    now = moment("2026-11-26T12:00")
    await desk.do(partial(a_good_reading, desk.improvement_id, now))

    def step(work: UnitOfWork) -> None:
        priya, notice = person(work, PRIYA), NoticeType.DEFAULT_NOTICE
        contract_id = work.improvements.get(desk.improvement_id).contract_id
        formal_steps.set_notices(work, priya, contract_id, [notice], now)
        new = NewFormalStep(notice, "Doses are missed again", "The coach was offered twice")
        formal_steps.ask(work, priya, desk.improvement_id, new, now)

    held = await read(desk, PRIYA, now)
    await desk.do(step)
    formal = await read(desk, PRIYA, now)

    assert held.startswith("*Next for you:* what was agreed has been reached.")
    assert held.endswith("See that it lasts")
    assert formal.startswith(
        "*Next for you:* please press Not yet and say why: a formal step under the contract waits"
    )
    assert formal.endswith("Not yet")
    with pytest.raises(NotAllowed, match="A formal step waits already"):
        await desk.do(
            lambda work: sustaining.require_may_hold(work, person(work, PRIYA), desk.improvement_id)
        )


def a_good_reading(improvement_id: UUID, now: datetime, work: UnitOfWork) -> None:
    """Joanne records the reading that is planned, on its target; from now on one is enough."""
    plan = plan_versions.in_force(work, improvement_id)
    assert plan is not None
    plan.hold_readings = 1
    counted = work.measures.of(improvement_id)
    schedules = {each.schedule_id for each in counted if each.schedule_id}
    planned = next(
        each for each in work.monitoring.activities_of(schedules) if each.state is ActivityState.PLANNED
    )
    readings.record_readings(
        work, person(work, JOANNE), planned.id, Given({each.id: "99" for each in counted}), now
    )


async def test_everybody_whose_readings_are_due_on_a_day_is_told_so(desk: Desk) -> None:
    await desk.line(JOANNE, MEDICINES, "A second check of charts each night", date(2026, 12, 10))
    await desk.line(SAM, MEDICINES, "Train the night staff on the new packs", date(2026, 12, 2))
    await desk.line(LEAH, FAMILIES, "Finish the four reassessments", date(2026, 12, 17))
    await desk.measure()
    await desk.measure("Visits with a nurse", SAM)
    await desk.watch()
    await desk.agree()

    told = [await read(desk, who, moment("2026-11-26T12:00")) for who in (JOANNE, SAM, PRIYA)]

    due = "*Next for you:* please record the readings of Thursday 26 November 2026."
    assert [each.startswith(due) for each in told] == [True, True, False]
    assert told[2].startswith(
        "*Nothing waits for you now.* The next readings are due on Thursday 26 November 2026."
    )


async def test_a_no_and_silence_past_its_day_wait_for_the_lead(desk: Desk) -> None:
    await desk.whole()
    agreement_id = await desk.ask()
    await desk.answer(agreement_id, PRIYA)

    in_time, late = await read(desk, PRIYA), await read(desk, PRIYA, NOW + timedelta(days=21))
    [(on_tab, _)] = await desk.do(partial(lines_of, who=PRIYA, now=NOW + timedelta(days=21)))
    await desk.answer(agreement_id, JOANNE, Decision.DISAGREE)
    refused = await read(desk, PRIYA, NOW)

    assert in_time.startswith("*Nothing waits for you now.* Everybody is asked to agree to the action plan")
    assert late.startswith("*Next for you:* ")
    assert "have not answered about the action plan, version 1 in time. Please ask once more; silence" in late
    assert late.endswith("Ask them again")
    assert "*For you:* somebody has not answered in time: ask once more." in on_tab
    assert (
        "Alderwick Care does not agree to the action plan, version 1. Please read why and talk with them"
        in refused
    )
    assert refused.startswith("*Next for you:* ")
    assert "Waiting for: Westermere Integrated Care Board." in refused


async def test_once_everybody_was_asked_for_reasons_the_lead_is_told_to_go_on_and_not_to_ask(
    desk: Desk,
) -> None:
    def give(who: Character, work: UnitOfWork) -> None:
        work.improvements.get(desk.improvement_id).state = ImprovementState.EXPLAINED
        new = NewReason(ReasonKind.COMMISSIONING, "Our reassessments are late", "The list of September")
        reasons.give_reason(work, person(work, who), desk.improvement_id, new, NOW)

    await desk.do(partial(give, SAM))
    first = await read(desk, PRIYA)
    await desk.do(partial(give, PRIYA))
    before = await read(desk, PRIYA)
    await desk.do(partial(ask_all, desk.improvement_id))
    after = await read(desk, PRIYA)

    assert "Your own side, Westermere Council, has not given a reason yet." in first
    assert "Nothing has been heard yet from Alderwick Care" in first
    assert "Westermere Council" not in before
    assert "Alderwick Care" in before
    assert "Ask once, or go on to options." in before
    assert "Alderwick Care" in after
    assert "They were asked. Go on to options when you are ready." in after


def ask_all(improvement_id: UUID, work: UnitOfWork) -> None:
    """Priya asks everybody who has said nothing how they see it."""
    reasons.ask_for_reasons(work, person(work, PRIYA), improvement_id, NOW)


async def test_one_duty_is_said_once_while_it_rests_and_while_a_plan_is_drafted(desk: Desk) -> None:
    await desk.whole()

    def start_and_read(work: UnitOfWork) -> list[str]:
        improvement = work.improvements.get(desk.improvement_id)
        start_plan_clock(work, improvement, NOW - timedelta(days=25))
        drafting = lines_of(work, PRIYA, NOW)
        let_rest(work, person(work, PRIYA), improvement.id, PauseReason.OUTBREAK, "", date(2026, 10, 27), NOW)
        return [line for line, _ in (*drafting, *lines_of(work, PRIYA, NOW))]

    drafting, resting = await desk.do(start_and_read)

    assert "*For you:* ask everybody to agree to the plan, by 17:00 on Friday 23 October 2026" in drafting
    assert "*For you:* go on with it as soon as that is right, or let it rest longer, by 17:00 on" in resting
    assert [each.count("or you:*") for each in (drafting, resting)] == [1, 1]
