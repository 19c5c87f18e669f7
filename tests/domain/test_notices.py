"""What an answer from Slack means, and which states follow which."""

from datetime import timedelta

import pytest

from domain.confidentiality import ContentClass
from domain.notices import (
    NEXT,
    NoticeState,
    Outcome,
    Unproven,
    move,
    outcome_of_error,
    parked_delay,
    retry_delay,
    without_proof,
)
from domain.rhythm import Speed


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("ratelimited", Outcome.WAIT),
        ("message_limit_exceeded", Outcome.WAIT),
        ("internal_error", Outcome.AMBIGUOUS),
        ("fatal_error", Outcome.AMBIGUOUS),
        ("service_unavailable", Outcome.AMBIGUOUS),
        ("channel_not_found", Outcome.REFUSED),
        ("missing_scope", Outcome.REFUSED),
        ("a_code_that_slack_invents_tomorrow", Outcome.REFUSED),
    ],
)
def test_a_code_says_whether_to_wait_to_look_or_to_stop(code: str, outcome: Outcome) -> None:
    assert outcome_of_error(code) is outcome


def test_a_claim_is_never_called_failed_and_what_was_sent_stays_sent() -> None:
    assert NoticeState.UNCERTAIN in NEXT[NoticeState.CLAIMED]
    assert NEXT[NoticeState.SENT] == frozenset()
    with pytest.raises(Exception, match="a notice that is sent cannot become owed"):
        move(NoticeState.SENT, NoticeState.OWED)


def test_what_is_uncertain_is_not_simply_owed_again() -> None:
    assert NoticeState.OWED not in NEXT[NoticeState.UNCERTAIN]


def test_waiting_grows_to_half_a_minute_and_for_what_is_urgent_to_a_quarter() -> None:
    ordinary = [retry_delay(attempt, Speed.PROMPT).seconds for attempt in range(1, 8)]
    urgent = [retry_delay(attempt, Speed.URGENT).seconds for attempt in range(1, 8)]

    assert ordinary == [1, 2, 5, 15, 30, 30, 30]
    assert urgent == [1, 2, 5, 15, 15, 15, 15]


def test_what_was_refused_is_tried_ever_less_often_and_never_given_up() -> None:
    assert [parked_delay(attempt, Speed.DIGEST).seconds for attempt in range(1, 8)] == [
        30, 60, 120, 240, 300, 300, 300,
    ]  # fmt: skip
    assert parked_delay(1000, Speed.URGENT) == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("content_class", "speed", "repeats", "decided"),
    [
        (ContentClass.RESTRICTED, Speed.PROMPT, 5, Unproven.REPEAT),
        (ContentClass.SHARED, Speed.URGENT, 5, Unproven.REPEAT),
        (ContentClass.SHARED, Speed.PROMPT, 0, Unproven.REPEAT),
        (ContentClass.SHARED, Speed.PROMPT, 1, Unproven.PARK),
        (ContentClass.INTERNAL, Speed.DIGEST, 1, Unproven.PARK),
    ],
)
def test_without_proof_the_class_decides(
    content_class: ContentClass, speed: Speed, repeats: int, decided: Unproven
) -> None:
    assert without_proof(content_class, speed, repeats) is decided
