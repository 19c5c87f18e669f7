"""How the window of a record is titled: what it is in a word, then its reference, which alone tells nobody anything."""

from bot.templates import words
from domain.chronology import SubjectKind


def title_of(kind: SubjectKind, reference: str) -> str:
    """Return the title of a record's window, such as *Improvement IP-7Q2K*. Raises AttributeError for other kinds."""
    what = getattr(words("window_titles"), kind.value)
    return f"{what} {reference}"
