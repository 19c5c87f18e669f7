"""Reasons by party, and the areas of concern with their threads."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from domain.chronology import SubjectKind
from domain.patterns import Theme
from domain.people import Party
from domain.reasons import ReasonKind
from storage.columns import words
from storage.sealed_columns import sealed


@sealed("title", of=SubjectKind.CONCERN_AREA, since="named_at")
class ConcernArea(SQLModel, table=True):
    """One area of concern of a process. `rank` 1 is of most concern. The title is SHARED text.

    Linked concerns of its `theme`, and linked records put into it, stand behind it. `ranked_by` is set once somebody
    put it in another place than that says; why is a SHARED narrative of its id.

    Its discussion stands in the thread of the message that opened it, which the courier posts for this row.
    """

    __tablename__ = "concern_area"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    improvement_id: UUID = Field(foreign_key="improvement.id", index=True)
    title: str
    rank: int
    theme: Theme | None = Field(default=None, sa_type=words(Theme, "theme"))
    ranked_by: UUID | None = Field(default=None, foreign_key="person.id")
    named_by: UUID = Field(foreign_key="person.id")
    named_at: datetime


class Reason(SQLModel, table=True):
    """Why it has come to this, as one party sees it. Its view and evidence are SHARED narratives of its id."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    improvement_id: UUID = Field(foreign_key="improvement.id", index=True)
    area_id: UUID | None = Field(default=None, foreign_key="concern_area.id", index=True)
    kind: ReasonKind = Field(sa_type=words(ReasonKind, "kind"))
    organisation_id: UUID = Field(foreign_key="organisation.id")
    party: Party = Field(sa_type=words(Party, "party"))
    given_by: UUID = Field(foreign_key="person.id")
    given_at: datetime
    withdrawn_at: datetime | None = None


class Reasons:
    """Questions about reasons and areas."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: Reason | ConcernArea) -> None:
        """Keep a reason or an area."""
        self._session.add(row)
        self._session.flush()

    def of(self, improvement_id: UUID) -> Sequence[Reason]:
        """Return the reasons that stand, in the order they were given."""
        return self._session.exec(
            select(Reason)
            .where(Reason.improvement_id == improvement_id, col(Reason.withdrawn_at).is_(None))
            .order_by(col(Reason.given_at), col(Reason.id))
        ).all()

    def find(self, reason_id: UUID) -> Reason | None:
        """Return a reason, or None."""
        return self._session.get(Reason, reason_id)

    def find_to_change(self, reason_id: UUID) -> Reason | None:
        """Return a reason as it stands now, locked; or None."""
        return self._session.get(Reason, reason_id, with_for_update=True, populate_existing=True)

    def areas(self, improvement_id: UUID) -> Sequence[ConcernArea]:
        """Return the areas of a process, the one of most concern first."""
        return self._session.exec(
            select(ConcernArea)
            .where(ConcernArea.improvement_id == improvement_id)
            .order_by(col(ConcernArea.rank), col(ConcernArea.named_at))
        ).all()

    def find_area(self, area_id: UUID) -> ConcernArea | None:
        """Return an area, or None."""
        return self._session.get(ConcernArea, area_id)
