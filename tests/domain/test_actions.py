"""What an action must say before it can be asked for, and the steps it can take."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.actions import (
    LONGEST_TITLE,
    NEXT,
    ActionState,
    Basis,
    NewAction,
    move,
    require_due_date,
    require_later,
    require_working_day,
)
from domain.calendar import Nation, WorkingCalendar, suggested_due_on
from domain.errors import NotAllowed

ASKED = NewAction(
    title="Second check of charts each night",
    basis=Basis.REQUIREMENT,
    due_on=date(2026, 9, 22),
    shown_by="Four weeks without a gap",
    clause="14.3",
)
ENGLAND = WorkingCalendar(Nation.ENGLAND, frozenset({date(2026, 12, 29)}))


def is_refused(day: date) -> bool:
    try:
        require_working_day(day, ENGLAND)
    except NotAllowed:
        return True
    return False


@pytest.mark.parametrize(
    ("field", "missing"), [("title", "  "), ("shown_by", ""), ("clause", " "), ("title", "x" * 151)]
)
def test_what_is_missing_or_too_long_is_named_by_its_field(field: str, missing: str) -> None:
    assert len("x" * 151) > LONGEST_TITLE
    change: dict[str, Any] = {field: missing}
    with pytest.raises(NotAllowed) as refused:
        replace(ASKED, **change)

    assert refused.value.field == field


def test_a_recommendation_needs_no_clause() -> None:
    assert replace(ASKED, basis=Basis.RECOMMENDATION, clause="").clause == ""


@pytest.mark.parametrize(
    ("day", "better"),
    [
        (date(2026, 9, 19), "Tuesday 22 September 2026"),  # a Saturday
        (date(2026, 12, 25), "Wednesday 30 December 2026"),  # Christmas
        (date(2026, 12, 29), "Wednesday 30 December 2026"),  # our own closure day
    ],
)
def test_a_day_on_which_nobody_works_is_answered_with_a_kind_one(day: date, better: str) -> None:
    with pytest.raises(NotAllowed, match=f"{better} would be a good day") as refused:
        require_working_day(day, ENGLAND, "wanted_on")

    assert refused.value.field == "wanted_on"


def test_a_monday_and_a_friday_may_be_chosen_though_they_are_never_suggested() -> None:
    monday, friday = date(2026, 9, 21), date(2026, 9, 25)
    suggested = {suggested_due_on(date(2026, 9, 14), ENGLAND, days) for days in range(1, 11)}

    assert [day for day in (monday, friday) if is_refused(day)] == []
    assert suggested & {monday, friday} == set()
    assert is_refused(friday + timedelta(days=1))


def test_today_is_early_enough_and_yesterday_is_not() -> None:
    today = date(2026, 9, 8)
    require_due_date(today, today)
    with pytest.raises(NotAllowed, match="today or a later day"):
        require_due_date(date(2026, 9, 7), today)


def test_more_time_means_a_later_day() -> None:
    require_later(ASKED.due_on, date(2026, 9, 23))
    with pytest.raises(NotAllowed, match="after the date that stands now"):
        require_later(ASKED.due_on, ASKED.due_on)


@pytest.mark.parametrize("current", list(ActionState))
@pytest.mark.parametrize("wanted", list(ActionState))
def test_every_step_that_is_not_in_the_table_is_refused_in_words(
    current: ActionState, wanted: ActionState
) -> None:
    if wanted in NEXT[current]:
        assert move(current, wanted) is wanted
    else:
        with pytest.raises(NotAllowed) as refused:
            move(current, wanted)
        assert refused.value.message.endswith(".")


def test_what_is_verified_or_withdrawn_is_over() -> None:
    assert NEXT[ActionState.VERIFIED] == NEXT[ActionState.WITHDRAWN] == frozenset()
