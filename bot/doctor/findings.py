"""What was found: in order, worth knowing, or a fault with its remedy."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How something stands. A note leaves the bot at work, and says what it does without."""

    GOOD = "ok"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `about` is its family, `remedy` what to do; no secret stands in either."""

    about: str
    standing: Standing
    words: str
    remedy: str = ""

    def as_data(self) -> dict[str, str]:
        """Return it as plain data, for another program."""
        return {name: str(value) for name, value in asdict(self).items()}


def good(about: str, words: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(about, Standing.GOOD, words)


def note(about: str, words: str, remedy: str = "") -> Finding:
    """Say what somebody should know, though it is no fault."""
    return Finding(about, Standing.NOTE, words, remedy)


def fault(about: str, words: str, remedy: str) -> Finding:
    """Say what is wrong, and what to do about it."""
    return Finding(about, Standing.FAULT, words, remedy)
