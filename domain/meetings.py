"""Meeting mode: one sitting, recorded by one person, taken home by all as one pack (practice.md 2.1; demo.md 9)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.errors import NotAllowed
from domain.improvements import ImprovementState, Route, require_awake
from domain.options import FEWEST
from domain.steps import step

FEWEST_PRESENT = 2


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


def move(current: MeetingState, wanted: MeetingState) -> MeetingState:
    """Return the wanted state, or refuse once it is settled."""
    return step(NEXT, current, wanted, "What this meeting came to is settled. Please open the process.")


class Lacks(StrEnum):
    """What keeps a pack from being sent."""

    REASON = "reason"
    AREA = "area"
    OPTIONS = "options"
    NOTHING = "nothing"
    PREFERRED = "preferred"


@dataclass(frozen=True)
class Recorded:
    """What has been recorded so far, apart from the plan. `is_nothing` says it of each option that stands."""

    reasons: int
    areas: int
    is_nothing: Collection[bool]
    has_preferred: bool


def lacks(recorded: Recorded) -> list[Lacks]:
    """Return all that a pack lacks beside its plan: all at once, so that nobody mends one at a time."""
    wanted = {
        Lacks.REASON: recorded.reasons > 0,
        Lacks.AREA: recorded.areas > 0,
        Lacks.OPTIONS: len(recorded.is_nothing) >= FEWEST,
        Lacks.NOTHING: any(recorded.is_nothing),
        Lacks.PREFERRED: recorded.has_preferred,
    }
    return [what for what, is_there in wanted.items() if not is_there]


S = ImprovementState
MET_WHILE = frozenset({S.EXPLAINED, S.REASONED})
"""Reasons, options and the plan in one sitting: after everybody knows why, before an option is agreed otherwise."""


def is_for_meeting(state: ImprovementState, route: Route) -> bool:
    """Say whether a process can be taken forward in one sitting now."""
    return state in MET_WHILE and route is Route.FULL


def require_for_meeting(state: ImprovementState, route: Route) -> None:
    """Refuse a sitting before everybody knows why, on the light route, and once an option is agreed."""
    require_awake(state)
    if is_for_meeting(state, route):
        return
    if state is S.OPENED:
        raise NotAllowed("Please explain first why this must improve: people come to the meeting knowing it.")
    if route is Route.LIGHT:
        raise NotAllowed(
            "This goes the light route. For a meeting on reasons and options, take it to the full one."
        )
    raise NotAllowed("An option is agreed already. Please go on in the window of the process.")


def require_open(state: MeetingState) -> None:
    """Refuse to record anything once the pack is out: it is opened again first, and everybody is asked anew."""
    if state is MeetingState.PACKED:
        raise NotAllowed("The pack has been sent. Please press Change it: everybody is then asked again.")
    if state is MeetingState.CLOSED:
        raise NotAllowed("What this meeting came to is settled. Please open the process.")


def require_packed(state: MeetingState) -> None:
    """Refuse to take a pack back that is not out: it was never sent, is taken back already, or everybody has agreed."""
    if state is MeetingState.OPEN:
        raise NotAllowed("This meeting is open already. Please open it again and go on from there.")
    if state is MeetingState.CLOSED:
        raise NotAllowed("What this meeting came to is settled. Please open the process.")


def require_held(held_on: date, today: date) -> None:
    """Refuse a meeting that has not been held yet."""
    if held_on > today:
        raise NotAllowed("Please choose today or an earlier day.", "held_on")


def require_present(present: Collection[UUID], known: Iterable[UUID]) -> None:
    """Refuse a meeting of one, and people who take no part in the contract."""
    if len(set(present)) < FEWEST_PRESENT:
        raise NotAllowed("Please choose everybody who was there: at least two people.", "present")
    if not set(present) <= set(known):
        raise NotAllowed("Please choose people who take part in this contract.", "present")


def require_nothing_lacks(missing: Iterable[str]) -> None:
    """Refuse to send a pack that is not complete, and name everything that is missing."""
    found = list(missing)
    if found:
        raise NotAllowed(f"The pack is not complete yet. Still missing: {'; '.join(found)}.")
