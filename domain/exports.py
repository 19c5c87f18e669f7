"""A copy of the record to be taken away: what it is of, how long its link holds, and its tables as plain data."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

SCHEMA = "handrail-record/1"
"""The shape of `record.json`. A later shape bears another number."""

LINK_HOLDS = timedelta(hours=24)
"""From when a link is shown until it leads nowhere, used or not (practice.md 1.9)."""

TOKEN_BYTES = 32
"""256 bits: nobody guesses a link."""

LONGEST_REASON = 500

Cell = str | int | bool | date | datetime | None
"""Moments are aware, in UTC. The name of a column says what it holds: `…_at` a moment, `…_on` a London day."""


class ExportKind(StrEnum):
    """What a copy is of. Safeguarding records are never in the copy of a contract, always in one of their own.

    PROCESS is one improvement process as a report to read, in Word.
    """

    CONTRACT = "contract"
    SAFEGUARDING = "safeguarding"
    PROCESS = "process"


class MadeBy(StrEnum):
    """Who a copy was made for: somebody who asked in Slack, or whoever runs Handrail, by command."""

    PERSON = "person"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Table:
    """Rows of one kind, each as long as there are columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class ChainEnd:
    """Where the contract's chain stood when the copy was made; number 0 when there is none."""

    stream: str
    number: int
    digest: str


@dataclass(frozen=True)
class RecordCopy:
    """Everything that goes into one copy, before it is written as files.

    `entries` are those of the chain in full, so that it can be gone along again; empty for those who may not read it.
    """

    about: Mapping[str, Cell]
    tables: tuple[Table, ...]
    chain: ChainEnd | None
    entries: tuple[Mapping[str, object], ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {table.name: len(table.rows) for table in self.tables}


def new_token() -> str:
    """Return the secret part of a link. Only its digest is kept."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of_token(token: str) -> str:
    """Return the SHA-256 (hex) under which a link is found again."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_within(day: date | None, first: date | None, last: date | None) -> bool:
    """Say whether a London day lies in a period; without a first or last day it is open on that side."""
    if day is None:
        return first is None and last is None
    return (first is None or day >= first) and (last is None or day <= last)
