"""How long records are kept, worked out by hand."""

from datetime import date

import pytest

from domain.errors import NotAllowed
from domain.retention import PERIODS, ItemState, RetentionClass, last_stopped_on, move, reached_on


@pytest.mark.parametrize(
    ("stopped", "years", "reached"),
    [
        (date(2020, 5, 31), 6, date(2026, 5, 31)),
        (date(2020, 2, 29), 6, date(2026, 2, 28)),
        (date(2020, 2, 29), 8, date(2028, 2, 29)),
        (date(2019, 12, 31), 12, date(2031, 12, 31)),
    ],
)
def test_a_period_is_counted_in_whole_years_from_when_the_record_stopped_being_used(
    stopped: date, years: int, reached: date
) -> None:
    assert reached_on(stopped, years) == reached
    assert last_stopped_on(reached, years) in {stopped, date(2020, 2, 28)}


def test_contracts_are_kept_for_6_years_as_a_deed_for_12_and_safeguarding_for_8() -> None:
    years = {each.value: PERIODS[each].years for each in RetentionClass}
    assert years == {"contract": 6, "deed": 12, "safeguarding": 8, "concern": 6}


def test_nothing_is_erased_without_having_been_proposed() -> None:
    with pytest.raises(NotAllowed):
        move(ItemState.WAITING, ItemState.ERASED)
    assert move(move(ItemState.WAITING, ItemState.PROPOSED), ItemState.ERASED) is ItemState.ERASED
