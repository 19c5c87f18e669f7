"""The placement position of a contract: every decision on it, and who was told of each."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from domain.people import Party
from domain.placements import DecisionState, Means, Position
from storage.columns import words
from storage.contracts import Contract


class PlacementDecision(SQLModel, table=True):
    """One decision on the position. Its reason, its limit and the words for the provider are narratives of its id.

    `before`: what stood when it was decided; under the provider's own pause, what our own side had decided last.
    `stood_at` and `ended_at` say from when to when it stood.
    """

    __tablename__ = "placement_decision"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    position: Position = Field(sa_type=words(Position, "position"))
    before: Position = Field(sa_type=words(Position, "before"))
    state: DecisionState = Field(sa_type=words(DecisionState, "state"))
    party: Party = Field(sa_type=words(Party, "party"))
    decided_by: UUID = Field(foreign_key="person.id")
    decided_at: datetime
    from_on: date
    review_on: date | None = None
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    stood_at: datetime | None = None
    ended_at: datetime | None = None


class PlacementTelling(SQLModel, table=True):
    """That somebody was told of a decision by other means than a message, as whoever told them says."""

    __tablename__ = "placement_telling"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    decision_id: UUID = Field(foreign_key="placement_decision.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    means: Means = Field(sa_type=words(Means, "means"))
    told_on: date
    told_by: UUID = Field(foreign_key="person.id")
    recorded_at: datetime


class Placements:
    """Questions about placement positions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, decision: PlacementDecision) -> PlacementDecision:
        """Keep a decision."""
        self._session.add(decision)
        self._session.flush()
        return decision

    def find(self, decision_id: UUID) -> PlacementDecision | None:
        """Return a decision, or None."""
        return self._session.get(PlacementDecision, decision_id)

    def find_to_change(self, decision_id: UUID) -> PlacementDecision | None:
        """Return a decision as it stands now, locked until this unit of work is over; or None."""
        return self._session.get(PlacementDecision, decision_id, with_for_update=True, populate_existing=True)

    def hold(self, contract_id: UUID) -> None:
        """Let nobody else decide on a contract until this unit of work is over: the second finds what the first did."""
        self._session.exec(select(Contract.id).where(Contract.id == contract_id).with_for_update()).one()

    def standing(self, contract_id: UUID) -> PlacementDecision | None:
        """Return the decision that stands, or None while nobody has decided anything: then admissions are open."""
        return self._in_state(contract_id, DecisionState.STANDS)

    def asked(self, contract_id: UUID) -> PlacementDecision | None:
        """Return the suspension that waits for a second person, or None."""
        return self._in_state(contract_id, DecisionState.ASKED)

    def _in_state(self, contract_id: UUID, state: DecisionState) -> PlacementDecision | None:
        return self._session.exec(
            select(PlacementDecision)
            .where(PlacementDecision.contract_id == contract_id, PlacementDecision.state == state)
            .order_by(col(PlacementDecision.decided_at).desc())
        ).first()

    def of_contract(self, contract_id: UUID) -> Sequence[PlacementDecision]:
        """Return every decision on a contract, oldest first."""
        return self._session.exec(
            select(PlacementDecision)
            .where(PlacementDecision.contract_id == contract_id)
            .order_by(col(PlacementDecision.decided_at))
        ).all()

    def keep_telling(self, telling: PlacementTelling) -> PlacementTelling:
        """Keep that somebody was told."""
        self._session.add(telling)
        self._session.flush()
        return telling

    def tellings(self, decision_id: UUID) -> Sequence[PlacementTelling]:
        """Return who was told of a decision by other means than a message, in turn."""
        return self._session.exec(
            select(PlacementTelling)
            .where(PlacementTelling.decision_id == decision_id)
            .order_by(col(PlacementTelling.recorded_at))
        ).all()
