"""When a request for one's own data is due: worked out by hand from the ICO's rules and the calendars on gov.uk."""

from datetime import date

import pytest

from domain.calendar import Nation, WorkingCalendar
from domain.subject_requests import cover, due_on, target_on

ENGLAND, SCOTLAND = WorkingCalendar(Nation.ENGLAND), WorkingCalendar(Nation.SCOTLAND)


@pytest.mark.parametrize(
    ("received", "calendar", "due"),
    [
        (date(2026, 9, 3), ENGLAND, date(2026, 10, 5)),  # 3 October is a Saturday
        (date(2026, 9, 8), ENGLAND, date(2026, 10, 8)),
        (date(2026, 1, 31), ENGLAND, date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2028, 1, 31), ENGLAND, date(2028, 2, 29)),
        (date(2028, 2, 29), ENGLAND, date(2028, 3, 29)),
        (date(2026, 7, 31), ENGLAND, date(2026, 9, 1)),  # 31 August is the summer bank holiday
        (date(2026, 7, 31), SCOTLAND, date(2026, 8, 31)),  # Scotland has its own on 3 August
        (date(2026, 8, 30), ENGLAND, date(2026, 9, 30)),
        (
            date(2026, 11, 25),
            ENGLAND,
            date(2026, 12, 29),
        ),  # Christmas, a weekend, and Boxing Day's substitute
        (
            date(2026, 11, 29),
            ENGLAND,
            date(2026, 12, 29),
        ),  # received on a Sunday: the day counts all the same
        (
            date(2026, 12, 1),
            SCOTLAND,
            date(2027, 1, 5),
        ),  # 1 and 4 January: New Year and 2 January's substitute
        (date(2026, 12, 1), ENGLAND, date(2027, 1, 4)),
    ],
)
def test_one_calendar_month_from_receipt_or_the_next_working_day(
    received: date, calendar: WorkingCalendar, due: date
) -> None:
    assert due_on(received, calendar) == due


def test_two_further_months_are_counted_from_receipt_and_days_of_waiting_are_added() -> None:
    assert due_on(date(2026, 11, 30), ENGLAND, is_extended=True) == date(
        2027, 3, 1
    )  # 28 February is a Sunday
    assert due_on(date(2026, 9, 8), ENGLAND, paused=6) == date(2026, 10, 14)
    assert due_on(date(2026, 9, 8), ENGLAND, paused=2) == date(2026, 10, 12)  # 10 October is a Saturday


def test_our_own_closure_days_give_nobody_more_time() -> None:
    closed = WorkingCalendar(Nation.ENGLAND, frozenset({date(2026, 10, 8)}))
    assert due_on(date(2026, 9, 8), closed) == date(2026, 10, 8)


def test_we_aim_at_28_days() -> None:
    assert target_on(date(2026, 1, 31)) == date(2026, 2, 28)


def test_names_are_covered_whole_and_in_part_and_words_that_hold_them_are_not() -> None:
    text = "Tom Hadley rang. tom said that Hadley's list was on the tombola table."
    covered = (
        "[another person] rang. [another person] said that [another person]'s list was on the tombola table."
    )
    assert cover(text, {"Tom Hadley"}) == covered
