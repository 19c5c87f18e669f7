"""Looking back: anonymous words from three on, and nobody who was asked twice holds the others up."""

from uuid import UUID

import pytest

from domain.errors import NotAllowed
from domain.reflections import Closing, NewReflection, require_looked_back, shown

COUNCIL, HOME = UUID(int=1), UUID(int=2)


def test_one_or_two_anonymous_reflections_stay_unread() -> None:
    assert [len(shown(["words"] * count)) for count in (1, 2, 3, 4)] == [0, 0, 3, 4]


@pytest.mark.criterion("CPC424-P16")
def test_nothing_is_closed_before_somebody_has_looked_back() -> None:
    with pytest.raises(NotAllowed, match="write your own reflection first"):
        require_looked_back([], {HOME: 2})


@pytest.mark.criterion("CPC424-P16")
def test_whoever_was_asked_once_is_asked_once_more_and_then_holds_up_nobody() -> None:
    with pytest.raises(NotAllowed, match="asked only once"):
        require_looked_back([COUNCIL], {COUNCIL: 1, HOME: 1})
    require_looked_back([COUNCIL], {COUNCIL: 1, HOME: 2})
    require_looked_back([COUNCIL, HOME], {COUNCIL: 1, HOME: 1})


def test_nothing_recommended_says_why() -> None:
    with pytest.raises(NotAllowed, match="why nothing is recommended"):
        Closing(recommends=False, because=" ")
    assert Closing(recommends=True, because="").recommends


def test_an_empty_reflection_is_none() -> None:
    with pytest.raises(NotAllowed) as refused:
        NewReflection(" ", "")
    assert refused.value.field == "went_well"
