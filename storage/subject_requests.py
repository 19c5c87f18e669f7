"""Requests for one's own data, and every item that was found for one, with what was decided about it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, select

from domain.chronology import SubjectKind
from domain.subject_requests import Exemption, HowReceived, ItemDecision, RequestState
from storage.chronology import ChronologyEntry
from storage.columns import words
from storage.narratives import Narrative
from storage.notices import Notice
from storage.people import Person, RoleAssignment


class SubjectRequest(SQLModel, table=True):
    """One request. Without `person_id` it is somebody's who is not in our table: who, is in the narratives."""

    __tablename__ = "subject_request"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    records: list[str] = Field(default_factory=list, sa_type=JSON)
    how: HowReceived = Field(sa_type=words(HowReceived, "how"))
    received_on: date
    identity_on: date | None = None
    due_on: date
    is_extended: bool = False
    paused_on: date | None = None
    paused_days: int = 0
    state: RequestState = Field(default=RequestState.RECORDED, sa_type=words(RequestState, "state"))
    recorded_by: UUID = Field(foreign_key="person.id")
    recorded_at: datetime
    reviewed_by: UUID | None = Field(default=None, foreign_key="person.id")
    signed_by: UUID | None = Field(default=None, foreign_key="person.id")
    signed_at: datetime | None = None
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_on: date | None = None


class SubjectRequestItem(SQLModel, table=True):
    """One thing found. `source` and `source_id` say which row; `third_parties` are the ids of others in it."""

    __tablename__ = "subject_request_item"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    request_id: UUID = Field(foreign_key="subject_request.id", index=True)
    number: int
    source: str = Field(max_length=40)
    source_id: str = Field(max_length=40)
    subject_kind: SubjectKind = Field(sa_type=words(SubjectKind, "subject_kind"))
    subject_id: UUID
    third_parties: list[str] = Field(default_factory=list, sa_type=JSON)
    is_held_back: bool = False
    decision: ItemDecision | None = Field(default=None, sa_type=words(ItemDecision, "decision"))
    exemption: Exemption | None = Field(default=None, sa_type=words(Exemption, "exemption"))
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


class SubjectRequests:
    """Questions about requests for one's own data."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, request: SubjectRequest) -> SubjectRequest:
        """Keep a request."""
        self._session.add(request)
        self._session.flush()
        return request

    def add_items(self, items: Sequence[SubjectRequestItem]) -> None:
        """Keep what was found."""
        self._session.add_all(items)
        self._session.flush()

    def find(self, request_id: UUID) -> SubjectRequest | None:
        """Return a request, or None."""
        return self._session.get(SubjectRequest, request_id)

    def find_to_change(self, request_id: UUID) -> SubjectRequest | None:
        """Return a request as it stands now, locked; or None."""
        return self._session.get(SubjectRequest, request_id, with_for_update=True, populate_existing=True)

    def referenced(self, reference: str) -> SubjectRequest | None:
        """Return the request of that reference."""
        return self._session.exec(select(SubjectRequest).where(SubjectRequest.reference == reference)).first()

    def open(self) -> Sequence[SubjectRequest]:
        """Return the requests that are not answered, the one due first at the top."""
        return self._session.exec(
            select(SubjectRequest)
            .where(SubjectRequest.state != RequestState.ANSWERED)
            .order_by(col(SubjectRequest.due_on), SubjectRequest.reference)
        ).all()

    def items(self, request_id: UUID) -> Sequence[SubjectRequestItem]:
        """Return everything found for a request, in its order."""
        return self._session.exec(
            select(SubjectRequestItem)
            .where(SubjectRequestItem.request_id == request_id)
            .order_by(col(SubjectRequestItem.number))
        ).all()

    def item_to_change(self, item_id: UUID) -> SubjectRequestItem | None:
        """Return one item as it stands now, locked; or None."""
        return self._session.get(SubjectRequestItem, item_id, with_for_update=True, populate_existing=True)

    def roles_of(self, person_id: UUID) -> Sequence[RoleAssignment]:
        """Return the roles somebody holds."""
        return self._session.exec(
            select(RoleAssignment)
            .where(RoleAssignment.person_id == person_id)
            .order_by(col(RoleAssignment.given_at), col(RoleAssignment.role))
        ).all()

    def texts_by(self, person_id: UUID) -> Sequence[Narrative]:
        """Return the rows of everything that somebody typed; their words are opened by the narratives alone."""
        return self._session.exec(select(Narrative).where(Narrative.author_id == person_id)).all()

    def messages_to(self, person_id: UUID) -> Sequence[Notice]:
        """Return what was owed to somebody."""
        return self._session.exec(
            select(Notice).where(Notice.person_id == person_id).order_by(col(Notice.number))
        ).all()

    def entries_by(self, person_id: UUID) -> Sequence[ChronologyEntry]:
        """Return what somebody did, or somebody else did for them."""
        is_theirs = (col(ChronologyEntry.actor_id) == person_id) | (
            col(ChronologyEntry.on_behalf_of) == person_id
        )
        return self._session.exec(
            select(ChronologyEntry).where(is_theirs).order_by(col(ChronologyEntry.number))
        ).all()

    def row(self, item: SubjectRequestItem) -> Person | RoleAssignment | Notice | ChronologyEntry | None:
        """Return the row that an item, which is no text, points at; None once it is gone."""
        if item.source == "entry":
            return self._session.get(ChronologyEntry, int(item.source_id))
        row_id = UUID(item.source_id)
        if item.source == "person":
            return self._session.get(Person, row_id)
        if item.source == "role":
            return self._session.get(RoleAssignment, row_id)
        return self._session.exec(select(Notice).where(Notice.id == row_id)).first()

    def people(self) -> Collection[Person]:
        """Return everybody we know, to cover their names."""
        return self._session.exec(select(Person)).all()
