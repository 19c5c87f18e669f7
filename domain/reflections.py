"""Looking back together: what went well, what did not, what is done with it (domain.md 4.4 J; CPC424-P16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from domain.agreements import ASKED_AT_LEAST
from domain.errors import NotAllowed
from domain.improvements import require_length, require_text

WRITE_WITHIN = 5  # working days, then a reminder; nobody is pressed
FEWEST_ANONYMOUS = 3
"""Anonymous reflections are shown from so many on: of one or two everybody knows who wrote them (practice.md 3)."""

NAMELESS = "Somebody who took part"
"""Under whom a reflection without a name is kept; there is one such for each."""

Text = TypeVar("Text")


@dataclass(frozen=True)
class NewReflection:
    """What one person makes of it. Its words are SHARED; anonymous, it carries nothing of who wrote it."""

    went_well: str
    to_change: str
    voice: str = ""
    is_anonymous: bool = False

    def __post_init__(self) -> None:
        if not any(each.strip() for each in (self.went_well, self.to_change, self.voice)):
            raise NotAllowed("Please write what went well, or what should be done another time.", "went_well")
        for name in ("went_well", "to_change", "voice"):
            require_length(getattr(self, name), name)


def shown(anonymous: Sequence[Text]) -> Sequence[Text]:
    """Return the anonymous reflections that may be shown: all, or none while there are too few."""
    return anonymous if len(anonymous) >= FEWEST_ANONYMOUS else ()


@dataclass(frozen=True)
class Closing:
    """What closes a process: what is recommended, or why nothing is."""

    recommends: bool
    because: str

    def __post_init__(self) -> None:
        if not self.recommends:
            require_text(self.because, "because", "Please say why nothing is recommended.")


def require_looked_back(reflected: Sequence[UUID], asked: Mapping[UUID, int]) -> None:
    """Refuse to close before anybody has looked back, or while somebody has been asked only once.

    Whoever was asked twice and has not replied never holds the others up (practice.md section 3).
    """
    if not reflected:
        raise NotAllowed("Nobody has looked back on it yet. Please write your own reflection first.")
    if any(times < ASKED_AT_LEAST for each, times in asked.items() if each not in reflected):
        raise NotAllowed(
            "Somebody has not looked back on it yet and was asked only once. Please ask them once more; "
            "after that it can be closed without them."
        )


def require_first(*, has_answered: bool, has_named: bool) -> None:
    """Refuse a second reflection that could not take the place of the first: nobody knows whose a nameless one is."""
    if has_answered and not has_named:
        raise NotAllowed(
            "You have looked back on this already. What is written without a name stays as it is: "
            "nobody, this app included, can tell which one is yours."
        )


def require_still_nameless(is_anonymous: bool, *, has_named: bool) -> None:
    """Refuse to take one's name off what everybody has read."""
    if is_anonymous and has_named:
        raise NotAllowed(
            "What you wrote carries your name already. Please write it anew with your name, or leave it as it is.",
            "anonymous",
        )


def require_as_oneself(is_anonymous: bool, is_recorded_for: bool) -> None:
    """Refuse to record an anonymous reflection for somebody: it would stand under their statement."""
    if is_anonymous and is_recorded_for:
        raise NotAllowed(
            "What is recorded for somebody is sent to them and carries their name. "
            "Without a name they can write it only by themselves.",
            "anonymous",
        )


def require_to_ask(waiting: Sequence[UUID]) -> None:
    """Refuse to ask once more where everybody has answered or was asked twice: nobody is pressed a third time."""
    if not waiting:
        raise NotAllowed("Everybody has answered or was asked twice. Nobody is asked a third time.")
