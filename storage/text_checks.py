"""Whether what was typed is still what the chronology has the fingerprint of, and still opens where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from domain.chains import Break, Broken, Link
from domain.chronology import Event
from storage.narratives import PLAIN, Narrative, place_of
from storage.sealed_columns import SEALED, table_of
from storage.sealing import CannotOpen, Keyring, Sealed, fingerprint

AT_A_TIME = 500  # texts
STREAMED = {"stream_results": True}

NARRATIVE = table_of(Narrative)

Spoken = tuple[str, int, str]
"""Which entry spoke of a text, chain and number, and the fingerprint that it gave."""


@dataclass
class TextsChecked:
    """Texts compared with what entries say of them. `unsealed` were kept before texts were sealed.

    `are_all_sealed`: the bot has served since texts are sealed, so that one which is not was put there by others.
    """

    connection: Connection
    keyring: Keyring
    are_all_sealed: bool = False
    count: int = 0
    erased: int = 0
    unsealed: int = 0
    keys_missing: dict[str, int] = field(default_factory=dict)
    breaks: list[Break] = field(default_factory=list)
    _spoken: set[bytes] = field(default_factory=set)
    _said_erased: set[bytes] = field(default_factory=set)
    columns: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    _waiting: dict[UUID, Spoken] = field(default_factory=dict)

    def take(self, stream: str, link: Link) -> None:
        """Note what an entry says of texts, that they were kept or that they were erased, and look whether it is so."""
        for text_id, said in self.hear(link).items():
            self._waiting[UUID(text_id)] = (stream, link.number, said)
        if len(self._waiting) >= AT_A_TIME:
            self._look()

    def hear(self, link: Link) -> dict[str, str]:
        """Note of which texts an entry speaks, and return their fingerprints.

        Of an entry behind a break nothing else is taken: its texts were not added by somebody else for that.
        """
        facts = link.content["facts"]
        if not isinstance(facts, dict):
            return {}
        self._hear_of_columns(link, facts.get("columns"))
        texts, erased = facts.get("texts"), facts.get("erased")
        if link.content["event"] == Event.TEXTS_ERASED and isinstance(erased, list):
            self._said_erased.update(UUID(text_id).bytes for text_id in erased)
        if not isinstance(texts, dict):
            return {}
        self._spoken.update(UUID(text_id).bytes for text_id in texts)
        return texts

    def _hear_of_columns(self, link: Link, said: object) -> None:
        """Note what an entry says of texts in columns; the one added last counts, whichever chain it stands in."""
        for name, print_of_it in said.items() if isinstance(said, dict) else ():
            place = (str(name), str(link.content["subject"]))
            if link.row > self.columns.get(place, (0, ""))[0]:
                self.columns[place] = (link.row, str(print_of_it))

    def end(self) -> None:
        """Look at what is left, then at texts that no entry speaks of."""
        self._look()
        columns = (NARRATIVE.c.id, NARRATIVE.c.key_id, NARRATIVE.c.erased_at)
        for row in self.connection.execute(select(*columns), execution_options=STREAMED):
            self.erased += row.erased_at is not None
            how = self._fault_beside(row)
            if how is not None:
                self.breaks.append(Break("", 0, how, row.id.hex))

    def _fault_beside(self, row: Any) -> Broken | None:
        is_said_erased = row.id.bytes in self._said_erased
        if row.erased_at is not None:
            return None if is_said_erased else Broken.TEXT_ERASED
        if is_said_erased:
            return Broken.TEXT_RESTORED
        if row.id.bytes in self._spoken:
            return None
        if row.key_id == PLAIN and not self.are_all_sealed:
            self.unsealed += 1
            return None
        return Broken.TEXT_ADDED

    def _look(self) -> None:
        waiting, self._waiting = self._waiting, {}
        rows = self.connection.execute(select(NARRATIVE).where(NARRATIVE.c.id.in_(waiting)))
        found = {row.id: row for row in rows} if waiting else {}
        for text_id, (stream, number, said) in waiting.items():
            how = self._fault_of(found.get(text_id), said)
            self.count += 1
            if how is not None:
                self.breaks.append(Break(stream, number, how, text_id.hex))

    def _fault_of(self, row: Any, said: str) -> Broken | None:
        if row is None:
            return Broken.TEXT_MISSING
        if row.erased_at is not None:
            return None if not row.body and row.salt is None else Broken.TEXT_ALTERED
        if row.key_id not in self.keyring.names and row.key_id != PLAIN:
            self.keys_missing[row.key_id] = self.keys_missing.get(row.key_id, 0) + 1
            return None
        place = place_of(row)
        try:
            body = self.keyring.open(Sealed(row.key_id, row.body), place)
        except CannotOpen:
            return Broken.TEXT_ALTERED
        return None if fingerprint(row.salt or b"", body, place) == said else Broken.TEXT_ALTERED


@dataclass
class ColumnsChecked:
    """Texts in columns of their own tables, each looked at where it stands; `broken` are columns with ids of rows."""

    count: int = 0
    broken: list[str] = field(default_factory=list)
    keys_missing: dict[str, int] = field(default_factory=dict)

    def keep_unopened(self, place: str, error: CannotOpen) -> None:
        """Note a text that does not open: its key is not set, or somebody altered or moved it."""
        if error.key_id:
            self.keys_missing[error.key_id] = self.keys_missing.get(error.key_id, 0) + 1
        else:
            self.broken.append(place)


def check_columns(
    connection: Connection, keyring: Keyring, spoken: Mapping[tuple[str, str], tuple[int, str]]
) -> ColumnsChecked:
    """Open every sealed column of every row, and compare it with what the chronology said of it last.

    One of which no entry speaks opens with our keys alone, in its own row, so that nobody else has put it there.
    """
    checked = ColumnsChecked()
    for column in SEALED:
        table = table_of(column.table)
        asked = select(table.c.id, table.c[column.name])
        said = {row: print_of_it for (name, row), (_, print_of_it) in spoken.items() if name == column.key}
        for row_id, held in connection.execute(asked, execution_options=STREAMED):
            checked.count += 1
            try:
                salt, text = column.open_salted(row_id, held or "", keyring)
            except CannotOpen as error:
                checked.keep_unopened(f"{column.key} {row_id.hex}", error)
                said.pop(row_id.hex, None)
                continue
            found = column.fingerprint(row_id, text, salt)
            if said.pop(row_id.hex, found) != found:
                checked.broken.append(f"{column.key} {row_id.hex}")
        checked.broken += [f"{column.key} {row}" for row in sorted(said)]  # whole rows that are gone
    return checked
