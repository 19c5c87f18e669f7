"""Evidence kept beside concerns and actions: where it can be seen, who wrote it and when, who keeps it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, or_
from sqlmodel import Field, Session, SQLModel, col, select

from domain.confidentiality import ContentClass
from storage.columns import words


class KeptEvidence(SQLModel, table=True):
    """One piece of evidence of a concern or an action. What it shows, and its words if kept, are narratives of its id.

    A message is pointed at by `slack_channel` and `message_ts`, its author by Slack's `written_team` and
    `written_user`, and by `written_by` where we know them; `link` is where Slack shows it to whoever may see it.
    Without a message all of these are empty.
    """

    __tablename__ = "kept_evidence"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    contract_id: UUID | None = Field(default=None, foreign_key="contract.id", index=True)
    concern_id: UUID | None = Field(default=None, foreign_key="concern.id", index=True)
    action_id: UUID | None = Field(default=None, foreign_key="action.id", index=True)
    improvement_id: UUID | None = Field(default=None, foreign_key="improvement.id", index=True)
    area_id: UUID | None = Field(default=None, foreign_key="concern_area.id", index=True)
    is_learning: bool = False
    content_class: ContentClass = Field(sa_type=words(ContentClass, "content_class"))
    kept_by: UUID = Field(foreign_key="person.id")
    kept_at: datetime
    slack_channel: str = Field(default="", max_length=32)
    message_ts: str = Field(default="", max_length=32)
    link: str = Field(default="", max_length=200)
    written_team: str = Field(default="", max_length=32)
    written_user: str = Field(default="", max_length=32)
    written_by: UUID | None = Field(default=None, foreign_key="person.id")
    written_at: datetime | None = None


class KeptEvidences:
    """Questions about evidence that was kept."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, evidence: KeptEvidence) -> KeptEvidence:
        """Keep a piece of evidence."""
        self._session.add(evidence)
        self._session.flush()
        return evidence

    def about(self, record_id: UUID) -> Sequence[KeptEvidence]:
        """Return what is kept beside a concern, an action or an area of a process, the newest first."""
        places = (KeptEvidence.concern_id, KeptEvidence.action_id, KeptEvidence.area_id)
        return self._newest_first(or_(*(col(place) == record_id for place in places)))

    def of_contract(self, contract_id: UUID) -> Sequence[KeptEvidence]:
        """Return what is kept beside the records of a contract, the newest first."""
        return self._newest_first(col(KeptEvidence.contract_id) == contract_id)

    def _newest_first(self, which: ColumnElement[bool]) -> Sequence[KeptEvidence]:
        return self._session.exec(
            select(KeptEvidence).where(which).order_by(col(KeptEvidence.kept_at).desc(), col(KeptEvidence.id))
        ).all()
