"""Agreeing: per party and per version; silence is never a yes, and a way forward is recorded, never taken."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.agreements import (
    YES,
    Decision,
    Outcome,
    PartyAnswer,
    WayForward,
    goes_to_seniors,
    require_comment,
    require_this_version,
    require_way_forward,
    standing,
)
from domain.errors import NotAllowed

COUNCIL, HEALTH, HOME = UUID(int=1), UUID(int=2), UUID(int=3)
ALL = (COUNCIL, HEALTH, HOME)
BEGAN = datetime(2026, 10, 13, 14, tzinfo=UTC)


def said(organisation: UUID, decision: Decision, version: int = 1, minutes: int = 0) -> PartyAnswer:
    return PartyAnswer(organisation, version, decision, BEGAN + timedelta(minutes=minutes))


def test_while_the_provider_is_silent_nothing_is_agreed_and_once_it_agrees_it_is() -> None:
    two = [said(COUNCIL, Decision.AGREE), said(HEALTH, Decision.AGREE_WITH_COMMENT)]

    assert standing(two, 1, ALL).outcome is Outcome.WAITING
    assert standing(two, 1, ALL).silent == (HOME,)
    assert standing([*two, said(HOME, Decision.AGREE)], 1, ALL).outcome is Outcome.AGREED


def test_an_edit_voids_what_was_agreed_to_the_version_before() -> None:
    all_agreed = [said(each, Decision.AGREE) for each in ALL]

    assert standing(all_agreed, 2, ALL).silent == ALL


def test_the_last_answer_of_a_party_counts() -> None:
    answers = [
        said(HOME, Decision.DISAGREE, minutes=1),
        said(COUNCIL, Decision.AGREE),
        said(HEALTH, Decision.AGREE),
        said(HOME, Decision.AGREE, minutes=2),
    ]

    assert standing(answers, 1, ALL).outcome is Outcome.AGREED
    assert standing(answers[:3], 1, ALL).disagreed == (HOME,)


answers = st.builds(
    PartyAnswer,
    organisation_id=st.sampled_from([*ALL, uuid4()]),
    version=st.integers(1, 3),
    decision=st.sampled_from(Decision),
    answered_at=st.integers(0, 60).map(lambda minutes: BEGAN + timedelta(minutes=minutes)),
)


@given(st.lists(answers), st.integers(1, 3))
def test_it_is_agreed_exactly_when_each_who_is_asked_said_yes_to_this_version(
    given_answers: list[PartyAnswer], version: int
) -> None:
    found = standing(given_answers, version, ALL)
    ordered = sorted(given_answers, key=lambda each: each.answered_at)
    last = {each.organisation_id: each.decision for each in ordered if each.version == version}

    assert (found.outcome is Outcome.AGREED) is all(last.get(each) in YES for each in ALL)
    assert sorted([*found.agreed, *found.disagreed, *found.silent]) == sorted(ALL)


def test_an_agreement_of_nobody_is_none() -> None:
    with pytest.raises(ValueError, match="at least one party"):
        standing([], 1, ())


def test_a_no_says_why_and_a_comment_is_written() -> None:
    with pytest.raises(NotAllowed, match="what you do not agree with"):
        require_comment(Decision.DISAGREE, " ")
    with pytest.raises(NotAllowed, match="write your comment"):
        require_comment(Decision.AGREE_WITH_COMMENT, "")
    require_comment(Decision.AGREE, "")


def test_an_answer_to_what_has_changed_since_is_not_taken() -> None:
    with pytest.raises(NotAllowed, match="version 2 now"):
        require_this_version(1, 2)


def test_nobody_is_passed_over_who_was_asked_only_once() -> None:
    silent = standing([said(COUNCIL, Decision.AGREE), said(HEALTH, Decision.AGREE)], 1, ALL)

    with pytest.raises(NotAllowed, match="asked only once"):
        require_way_forward(silent, {HOME: 1})
    require_way_forward(silent, {HOME: 2})


def test_a_way_forward_past_a_no_names_its_clause_and_is_needed() -> None:
    with pytest.raises(NotAllowed, match="clause or regulation"):
        WayForward("", "They were asked twice")
    with pytest.raises(NotAllowed, match="Everybody has agreed"):
        require_way_forward(standing([said(each, Decision.AGREE) for each in ALL], 1, ALL), {})


def test_after_three_rounds_the_senior_contacts_are_asked() -> None:
    assert [goes_to_seniors(number) for number in (1, 3, 4)] == [False, False, True]
