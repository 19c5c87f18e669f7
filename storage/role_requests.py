"""Roles that somebody gave themselves and that wait for a second person to agree."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlmodel import Field, Index, Session, SQLModel, col, select

from domain.people import Role
from domain.role_requests import RequestState
from storage.columns import words

WAITING = text("state = 'waiting'")


class RoleRequest(SQLModel, table=True):
    """Somebody gave themselves a role of the whole organisation. Until somebody else agrees they do not hold it."""

    __tablename__ = "role_request"
    __table_args__ = (
        Index(
            "uq_role_request_waiting",
            "person_id",
            "role",
            unique=True,
            postgresql_where=WAITING,
            sqlite_where=WAITING,
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=words(Role, "role"))
    asked_at: datetime
    state: RequestState = Field(default=RequestState.WAITING, sa_type=words(RequestState, "state"))
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None


class RoleRequests:
    """Questions about roles that wait for a second person."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, request: RoleRequest) -> RoleRequest:
        """Keep a request."""
        self._session.add(request)
        self._session.flush()
        return request

    def find(self, request_id: UUID) -> RoleRequest | None:
        """Return a request, or None."""
        return self._session.get(RoleRequest, request_id)

    def find_to_change(self, request_id: UUID) -> RoleRequest | None:
        """Return a request, locked until this unit of work is over, or None."""
        return self._session.get(RoleRequest, request_id, with_for_update=True, populate_existing=True)

    def waiting(self, person_id: UUID, role: Role) -> RoleRequest | None:
        """Return what somebody waits for, or None."""
        return self._session.exec(
            select(RoleRequest).where(
                RoleRequest.person_id == person_id,
                RoleRequest.role == role,
                RoleRequest.state == RequestState.WAITING,
            )
        ).first()

    def all_waiting(self) -> Sequence[RoleRequest]:
        """Return everything that waits for a second person, the longest waiting first."""
        return self._session.exec(
            select(RoleRequest)
            .where(RoleRequest.state == RequestState.WAITING)
            .order_by(col(RoleRequest.asked_at), col(RoleRequest.id))
        ).all()

    def waiting_of(self, person_id: UUID) -> Sequence[RoleRequest]:
        """Return everything that somebody waits for."""
        return self._session.exec(
            select(RoleRequest).where(
                RoleRequest.person_id == person_id, RoleRequest.state == RequestState.WAITING
            )
        ).all()
