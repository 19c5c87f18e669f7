"""What comes next for whoever opens a process: one step, theirs, and right in every state."""

from dataclasses import fields, replace

import pytest

from domain.action_plans import PlanState
from domain.improvements import ImprovementState, Route
from domain.next_steps import ASKS_NOTHING, Choice, NextStep, Standing, next_step

S, N = ImprovementState, NextStep
FULL, LIGHT = Route.FULL, Route.LIGHT


@pytest.mark.parametrize(
    ("state", "route", "facts", "step"),
    [
        (S.OPENED, FULL, {}, N.EXPLAIN),
        (S.OPENED, LIGHT, {}, N.EXPLAIN),
        (S.EXPLAINED, LIGHT, {}, N.SUPPORT),
        (S.EXPLAINED, LIGHT, {"has_light_plan": True}, N.WATCH_LIGHT),
        (S.EXPLAINED, FULL, {"may_give": True}, N.GIVE_REASON),
        (S.EXPLAINED, FULL, {"reasons": 1, "may_give": True}, N.GO_TO_OPTIONS),
        (S.EXPLAINED, FULL, {"reasons": 1, "is_in_meeting": True}, N.RECORD_MEETING),
        (S.REASONED, FULL, {"may_propose": True}, N.ADD_OPTION),
        (S.REASONED, FULL, {"choice": Choice.INCOMPLETE}, N.COMPLETE_OPTIONS),
        (S.REASONED, FULL, {"choice": Choice.COMPLETE}, N.ASK_OPTION),
        (S.REASONED, FULL, {"choice": Choice.COMPLETE, "is_asked": True}, N.HEAR),
        (S.REASONED, FULL, {"choice": Choice.COMPLETE, "is_asked": True, "is_refused": True}, N.TALK),
        (S.REASONED, FULL, {"is_asked": True, "may_ask_again": True}, N.ASK_AGAIN),
        (S.REASONED, FULL, {"is_asked": True, "is_refused": True, "may_ask_again": True}, N.TALK),
        (S.REASONED, FULL, {"is_asked": True, "is_refused": True, "is_way_asked": True}, N.HEAR),
        (S.REASONED, FULL, {"is_asked": True, "is_refused": True, "has_feedback": True}, N.ANSWER_FEEDBACK),
        (S.CHOSEN, FULL, {}, N.DRAFT_PLAN),
        (S.CHOSEN, FULL, {"plan": PlanState.DRAFT}, N.COMPLETE_PLAN),
        (S.CHOSEN, FULL, {"plan": PlanState.DRAFT, "plan_is_complete": True}, N.ASK_PLAN),
        (S.CHOSEN, FULL, {"plan": PlanState.ASKED, "is_asked": True}, N.HEAR),
        (S.MONITORING, FULL, {"plan": PlanState.AGREED}, N.FOLLOW),
        (S.MONITORING, FULL, {"plan": PlanState.AGREED, "is_reached": True}, N.HOLD),
        (S.MONITORING, FULL, {"plan": PlanState.DRAFT}, N.COMPLETE_PLAN),
        (S.MONITORING, FULL, {"plan": PlanState.DRAFT, "has_feedback": True}, N.ANSWER_FEEDBACK),
        (S.MONITORING, FULL, {"is_asked": True, "has_feedback": True}, N.ANSWER_FEEDBACK),
        (S.MONITORING, FULL, {"is_reached": True, "has_feedback": True}, N.ANSWER_FEEDBACK),
        (S.MONITORING, FULL, {"is_reached": True, "hold_is_asked": True}, N.HOLD),
        (S.MONITORING, FULL, {"hold_is_asked": True}, N.SAY_NOT_YET),
        (S.MONITORING, FULL, {"has_feedback": True, "reads_now": True}, N.READ_MEASURES),
        (S.MONITORING, LIGHT, {}, N.FOLLOW),
        (S.FORMAL, FULL, {"plan": PlanState.AGREED}, N.FOLLOW),
        (S.FORMAL, FULL, {"serves": True}, N.SERVE),
        (S.SUSTAINING, FULL, {}, N.WATCH),
        (S.SUSTAINING, FULL, {"has_feedback": True, "hold_is_over": True}, N.ANSWER_FEEDBACK),
        (S.SUSTAINING, LIGHT, {"hold_is_over": True}, N.SAY_IT_LASTED),
        (S.REFLECTING, FULL, {"looks_back": True}, N.LOOK_BACK),
        (S.REFLECTING, FULL, {}, N.CLOSE),
        (S.PAUSED, FULL, {"answers": True, "has_feedback": True}, N.GO_ON),
        (S.CLOSED, FULL, {"answers": True, "receives": True}, N.CLOSED),
        (S.CLOSED, FULL, {"answers": True, "has_feedback": True}, N.ANSWER_FEEDBACK),
    ],
)
def test_whoever_leads_it_reads_the_next_step_of_the_state(
    state: ImprovementState, route: Route, facts: dict[str, object], step: NextStep
) -> None:
    standing = Standing(state, route, leads=True, ends=True, **facts)  # type: ignore[arg-type]

    assert next_step(standing) is step


