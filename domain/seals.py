"""Seals: the heads of all chains, signed with a key that is not in the database, each with the seal before.

Somebody with the whole database can reckon a chain anew, but cannot sign it. The same seals stand in a file outside the
database, so that an older database put in its place shows. A restored backup is an older database too: what tells it
from somebody's rollback is a seal that names the seals it does without, which only a holder of the key can make.
"""

import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from domain.calendar import LONDON
from domain.chronology import GENESIS

SEALED_EVERY = timedelta(hours=1)
"""How long an entry waits at most for its seal: so much can be lost with an older copy and not be missed."""

MOST_UNSEALED = 100
"""Entries after which a seal is made before the hour is over."""


@dataclass(frozen=True)
class SealMade:
    """A seal as plain data, the same in the table and in the file outside the database.

    `answers` is empty but for a seal that an operator made after a restore, or after SEALS_FILE was lost.
    """

    number: int
    sealed_on: str
    sealed_at: str
    heads: dict[str, list[Any]]
    previous: str
    signed: str
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def stood_at(self) -> str:
        """When it was made, on London clocks to the minute."""
        return f"{datetime.fromisoformat(self.sealed_at).astimezone(LONDON):%Y-%m-%d %H:%M}"

    @property
    def let_go(self) -> frozenset[str]:
        """The signatures of the seals that a restored database does without."""
        return frozenset(self.answers.get("let_go", ()))

    def to_line(self) -> str:
        """Return it as one line of JSON."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_line(cls, line: str) -> "SealMade":
        """Read a line, or raise ValueError, TypeError or AttributeError: somebody else wrote it."""
        return cls(**json.loads(line))

    def is_signed_with(self, key: bytes) -> bool:
        """Say whether it was signed with this key and is as it was then."""
        return hmac.compare_digest(self.sign(key).encode(), str(self.signed).encode())

    def sign(self, key: bytes) -> str:
        """Return its signature."""
        return hmac.new(key, self._body(), sha256).hexdigest()

    def _body(self) -> bytes:
        said = {name: value for name, value in asdict(self).items() if name != "signed"}
        return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def latest_heads(seals: Sequence[SealMade]) -> dict[str, list[Any]]:
    """Return the newest sealed head of each chain."""
    heads: dict[str, list[Any]] = {}
    for seal in seals:
        heads.update(seal.heads)
    return heads


@dataclass(frozen=True)
class Answered:
    """What an operator answered for with the key: a restore with the entries that it lost, or a file begun anew.

    `gone` has, for each chain, the first and the last entry that were sealed and are known to be missing.
    """

    at: str
    gone: dict[str, list[int]] = field(default_factory=dict)
    is_restore: bool = False
    has_new_file: bool = False


def answer_of(seal: SealMade) -> Answered | None:
    """Return what a seal answers for, or None for one like most."""
    said = seal.answers
    if not said:
        return None
    return Answered(
        seal.stood_at, dict(said.get("gone", {})), bool(said.get("restored")), bool(said.get("new_file"))
    )


def is_due(
    latest: SealMade | None,
    moved: Mapping[str, Sequence[Any]],
    stood: Mapping[str, Sequence[Any]],
    now: datetime,
) -> bool:
    """Say whether to seal at a moment of domain time.

    Where anything moved: when the last seal is an hour old, or a hundred entries came since; else once each local day.
    """
    if latest is None:
        return bool(moved)
    if latest.sealed_on < now.astimezone(LONDON).date().isoformat():
        return True
    entries = sum(head[0] - (stood[stream][0] if stream in stood else 0) for stream, head in moved.items())
    age = now - datetime.fromisoformat(latest.sealed_at)
    return bool(moved) and (age >= SEALED_EVERY or entries >= MOST_UNSEALED)


def gone_back(seen: Mapping[str, Sequence[Any]], heads: Mapping[str, Sequence[Any]]) -> bool:
    """Say whether a chain ends before where it was seen to end, or otherwise there: only ever more is added."""
    return any(
        stream not in heads
        or heads[stream][0] < number
        or (heads[stream][0] == number and heads[stream][1] != digest)
        for stream, (number, digest) in seen.items()
    )


def read_lines(lines: Sequence[str]) -> list[SealMade | None]:
    """Return the seals that lines hold; None for a line that is none."""
    return [_read(line) for line in lines]


def _read(line: str) -> SealMade | None:
    try:
        return SealMade.from_line(line)
    except (ValueError, TypeError, AttributeError):
        return None


class SealFault(StrEnum):
    """What is wrong with the seals."""

    ROW_ALTERED = "row_altered"
    ROW_MISSING = "row_missing"
    LINE_ALTERED = "line_altered"
    LINE_MISSING = "line_missing"
    FILE_MISSING = "file_missing"
    FILE_BEHIND = "file_behind"
    OTHER_KEY = "other_key"
    OLDER_DATABASE = "older_database"


@dataclass(frozen=True)
class SealBreak:
    """A fault of the seals. `at` is a line of the file, or a seal's number; `since` and `until` are London times.

    Of an older database `since` is when the last seal that it knows was made, empty when it knows none.
    """

    how: SealFault
    at: int = 0
    since: str = ""
    until: str = ""


@dataclass
class SealsChecked:
    """What the seals say: what is wrong with them, and what every chain must have had at which number."""

    count: int = 0
    latest: str = ""
    breaks: list[SealBreak] = field(default_factory=list)
    heads: dict[str, dict[int, str]] = field(default_factory=dict)
    answered: list[Answered] = field(default_factory=list)

    def take_heads(self, seals: Iterable[SealMade]) -> None:
        """Take over what seals that are in order say of the chains."""
        for seal in seals:
            for stream, (number, digest) in seal.heads.items():
                self.heads.setdefault(stream, {}).setdefault(number, digest)


def check_seals(table: Sequence[SealMade], lines: Sequence[str] | None, key: bytes) -> SealsChecked:
    """Compare the seals of the database with those outside it; `lines` is None where there is no file."""
    found = read_lines(lines or [])
    checked = SealsChecked(count=len(table), latest=table[-1].stood_at if table else "")
    every = [*table, *(seal for seal in found if seal is not None)]
    if every and not any(seal.is_signed_with(key) for seal in every):
        checked.breaks.append(SealBreak(SealFault.OTHER_KEY))
        return checked
    _check_table(table, key, checked)
    ours = [seal for seal in table if seal.is_signed_with(key)]
    let_go = frozenset[str]().union(*(seal.let_go for seal in ours))
    lines_in_order = [seal for seal in _check_lines(found, key, checked) if seal.signed not in let_go]
    checked.answered = [answer for seal in ours if (answer := answer_of(seal)) is not None]
    checked.take_heads(lines_in_order)
    # What we signed holds, whatever stands beside it.
    checked.take_heads(ours)
    if lines is None:
        if table:
            checked.breaks.append(SealBreak(SealFault.FILE_MISSING))
        return checked
    _compare(table, lines_in_order, checked)
    return checked


def lines_as_of(table: Sequence[SealMade], before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the file's lines as of the moment at which the table was read, from those just before and after it.

    The bot may seal meanwhile, first in the database and then in the file: what came in between stands for a seal of
    the table, or for one that was made after that moment.
    """
    known = {seal.to_line() for seal in table}
    return [*before, *(line for line in after[len(before) :] if line in known)]


