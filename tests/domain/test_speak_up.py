"""Codes of sealed names, and what wrong ones come to."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.speak_up import ALPHABET, AnswerState, WrongCodes, code_of, digest_of_code, move

NOW = datetime(2026, 9, 8, 9, 0, tzinfo=UTC)


def test_a_code_is_sixteen_signs_and_opens_however_it_is_typed() -> None:
    code = code_of(bytes(range(1, 11)))

    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert set(code) <= {*ALPHABET, "-"}
    assert digest_of_code(code) == digest_of_code(f"  {code.lower().replace('-', ' ')} ")
    assert digest_of_code("0011") == digest_of_code("oOiL"), (
        "what is easily misread is read as what was meant"
    )
    assert digest_of_code(code) != digest_of_code(code_of(bytes(range(2, 12))))


def test_after_five_wrong_codes_nothing_more_is_tried_for_a_quarter_of_an_hour_by_that_person_alone() -> None:
    tried = WrongCodes()
    for minute in range(5):
        assert not tried.is_barred("T1:U1", NOW + timedelta(minutes=minute))
        tried.count("T1:U1", NOW + timedelta(minutes=minute))

    assert tried.is_barred("T1:U1", NOW + timedelta(minutes=14))
    assert not tried.is_barred("T1:U2", NOW + timedelta(minutes=14))
    assert not tried.is_barred("T1:U1", NOW + timedelta(minutes=15, seconds=1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (AnswerState.WAITING, AnswerState.ANSWERED),
        (AnswerState.ACKNOWLEDGED, AnswerState.ACKNOWLEDGED),
        (AnswerState.ANSWERED, AnswerState.WAITING),
    ],
)
def test_an_answer_may_come_at_once_or_again_and_what_is_added_after_it_waits_anew(
    before: AnswerState, after: AnswerState
) -> None:
    assert move(before, after) is after
