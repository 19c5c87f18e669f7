"""Why requirements are not met, as each party sees it, and the areas of most concern (CPC424-P3, P4; domain.md 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.errors import NotAllowed
from domain.improvements import require_length, require_line, require_text

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

    def __post_init__(self) -> None:
        require_line(self.title, "title", "Please name the area in one line.")


def require_room(areas: int) -> None:
    """Refuse an area too many."""
    if areas >= MOST_AREAS:
        raise NotAllowed(f"There are {MOST_AREAS} areas already. Please put this with one of them.", "title")


def ranked(weights: Iterable[tuple[UUID, int]]) -> list[UUID]:
    """Return areas with the most concerns and readings behind them first; of equals, in the order they were named."""
    return [area for area, _ in sorted(weights, key=lambda pair: -pair[1])]