def let_go_by(table: Sequence[SealMade], lines: Sequence[str], key: bytes) -> list[SealMade]:
    """Return the seals of the file that a database does without, and for which nobody has answered yet."""
    kept = {seal.signed for seal in table}
    kept |= {signed for seal in table if seal.is_signed_with(key) for signed in seal.let_go}
    return [
        seal for seal in read_lines(lines) if seal and seal.is_signed_with(key) and seal.signed not in kept
    ]


def older_than_sealed(
    table: Sequence[SealMade], lines: Sequence[str], heads: Mapping[str, Sequence[Any]], key: bytes
) -> SealBreak | None:
    """Say whether a database is older than its seals, from where its chains stand alone: quick, for each start."""
    checked = check_seals(table, lines, key)
    older = [each for each in checked.breaks if each.how is SealFault.OLDER_DATABASE]
    if older:
        return older[0]
    for stream, points in checked.heads.items():
        number, digest = heads.get(stream, (0, GENESIS))
        if max(points) > number or points.get(number, digest) != digest:
            return SealBreak(SealFault.OLDER_DATABASE, since="", until=checked.latest)
    return None


def _check_table(table: Sequence[SealMade], key: bytes, checked: SealsChecked) -> None:
    previous = GENESIS
    for expected, seal in enumerate(table, 1):
        if seal.number != expected or seal.previous != previous:
            checked.breaks.append(SealBreak(SealFault.ROW_MISSING, at=expected, until=seal.stood_at))
            return
        if not seal.is_signed_with(key):
            checked.breaks.append(SealBreak(SealFault.ROW_ALTERED, at=expected, until=seal.stood_at))
            return
        previous = seal.signed


def _check_lines(found: Sequence[SealMade | None], key: bytes, checked: SealsChecked) -> list[SealMade]:
    """After a restored backup the file goes on from an earlier line of its own, never from one that it has not."""
    known, good = {GENESIS}, list[SealMade]()
    for number, seal in enumerate(found, 1):
        if seal is None or not seal.is_signed_with(key):
            checked.breaks.append(SealBreak(SealFault.LINE_ALTERED, at=number))
            continue
        if seal.previous not in known:
            checked.breaks.append(SealBreak(SealFault.LINE_MISSING, at=number, until=seal.stood_at))
        good.append(seal)
        known.add(seal.signed)
    return good


def _compare(table: Sequence[SealMade], lines: Sequence[SealMade], checked: SealsChecked) -> None:
    kept, written = {seal.signed for seal in table}, {seal.signed for seal in lines}
    lost = [seal for seal in lines if seal.signed not in kept]
    if lost:
        shared = [seal.stood_at for seal in lines if seal.signed in kept and seal.number < lost[0].number]
        since, until = (max(shared) if shared else ""), lost[-1].stood_at
        checked.breaks.append(SealBreak(SealFault.OLDER_DATABASE, since=since, until=until))
    unwritten = [seal for seal in table if seal.signed not in written]
    if unwritten:
        checked.breaks.append(SealBreak(SealFault.FILE_BEHIND, until=unwritten[0].stood_at))
