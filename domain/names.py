"""Names in words that every party reads: what is SHARED carries none (practice.md 2.6)."""

import re
from collections.abc import Iterable

from domain.errors import NotAllowed

SHORTEST_PART = 4
"""Letters of a first or second name that are looked for by themselves: shorter ones are words too often."""

_ADDRESSED = re.compile(
    r"\b(?:"
    r"(?i:mr|mrs|mx)\.?\s+(?!(?i:and|or)\b)[^\W\d_]"  # no other words, so however they are written
    r"|(?:[Mm]s|Miss|Dr|DR|dr|Sr|Prof|PROF|prof|Rev|REV|rev)\.?\s+[A-Z]"
    r"|(?:MS|MISS|SR)\.?\s+[A-Z](?=[A-Z])"  # MS is an illness too, and is followed by small letters
    r")[\w'’-]*"
)
_WORD = re.compile(r"[^\W\d_]+")


def name_in(text: str, names: Iterable[str], *, in_small_letters: bool = False) -> str | None:
    """Return a name found in a text as it is written there, or None.

    Found are *Mrs Somebody* and *Dr Somebody*, whole names however they are written, and their longer parts where they
    stand as a word that begins with a capital: what is only a word, such as a field, is left alone unless
    `in_small_letters`.
    """
    if addressed := _ADDRESSED.search(text):
        return addressed[0]
    known = list(names)
    for name in known:
        if whole := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            return whole[0]
    parts = {part.casefold() for name in known for part in _WORD.findall(name) if len(part) >= SHORTEST_PART}
    for word in _WORD.findall(text):
        if (in_small_letters or word[0].isupper()) and word.casefold() in parts:
            return str(word)
    return None


def require_no_name(text: str, names: Iterable[str], field: str) -> None:
    """Refuse, beside the field, words for every party in which somebody is named."""
    found = name_in(text, names)
    if found is not None:
        raise NotAllowed(
            f"“{found}” reads as a name here, and every party sees this. "
            "Please write it another way, such as by what the person does.",
            field,
        )
