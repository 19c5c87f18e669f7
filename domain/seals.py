"""Seals: the heads of all chains, signed once a day with a key that is not in the database, each with the seal before.

Somebody with the whole database can reckon a chain anew, but cannot sign it. The same seals stand in a file outside the
database, so that an older database put in its place shows.
"""

import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from domain.chronology import GENESIS


@dataclass(frozen=True)
class SealMade:
    """A seal as plain data, the same in the table and in the file outside the database."""

    number: int
    sealed_on: str
    sealed_at: str
    heads: dict[str, list[Any]]
    previous: str
    signed: str

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
    """A fault of the seals. `at` is a line of the file, or a seal's number; `since` and `until` are local days.

    Of an older database `since` is the day of the last seal that it knows, empty when it knows none.
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

    def take_heads(self, seals: Iterable[SealMade]) -> None:
        """Take over what seals that are in order say of the chains."""
        for seal in seals:
            for stream, (number, digest) in seal.heads.items():
                self.heads.setdefault(stream, {}).setdefault(number, digest)


def check_seals(table: Sequence[SealMade], lines: Sequence[str] | None, key: bytes) -> SealsChecked:
    """Compare the seals of the database with those outside it; `lines` is None where there is no file."""
    found = read_lines(lines or [])
    checked = SealsChecked(count=len(table), latest=table[-1].sealed_on if table else "")
    every = [*table, *(seal for seal in found if seal is not None)]
    if every and not any(seal.is_signed_with(key) for seal in every):
        checked.breaks.append(SealBreak(SealFault.OTHER_KEY))
        return checked
    _check_table(table, key, checked)
    lines_in_order = _check_lines(found, key, checked)
    checked.take_heads(lines_in_order)
    # What we signed holds, whatever stands beside it.
    checked.take_heads(seal for seal in table if seal.is_signed_with(key))
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
            checked.breaks.append(SealBreak(SealFault.ROW_MISSING, at=expected, until=seal.sealed_on))
            return
        if not seal.is_signed_with(key):
            checked.breaks.append(SealBreak(SealFault.ROW_ALTERED, at=expected, until=seal.sealed_on))
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
            checked.breaks.append(SealBreak(SealFault.LINE_MISSING, at=number, until=seal.sealed_on))
        good.append(seal)
        known.add(seal.signed)
    return good


def _compare(table: Sequence[SealMade], lines: Sequence[SealMade], checked: SealsChecked) -> None:
    kept, written = {seal.signed for seal in table}, {seal.signed for seal in lines}
    lost = [seal for seal in lines if seal.signed not in kept]
    if lost:
        shared = [seal.sealed_on for seal in lines if seal.signed in kept and seal.number < lost[0].number]
        since, until = (max(shared) if shared else ""), lost[-1].sealed_on
        checked.breaks.append(SealBreak(SealFault.OLDER_DATABASE, since=since, until=until))
    unwritten = [seal for seal in table if seal.signed not in written]
    if unwritten:
        checked.breaks.append(SealBreak(SealFault.FILE_BEHIND, until=unwritten[0].sealed_on))
