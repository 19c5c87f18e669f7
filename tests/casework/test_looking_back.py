"""Resting, ending and looking back on the record alone: nothing runs on, and nothing says who wrote without a name."""

from datetime import date, timedelta
from functools import partial
from secrets import choice
from typing import Any
from uuid import UUID

import pytest

from bot.casework import agreements
from bot.casework.challenges import Said, open_challenge
from bot.casework.evaluation_sharing import start_share_clock
from bot.casework.formal_steps import approve, ask, set_notices
from bot.casework.improvement_closing import close_improvement
from bot.casework.improvement_pause import go_on, let_rest
from bot.casework.reflections import ask_again, begin_reflecting, write
from bot.casework.sustaining import go_back, hold, look_back
from domain.action_plans import PlanState
from domain.agreements import Decision
from domain.challenges import Grounds
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind, DeadlineState
from domain.errors import NotAllowed
from domain.formal_steps import NewFormalStep, NoticeType
from domain.improvements import ImprovementState, PauseReason
from domain.people import Party
from domain.reflections import NewReflection
from playground import alderwick
from playground.alderwick import ANITA, DELE, JOANNE, PRIYA, SAM, YUSUF
from storage.evaluations import EvaluationReceipt
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import person
from tests.casework.test_action_plans import LATER, NOW, Desk, desk, share_evaluation
from tests.casework.test_improvement_records import copy_for, rows_of

__all__ = ["desk"]

BEGAN = date(2026, 10, 20)
STILL_ASKED = "Everybody is still being asked to agree to something"


async def reflecting(desk: Desk) -> None:
    """Everybody is asked to look back."""

    def begin(work: UnitOfWork) -> None:
        improvement = work.improvements.get(desk.improvement_id)
        improvement.state = ImprovementState.REFLECTING
        begin_reflecting(work, improvement, person(work, PRIYA), NOW)

    await desk.do(begin)


async def reflect(desk: Desk, who: alderwick.Character, days: int, *, nameless: bool = True) -> None:
    """Somebody looks back, so many days after they were asked."""
    new = NewReflection(f"Written on day {days}", "", is_anonymous=nameless)
    now = NOW + timedelta(days=days)
    await desk.do(lambda work: write(work, person(work, who), desk.improvement_id, new, now))


@pytest.mark.criterion("CPC424-P16")
async def test_neither_a_day_nor_a_duty_nor_an_entry_leads_to_whoever_wrote_without_a_name(
    desk: Desk,
) -> None:
    await reflecting(desk)
    for days, who in enumerate((JOANNE, SAM, DELE)):
        await reflect(desk, who, days)
    await reflect(desk, YUSUF, 1, nameless=False)

    def kept(work: UnitOfWork) -> dict[str, Any]:
        nameless = {each.id: each for each in work.reflections.of(desk.improvement_id) if each.is_anonymous}
        asked = {each.id for each in work.reflections.asked(desk.improvement_id) if each.has_answered}
        texts = work.narratives.about(nameless)
        stream = work.chronology.stream(alderwick.contract_id(work))
        return {
            "writers": len(asked),
            "days": {each.written_on for each in nameless.values()},
            "moments": len({each.written_at for each in texts}),
            "words": sorted(each.body for each in texts if each.body),
            "entries": [each.event for each in stream if each.subject_id in nameless],
            "met": {(each.met_by, each.met_at == each.due_at) for each in work.exports.deadlines(asked)},
        }

    assert await desk.do(kept) == {
        "writers": 4,
        "days": {BEGAN},
        "moments": 1,
        "words": ["Written on day 0", "Written on day 1", "Written on day 2"],
        "entries": [],
        "met": {(None, True)},
    }
    copy = await desk.do(lambda work: copy_for(work, PRIYA, ContentClass.INTERNAL))
    assert {row["written_on"] for row in rows_of(copy, "reflections") if row["is_anonymous"]} == {BEGAN}
    assert "improvement_reflect" in {row["kind"] for row in rows_of(copy, "duties")}
    assert "reflection_write" not in {row["kind"] for row in rows_of(copy, "duties")}
    assert all("has_answered" not in row for row in rows_of(copy, "reflections_asked"))


