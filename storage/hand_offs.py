"""Hand-offs: what was passed on to somebody else, and whether they have answered."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from domain.chronology import SubjectKind
from domain.hand_offs import HandOffState, Recipient
from storage.columns import words


class HandOff(SQLModel, table=True):
    """One hand-off. To whom, why, what was passed, references elsewhere and the answer are narratives of its id.

    `about_kind` and `about_id`: the concern, action, evaluation or contract it comes from, never safeguarding.
    `made_on`: the day on which the provider says it notified the regulator.
    """

    __tablename__ = "hand_off"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    about_kind: SubjectKind = Field(sa_type=words(SubjectKind, "about_kind"))
    about_id: UUID = Field(index=True)
    recipient: Recipient = Field(sa_type=words(Recipient, "recipient"))
    state: HandOffState = Field(default=HandOffState.WAITING, sa_type=words(HandOffState, "state"))
    recorded_by: UUID = Field(foreign_key="person.id")
    recorded_at: datetime
    passed_on: date
    reply_on: date
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    made_on: date | None = None


class HandOffs:
    """Questions about hand-offs."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, hand_off: HandOff) -> HandOff:
        """Keep a hand-off."""
        self._session.add(hand_off)
        self._session.flush()
        return hand_off

    def find(self, hand_off_id: UUID) -> HandOff | None:
        """Return a hand-off, or None."""
        return self._session.get(HandOff, hand_off_id)

    def find_to_change(self, hand_off_id: UUID) -> HandOff | None:
        """Return a hand-off as it stands now, locked until this unit of work is over; or None."""
        return self._session.get(HandOff, hand_off_id, with_for_update=True, populate_existing=True)

    def of_contract(self, contract_id: UUID) -> Sequence[HandOff]:
        """Return the hand-offs of a contract: those that wait first, then the newest."""
        found = self._session.exec(
            select(HandOff)
            .where(HandOff.contract_id == contract_id)
            .order_by(col(HandOff.recorded_at).desc())
        ).all()
        return sorted(found, key=lambda each: each.state is not HandOffState.WAITING)

    def waiting_in(
        self, contract_ids: Collection[UUID], recipients: Collection[Recipient]
    ) -> Sequence[HandOff]:
        """Return what waits in some contracts for these recipients, the oldest first."""
        return self._session.exec(
            select(HandOff)
            .where(
                col(HandOff.contract_id).in_(contract_ids),
                col(HandOff.recipient).in_(recipients),
                HandOff.state == HandOffState.WAITING,
            )
            .order_by(col(HandOff.recorded_at))
        ).all()