@pytest.mark.parametrize(
    ("state", "facts", "step"),
    [
        (S.OPENED, {}, N.NOTHING),
        (S.EXPLAINED, {"receives": True, "may_give": True}, N.RECEIVE),
        (S.EXPLAINED, {"may_give": True}, N.GIVE_REASON),
        (S.EXPLAINED, {"may_give": True, "has_given": True}, N.MAY_ADD_REASON),
        (S.REASONED, {"may_propose": True}, N.MAY_ADD_OPTION),
        (S.REASONED, {"may_propose": True, "is_asked": True}, N.NOTHING),
        (S.REASONED, {"receives": True, "answers": True, "is_asked": True}, N.ANSWER),
        (S.REASONED, {"approves_way": True, "is_asked": True}, N.APPROVE_WAY),
        (S.CHOSEN, {"plan": PlanState.DRAFT}, N.NOTHING),
        (S.MONITORING, {"reads_now": True}, N.READ_MEASURES),
        (S.MONITORING, {"is_reached": True}, N.WATCH),
        (S.MONITORING, {"approves_formal": True}, N.APPROVE_FORMAL),
        (S.FORMAL, {}, N.WATCH),
        (S.SUSTAINING, {"hold_is_over": True}, N.WATCH),
        (S.REFLECTING, {"looks_back": True}, N.LOOK_BACK),
        (S.REFLECTING, {}, N.NOTHING),
        (S.PAUSED, {"answers": True, "receives": True}, N.RESTS),
        (S.CLOSED, {}, N.CLOSED),
    ],
)
def test_everybody_else_reads_what_waits_for_them_or_that_nothing_does(
    state: ImprovementState, facts: dict[str, object], step: NextStep
) -> None:
    assert next_step(Standing(state, FULL, **facts)) is step  # type: ignore[arg-type]


@pytest.mark.parametrize("state", ImprovementState)
@pytest.mark.parametrize("route", Route)
def test_nobody_but_who_leads_is_asked_for_a_step_of_the_lead(state: ImprovementState, route: Route) -> None:
    """With nothing of their own waiting, whoever does not lead is asked for no more in any state than their view."""
    standing = Standing(
        state,
        route,
        is_asked=True,
        is_refused=True,
        may_ask_again=True,
        is_reached=True,
        has_feedback=True,
        hold_is_asked=True,
        may_give=True,
        may_propose=True,
    )

    assert next_step(standing) in ASKS_NOTHING | ({N.GIVE_REASON} if state is S.EXPLAINED else set())
    assert next_step(replace(standing, has_given=True)) in ASKS_NOTHING


@pytest.mark.parametrize("state", [each for each in ImprovementState if each is not S.PAUSED])
@pytest.mark.parametrize("fact", [each.name for each in fields(Standing) if each.type is bool])
def test_no_other_fact_hides_from_who_leads_that_an_answer_to_feedback_is_owed(
    state: ImprovementState, fact: str
) -> None:
    """It is said now, or after something else that is asked of them; never that nothing waits (CPC424-P15)."""
    facts = {"leads": True, "has_feedback": True, fact: True}

    assert next_step(Standing(state, FULL, **facts)) not in ASKS_NOTHING  # type: ignore[arg-type]
