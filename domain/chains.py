"""Going along a chain of the chronology again, entry by entry, and saying where it is first broken, and how."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.chronology import GENESIS, digest_of


class Broken(StrEnum):
    """What is wrong with an entry, or with a text that it speaks of."""

    ALTERED = "altered"
    MISSING = "missing"
    OUT_OF_PLACE = "out_of_place"
    ADDED = "added"
    HEAD_ALTERED = "head_altered"
    HEAD_MISSING = "head_missing"
    NOT_AS_SEALED = "not_as_sealed"
    TEXT_ALTERED = "text_altered"
    TEXT_MISSING = "text_missing"
    TEXT_ADDED = "text_added"
    TEXT_ERASED = "text_erased"
    TEXT_RESTORED = "text_restored"


@dataclass(frozen=True)
class Break:
    """Where a chain is first broken. `number` is the entry's own within its chain."""

    stream: str
    number: int
    how: Broken
    detail: str = ""


@dataclass(frozen=True)
class Link:
    """An entry as the database holds it. `row` is the order in which entries of all chains were added."""

    row: int
    number: int
    at: datetime
    content: Mapping[str, object]
    previous: str
    digest: str


@dataclass
class Chain:
    """One chain, as far as it was gone along. `sealed` holds what entries must be, by their numbers: those sealed.

    `held` is the same for a copy by seals that it has not itself: it may end before them, and an entry made after
    `held_until` may differ (domain/held_seals.py).
    """

    stream: str
    head: tuple[int, str] | None
    sealed: Mapping[int, str] = field(default_factory=dict)
    held: Mapping[int, frozenset[str]] = field(default_factory=dict)
    held_until: datetime | None = None
    number: int = 0
    digest: str = GENESIS
    row: int = 0

    def take(self, link: Link) -> Break | None:
        """Go on to the next entry, and say what is wrong with it."""
        expected = self.number + 1
        how = self._fault_of(link, expected)
        if how is not None:
            return Break(self.stream, expected if how is Broken.MISSING else link.number, how)
        self.number, self.digest, self.row = expected, link.digest, link.row
        return None

    def _fault_of(self, link: Link, expected: int) -> Broken | None:
        if link.number != expected:
            return Broken.MISSING if link.number > expected else Broken.ADDED
        if self.head is None:
            return Broken.HEAD_MISSING
        if link.number > self.head[0]:
            return Broken.ADDED
        if link.previous != self.digest or link.row <= self.row:
            return Broken.OUT_OF_PLACE
        if link.digest != digest_of(link.previous, self.stream, link.number, link.at, link.content):
            return Broken.ALTERED
        if self.sealed.get(link.number, link.digest) != link.digest or self._is_held_against(link):
            return Broken.NOT_AS_SEALED
        return None

    def _is_held_against(self, link: Link) -> bool:
        digests = self.held.get(link.number, frozenset())
        is_later = self.held_until is not None and link.at > self.held_until
        return bool(digests) and link.digest not in digests and not is_later

    def end(self) -> Break | None:
        """Say what is missing at the end: entries that the head counts, or that were sealed."""
        last = max([self.head[0] if self.head else 0, *self.sealed])
        if self.number < last:
            return Break(self.stream, self.number + 1, Broken.MISSING)
        if self.head is not None and self.head[1] != self.digest:
            return Break(self.stream, self.number, Broken.HEAD_ALTERED)
        return None
