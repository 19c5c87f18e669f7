"""Going along the whole record again: every chain, every text that it speaks of, every seal.

Read in one transaction, so that nothing that is added meanwhile is half there; raw rows, so that a million entries are
looked at in seconds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from domain.chains import Break, Broken, Chain
from domain.held_seals import HeldAgainst, held_against
from domain.seals import SealMade, SealsChecked, check_seals, lines_as_of
from storage.chronology import ENTRIES, ORGANISATION, link_of
from storage.sealing import Keys
from storage.seals import Seals
from storage.seals_file import SealsFile
from storage.text_checks import ColumnsChecked, TextsChecked, check_columns

STREAMED = {"stream_results": True, "max_row_buffer": 2000}


@dataclass
class Verified:
    """What was found. `breaks` has the first fault of each chain, then those of texts."""

    entries: int
    chains: int
    breaks: list[Break]
    texts: TextsChecked
    columns: ColumnsChecked
    seals: SealsChecked
    names: dict[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was altered, removed, added or put back, and everything that was typed can be read."""
        unreadable = self.texts.keys_missing or self.columns.keys_missing
        return not (self.breaks or self.columns.broken or self.seals.breaks or unreadable)


def verify(url: str, keys: Keys, seals_file: Path) -> Verified:
    """Look at everything that a database holds of the record."""
    file = SealsFile(seals_file)
    before = file.lines()
    return _verify(url, keys, before, lambda made: file.lines_as_of(made, before))


def verify_copy(url: str, keys: Keys, seals_file: Path) -> Verified:
    """Look at a copy taken at some moment: it may end before what was sealed after it, but not differ from it."""
    lines = SealsFile(seals_file).lines()

    def known(made: Sequence[SealMade]) -> Sequence[str]:
        return lines_as_of(made, [], lines) if lines else [seal.to_line() for seal in made]

    return _verify(url, keys, [], known, held=lines)


def _verify(
    url: str,
    keys: Keys,
    before: Sequence[str],
    lines_of: Callable[[Sequence[SealMade]], Sequence[str] | None],
    held: Sequence[str] = (),
) -> Verified:
    with _reading(url) as connection:
        made = Seals(Session(connection), keys.chain).all()
        sealed = check_seals(made, before, keys.chain).heads
        texts = TextsChecked(connection, keys.narratives, are_all_sealed=bool(made or before or held))
        entries, chains, breaks = _walk(connection, texts, sealed, held_against(made, held, keys.chain))
        texts.end()
        return Verified(
            entries=entries,
            chains=chains,
            breaks=[*breaks, *texts.breaks],
            texts=texts,
            columns=check_columns(connection, keys.narratives, texts.columns),
            # Last of all: a seal made just before is in the file by now.
            seals=check_seals(made, lines_of(made), keys.chain),
            names=_names(connection),
        )


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        yield connection


def _walk(
    connection: Connection,
    texts: TextsChecked,
    sealed: Mapping[str, Mapping[int, str]],
    held: HeldAgainst,
) -> tuple[int, int, list[Break]]:
    heads = {
        row.stream: (row.number, row.digest)
        for row in connection.execute(text("SELECT stream, number, digest FROM chronology_head"))
    }
    breaks, entries, walked = list[Break](), 0, set[str]()
    rows = connection.execute(ENTRIES, execution_options=STREAMED)
    for stream, chain_rows in groupby(rows, lambda row: str(row[1])):
        chain = Chain(
            stream, heads.get(stream), sealed.get(stream, {}), held.points.get(stream, {}), held.until
        )
        counted, broken = _go_along(chain, chain_rows, texts)
        entries += counted
        walked.add(stream)
        breaks += [broken] if broken else []
    for stream in sorted({*heads, *sealed} - walked):
        broken = Chain(stream, heads.get(stream), sealed.get(stream, {})).end()
        breaks += [broken] if broken else []
    return entries, len(walked), breaks


def _go_along(chain: Chain, rows: Iterator[Any], texts: TextsChecked) -> tuple[int, Break | None]:
    """Go along one chain to its first break; what comes after it is only counted."""
    counted, broken = 0, None
    for row in rows:
        counted += 1
        if broken is None:
            broken = _take(chain, row, texts)
        else:
            _hear(row, texts)
    return counted, broken or chain.end()


def _take(chain: Chain, row: Any, texts: TextsChecked) -> Break | None:
    try:
        link = link_of(row)
        broken = chain.take(link)
    except (ValueError, TypeError, AttributeError):
        return Break(chain.stream, chain.number + 1, Broken.ALTERED)
    if broken is None:
        texts.take(chain.stream, link)
    return broken


def _hear(row: Any, texts: TextsChecked) -> None:
    with suppress(ValueError, TypeError, AttributeError):
        texts.hear(link_of(row))


def _names(connection: Connection) -> dict[str, str]:
    """Return what people call each chain: the contract's reference."""
    rows = connection.execute(text("SELECT id, reference FROM contract"))
    names = {row.id if isinstance(row.id, str) else row.id.hex: f"contract {row.reference}" for row in rows}
    return names | {ORGANISATION: "the organisation's own chronology"}
