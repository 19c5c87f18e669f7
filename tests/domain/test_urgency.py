"""Whoever may be at risk while nobody is at work is asked about: late in the day, and before the day begins."""

import pytest

from domain.urgency import safe_until
from tests.domain.calendars import ENGLAND, in_london


@pytest.mark.parametrize(
    ("day", "clock", "until"),
    [
        ("2026-09-09", "00:30", "2026-09-09"),  # the small hours of a Wednesday
        ("2026-09-09", "08:59", "2026-09-09"),
        ("2026-09-09", "09:00", None),
        ("2026-09-09", "14:59", None),
        ("2026-09-09", "15:00", "2026-09-10"),
        ("2026-09-11", "00:30", "2026-09-14"),  # before a weekend the longer wait is asked about
        ("2026-09-13", "08:00", "2026-09-14"),
    ],
)
def test_it_is_asked_whenever_the_next_word_may_have_to_wait_until_a_day_begins(
    day: str, clock: str, until: str | None
) -> None:
    asked = safe_until(in_london(day, clock), ENGLAND)

    assert (asked.isoformat() if asked else None) == until
