"""Formal steps under a contract: asked for, approved, and that the letter was served by people."""

from collections.abc import Collection, Sequence
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


class ContractNotice(SQLModel, table=True):
    """A kind of letter that a contract provides for, by its own terms."""

    __tablename__ = "contract_notice"

    contract_id: UUID = Field(primary_key=True, foreign_key="contract.id")
    notice_type: NoticeType = Field(primary_key=True, sa_type=words(NoticeType, "notice_type"))
    set_by: UUID = Field(foreign_key="person.id")
    set_at: datetime


class FormalSteps:
    """Questions about formal steps."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, formal: FormalStep) -> FormalStep:
        """Keep a formal step."""
        self._session.add(formal)
        self._session.flush()
        return formal

    def find(self, step_id: UUID) -> FormalStep | None:
        """Return a formal step, or None."""
        return self._session.get(FormalStep, step_id)

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

    def known(self, contract_id: UUID) -> frozenset[NoticeType]:
        """Return the kinds of letter that a contract provides for; none while nobody has set them."""
        rows = self._session.exec(
            select(ContractNotice.notice_type).where(ContractNotice.contract_id == contract_id)
        ).all()
        return frozenset(NoticeType(row) for row in rows)

    def set_known(self, contract_id: UUID, notices: Collection[NoticeType], by: UUID, now: datetime) -> None:
        """Keep which kinds of letter a contract provides for, in the place of what was set before."""
        held = select(ContractNotice).where(ContractNotice.contract_id == contract_id)
        rows = {row.notice_type: row for row in self._session.exec(held).all()}
        for notice_type, row in rows.items():
            if notice_type not in notices:
                self._session.delete(row)
        for notice_type in notices:
            if notice_type not in rows:
                self._session.add(
                    ContractNotice(contract_id=contract_id, notice_type=notice_type, set_by=by, set_at=now)
                )
        self._session.flush()
