"""Evaluations: figures from the record, a suggested judgement, a named person's own, sharing (CPC424-P13, P14)."""

from enum import StrEnum


class Judgement(StrEnum):
    """The words of practice.md 1.10; people read a regulator's ratings into any others."""

    ON_TARGET = "on_target"
    CLOSE = "close"
    BELOW = "below"
    WELL_BELOW = "well_below"
    CANNOT_TELL = "cannot_tell"


class EvaluationState(StrEnum):
    """How far an evaluation has come. Only what a named person confirmed can be shared (practice.md 1.10)."""

    COMPILED = "compiled"
    CONFIRMED = "confirmed"
    SHARED = "shared"
    DISCARDED = "discarded"


NEXT: dict[EvaluationState, frozenset[EvaluationState]] = {
    EvaluationState.COMPILED: frozenset({EvaluationState.CONFIRMED, EvaluationState.DISCARDED}),
    EvaluationState.CONFIRMED: frozenset({EvaluationState.SHARED, EvaluationState.DISCARDED}),
    EvaluationState.SHARED: frozenset(),
    EvaluationState.DISCARDED: frozenset(),
}
