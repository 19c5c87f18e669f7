"""Local closure days are read as people here write them, and never guessed."""

from datetime import date

import pytest

from domain.closure_days import MOST, read_closure_days
from domain.errors import NotAllowed


def test_days_are_read_day_first_or_with_the_year_in_front_one_a_line() -> None:
    typed = "29/12/2026\n\n  2026-12-30 \n1/4/2027"

    assert read_closure_days(typed) == {date(2026, 12, 29), date(2026, 12, 30), date(2027, 4, 1)}


def test_the_same_day_typed_twice_is_one_day() -> None:
    assert read_closure_days("29/12/2026\n2026-12-29") == {date(2026, 12, 29)}


def test_nothing_typed_is_no_day() -> None:
    assert read_closure_days(" \n") == frozenset()


@pytest.mark.parametrize("line", ["12/29/2026", "31/04/2027", "29/02/2027", "00/12/2026", "2026-13-01"])
def test_a_day_that_does_not_exist_is_refused_with_how_to_write_one(line: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        read_closure_days(line)

    assert refused.value.field == "closure_days"
    assert f"“{line}” cannot be read. There is no such day." in refused.value.message
    assert "the day first" in refused.value.message


@pytest.mark.parametrize(
    "line", ["Christmas", "29/12/26", "29.12.2026", "29/12/2026, 30/12/2026", "29 December 2026", "2026-1-2"]
)
def test_a_line_that_is_no_date_is_quoted_and_not_guessed(line: str) -> None:
    with pytest.raises(NotAllowed, match="one day a line"):
        read_closure_days(line)


def test_one_bad_line_among_good_ones_is_the_one_that_is_quoted() -> None:
    with pytest.raises(NotAllowed, match="“30/13/2026”"):
        read_closure_days("29/12/2026\n30/13/2026\n31/12/2026")


def test_a_long_line_is_quoted_by_its_beginning() -> None:
    with pytest.raises(NotAllowed) as refused:
        read_closure_days("x" * 2000)

    assert len(refused.value.message) < 150


def test_more_days_than_anybody_closes_for_are_refused_whole() -> None:
    with pytest.raises(NotAllowed, match="Nothing has been saved"):
        read_closure_days("\n".join(["29/12/2026"] * (MOST + 1)))
