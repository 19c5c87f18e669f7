"""Seals: once a day the heads of all chains are signed with a key that is not in the database.

Somebody with the whole database can reckon a chain anew, but cannot sign it. Each seal signs the one before it too.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, select

from domain.chronology import GENESIS
from domain.seals import SealBreak, SealMade, latest_heads, older_than_sealed
from storage.chronology import ChronologyHead


class Seal(SQLModel, table=True):
    """The heads that had moved since the seal before, as they stood at `sealed_at`; one on each local day at most."""

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed_on: date = Field(unique=True)
    sealed_at: datetime
    heads: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    previous: str = Field(max_length=64)
    signed: str = Field(max_length=64)


class Seals:
    """Makes seals, and reads them."""

    def __init__(self, session: Session, key: bytes) -> None:
        self._session = session
        self._key = key

    def all(self) -> list[SealMade]:
        """Return every seal, oldest first."""
        return [made_of(row) for row in self._session.exec(select(Seal).order_by(col(Seal.number)))]

    def heads(self) -> dict[str, list[Any]]:
        """Return where every chain stands."""
        return {row.stream: [row.number, row.digest] for row in self._session.exec(select(ChronologyHead))}

    def is_due(self, day: date) -> bool:
        """Say whether there is something to seal, and this local day has no seal yet."""
        latest = self._session.exec(
            select(col(Seal.sealed_on)).order_by(col(Seal.number).desc()).limit(1)
        ).first()
        has_chains = self._session.exec(select(col(ChronologyHead.stream)).limit(1)).first() is not None
        return has_chains and (latest is None or latest < day)

    def older_than(self, lines: Sequence[str]) -> SealBreak | None:
        """Say whether this database is older than the seals in a file outside it."""
        return older_than_sealed(self.all(), lines, self.heads(), self._key)

    def make(self, day: date, now: datetime) -> SealMade | None:
        """Seal what has moved since the seal before, once a day; nothing while there is nothing to seal."""
        before = self.all()
        heads, latest = self.heads(), before[-1] if before else None
        if not heads or (latest is not None and latest.sealed_on >= day.isoformat()):
            return None
        stood = latest_heads(before)
        moved = {stream: head for stream, head in sorted(heads.items()) if stood.get(stream) != head}
        unsigned = SealMade(
            number=latest.number + 1 if latest else 1,
            sealed_on=day.isoformat(),
            sealed_at=now.astimezone(UTC).isoformat(timespec="microseconds"),
            heads=moved,
            previous=latest.signed if latest else GENESIS,
            signed="",
        )
        row = Seal(
            number=unsigned.number,
            sealed_on=day,
            sealed_at=now,
            heads=moved,
            previous=unsigned.previous,
            signed=unsigned.sign(self._key),
        )
        self._session.add(row)
        self._session.flush()
        return made_of(row)


def made_of(row: Seal) -> SealMade:
    """Return a row as plain data."""
    return SealMade(
        number=row.number,
        sealed_on=row.sealed_on.isoformat(),
        sealed_at=row.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        heads={stream: list(head) for stream, head in row.heads.items()},
        previous=row.previous,
        signed=row.signed,
    )
