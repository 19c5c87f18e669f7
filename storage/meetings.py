"""Meetings at which a process was taken forward in one sitting, and who was there."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from domain.meetings import MeetingState
from storage.columns import words


class Meeting(SQLModel, table=True):
    """One sitting, recorded by one person for all who were present (practice.md 2.1).

    What it came to is one pack: one version, asked about once, one answer for each party.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    improvement_id: UUID = Field(foreign_key="improvement.id", index=True)
    held_on: date
    state: MeetingState = Field(default=MeetingState.OPEN, sa_type=words(MeetingState, "state"))
    version: int = 1
    recorded_by: UUID = Field(foreign_key="person.id")
    recorded_at: datetime
    packed_at: datetime | None = None


class MeetingPresence(SQLModel, table=True):
    """Somebody who was there."""

    __tablename__ = "meeting_presence"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")


class Meetings:
    """Questions about meetings."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: Meeting | MeetingPresence) -> None:
        """Keep a meeting, or that somebody was there."""
        self._session.add(row)
        self._session.flush()

    def find(self, meeting_id: UUID) -> Meeting | None:
        """Return a meeting, or None."""
        return self._session.get(Meeting, meeting_id)

    def find_to_change(self, meeting_id: UUID) -> Meeting | None:
        """Return a meeting as it stands now, locked; or None."""
        return self._session.get(Meeting, meeting_id, with_for_update=True, populate_existing=True)

    def of(self, improvement_id: UUID) -> Sequence[Meeting]:
        """Return the meetings of a process, the oldest first."""
        return self._session.exec(
            select(Meeting).where(Meeting.improvement_id == improvement_id).order_by(col(Meeting.recorded_at))
        ).all()

    def present(self, meeting_id: UUID) -> Sequence[UUID]:
        """Return who was there."""
        return self._session.exec(
            select(MeetingPresence.person_id).where(MeetingPresence.meeting_id == meeting_id)
        ).all()
