"""What was decided about a safeguarding concern: referrals and replies, who is told, what went past the lead."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from domain.safeguarding import Body, DecisionKind, Reply, ReviewKind, Told, Whether
from storage.columns import words


class SafeguardingDecision(SQLModel, table=True):
    """One decision; a later one stands beside it. Reasons and the body's own reference are narratives of its id.

    `has_needs`, `is_at_risk` and `cannot_protect` are the three tests where the nation has them, kept as answered.
    """

    __tablename__ = "safeguarding_decision"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    concern_id: UUID = Field(foreign_key="safeguarding_concern.id", index=True)
    kind: DecisionKind = Field(sa_type=words(DecisionKind, "kind"))
    body: Body | None = Field(default=None, sa_type=words(Body, "body"))
    made_at: datetime | None = None
    decided_by: UUID = Field(foreign_key="person.id")
    decided_at: datetime
    has_needs: Whether | None = Field(default=None, sa_type=words(Whether, "has_needs"))
    is_at_risk: Whether | None = Field(default=None, sa_type=words(Whether, "is_at_risk"))
    cannot_protect: Whether | None = Field(default=None, sa_type=words(Whether, "cannot_protect"))
    reply: Reply | None = Field(default=None, sa_type=words(Reply, "reply"))
    replied_at: datetime | None = None
    reply_kept_by: UUID | None = Field(default=None, foreign_key="person.id")


class SafeguardingTelling(SQLModel, table=True):
    """A decision whether the provider, or the contract lead, is told; the newest one for each stands."""

    __tablename__ = "safeguarding_telling"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    concern_id: UUID = Field(foreign_key="safeguarding_concern.id", index=True)
    told: Told = Field(sa_type=words(Told, "told"))
    is_told: bool
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    decided_by: UUID = Field(foreign_key="person.id")
    decided_at: datetime


class SafeguardingReview(SQLModel, table=True):
    """Somebody says that nothing has happened, or disagrees; the next line answers. Words are narratives of its id."""

    __tablename__ = "safeguarding_review"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    concern_id: UUID = Field(foreign_key="safeguarding_concern.id", index=True)
    kind: ReviewKind = Field(sa_type=words(ReviewKind, "kind"))
    asked_by: UUID = Field(foreign_key="person.id")
    asked_at: datetime
    taken_by: UUID | None = Field(default=None, foreign_key="person.id")
    taken_at: datetime | None = None


class SafeguardingDecisions:
    """Questions about what was decided."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: SafeguardingDecision | SafeguardingTelling | SafeguardingReview) -> None:
        """Keep a decision, a telling or a review."""
        self._session.add(row)
        self._session.flush()

    def of(self, concern_id: UUID) -> Sequence[SafeguardingDecision]:
        """Return the decisions about a concern, oldest first."""
        return self._session.exec(
            select(SafeguardingDecision)
            .where(SafeguardingDecision.concern_id == concern_id)
            .order_by(col(SafeguardingDecision.decided_at))
        ).all()

    def find(self, decision_id: UUID) -> SafeguardingDecision | None:
        """Return a decision, or None."""
        return self._session.get(SafeguardingDecision, decision_id)

    def awaiting_reply(self, concern_id: UUID) -> Sequence[SafeguardingDecision]:
        """Return the referrals that nobody has answered yet, the longest waiting first."""
        return [
            decision
            for decision in self.of(concern_id)
            if decision.kind is DecisionKind.REFERRED and decision.reply is None
        ]

    def answerable(self, concern_id: UUID) -> Sequence[SafeguardingDecision]:
        """Return the referrals whose answer may be recorded: also one given up on, should it come after all."""
        return [
            decision
            for decision in self.of(concern_id)
            if decision.kind is DecisionKind.REFERRED and decision.reply in {None, Reply.NO_ANSWER}
        ]

    def tellings(self, concern_id: UUID) -> Sequence[SafeguardingTelling]:
        """Return the decisions about who is told, oldest first."""
        return self._session.exec(
            select(SafeguardingTelling)
            .where(SafeguardingTelling.concern_id == concern_id)
            .order_by(col(SafeguardingTelling.decided_at))
        ).all()

    def reviews(self, concern_id: UUID) -> Sequence[SafeguardingReview]:
        """Return what was asked of the next line, oldest first."""
        return self._session.exec(
            select(SafeguardingReview)
            .where(SafeguardingReview.concern_id == concern_id)
            .order_by(col(SafeguardingReview.asked_at))
        ).all()

    def open_reviews(self, concern_id: UUID) -> Sequence[SafeguardingReview]:
        """Return what was asked of the next line and nobody looks at yet, oldest first."""
        return [review for review in self.reviews(concern_id) if review.taken_by is None]
