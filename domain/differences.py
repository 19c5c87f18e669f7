"""What changed between two versions of a text, word by word, so that it can be said without colour."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s]+")
LONGEST_SAME = 12
"""Words of an unchanged stretch that are shown at each of its ends; the rest of it is passed over."""


@dataclass(frozen=True)
class Difference:
    """One stretch: what it was and what it is. The same in both means that nothing changed there."""

    was: str
    now: str

    @property
    def is_same(self) -> bool:
        """Whether nothing changed here."""
        return self.was == self.now


def differences(before: str, after: str) -> list[Difference]:
    """Return the stretches of two versions in order: their `was` make up the one version, their `now` the other."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    found: list[Difference] = []
    for _tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        found.append(Difference("".join(old[old_from:old_to]), "".join(new[new_from:new_to])))
    return _joined(found)


def _joined(found: Sequence[Difference]) -> list[Difference]:
    """Put changes together between which only a space stayed: a reader takes them for one."""
    joined: list[Difference] = []
    for each in found:
        is_only_space = each.is_same and each.was.isspace()
        if joined and not joined[-1].is_same and (is_only_space or not each.is_same):
            joined[-1] = Difference(joined[-1].was + each.was, joined[-1].now + each.now)
        else:
            joined.append(each)
    return joined


def shortened_same(text: str) -> str:
    """Return an unchanged stretch with its middle passed over where it is long."""
    parts = WORDS.findall(text)
    if len(parts) <= 4 * LONGEST_SAME:
        return text
    return "".join([*parts[: 2 * LONGEST_SAME], "…", *parts[-2 * LONGEST_SAME :]])
