"""Why requirements are not met, as each party sees it, and the areas of most concern (CPC424-P3, P4; domain.md 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.errors import NotAllowed
from domain.improvements import (
    ImprovementState,
    Route,
    require_awake,
    require_length,
    require_line,
    require_text,
)
from domain.patterns import Theme

MOST_AREAS = 7
"""Of more nobody can say which matters most; meeting mode records three to seven (practice.md 2.1)."""


class ReasonKind(StrEnum):
    """What sort of reason it is; the commissioners' own are among them."""

    CAPACITY = "capacity"
    FUNDING = "funding"
    DEMAND = "demand"
    PRACTICE = "practice"
    LEADERSHIP = "leadership"
    CONTRACT_TERM = "contract_term"
    COMMISSIONING = "commissioning"
    HEALTH_PARTNER = "health_partner"
    INFORMATION = "information"
    OTHER = "other"


@dataclass(frozen=True)
class NewReason:
    """One reason as one party sees it, with what shows it; `note` is for our own side alone."""

    kind: ReasonKind
    view: str
    evidence: str
    note: str = ""

    def __post_init__(self) -> None:
        require_text(self.view, "view", "Please say in a line why you think it has come to this.")
        require_text(self.evidence, "evidence", "Please say what shows it: where, and when it was seen.")
        require_length(self.note, "note")


@dataclass(frozen=True)
class NewArea:
    """One area of concern, in a line that every party reads, so that it carries no names."""

    title: str
    theme: Theme | None = None

    def __post_init__(self) -> None:
        require_line(self.title, "title", "Please name the area in one line.")


S = ImprovementState
TALKING = frozenset({S.EXPLAINED, S.REASONED})
"""While reasons are given: before an option is agreed they answer something, after that they come too late."""

BEFORE_AGREEING = TALKING | {S.CHOSEN}
"""While areas are named: a plan has actions for each of them."""


def require_talking(state: ImprovementState, route: Route) -> None:
    """Refuse a reason before everybody knows why, on the light route, and once an option is agreed."""
    require_awake(state)
    if state is S.OPENED:
        raise NotAllowed(
            "Please explain first why this must improve: everybody is asked for reasons after that."
        )
    if route is Route.LIGHT:
        raise NotAllowed(
            "This goes the light route, with support and up to two actions. Reasons and options belong to the full "
            "route: the contract lead can change to that."
        )
    if state not in TALKING:
        raise NotAllowed(
            "An option is agreed, so reasons are no longer collected. Please tell the contract lead if something was "
            "missed."
        )


def is_talking(state: ImprovementState, route: Route) -> bool:
    """Say whether everybody is asked for reasons now."""
    return state in TALKING and route is Route.FULL


def require_naming(state: ImprovementState, route: Route) -> None:
    """Refuse to name or rank an area when nobody talks about areas."""
    if state is not S.CHOSEN:
        require_talking(state, route)


def require_reason(reasons: int) -> None:
    """Refuse to go on to options that would answer nothing."""
    if not reasons:
        raise NotAllowed("Please record at least one reason first, so that the options answer something.")


def require_own(*, is_own: bool, what: str) -> None:
    """What somebody said is taken back by whoever said it."""
    if not is_own:
        raise NotAllowed(f"Only whoever gave this {what} can take it back. Please ask them.")


def require_place(place: int, present: int, areas: int) -> None:
    """Refuse a place that there is not, and the one it has."""
    if place == present:
        raise NotAllowed(
            "It has this place already. Please choose another, or leave it where it is.", "place"
        )
    if not 1 <= place <= areas:
        raise NotAllowed(f"Please choose a place from 1 to {areas}.", "place")


def require_ranking_reason(because: str) -> None:
    """Refuse another order without its reason: what stands behind each area said something else."""
    require_text(
        because, "reason", "Please say why. Everybody reads it, since the figures say something else."
    )


def require_room(areas: int) -> None:
    """Refuse an area too many."""
    if areas >= MOST_AREAS:
        raise NotAllowed(f"There are {MOST_AREAS} areas already. Please put this with one of them.", "title")


def ranked(weights: Iterable[tuple[UUID, int]]) -> list[UUID]:
    """Return areas with the most concerns and readings behind them first; of equals, in the order they were named."""
    return [area for area, _ in sorted(weights, key=lambda pair: -pair[1])]
