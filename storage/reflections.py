"""Looking back: who was asked, and what was written."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from domain.people import Party
from storage.columns import words


class ReflectionAsked(SQLModel, table=True):
    """Somebody who is asked to look back, how often, and whether they did; never which reflection is theirs."""

    __tablename__ = "reflection_asked"
    __table_args__ = (UniqueConstraint("improvement_id", "person_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    improvement_id: UUID = Field(foreign_key="improvement.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    times: int = 1
    last_asked_at: datetime
    has_answered: bool = False


class Reflection(SQLModel, table=True):
    """What somebody makes of it, in SHARED narratives of its id.

    An anonymous one names nobody and no organisation; `written_at` is empty, `written_on` the day the look back began.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    improvement_id: UUID = Field(foreign_key="improvement.id", index=True)
    is_anonymous: bool = False
    written_by: UUID | None = Field(default=None, foreign_key="person.id")
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id")
    party: Party | None = Field(default=None, sa_type=words(Party, "party"))
    written_at: datetime | None = None
    written_on: date


class Reflections:
    """Questions about looking back."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: Reflection | ReflectionAsked) -> None:
        """Keep a reflection, or that somebody was asked for one."""
        self._session.add(row)
        self._session.flush()

    def of(self, improvement_id: UUID) -> Sequence[Reflection]:
        """Return the reflections on a process; the order says nothing of who wrote which."""
        return self._session.exec(
            select(Reflection).where(Reflection.improvement_id == improvement_id).order_by(col(Reflection.id))
        ).all()

    def asked(self, improvement_id: UUID) -> Sequence[ReflectionAsked]:
        """Return who was asked."""
        return self._session.exec(
            select(ReflectionAsked).where(ReflectionAsked.improvement_id == improvement_id)
        ).all()

    def find_asked(self, asked_id: UUID) -> ReflectionAsked | None:
        """Return what somebody was asked, or None."""
        return self._session.get(ReflectionAsked, asked_id)

    def asked_to_change(self, improvement_id: UUID, person_id: UUID) -> ReflectionAsked | None:
        """Return what one person was asked, locked; or None."""
        return self._session.exec(
            select(ReflectionAsked)
            .where(ReflectionAsked.improvement_id == improvement_id, ReflectionAsked.person_id == person_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()
