"""Seals: the heads of all chains are signed with a key that is not in the database, hourly where anything moved.

Somebody with the whole database can reckon a chain anew, but cannot sign it. Each seal signs the one before it too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, select

from domain.calendar import LONDON
from domain.chronology import GENESIS
from domain.seals import SealBreak, SealMade, is_due, latest_heads, let_go_by, older_than_sealed
from storage.chronology import ChronologyEntry, ChronologyHead


class Seal(SQLModel, table=True):
    """The heads that had moved since the seal before, as they stood at `sealed_at`.

    `answers` is what an operator answered for: a restore, or a file of seals that was lost (docs/decisions/0019).
    """

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed_on: date
    sealed_at: datetime
    heads: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    previous: str = Field(max_length=64)
    signed: str = Field(max_length=64)
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


@dataclass
class SoFar:
    """What has been sealed, as one process knows it: the latest seal, and the newest sealed head of each chain.

    Kept between looks, so that years of seals are read once.
    """

    latest: SealMade | None = None
    heads: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The number of the latest seal; 0 before the first."""
        return self.latest.number if self.latest else 0


class Seals:
    """Makes seals, and reads them."""

    def __init__(self, session: Session, key: bytes) -> None:
        self._session = session
        self._key = key

    def all(self) -> list[SealMade]:
        """Return every seal, oldest first."""
        return self.since(0)

    def since(self, number: int) -> list[SealMade]:
        """Return the seals after one, oldest first."""
        rows = select(Seal).where(col(Seal.number) > number).order_by(col(Seal.number))
        return [made_of(row) for row in self._session.exec(rows)]

    def heads(self) -> dict[str, list[Any]]:
        """Return where every chain stands."""
        return {row.stream: [row.number, row.digest] for row in self._session.exec(select(ChronologyHead))}

    def catch_up(self, so_far: SoFar) -> None:
        """Take over what was sealed since, by whichever process."""
        made = self.since(so_far.number)
        if made:
            so_far.latest = made[-1]
            so_far.heads.update(latest_heads(made))

    def is_due(self, so_far: SoFar, now: datetime) -> bool:
        """Say whether there is something to seal at a moment of domain time, by what was sealed so far."""
        return is_due(so_far.latest, _moved(self.heads(), so_far), so_far.heads, now)

    def older_than(self, lines: Sequence[str]) -> SealBreak | None:
        """Say whether this database is older than the seals in a file outside it."""
        return older_than_sealed(self.all(), lines, self.heads(), self._key)

    def make(self, now: datetime, so_far: SoFar | None = None) -> SealMade | None:
        """Seal what has moved, if a seal is due; None otherwise, also where another process has just made it.

        What is known `so_far` spares reading every seal; it is left as it is, since this may yet be undone.
        """
        so_far = SoFar(so_far.latest, dict(so_far.heads)) if so_far else SoFar()
        self.catch_up(so_far)
        return self._add(now, so_far, {}) if self.is_due(so_far, now) else None

    def make_now(self, now: datetime, answers: dict[str, Any] | None = None) -> SealMade | None:
        """Seal what has moved, due or not; with `answers` also where nothing has."""
        so_far = SoFar()
        self.catch_up(so_far)
        if not answers and not _moved(self.heads(), so_far):
            return None
        return self._add(now, so_far, answers or {})

    def _add(self, now: datetime, so_far: SoFar, answers: dict[str, Any]) -> SealMade:
        moved = _moved(self.heads(), so_far)
        day = now.astimezone(LONDON).date()
        unsigned = SealMade(
            number=so_far.number + 1,
            sealed_on=day.isoformat(),
            sealed_at=now.astimezone(UTC).isoformat(timespec="microseconds"),
            heads=moved,
            previous=so_far.latest.signed if so_far.latest else GENESIS,
            signed="",
            answers=answers,
        )
        row = Seal(
            number=unsigned.number,
            sealed_on=day,
            sealed_at=now,
            heads=moved,
            previous=unsigned.previous,
            signed=unsigned.sign(self._key),
            answers=answers,
        )
        self._session.add(row)
        self._session.flush()
        return made_of(row)

    def lost(self, lines: Sequence[str]) -> tuple[list[str], dict[str, list[int]]]:
        """Return what this database does without: the signatures of seals in a file, and the entries they speak of.

        Of each chain those are the first and the last entry that were sealed and are not here; what was added after
        the last of those seals is lost as well, and nobody can tell how much that was.
        """
        let_go = let_go_by(self.all(), lines, self._key)
        gone: dict[str, list[int]] = {}
        here = self.heads()
        for stream in sorted({stream for seal in let_go for stream in seal.heads}):
            points = {
                number: digest for seal in let_go for number, digest in [seal.heads.get(stream, (0, ""))]
            }
            held = self._digests(stream, [number for number in points if number])
            missing = [number for number, digest in points.items() if number and held.get(number) != digest]
            if missing:
                kept = max((number for number in points if number and number not in missing), default=0)
                end = here[stream][0] if stream in here else 0
                # Where the chain ends before all of them it holds what came before; else it went on another way.
                gone[stream] = [max(end, kept) + 1 if end < min(missing) else kept + 1, max(missing)]
        return [seal.signed for seal in let_go], gone

    def _digests(self, stream: str, numbers: Sequence[int]) -> dict[int, str]:
        entry = ChronologyEntry
        rows = self._session.exec(
            select(entry.stream_number, entry.digest).where(
                entry.stream == stream, col(entry.stream_number).in_(numbers)
            )
        )
        return {number: digest for number, digest in rows}  # noqa: C416  rows, not pairs


def _moved(heads: Mapping[str, list[Any]], so_far: SoFar) -> dict[str, list[Any]]:
    return {stream: head for stream, head in sorted(heads.items()) if so_far.heads.get(stream) != head}


def made_of(row: Seal) -> SealMade:
    """Return a row as plain data."""
    return SealMade(
        number=row.number,
        sealed_on=row.sealed_on.isoformat(),
        sealed_at=row.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        heads={stream: list(head) for stream, head in row.heads.items()},
        previous=row.previous,
        signed=row.signed,
        answers=dict(row.answers),
    )
