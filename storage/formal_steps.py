"""Formal steps under a contract: asked for, approved, and that the letter was served by people."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from domain.formal_steps import FormalState, NoticeType
from storage.columns import words


class FormalStep(SQLModel, table=True):
    """One formal step. Why, and which support was offered and how it was answered, are PARTNERS narratives of its id.

    The bot serves nothing: it keeps who served the letter, on which day, and how (practice.md 1.10).
    """

    __tablename__ = "formal_step"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    improvement_id: UUID = Field(foreign_key="improvement.id", index=True)
    notice_type: NoticeType = Field(sa_type=words(NoticeType, "notice_type"))
    state: FormalState = Field(default=FormalState.ASKED, sa_type=words(FormalState, "state"))
    asked_by: UUID = Field(foreign_key="person.id")
    asked_at: datetime
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    served_on: date | None = None
    recorded_by: UUID | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime | None = None


class FormalSteps:
    """Questions about formal steps."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, formal: FormalStep) -> FormalStep:
        """Keep a formal step."""
        self._session.add(formal)
        self._session.flush()
        return formal

    def find_to_change(self, step_id: UUID) -> FormalStep | None:
        """Return a formal step as it stands now, locked; or None."""
        return self._session.get(FormalStep, step_id, with_for_update=True, populate_existing=True)

    def of(self, improvement_id: UUID) -> Sequence[FormalStep]:
        """Return the formal steps of a process, the oldest first."""
        return self._session.exec(
            select(FormalStep)
            .where(FormalStep.improvement_id == improvement_id)
            .order_by(col(FormalStep.asked_at))
        ).all()
