"""Data incidents: who noted one, where, when and of what kind. What was written stands in no column."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, ColumnElement, case, func, true
from sqlmodel import Field, Session, SQLModel, col, select

from domain.data_incidents import IncidentDecision
from storage.columns import words


class DataIncident(SQLModel, table=True):
    """One data incident. `written_by` and the place are Slack's ids; `kinds` and `told` are words of the domain."""

    __tablename__ = "data_incident"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    noted_by: UUID = Field(foreign_key="person.id")
    noted_at: datetime
    slack_channel: str = Field(default="", max_length=32)
    message_ts: str = Field(default="", max_length=32)
    contract_id: UUID | None = Field(default=None, foreign_key="contract.id")
    kinds: list[str] = Field(default_factory=list, sa_type=JSON)
    told: list[str] = Field(default_factory=list, sa_type=JSON)
    decision: IncidentDecision | None = Field(default=None, sa_type=words(IncidentDecision, "decision"))
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


class DataIncidents:
    """Questions about data incidents."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, incident: DataIncident) -> DataIncident:
        """Keep a data incident."""
        self._session.add(incident)
        self._session.flush()
        return incident

    def find(self, incident_id: UUID) -> DataIncident | None:
        """Return a data incident, or None."""
        return self._session.get(DataIncident, incident_id)

    def to_list(self, noted_by: UUID | None, limit: int) -> Sequence[DataIncident]:
        """Return incidents, all of them or those that one person noted: the undecided first, oldest of these on top.

        The decided follow, newest first, as far as the limit goes.
        """
        is_open, noted_at = col(DataIncident.decision).is_(None), col(DataIncident.noted_at)
        query = select(DataIncident).where(_noted_by(noted_by)).limit(limit)
        order = (is_open.desc(), case((is_open, noted_at)), noted_at.desc())
        return self._session.exec(query.order_by(*order)).all()

    def count(self, noted_by: UUID | None) -> tuple[int, int]:
        """Return how many incidents there are, and how many of them are undecided: all, or those of one person."""
        decided = func.count(col(DataIncident.decision))
        total, done = self._session.exec(select(func.count(), decided).where(_noted_by(noted_by))).one()
        return total, total - done

    def find_to_change(self, incident_id: UUID) -> DataIncident | None:
        """Return a data incident as it stands now, locked until this unit of work is over; or None."""
        return self._session.get(DataIncident, incident_id, with_for_update=True, populate_existing=True)


def _noted_by(person_id: UUID | None) -> ColumnElement[bool]:
    return true() if person_id is None else col(DataIncident.noted_by) == person_id
