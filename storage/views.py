"""Views that voices were asked for: by whom, about which concern or evaluation, and whether they answered."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlmodel import Field, Index, Session, SQLModel, col, select

from domain.chronology import SubjectKind
from domain.views import ViewState
from storage.columns import words

ASKED = text("state = 'asked'")


class AskedView(SQLModel, table=True):
    """Somebody is asked what they think. The question and the answer are narratives of its id.

    Exactly one of `concern_id` and `evaluation_id` is set.
    """

    __tablename__ = "asked_view"
    __table_args__ = (
        Index(
            "uq_asked_view_concern",
            "concern_id",
            "person_id",
            unique=True,
            postgresql_where=ASKED,
            sqlite_where=ASKED,
        ),
        Index(
            "uq_asked_view_evaluation",
            "evaluation_id",
            "person_id",
            unique=True,
            postgresql_where=ASKED,
            sqlite_where=ASKED,
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    concern_id: UUID | None = Field(default=None, foreign_key="concern.id", index=True)
    evaluation_id: UUID | None = Field(default=None, foreign_key="evaluation.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    asked_by: UUID = Field(foreign_key="person.id")
    asked_at: datetime
    state: ViewState = Field(default=ViewState.ASKED, sa_type=words(ViewState, "state"))
    answered_at: datetime | None = None

    @property
    def about(self) -> tuple[SubjectKind, UUID]:
        """Return what they were asked about."""
        if self.concern_id is not None:
            return SubjectKind.CONCERN, self.concern_id
        assert self.evaluation_id is not None
        return SubjectKind.EVALUATION, self.evaluation_id


class Views:
    """Questions about what voices were asked."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, view: AskedView) -> AskedView:
        """Keep that somebody is asked."""
        self._session.add(view)
        self._session.flush()
        return view

    def find(self, view_id: UUID) -> AskedView | None:
        """Return what somebody was asked, or None."""
        return self._session.get(AskedView, view_id)

    def find_to_change(self, view_id: UUID) -> AskedView | None:
        """Return the same, locked until this unit of work is over, or None."""
        return self._session.get(AskedView, view_id, with_for_update=True, populate_existing=True)

    def about(self, record_id: UUID) -> Sequence[AskedView]:
        """Return who was asked about a concern or an evaluation, the first to be asked first."""
        return self._session.exec(
            select(AskedView)
            .where((col(AskedView.concern_id) == record_id) | (col(AskedView.evaluation_id) == record_id))
            .order_by(col(AskedView.asked_at), col(AskedView.id))
        ).all()

    def waiting_for(self, person_id: UUID, contract_ids: Collection[UUID]) -> Sequence[AskedView]:
        """Return what somebody was asked in some contracts and has not answered, the oldest first."""
        return self._session.exec(
            select(AskedView)
            .where(
                AskedView.person_id == person_id,
                AskedView.state == ViewState.ASKED,
                col(AskedView.contract_id).in_(contract_ids),
            )
            .order_by(col(AskedView.asked_at), col(AskedView.id))
        ).all()

    def of_contract(self, contract_id: UUID) -> Sequence[AskedView]:
        """Return everything that was asked in a contract, the oldest first."""
        return self._session.exec(
            select(AskedView)
            .where(AskedView.contract_id == contract_id)
            .order_by(col(AskedView.asked_at), col(AskedView.id))
        ).all()
