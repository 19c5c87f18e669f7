"""What parties said to a shared evaluation, and how each was answered."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from domain.action_plans import FeedbackAnswer
from domain.people import Party
from storage.columns import words


class Feedback(SQLModel, table=True):
    """What one person said to a shared evaluation of a process; its words and its answer's are SHARED narratives."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    improvement_id: UUID | None = Field(default=None, foreign_key="improvement.id", index=True)
    evaluation_id: UUID = Field(foreign_key="evaluation.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    party: Party = Field(sa_type=words(Party, "party"))
    given_by: UUID = Field(foreign_key="person.id")
    given_at: datetime
    answer: FeedbackAnswer | None = Field(default=None, sa_type=words(FeedbackAnswer, "answer"))
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None


class Feedbacks:
    """Questions about feedback."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, feedback: Feedback) -> Feedback:
        """Keep a piece of feedback."""
        self._session.add(feedback)
        self._session.flush()
        return feedback

    def find(self, feedback_id: UUID) -> Feedback | None:
        """Return a piece of feedback, or None."""
        return self._session.get(Feedback, feedback_id)

    def find_to_change(self, feedback_id: UUID) -> Feedback | None:
        """Return a piece of feedback as it stands now, locked; or None."""
        return self._session.get(Feedback, feedback_id, with_for_update=True, populate_existing=True)

    def about(self, evaluation_id: UUID) -> Sequence[Feedback]:
        """Return what was said to an evaluation, in the order it was said."""
        return self._session.exec(
            select(Feedback).where(Feedback.evaluation_id == evaluation_id).order_by(col(Feedback.given_at))
        ).all()

    def unanswered(self, improvement_ids: Collection[UUID]) -> Sequence[Feedback]:
        """Return what nobody has answered yet in some processes."""
        return self._session.exec(
            select(Feedback).where(
                col(Feedback.improvement_id).in_(improvement_ids), col(Feedback.answer).is_(None)
            )
        ).all()
