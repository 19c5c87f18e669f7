"""Options for putting something right: two or more, one of them to leave things as they are (CPC424-P5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.errors import NotAllowed
from domain.improvements import (
    ImprovementState,
    Route,
    require_awake,
    require_length,
    require_line,
    require_text,
)

FEWEST = 2
MOST = 8  # of more nobody weighs each
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter(number: int) -> str:
    """Return what an option is called: option 1 is A."""
    return LETTERS[(number - 1) % len(LETTERS)]


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


class NothingToAsk(NotAllowed):
    """Nobody can be asked to agree to an option yet: there is no choice, or the options say too little."""


def require_choice(is_nothing: Iterable[bool]) -> None:
    """Refuse to ask for a preference before there is a choice: two options, and to leave things as they are."""
    options = list(is_nothing)
    if not any(options):
        raise NothingToAsk(
            "Please add what happens if nothing is done: everybody weighs the others against that."
        )
    if len(options) < FEWEST:
        raise NothingToAsk("There is only one option. Please add at least one more: one is not a choice.")


S = ImprovementState


def require_weighing(state: ImprovementState, route: Route) -> None:
    """Refuse an option while nobody weighs any: before there are reasons, and once a plan follows from one."""
    require_awake(state)
    if route is Route.LIGHT:
        raise NotAllowed(
            "This goes the light route, with support and up to two actions. Reasons and options belong to the full "
            "route: the contract lead can change to that."
        )
    if state in {S.OPENED, S.EXPLAINED}:
        raise NotAllowed("Reasons come first, so that the options answer something.")
    if state is S.CHOSEN:
        raise NotAllowed(
            "An option is agreed. If it is not right, change that one: everybody is then asked again."
        )
    if state is not S.REASONED:
        raise NotAllowed("The plan is agreed, so no more options are weighed.")


def require_changeable(state: ImprovementState, route: Route) -> None:
    """Refuse to change an option once a plan follows from one; until then that voids what was agreed."""
    if state is not S.CHOSEN:
        require_weighing(state, route)


def require_room(options: int) -> None:
    """Refuse an option too many."""
    if options >= MOST:
        raise NotAllowed(f"There are {MOST} options already. Please take one back first.")


def require_one_nothing(*, has_one: bool) -> None:
    """Refuse a second option of leaving things as they are."""
    if has_one:
        raise NotAllowed(
            "There is an option already to leave things as they are. Please change that one.", "kind"
        )


def require_proposer(*, may: bool) -> None:
    """An option is changed or taken back by the side that proposed it, or by whoever leads."""
    if not may:
        raise NotAllowed(
            "Only the side that proposed this, or the contract lead, can change it or take it back."
        )


def require_complete(gaps: Iterable[tuple[str, Iterable[str]]]) -> None:
    """Refuse to ask about options that say too little to be weighed, and name all that is missing."""
    found = [f"{name} does not say yet {' or '.join(missing)}" for name, missing in gaps if missing]
    if found:
        raise NothingToAsk(f"Please complete these first: {'; '.join(found)}.")


def require_this_option(seen: int, present: int) -> None:
    """Refuse to write over what somebody else changed meanwhile."""
    if seen != present:
        raise NotAllowed(
            f"Somebody has changed this meanwhile: it is version {present} now. Nothing was kept. "
            "Please open it again and change what stands there."
        )
