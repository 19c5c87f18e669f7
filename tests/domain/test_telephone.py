"""Numbers that people are told to ring."""

import pytest

from domain.errors import NotAllowed
from domain.telephone import require_number


@pytest.mark.parametrize("number", ["999", "01632 960 404", "+44 (0)1632 960-404", " 112 ", ""])
def test_what_can_be_rung_is_taken_as_it_was_written(number: str) -> None:
    assert require_number(number, "duty_number") == number.strip()


@pytest.mark.parametrize("number", ["banana", "99", "999 or 112", "1234567890123456", "٩٩٩x"])
def test_what_cannot_be_rung_is_refused_beside_its_field(number: str) -> None:
    with pytest.raises(NotAllowed, match="in digits") as refused:
        require_number(number, "duty_number")
    assert refused.value.field == "duty_number"
