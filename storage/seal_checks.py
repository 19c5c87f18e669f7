"""Whether the seals are as they were made, and whether the database is as new as they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.chronology import GENESIS
from storage.seals import SealMade
from storage.seals_file import read_lines


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
