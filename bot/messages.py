"""How each kind of notice is put into words and buttons; every story adds its own kinds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.blocks import paragraphs
from bot.casework.recipients import is_kept_from
from bot.templates import render, said_outside_slack
from domain.notices import NoticeKind
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Picture:
    """A picture below a message. The message says all that is in it; `alt` says it again for whoever cannot see it.

    `name` tells it from every other picture. `file` is what Slack calls it once it was uploaded, "" before; `keep` then
    keeps that beside the record.
    """

    name: str
    title: str
    alt: str
    draw: Callable[[], bytes]
    keep: Callable[[UnitOfWork, str], None]
    file: str = ""


@dataclass(frozen=True)
class Message:
    """What is said. `text` says it all: it is what a screen reader and a lock screen get.

    `is_passed_on`: nothing of it is left to be passed on to somebody without Slack (see passing_on.py). `asked_side`:
    the organisation that such a somebody is asked to answer for, where the message itself asks its reader's.
    """

    text: str
    blocks: Sequence[dict[str, Any]]
    pictures: Sequence[Picture] = ()
    is_passed_on: bool = False
    asked_side: str = ""


Compose = Callable[[UnitOfWork, Notice, datetime], Message | None]
"""Puts a notice into words from the record as it stands now; None when there is nothing left to say."""


class Messages:
    """The kinds of notice that the stories know how to say."""

    def __init__(self) -> None:
        self._kinds: dict[NoticeKind, Compose] = {}

    def add(self, kind: NoticeKind, compose: Compose) -> None:
        """Say how a kind is put into words; once for each kind."""
        if kind in self._kinds:
            raise ValueError(f"{kind} is said in two places")
        self._kinds[kind] = compose

    def compose(self, work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
        """Put a notice into words. Whoever must not know of a concern any more reads none (practice.md 1.7).

        What the reader is to pass on to somebody without Slack tells nobody to press anything (practice.md 2.2).
        """
        if is_kept_from(work, notice):
            return _nothing_asked(work, notice)
        if "pass_on_id" not in notice.facts:
            return self._kinds[notice.kind](work, notice, now)
        with said_outside_slack():
            return self._kinds[notice.kind](work, notice, now)

    def kinds(self) -> frozenset[NoticeKind]:
        """Return the kinds that can be said."""
        return frozenset(self._kinds)


def _nothing_asked(work: UnitOfWork, notice: Notice) -> Message | None:
    """What is left of a message that reached somebody before they were excluded: that nothing is asked of them."""
    if notice.posted_ts is None:
        return None
    text = render("safeguarding_not_asked", {"reference": work.safeguarding.get(notice.subject_id).reference})
    return Message(text, paragraphs(text))
