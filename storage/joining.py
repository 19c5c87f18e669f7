"""Who has asked to be added, and who has been asked to lead a contract."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlmodel import Field, Index, Session, SQLModel, col, select

from domain.joining import OfferState, RequestState
from storage.columns import words

ASKED = text("state = 'asked'")


class JoinRequest(SQLModel, table=True):
    """Somebody not known here asks to be added. Why they were not is a narrative of its id, for our own eyes."""

    __tablename__ = "join_request"
    __table_args__ = (
        Index("uq_join_request_asked", "person_id", unique=True, postgresql_where=ASKED, sqlite_where=ASKED),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    contract_id: UUID | None = Field(default=None, foreign_key="contract.id")
    state: RequestState = Field(default=RequestState.ASKED, sa_type=words(RequestState, "state"))
    asked_at: datetime
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None


class LeadOffer(SQLModel, table=True):
    """Somebody is asked to lead a contract in place of whoever leads it; it changes hands once they accept."""

    __tablename__ = "lead_offer"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    offered_by: UUID = Field(foreign_key="person.id")
    offered_at: datetime
    state: OfferState = Field(default=OfferState.OFFERED, sa_type=words(OfferState, "state"))
    answered_at: datetime | None = None


class Joining:
    """Questions about who asks to take part and who is asked to lead."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: JoinRequest | LeadOffer) -> None:
        """Keep a request or an offer."""
        self._session.add(row)
        self._session.flush()

    def find_request(self, request_id: UUID) -> JoinRequest | None:
        """Return a request, or None."""
        return self._session.get(JoinRequest, request_id)

    def request_to_change(self, request_id: UUID) -> JoinRequest | None:
        """Return a request, locked until this unit of work is over, or None."""
        return self._session.get(JoinRequest, request_id, with_for_update=True, populate_existing=True)

    def latest_request(self, person_id: UUID) -> JoinRequest | None:
        """Return what somebody asked last, answered or not."""
        asked = select(JoinRequest).where(JoinRequest.person_id == person_id)
        return self._session.exec(asked.order_by(col(JoinRequest.asked_at).desc())).first()

    def offer_to_change(self, offer_id: UUID) -> LeadOffer | None:
        """Return an offer, locked until this unit of work is over, or None."""
        return self._session.get(LeadOffer, offer_id, with_for_update=True, populate_existing=True)

    def find_offer(self, offer_id: UUID) -> LeadOffer | None:
        """Return an offer, or None."""
        return self._session.get(LeadOffer, offer_id)

    def offers_standing(self, contract_id: UUID) -> Sequence[LeadOffer]:
        """Return the offers for a contract that nobody has answered."""
        return self._session.exec(
            select(LeadOffer).where(
                LeadOffer.contract_id == contract_id, LeadOffer.state == OfferState.OFFERED
            )
        ).all()
