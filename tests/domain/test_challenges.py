"""The days in which an evaluation may be challenged, and who may not decide."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from domain.calendar import Nation, WorkingCalendar
from domain.challenges import (
    NEXT,
    ChallengeState,
    last_day,
    move,
    require_in_time,
    require_independent,
)
from domain.errors import NotAllowed, NotYours

FRIDAY = datetime(2026, 12, 18, 11, 0, tzinfo=UTC)


def too_late(delivered: datetime | None, now: datetime) -> str:
    """What a challenge is refused with; nothing while it is in time."""
    try:
        require_in_time(delivered, now, WorkingCalendar(Nation.ENGLAND), "Priya Nair")
    except NotAllowed as refused:
        return refused.message
    return ""


@pytest.mark.criterion("CPC305-P31")
@pytest.mark.parametrize(
    ("nation", "last"),
    [
        (Nation.ENGLAND, date(2027, 1, 6)),
        (Nation.WALES, date(2027, 1, 6)),
        (Nation.SCOTLAND, date(2027, 1, 7)),
        (Nation.NORTHERN_IRELAND, date(2027, 1, 6)),
    ],
)
def test_delivered_before_christmas_it_may_be_challenged_until_after_new_year(
    nation: Nation, last: date
) -> None:
    assert last_day(FRIDAY, WorkingCalendar(nation)) == last


def test_what_arrives_after_closing_counts_from_the_next_working_day() -> None:
    calendar = WorkingCalendar(Nation.ENGLAND)

    at_closing = last_day(datetime(2027, 1, 28, 17, 0, tzinfo=UTC), calendar)
    after_closing = last_day(datetime(2027, 1, 28, 17, 1, tzinfo=UTC), calendar)

    assert (at_closing, after_closing) == (date(2027, 2, 11), date(2027, 2, 12))


def test_local_closure_days_give_more_time_never_less() -> None:
    closed = frozenset({date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)})

    assert last_day(FRIDAY, WorkingCalendar(Nation.ENGLAND, closures=closed)) == date(2027, 1, 11)


@pytest.mark.criterion("CPC305-P31")
def test_the_last_day_counts_to_its_last_minute_on_london_clocks() -> None:
    delivered = datetime(2026, 9, 8, 10, 0, tzinfo=UTC)  # summer time: London is an hour ahead
    midnight = datetime(2026, 9, 22, 23, 0, tzinfo=UTC)

    assert too_late(delivered, midnight - timedelta(minutes=1)) == ""
    assert "ended on Tuesday 22 September 2026" in too_late(delivered, midnight)


def test_before_it_is_delivered_no_time_has_run() -> None:
    years_later = datetime(2030, 1, 1, tzinfo=UTC)

    assert too_late(None, years_later) == ""
    assert too_late(FRIDAY, years_later) != ""


@pytest.mark.criterion("CPC305-P31")
def test_nobody_decides_about_what_they_had_a_part_in() -> None:
    author, somebody = uuid4(), uuid4()

    require_independent(somebody, {author})
    with pytest.raises(NotYours, match="somebody who had no part"):
        require_independent(author, {author})


@pytest.mark.parametrize("over", [state for state in ChallengeState if state is not ChallengeState.OPENED])
def test_a_challenge_is_decided_once(over: ChallengeState) -> None:
    assert NEXT[over] == frozenset()
    for wanted in ChallengeState:
        with pytest.raises(NotAllowed, match="already been decided or withdrawn"):
            move(over, wanted)
