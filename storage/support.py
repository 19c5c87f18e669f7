"""*I need help now*: a colleague asks for support, and somebody is with them within fifteen minutes (CPC305-P27)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel


class SupportRequest(SQLModel, table=True):
    """One call for help. Nothing is asked about why."""

    __tablename__ = "support_request"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    requester_id: UUID = Field(foreign_key="person.id", index=True)
    asked_at: datetime
    helper_id: UUID | None = Field(default=None, foreign_key="person.id")
    taken_at: datetime | None = None


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
