"""*I need help now*: a colleague asks for support, and somebody is with them within fifteen minutes (CPC305-P27)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from domain.support import Way
from storage.columns import words
from storage.people import Person


class SupportRequest(SQLModel, table=True):
    """One call for help. Nothing is asked about why."""

    __tablename__ = "support_request"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    requester_id: UUID = Field(foreign_key="person.id", index=True)
    asked_at: datetime
    helper_id: UUID | None = Field(default=None, foreign_key="person.id")
    taken_at: datetime | None = None
    way: Way | None = Field(default=None, sa_type=words(Way, "way"))


class Support:
    """Questions about calls for help."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, request: SupportRequest) -> SupportRequest:
        """Keep a call for help."""
        self._session.add(request)
        self._session.flush()
        return request

    def find(self, request_id: UUID) -> SupportRequest | None:
        """Return a call for help, or None."""
        return self._session.get(SupportRequest, request_id)

    def find_to_change(self, request_id: UUID) -> SupportRequest | None:
        """Return a call for help as it stands now, and let nobody else change it meanwhile; or None."""
        return self._session.exec(
            select(SupportRequest)
            .where(SupportRequest.id == request_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()

    def latest_of(self, requester_id: UUID, since: datetime) -> SupportRequest | None:
        """Return somebody's latest call since a moment, or None; the same person asks only once at a time.

        Two presses at the same moment wait here for each other: the second then finds what the first kept.
        """
        self._session.exec(select(Person.id).where(Person.id == requester_id).with_for_update()).one()
        return self._session.exec(
            select(SupportRequest)
            .where(SupportRequest.requester_id == requester_id, col(SupportRequest.asked_at) > since)
            .order_by(col(SupportRequest.asked_at).desc())
        ).first()
