"""Options for putting something right: two or more, one of them to leave things as they are (CPC424-P5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.errors import NotAllowed
from domain.improvements import require_length, require_line, require_text

FEWEST = 2


@dataclass(frozen=True)
class NewOption:
    """One way to put it right: what it does for people, what it costs, what may go wrong, what help it needs."""

    title: str
    effect: str
    cost: str
    risk: str
    support: str = ""
    is_nothing: bool = False

    def __post_init__(self) -> None:
        require_line(self.title, "title", "Please name the option in one line.")
        require_text(self.effect, "effect", "Please say what it would mean for the people who live there.")
        require_text(self.cost, "cost", "Please say what it would cost in money and time, and whom.")
        require_text(self.risk, "risk", "Please say what could go wrong with it.")
        require_length(self.support, "support")


def require_choice(is_nothing: Iterable[bool]) -> None:
    """Refuse to ask for a preference before there is a choice: two options, and to leave things as they are."""
    options = list(is_nothing)
    if not any(options):
        raise NotAllowed(
            "Please add what happens if nothing is done: everybody weighs the others against that."
        )
    if len(options) < FEWEST:
        raise NotAllowed("There is only one option. Please add at least one more: one is not a choice.")
