"""Who may decide what on admissions, with which day and which words, and who is the second person."""

from datetime import date

import pytest

from domain.calendar import Nation, WorkingCalendar
from domain.errors import NotAllowed, NotYours
from domain.hand_offs import Recipient, reply_day, require_may_notify
from domain.people import Party
from domain.placements import (
    Position,
    lifted_to,
    needs_second_person,
    require_days,
    require_position,
    require_second_person,
    require_words,
)

CALENDAR = WorkingCalendar(Nation.ENGLAND)
TODAY = date(2026, 9, 8)


@pytest.mark.parametrize("current", list(Position))
def test_only_the_provider_lifts_its_own_pause_and_it_lifts_nothing_else(current: Position) -> None:
    for wanted in (Position.OPEN, Position.LIMITED):
        if current is Position.PAUSED:
            assert require_position(Party.PROVIDER, current, wanted) is wanted
        else:
            with pytest.raises(NotAllowed):
                require_position(Party.PROVIDER, current, wanted)
    with pytest.raises(NotAllowed):
        require_position(Party.OWN, Position.PAUSED, Position.OPEN)


def test_a_limit_below_a_pause_is_a_limit_again() -> None:
    assert lifted_to(Position.LIMITED) is Position.LIMITED
    assert lifted_to(Position.OPEN) is Position.OPEN
    assert lifted_to(None) is Position.OPEN


def test_to_suspend_takes_two_people_and_to_keep_a_suspension_does_not() -> None:
    assert needs_second_person(Position.SUSPENDED, Position.LIMITED)
    assert not needs_second_person(Position.SUSPENDED, Position.SUSPENDED)
    assert not needs_second_person(Position.LIMITED, Position.OPEN)


@pytest.mark.parametrize(
    ("is_same", "decider", "approver", "may"),
    [
        (True, True, True, False),
        (False, False, False, False),
        (False, True, False, True),
        (False, False, True, True),
    ],
)
def test_one_of_the_two_is_a_senior_contact(
    *, is_same: bool, decider: bool, approver: bool, may: bool
) -> None:
    def ask() -> None:
        require_second_person(is_same=is_same, decider_is_senior=decider, approver_is_senior=approver)

    if may:
        ask()
    else:
        with pytest.raises(NotYours):
            ask()


@pytest.mark.parametrize("review_on", [None, TODAY, date(2026, 9, 12)])
def test_a_review_is_a_working_day_to_come(review_on: date | None) -> None:
    with pytest.raises(NotAllowed) as refused:
        require_days(Position.LIMITED, TODAY, review_on, TODAY, CALENDAR)
    assert refused.value.field == "review_on"
    require_days(Position.OPEN, TODAY, review_on, TODAY, CALENDAR)


@pytest.mark.parametrize(
    ("limit", "why", "said", "field"),
    [("", "x", "x", "limit"), ("x", " ", "x", "why"), ("x", "x", "", "to_provider")],
)
def test_a_limit_has_its_words_a_reason_and_what_the_provider_is_told(
    limit: str, why: str, said: str, field: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        require_words(Position.LIMITED, limit, why, said)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("recipient", "chosen", "expected"),
    [
        (Recipient.COMPLAINT, None, date(2026, 9, 11)),
        (Recipient.HEALTH, None, date(2026, 9, 15)),
        (Recipient.REGULATOR, date(2026, 9, 10), date(2026, 9, 10)),
        (Recipient.NOTIFICATION, date(2026, 12, 1), date(2026, 9, 9)),
    ],
)
def test_an_answer_is_expected_by_the_chosen_day_or_the_usual_one_of_its_kind(
    recipient: Recipient, chosen: date | None, expected: date
) -> None:
    assert reply_day(recipient, chosen, TODAY, CALENDAR, complaint_within=3) == expected


def test_the_provider_is_not_asked_about_what_it_does_not_know() -> None:
    require_may_notify(provider_knows=True)
    with pytest.raises(NotAllowed):
        require_may_notify(provider_knows=False)
