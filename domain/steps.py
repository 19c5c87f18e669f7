"""States and the steps between them: one table each, one function over all of them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from domain.errors import NotAllowed

State = TypeVar("State", bound=StrEnum)


def step(table: Mapping[State, frozenset[State]], current: State, wanted: State, refusal: str) -> State:
    """Return the wanted state, or raise NotAllowed with the given words when there is no such step."""
    if wanted not in table[current]:
        raise NotAllowed(refusal)
    return wanted
