"""Meeting mode: one sitting, recorded by one person, taken home by all as one pack (practice.md 2.1)."""

from enum import StrEnum


class MeetingState(StrEnum):
    """OPEN while it is being recorded; PACKED once its pack was sent to every party for one answer each."""

    OPEN = "open"
    PACKED = "packed"
    CLOSED = "closed"


NEXT: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.OPEN: frozenset({MeetingState.PACKED, MeetingState.CLOSED}),
    MeetingState.PACKED: frozenset(
        {MeetingState.OPEN, MeetingState.CLOSED}
    ),  # opened again: edited, a new version
    MeetingState.CLOSED: frozenset(),
}
