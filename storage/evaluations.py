"""Evaluations, the evidence they rest on, and who received them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from domain.evaluations import EvaluationState, Judgement
from domain.people import Party
from storage.columns import words


class Evaluation(SQLModel, table=True):
    """How a contract, or one improvement process of it, stood over a period.

    `evidence` is kept as it was compiled; texts are narratives of its id. `measures_judged` is what a named person
    makes of each measure, by its id; `charts` are the pictures of it that Slack keeps, by their names.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    improvement_id: UUID | None = Field(default=None, foreign_key="improvement.id", index=True)
    period_from: date
    period_to: date
    asked_by: UUID = Field(foreign_key="person.id")
    compiled_at: datetime
    evidence: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    suggested: Judgement = Field(sa_type=words(Judgement, "suggested"))
    state: EvaluationState = Field(default=EvaluationState.COMPILED, sa_type=words(EvaluationState, "state"))
    judgement: Judgement | None = Field(default=None, sa_type=words(Judgement, "judgement"))
    measures_judged: dict[str, str] | None = Field(default=None, sa_type=JSON)
    charts: dict[str, str] | None = Field(default=None, sa_type=JSON)
    judged_by: UUID | None = Field(default=None, foreign_key="person.id")
    judged_at: datetime | None = None
    shared_by: UUID | None = Field(default=None, foreign_key="person.id")
    shared_at: datetime | None = None


class EvaluationReceipt(SQLModel, table=True):
    """An organisation with which an evaluation was shared: when it was delivered there, and who received it."""

    __tablename__ = "evaluation_receipt"
    __table_args__ = (UniqueConstraint("evaluation_id", "organisation_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    evaluation_id: UUID = Field(foreign_key="evaluation.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    party: Party = Field(sa_type=words(Party, "party"))
    delivered_at: datetime | None = None
    received_by: UUID | None = Field(default=None, foreign_key="person.id")
    received_at: datetime | None = None


class Evaluations:
    """Questions about evaluations."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: Evaluation | EvaluationReceipt) -> None:
        """Keep an evaluation or a receipt."""
        self._session.add(row)
        self._session.flush()

    def find(self, evaluation_id: UUID) -> Evaluation | None:
        """Return an evaluation, or None."""
        return self._session.get(Evaluation, evaluation_id)

    def of_contract(self, contract_id: UUID) -> Sequence[Evaluation]:
        """Return a contract's evaluations, oldest first."""
        return self._session.exec(
            select(Evaluation)
            .where(Evaluation.contract_id == contract_id)
            .order_by(col(Evaluation.compiled_at))
        ).all()

    def newest_in(self, contract_ids: Collection[UUID], limit: int) -> Sequence[Evaluation]:
        """Return the evaluations of some contracts, newest first."""
        return self._session.exec(
            select(Evaluation)
            .where(col(Evaluation.contract_id).in_(contract_ids))
            .order_by(col(Evaluation.compiled_at).desc())
            .limit(limit)
        ).all()

    def newest_shared_in(self, contract_ids: Collection[UUID], limit: int) -> Sequence[Evaluation]:
        """Return what was shared of some contracts, the newest first; what is not shared takes nobody's place."""
        return self._session.exec(
            select(Evaluation)
            .where(
                col(Evaluation.contract_id).in_(contract_ids), col(Evaluation.state) == EvaluationState.SHARED
            )
            .order_by(col(Evaluation.shared_at).desc(), col(Evaluation.reference))
            .limit(limit)
        ).all()

    def receipts(self, evaluation_id: UUID) -> Sequence[EvaluationReceipt]:
        """Return with whom an evaluation was shared."""
        return self._session.exec(
            select(EvaluationReceipt).where(EvaluationReceipt.evaluation_id == evaluation_id)
        ).all()

    def not_received_by(
        self, organisation_id: UUID, contract_ids: Collection[UUID]
    ) -> Sequence[EvaluationReceipt]:
        """Return what was shared with an organisation in some contracts, and nobody there has said it was received."""
        return self._session.exec(
            select(EvaluationReceipt)
            .join(Evaluation, col(Evaluation.id) == col(EvaluationReceipt.evaluation_id))
            .where(
                EvaluationReceipt.organisation_id == organisation_id,
                col(EvaluationReceipt.received_at).is_(None),
                col(Evaluation.contract_id).in_(contract_ids),
            )
            .order_by(col(Evaluation.shared_at))
        ).all()

    def receipt_of(self, evaluation_id: UUID, organisation_id: UUID) -> EvaluationReceipt | None:
        """Return one organisation's receipt of an evaluation; None when it was not shared with it."""
        return self._session.exec(
            select(EvaluationReceipt).where(
                EvaluationReceipt.evaluation_id == evaluation_id,
                EvaluationReceipt.organisation_id == organisation_id,
            )
        ).first()

    def receipt_to_change(self, evaluation_id: UUID, organisation_id: UUID) -> EvaluationReceipt | None:
        """Return one organisation's receipt, locked: of two who press at once, the second finds what the first did."""
        return self._session.exec(
            select(EvaluationReceipt)
            .where(
                EvaluationReceipt.evaluation_id == evaluation_id,
                EvaluationReceipt.organisation_id == organisation_id,
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()

    def find_to_change(self, evaluation_id: UUID) -> Evaluation | None:
        """Return an evaluation as it stands now, locked until this unit of work is over; or None."""
        return self._session.get(Evaluation, evaluation_id, with_for_update=True, populate_existing=True)
