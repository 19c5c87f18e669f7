"""What may still be begun once a contract is over, to the day."""

from datetime import date

import pytest

from domain.contracts import NewWork, require_running, require_within
from domain.errors import NotAllowed
from domain.evaluation_period import read_words

ENDS = date(2026, 9, 10)


@pytest.mark.parametrize("what", NewWork)
def test_nothing_new_is_begun_from_the_last_day_on(what: NewWork) -> None:
    require_running("Alderwick House", None, ENDS, what)
    require_running("Alderwick House", ENDS, date(2026, 9, 9), what)
    with pytest.raises(NotAllowed, match=r"ended on Thursday 10 September 2026, so .*report a concern"):
        require_running("Alderwick House", ENDS, ENDS, what)


def test_what_is_over_is_evaluated_up_to_its_last_day_and_not_beyond() -> None:
    later = date(2026, 12, 1)
    require_within("Alderwick House", ENDS, later, ENDS)
    require_within("Alderwick House", ENDS, date(2026, 9, 9), None)
    for last in (None, date(2026, 9, 11)):
        with pytest.raises(NotAllowed, match="ended on Thursday 10 September 2026") as refused:
            require_within("Alderwick House", ENDS, later, last)
        typed = str(refused.value).partition("/evaluate ")[2].rstrip(".")
        assert typed == "Alderwick House from 1 September 2026 to 10 September 2026"
        assert read_words(typed, later).days == (date(2026, 9, 1), ENDS)
