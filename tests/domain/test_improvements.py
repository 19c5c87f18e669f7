"""Improvement processes: which step follows which, and what an explanation, the light route and a pause need."""

from datetime import date

import pytest

from domain.errors import NotAllowed
from domain.improvements import (
    NEXT,
    Explanation,
    NewImprovement,
    PauseReason,
    Route,
    move,
    place,
    require_light,
    require_pause_reason,
    require_review_day,
)
from domain.improvements import ImprovementState as S
from tests.domain.calendars import ENGLAND

TODAY = date(2026, 9, 29)


@pytest.mark.parametrize(
    ("current", "wanted", "words"),
    [
        (S.OPENED, S.REASONED, "explain first why this must improve"),
        (S.OPENED, S.MONITORING, "explain first"),
        (S.EXPLAINED, S.EXPLAINED, "explained already"),
        (S.EXPLAINED, S.CHOSEN, "at least one reason first"),
        (S.REASONED, S.MONITORING, "agree on one of the options first"),
        (S.MONITORING, S.CLOSED, "see first that it lasts"),
        (S.SUSTAINING, S.CLOSED, "look back on it together first"),
        (S.PAUSED, S.PAUSED, "paused already"),
        (S.CLOSED, S.OPENED, "please open a new one"),
        (S.OPENED, S.CLOSED, "Open it to see what comes next"),
        (S.REASONED, S.REASONED, "done already"),
        (S.SUSTAINING, S.FORMAL, "cannot be done yet"),
    ],
)
def test_a_step_out_of_its_order_is_refused_with_what_comes_first(current: S, wanted: S, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        move(current, wanted)


def test_every_way_from_opening_ends_closed_and_everything_but_that_can_be_paused_and_taken_up_again() -> (
    None
):
    reached, found = {S.OPENED}, [S.OPENED]
    while found:
        for each in NEXT[found.pop()] - reached:
            reached.add(each)
            found.append(each)
    assert reached == set(S)
    assert NEXT[S.CLOSED] == frozenset()
    for state in set(S) - {S.CLOSED, S.PAUSED}:
        assert move(state, S.PAUSED) is S.PAUSED
        assert move(S.PAUSED, state) is state


@pytest.mark.parametrize("field", ["what", "evidence", "effect", "term"])
def test_an_explanation_names_each_part_that_is_missing(field: str) -> None:
    whole = {"what": "Gaps", "evidence": "Charts", "effect": "Pain", "term": "Clause 7"}
    with pytest.raises(NotAllowed) as refused:
        Explanation(**whole | {field: "  "})
    assert refused.value.field == field


def test_what_people_say_may_still_be_a_gap_in_an_explanation() -> None:
    assert Explanation("Gaps", "Charts", "Pain", "Clause 7").voice == ""


def test_what_is_opened_has_a_line_and_a_reason() -> None:
    with pytest.raises(NotAllowed, match="what is to improve"):
        NewImprovement(" ", "Third concern in 90 days")
    with pytest.raises(NotAllowed, match="why it is opened now"):
        NewImprovement("Medicines at night", "")
    with pytest.raises(NotAllowed, match="150 characters"):
        NewImprovement("x" * 151, "Third concern in 90 days")


def test_a_third_action_asks_for_the_full_route() -> None:
    require_light(2)
    with pytest.raises(NotAllowed, match="full route"):
        require_light(3)


@pytest.mark.parametrize(
    ("review_on", "words"),
    [
        (TODAY, "after today"),
        (date(2027, 1, 15), "within three months"),
        (date(2026, 10, 3), "working day"),
    ],
)
def test_a_pause_ends_on_a_working_day_within_three_months(review_on: date, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        require_review_day(review_on, TODAY, ENGLAND)
    require_review_day(date(2026, 10, 6), TODAY, ENGLAND)


def test_a_home_manager_reads_at_which_step_of_how_many_it_is() -> None:
    assert place(S.EXPLAINED, Route.FULL) == (3, 8)
    assert place(S.EXPLAINED, Route.LIGHT) == (3, 6)
    assert place(S.CLOSED, Route.FULL) == (8, 8)
    on_the_way = [S.OPENED, S.EXPLAINED, S.REASONED, S.CHOSEN, S.MONITORING, S.SUSTAINING, S.REFLECTING]
    assert [place(state, Route.FULL)[0] for state in on_the_way] == [2, 3, 4, 5, 6, 7, 8]


def test_a_rest_for_another_reason_says_which() -> None:
    require_pause_reason(PauseReason.OUTBREAK, "")
    with pytest.raises(NotAllowed, match="say why it rests"):
        require_pause_reason(PauseReason.OTHER, " ")
