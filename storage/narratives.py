"""Everything that people typed, in one place, by version; the original is kept. At rest it is sealed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, func, select

from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from storage.columns import words
from storage.sealing import Keyring, Sealed, fingerprint, new_salt

PLAIN = ""
"""The key of a text kept before texts were sealed; `python -m bot keys rotate` seals it."""


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


class Narrative(SQLModel, table=True):
    """One text, one version, sealed for this row. Ids are made by us, so that it opens in no other.

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


class Narratives:
    """Questions about what people typed."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring
        # Subject by subject what was kept and no entry of the chronology speaks of yet.
        self._unspoken: dict[UUID, dict[str, str]] = {}

    def write(self, subject_id: UUID, texts: Sequence[NewText]) -> None:
        """Keep texts about one record, each as the next version of its field; an empty first text is not kept."""
        rows = self._session.exec(
            select(Narrative.field, func.max(Narrative.version))
            .where(Narrative.subject_id == subject_id)
            .group_by(Narrative.field)
        ).all()
        latest = dict(rows)
        for text in texts:
            if text.field in latest or text.body.strip():
                self._keep(text, latest.get(text.field, 0) + 1)
        self._session.flush()

    def _keep(self, text: NewText, version: int) -> None:
        narrative_id, salt = uuid4(), new_salt()
        sealed = self._keyring.seal(text.body, place_of(narrative_id))
        self._session.add(
            Narrative(
                id=narrative_id,
                subject_kind=text.subject_kind,
                subject_id=text.subject_id,
                field=text.field,
                version=version,
                content_class=text.content_class,
                author_id=text.author_id,
                written_at=text.written_at,
                body=sealed.token,
                key_id=sealed.key_id,
                salt=salt,
            )
        )
        unspoken = self._unspoken.setdefault(text.subject_id, {})
        unspoken[narrative_id.hex] = fingerprint(salt, text.body)

    def unspoken_of(self, subject_id: UUID) -> dict[str, str]:
        """Return the fingerprints of texts that no entry speaks of yet, by their ids; the next entry takes them."""
        return self._unspoken.pop(subject_id, {})

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

    def latest(self, subject_id: UUID) -> dict[str, str]:
        """Return the newest version of each field of a record."""
        return {row.field: row.body for row in self.of(subject_id)}

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
            )
            for row in rows
        ]


def place_of(narrative_id: UUID) -> str:
    """Return the name of a narrative's place, to which its text is bound."""
    return f"narrative:{narrative_id.hex}"


def body_of(row: Narrative, keyring: Keyring) -> str:
    """Open the text of a row; nothing once it was erased. Raises CannotOpen."""
    if row.key_id == PLAIN or row.erased_at is not None:
        return row.body
    return keyring.open(Sealed(row.key_id, row.body), place_of(row.id))
