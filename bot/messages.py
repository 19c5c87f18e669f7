"""How each kind of notice is put into words and buttons; every story adds its own kinds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.notices import NoticeKind
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Message:
    """What is said. `text` says it all: it is what a screen reader and a lock screen get."""

    text: str
    blocks: Sequence[dict[str, Any]]


Compose = Callable[[UnitOfWork, Notice, datetime], Message | None]
"""Puts a notice into words from the record as it stands now; None when there is nothing left to say."""


class Messages:
    """The kinds of notice that the stories know how to say."""

    def __init__(self) -> None:
        self._kinds: dict[NoticeKind, Compose] = {}
        self._pinned: set[NoticeKind] = set()

    def add(self, kind: NoticeKind, compose: Compose, *, pinned: bool = False) -> None:
        """Say how a kind is put into words; once for each kind. A pinned one is pinned where it stands."""
        if kind in self._kinds:
            raise ValueError(f"{kind} is said in two places")
        self._kinds[kind] = compose
        if pinned:
            self._pinned.add(kind)

    def is_pinned(self, kind: NoticeKind) -> bool:
        """Say whether messages of this kind are pinned."""
        return kind in self._pinned

    def compose(self, work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
        """Put a notice into words."""
        return self._kinds[notice.kind](work, notice, now)

    def kinds(self) -> frozenset[NoticeKind]:
        """Return the kinds that can be said."""
        return frozenset(self._kinds)
