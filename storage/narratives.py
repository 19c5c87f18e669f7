"""Everything that people typed, in one place, by version; the original is kept. At rest it is sealed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import bindparam
from sqlmodel import Field, Session, UniqueConstraint, col, func, select

from domain.calendar import LONDON, words_for_day
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from storage.columns import words
from storage.rows import Row, born_in, insert_only
from storage.sealing import CannotOpen, Keyring, Sealed, fingerprint, new_salt

PLAIN = ""
"""The key of a text kept before texts were sealed; `python -m bot migrate` seals it, and until then nobody reads it."""


@dataclass(frozen=True)
class Written:
    """One text, one version, as whoever may read it reads it."""

    id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    field: str
    version: int
    content_class: ContentClass
    author_id: UUID
    written_at: datetime
    body: str
    erased_at: datetime | None = None


class Narrative(Row, table=True):
    """One text, one version, sealed for this row. Ids are made by us, so that it opens in no other, nor in this one
    once somebody made it another field's, another class's or another author's.

    `salt` goes into the fingerprint that the chronology keeps. Erasing takes body and salt, and leaves the row.
    """

    __table_args__ = (UniqueConstraint("subject_id", "field", "version"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    subject_kind: SubjectKind = Field(sa_type=words(SubjectKind, "subject_kind"))
    subject_id: UUID = Field(index=True)
    field: str = Field(max_length=40)
    version: int = 1
    content_class: ContentClass = Field(sa_type=words(ContentClass, "content_class"))
    author_id: UUID = Field(foreign_key="person.id")
    written_at: datetime
    body: str
    key_id: str = Field(default=PLAIN, max_length=20)
    salt: bytes | None = None
    erased_at: datetime | None = None


@dataclass(frozen=True)
class NewText:
    """A text to be kept, as it was typed."""

    subject_kind: SubjectKind
    subject_id: UUID
    field: str
    content_class: ContentClass
    author_id: UUID
    written_at: datetime
    body: str


@dataclass
class Unspoken:
    """What was kept of one record, and no entry of the chronology speaks of yet."""

    subject_kind: SubjectKind
    author_id: UUID
    at: datetime
    fingerprints: dict[str, str] = field(default_factory=dict)


LATEST_VERSIONS = (
    select(Narrative.field, func.max(Narrative.version))
    .where(Narrative.subject_id == bindparam("subject_id"))
    .group_by(Narrative.field)
)


class Narratives:
    """Questions about what people typed."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring
        self._unspoken: dict[UUID, Unspoken] = {}
        self._of_the_born: dict[UUID, dict[str, int]] = {}

    def write(self, subject_id: UUID, texts: Sequence[NewText]) -> None:
        """Keep texts about one record, each as the next version of its field; an empty first text is not kept."""
        latest = self._latest_versions(subject_id)
        written = [text for text in texts if text.field in latest or text.body.strip()]
        rows = [self._sealed(text, latest.get(text.field, 0) + 1) for text in written]
        insert_only(self._session, *rows)
        latest |= {row.field: row.version for row in rows}

    def _latest_versions(self, subject_id: UUID) -> dict[str, int]:
        """Return the newest version of each field; of a record born in this unit of work, what was written since."""
        if subject_id in born_in(self._session):
            return self._of_the_born.setdefault(subject_id, {})
        return dict(self._session.exec(LATEST_VERSIONS, params={"subject_id": subject_id}).all())

    def _sealed(self, text: NewText, version: int) -> Narrative:
        narrative = Narrative(
            subject_kind=text.subject_kind,
            subject_id=text.subject_id,
            field=text.field,
            version=version,
            content_class=text.content_class,
            author_id=text.author_id,
            written_at=text.written_at,
            body="",
        )
        self.speak_of(narrative, seal(narrative, text.body, self._keyring), text.written_at)
        return narrative

    def speak_of(self, row: Narrative, fingerprint_of_it: str, now: datetime) -> None:
        """Let the chronology speak of a text: the next entry of its record in this unit of work, or one of its own."""
        fresh = Unspoken(row.subject_kind, row.author_id, now)
        unspoken = self._unspoken.setdefault(row.subject_id, fresh)
        unspoken.fingerprints[row.id.hex] = fingerprint_of_it

    def unspoken_of(self, subject_id: UUID) -> dict[str, str]:
        """Return the fingerprints of texts that no entry speaks of yet, by their ids; the next entry takes them."""
        unspoken = self._unspoken.pop(subject_id, None)
        return unspoken.fingerprints if unspoken else {}

    def unspoken(self) -> dict[UUID, Unspoken]:
        """Return, record by record, what no entry has spoken of."""
        return dict(self._unspoken)

    def erase(self, subject_id: UUID, now: datetime) -> list[UUID]:
        """Take every text of a record away, with its salt, and return which they were. The rows stay."""
        rows = self._session.exec(
            select(Narrative)
            .where(Narrative.subject_id == subject_id, col(Narrative.erased_at).is_(None))
            .order_by(col(Narrative.written_at), col(Narrative.id))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        for row in rows:
            row.body, row.key_id, row.salt, row.erased_at = "", PLAIN, None, now
        self._session.flush()
        return [row.id for row in rows]

    def versions(self, subject_id: UUID, field: str) -> Sequence[Written]:
        """Return every version of one field, oldest first."""
        return self._opened(
            self._session.exec(
                select(Narrative)
                .where(Narrative.subject_id == subject_id, Narrative.field == field)
                .order_by(col(Narrative.version))
            ).all()
        )

    def of(self, subject_id: UUID) -> Sequence[Written]:
        """Return every version of every field of a record, oldest first."""
        return self._opened(
            self._session.exec(
                select(Narrative).where(Narrative.subject_id == subject_id).order_by(col(Narrative.version))
            ).all()
        )

    def about(self, subject_ids: Collection[UUID]) -> list[Written]:
        """Return every version of every field of some records, oldest first."""
        ordered = sorted(subject_ids, key=lambda each: each.hex)
        found = [
            row
            for start in range(0, len(ordered), 500)
            for row in self._session.exec(
                select(Narrative).where(col(Narrative.subject_id).in_(ordered[start : start + 500]))
            ).all()
        ]
        found.sort(key=lambda row: (row.written_at, row.field, row.version, row.subject_id.hex))
        return self._opened(found)

    def latest(self, subject_id: UUID) -> dict[str, str]:
        """Return the newest version of each field of a record; of one that was erased, that it was and when."""
        return {row.field: words_of(row) for row in self.of(subject_id)}

    def _opened(self, rows: Iterable[Narrative]) -> list[Written]:
        return [
            Written(
                id=row.id,
                subject_kind=row.subject_kind,
                subject_id=row.subject_id,
                field=row.field,
                version=row.version,
                content_class=row.content_class,
                author_id=row.author_id,
                written_at=row.written_at,
                body=body_of(row, self._keyring),
                erased_at=row.erased_at,
            )
            for row in rows
        ]


def words_of(text: Written) -> str:
    """Return a text as it is shown: its words, or that they were erased."""
    if text.erased_at is None:
        return text.body
    day = words_for_day(text.erased_at.astimezone(LONDON).date())
    return f"The words of this record were erased on {day} under the retention rule. By whom is kept."


def place_of(row: Narrative) -> str:
    """Return the name of a text's place, to which it is bound: its row, and everything said about it there."""
    return ":".join(
        (
            "narrative",
            row.id.hex,
            row.subject_kind.value,
            row.subject_id.hex,
            row.field,
            str(row.version),
            row.content_class.value,
            row.author_id.hex,
            row.written_at.astimezone(UTC).isoformat(timespec="microseconds"),
        )
    )


def seal(row: Narrative, text: str, keyring: Keyring) -> str:
    """Seal a text into its row, with a salt of its own, and return its fingerprint."""
    place = place_of(row)
    sealed = keyring.seal(text, place)
    row.body, row.key_id, row.salt = sealed.token, sealed.key_id, new_salt()
    return fingerprint(row.salt, text, place)


def body_of(row: Narrative, keyring: Keyring) -> str:
    """Open the text of a row; nothing once it was erased.

    Raises CannotOpen, also for words that are not sealed: whoever may write to the database could have put them there.
    """
    if row.erased_at is not None:
        return row.body
    if row.key_id == PLAIN:
        raise CannotOpen("it is not sealed")
    return keyring.open(Sealed(row.key_id, row.body), place_of(row))