async def test_nobody_goes_on_to_the_end_while_a_plan_is_asked_about_and_closing_ends_what_is(
    desk: Desk,
) -> None:
    await desk.whole()
    await desk.agree()
    await desk.change()
    agreement_id = await desk.ask()

    def refused(work: UnitOfWork) -> None:
        priya, improvement = person(work, PRIYA), work.improvements.get(desk.improvement_id)
        with pytest.raises(NotAllowed, match=STILL_ASKED):
            hold(work, priya, improvement.id, date(2026, 12, 1), "The charts are whole", NOW)
        improvement.state, improvement.hold_until = ImprovementState.SUSTAINING, BEGAN
        with pytest.raises(NotAllowed, match=STILL_ASKED):
            look_back(work, priya, improvement.id, NOW)

    await desk.do(refused)
    await reflecting(desk)
    await reflect(desk, JOANNE, 0, nameless=False)

    def close(work: UnitOfWork) -> None:
        priya = person(work, PRIYA)
        ask_again(work, priya, desk.improvement_id, NOW)
        close_improvement(work, priya, desk.improvement_id, "", "It is done as usual now", NOW)

    await desk.do(close)
    assert not await desk.do(lambda work: work.deadlines.live(agreement_id, tuple(DeadlineKind)))
    assert [state for _, state, _ in await desk.versions()] == [PlanState.AGREED, PlanState.REPLACED]
    with pytest.raises(NotAllowed):
        await desk.do(partial(late_yes, agreement_id))


def late_yes(agreement_id: UUID, work: UnitOfWork) -> None:
    """Joanne agrees to the second version after all."""
    agreements.answer(work, person(work, JOANNE), agreement_id, 2, Decision.AGREE, "", NOW)


async def test_whatever_runs_in_a_process_rests_with_it_and_nothing_formal_begins_meanwhile(
    desk: Desk,
) -> None:
    evaluation_id = await share_evaluation(desk)
    await reflecting(desk)

    def running(work: UnitOfWork) -> UUID:
        evaluation = work.evaluations.find(evaluation_id)
        assert evaluation is not None
        joanne, priya = person(work, JOANNE), person(work, PRIYA)
        assert joanne.organisation_id is not None
        receipt = EvaluationReceipt(
            evaluation_id=evaluation.id,
            organisation_id=joanne.organisation_id,
            party=Party.PROVIDER,
            delivered_at=LATER,
        )
        work.evaluations.add(receipt)
        said = Said(Grounds.FACTUAL, "The night figure misses the agency staff")
        open_challenge(work, joanne, evaluation.id, said, LATER, choice)
        improvement = work.improvements.get(desk.improvement_id)
        improvement.state = ImprovementState.MONITORING
        set_notices(work, priya, improvement.contract_id, [NoticeType.DEFAULT_NOTICE], NOW)
        new = NewFormalStep(
            NoticeType.DEFAULT_NOTICE, "Doses are missed again", "The coach was offered twice"
        )
        step = ask(work, priya, improvement.id, new, NOW)
        let_rest(work, priya, improvement.id, PauseReason.OUTBREAK, "", date(2026, 10, 27), NOW)
        start_share_clock(work, evaluation, NOW)  # it begins while the process rests, and so it stands still
        return step.id

    def states(work: UnitOfWork) -> set[tuple[DeadlineKind, DeadlineState]]:
        return {(each.kind, each.state) for each in work.deadlines.live_in(alderwick.contract_id(work))}

    step_id = await desk.do(running)
    resting = await desk.do(states)
    assert {
        DeadlineKind.REFLECTION_WRITE,
        DeadlineKind.EVALUATION_SHARE,
        DeadlineKind.CHALLENGE_ANSWER,
        DeadlineKind.FORMAL_APPROVE,
    } <= {kind for kind, state in resting if state is DeadlineState.PAUSED}
    assert [kind for kind, state in resting if state is DeadlineState.OPEN] == [
        DeadlineKind.IMPROVEMENT_REVIEW
    ]
    with pytest.raises(NotAllowed, match="everything but safety rests"):
        await desk.do(lambda work: approve(work, person(work, ANITA), step_id, NOW))
    await desk.do(lambda work: go_on(work, person(work, PRIYA), desk.improvement_id, NOW + timedelta(days=7)))
    assert {state for _, state in await desk.do(states)} == {DeadlineState.OPEN}


async def test_going_back_ends_the_question_to_look_back_without_saying_that_it_was_answered(
    desk: Desk,
) -> None:
    await reflecting(desk)
    await reflect(desk, JOANNE, 0)
    because = "Doses were missed again"
    await desk.do(lambda work: go_back(work, person(work, PRIYA), desk.improvement_id, because, NOW))

    def ended(work: UnitOfWork) -> set[tuple[bool, DeadlineState]]:
        asked = {each.id: each.has_answered for each in work.reflections.asked(desk.improvement_id)}
        return {(asked[each.subject_id], each.state) for each in work.exports.deadlines(asked)}

    assert await desk.do(ended) == {(True, DeadlineState.MET), (False, DeadlineState.CANCELLED)}
