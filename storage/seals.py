"""Seals: once a day the heads of all chains are signed with a key that is not in the database.

Somebody with the whole database can reckon a chain anew, but cannot sign it. Each seal signs the one before it too.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, select

from domain.chronology import GENESIS
from storage.chronology import ChronologyHead
from storage.sealing import is_signature, signature

Heads = Mapping[str, Sequence[Any]]
"""Of each chain the number and the digest of its last entry."""


class Seal(SQLModel, table=True):
    """The heads that had moved since the seal before, as they stood at `sealed_at`; one on each local day at most."""

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed_on: date = Field(unique=True)
    sealed_at: datetime
    heads: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    previous: str = Field(max_length=64)
    signed: str = Field(max_length=64)


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
        return isinstance(self.signed, str) and is_signature(key, self._body(), self.signed)

    def sign(self, key: bytes) -> str:
        """Return its signature."""
        return signature(key, self._body())

    def _body(self) -> bytes:
        said = {name: value for name, value in asdict(self).items() if name != "signed"}
        return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


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

    def latest_day(self) -> date | None:
        """Return the local day of the newest seal."""
        return self._session.exec(
            select(col(Seal.sealed_on)).order_by(col(Seal.number).desc()).limit(1)
        ).first()

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


def latest_heads(seals: Sequence[SealMade]) -> dict[str, list[Any]]:
    """Return the newest sealed head of each chain."""
    heads: dict[str, list[Any]] = {}
    for seal in seals:
        heads.update(seal.heads)
    return heads
