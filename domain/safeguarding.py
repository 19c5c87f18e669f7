"""Safeguarding concerns: RESTRICTED from the first second, pinged at once (practice.md 1.1 to 1.7)."""

from enum import StrEnum

from domain.steps import step


class SafeguardingState(StrEnum):
    """How far a safeguarding concern has come. Acknowledged is not acted on: the decision is a clock of its own."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"


NEXT: dict[SafeguardingState, frozenset[SafeguardingState]] = {
    SafeguardingState.RAISED: frozenset({SafeguardingState.ACKNOWLEDGED}),
    SafeguardingState.ACKNOWLEDGED: frozenset(),
}


def move(current: SafeguardingState, wanted: SafeguardingState) -> SafeguardingState:
    """Return the wanted state, or refuse in words when another lead was first."""
    return step(NEXT, current, wanted, "Another lead already has this. Open it to see who.")
