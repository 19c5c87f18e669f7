"""Everything that people typed about a concern or an action, in one place, by version; the original is kept."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, func, select

from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from storage.columns import words


class Narrative(SQLModel, table=True):
    """One text, one version. Ids are made by us, so that a text can later be bound to its row by encryption."""

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


class Narratives:
    """Questions about what people typed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def write(self, subject_id: UUID, narratives: Sequence[Narrative]) -> None:
        """Keep texts about one record, each as the next version of its field; an empty first text is not kept."""
        rows = self._session.exec(
            select(Narrative.field, func.max(Narrative.version))
            .where(Narrative.subject_id == subject_id)
            .group_by(Narrative.field)
        ).all()
        latest = dict(rows)
        for narrative in narratives:
            if narrative.field in latest or narrative.body.strip():
                narrative.version = latest.get(narrative.field, 0) + 1
                self._session.add(narrative)
        self._session.flush()

    def versions(self, subject_id: UUID, field: str) -> Sequence[Narrative]:
        """Return every version of one field, oldest first."""
        return self._session.exec(
            select(Narrative)
            .where(Narrative.subject_id == subject_id, Narrative.field == field)
            .order_by(col(Narrative.version))
        ).all()

    def of(self, subject_id: UUID) -> Sequence[Narrative]:
        """Return every version of every field of a record, oldest first."""
        return self._session.exec(
            select(Narrative).where(Narrative.subject_id == subject_id).order_by(col(Narrative.version))
        ).all()

    def latest(self, subject_id: UUID) -> dict[str, str]:
        """Return the newest version of each field of a record."""
        return {row.field: row.body for row in self.of(subject_id)}
