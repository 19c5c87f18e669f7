"""Sealing anew with the first key, a few texts at a time, so that the bot goes on serving beside it.

Each batch is a transaction of its own, and a text is only replaced as it was read: broken off, it is begun again; with
two at once, each text is sealed once by one of them; a text erased meanwhile stays erased.

Once the bot has served with sealed texts, nothing that is not sealed comes from it, and sealing such words would make
them look as if it had: they stay as they are, to be found by the check of the record.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, func, literal, update
from sqlmodel import Session, SQLModel, col, select

from storage.narratives import PLAIN, Narrative, Narratives, body_of, place_of
from storage.sealed_columns import SEALED, SealedColumn, key_of, speak_of, table_of
from storage.sealing import CannotOpen, Keys, Sealed, fingerprint, new_salt
from storage.seals import Seal
from storage.speak_up import SpeakUp, SpeakUpIdentity
from storage.speak_up import place_of as place_of_name

BATCH = 200

TEXTS = "narrative.body"
NAMES = "speak_up_identity.token"


@dataclass
class Batch:
    """What one transaction did. `after` is where the next one goes on; None at the end.

    `unopened` counts what stays as it is, by the name of the key that it needs; no name: it was altered.
    """

    sealed: int = 0
    after: UUID | None = None
    unopened: Counter[str] = field(default_factory=Counter)


class Resealing:
    """Seals anew, place by place, within one unit of work."""

    def __init__(self, session: Session, keys: Keys, narratives: Narratives) -> None:
        self._session = session
        self._ring = keys.narratives
        self._names_ring = keys.speak_up
        self._narratives = narratives

    @staticmethod
    def places() -> list[str]:
        """Return where sealed texts stand."""
        return [TEXTS, *(column.key for column in SEALED), NAMES]

    def reseal(self, place: str, after: UUID | None, now: datetime) -> Batch:
        """Seal the next texts of a place that are not sealed with the first key."""
        if place == TEXTS:
            return self._reseal_texts(after, now)
        if place == NAMES:
            return self._reseal_names(after)
        return self._reseal_column(next(each for each in SEALED if each.key == place), after, now)

    def keys_in_use(self) -> dict[str, set[str]]:
        """Return, setting by setting, the names of the keys that what is kept needs."""
        names = set(self._session.exec(select(SpeakUpIdentity.key_id).distinct()).all())
        return {"NARRATIVE_KEYS": self._keys_of_texts(), "SPEAK_UP_KEYS": names}

    def _keys_of_texts(self) -> set[str]:
        asked = select(Narrative.key_id).where(col(Narrative.erased_at).is_(None)).distinct()
        used = set(self._session.exec(asked).all())
        for column in SEALED:
            held = table_of(column.table).c[column.name]
            # The name stands between two colons, and is at most 20 letters long.
            start = func.substr(held, 1, len("sealed:") + 21)
            for beginning in self._session.exec(select(start).where(held != "").distinct()).all():
                used.add(beginning.split(":")[1] if beginning.startswith("sealed:") else PLAIN)
        return used

    def newest_unreadable(self, limit: int = 20) -> tuple[str, CannotOpen] | None:
        """Return which key a text kept lately is sealed with and why it does not open; None where all of them do."""
        rows = self._session.exec(
            select(Narrative)
            .where(col(Narrative.erased_at).is_(None))
            .order_by(col(Narrative.written_at).desc())
            .limit(limit)
        ).all()
        for row in rows:
            try:
                body_of(row, self._ring)
            except CannotOpen as error:
                return row.key_id, error
        return None

    def is_any_plain(self) -> bool:
        """Say whether a text is still kept as it was before texts were sealed, and waits to be."""
        if self._have_served_sealed():
            return False
        plain = [select(literal(1)).where(col(Narrative.key_id) == PLAIN, col(Narrative.erased_at).is_(None))]
        for column in SEALED:
            held = table_of(column.table).c[column.name]
            plain.append(select(literal(1)).where(held != "", held.not_like("sealed:%")))
        return any(self._session.exec(asked.limit(1)).first() is not None for asked in plain)

    def _have_served_sealed(self) -> bool:
        return self._session.exec(select(col(Seal.number)).limit(1)).first() is not None

    def erase_columns(self, subject_id: UUID) -> int:
        """Take what was typed in columns of a record away, and return how many texts that were."""
        taken = 0
        for column in SEALED:
            row = self._session.get(column.table, subject_id, with_for_update=True)
            if row is not None and getattr(row, column.name):
                setattr(row, column.name, "")
                taken += 1
        self._session.flush()
        return taken

    def _reseal_texts(self, after: UUID | None, now: datetime) -> Batch:
        batch = Batch()
        asked = select(Narrative).where(
            col(Narrative.key_id) != self._ring.current, col(Narrative.erased_at).is_(None)
        )
        if after is not None:
            asked = asked.where(col(Narrative.id) > after)
        rows = self._session.exec(asked.order_by(col(Narrative.id)).limit(BATCH)).all()
        takes_plain = not self._have_served_sealed()
        for row in rows:
            self._reseal_text(row, batch, now, takes_plain=takes_plain)
        batch.after = rows[-1].id if len(rows) == BATCH else None
        return batch

    def _reseal_text(self, row: Narrative, batch: Batch, now: datetime, *, takes_plain: bool) -> None:
        place, was_plain = place_of(row), row.key_id == PLAIN
        try:
            text = row.body if was_plain and takes_plain else body_of(row, self._ring)
        except CannotOpen as error:
            batch.unopened[error.key_id] += 1
            return
        sealed = self._ring.seal(text, place)
        values: dict[str, Any] = {"body": sealed.token, "key_id": sealed.key_id}
        if was_plain:
            values["salt"] = new_salt()
        if self._replace(Narrative, row.id, ("body", row.body), values):
            batch.sealed += 1
            if was_plain:
                self._narratives.speak_of(row, fingerprint(values["salt"], text, place), now)

    def _reseal_column(self, column: SealedColumn, after: UUID | None, now: datetime) -> Batch:
        batch, table = Batch(), table_of(column.table)
        held = table.c[column.name]
        asked = select(table.c.id, held).where(held != "", held.not_like(f"sealed:{self._ring.current}:%"))
        if after is not None:
            asked = asked.where(table.c.id > after)
        rows = self._session.exec(asked.order_by(table.c.id).limit(BATCH)).all()
        takes_plain = not self._have_served_sealed()
        for row_id, value in rows:
            is_plain = takes_plain and key_of(value) is None
            try:
                salt, text = (
                    (new_salt(), value) if is_plain else column.open_salted(row_id, value, self._ring)
                )
            except CannotOpen as error:
                batch.unopened[error.key_id] += 1
                continue
            sealed = {column.name: column.seal(row_id, text, self._ring, salt)}
            if self._replace(column.table, row_id, (column.name, value), sealed):
                batch.sealed += 1
                if is_plain:
                    speak_of(self._session, column, row_id, column.fingerprint(row_id, text, salt), now)
        batch.after = rows[-1][0] if len(rows) == BATCH else None
        return batch

    def _reseal_names(self, after: UUID | None) -> Batch:
        batch, ring = Batch(), self._names_ring
        asked = (
            select(SpeakUp, SpeakUpIdentity)
            .join(SpeakUpIdentity, col(SpeakUpIdentity.speak_up_id) == col(SpeakUp.id))
            .where(col(SpeakUpIdentity.key_id) != ring.current)
        )
        if after is not None:
            asked = asked.where(col(SpeakUp.id) > after)
        rows = self._session.exec(asked.order_by(col(SpeakUp.id)).limit(BATCH)).all()
        for speak_up, identity in rows:
            place = place_of_name(speak_up)
            try:
                sealed = ring.seal(ring.open(Sealed(identity.key_id, identity.token), place), place)
            except CannotOpen as error:
                batch.unopened[error.key_id] += 1
                continue
            values = {"token": sealed.token, "key_id": sealed.key_id}
            held = ("token", identity.token)
            batch.sealed += self._replace(SpeakUpIdentity, speak_up.id, held, values)
        batch.after = rows[-1][0].id if len(rows) == BATCH else None
        return batch

    def _replace(
        self, model: type[SQLModel], row_id: UUID, before: tuple[str, str], values: dict[str, Any]
    ) -> bool:
        """Replace what a row holds, if it still holds what was read."""
        table: Table = table_of(model)
        name, held = before
        done = self._session.exec(
            update(table).where(table.primary_key.columns[0] == row_id, table.c[name] == held).values(values)
        )
        return done.rowcount == 1
