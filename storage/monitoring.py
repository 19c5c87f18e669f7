"""Monitoring schedules, their occurrences, and how a contract is rated."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from domain.monitoring import ActivityState, Interval, Rating, ScheduleState
from domain.people import Party
from storage.columns import words


class MonitoringSchedule(SQLModel, table=True):
    """What is looked at, how often, and by whom. `next_plan_at` is when the next occurrence is put on the list.

    Occurrences are counted from `anchor_on`; a change of interval begins a new count with a new anchor.
    """

    __tablename__ = "monitoring_schedule"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    title: str = Field(max_length=150)
    criterion: str = Field(max_length=300)
    interval: Interval = Field(sa_type=words(Interval, "interval"))
    anchor_on: date
    occurrence: int = 0
    at: time
    owner_id: UUID = Field(foreign_key="person.id", index=True)
    party: Party = Field(sa_type=words(Party, "party"))
    state: ScheduleState = Field(default=ScheduleState.ACTIVE, sa_type=words(ScheduleState, "state"))
    version: int = 1
    next_plan_at: datetime | None = Field(default=None, index=True)
    created_by: UUID = Field(foreign_key="person.id")
    created_at: datetime
    ended_at: datetime | None = None


class MonitoringActivity(SQLModel, table=True):
    """One occurrence. Result, source and reasons are narratives of its id."""

    __tablename__ = "monitoring_activity"
    __table_args__ = (UniqueConstraint("schedule_id", "original_on"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    schedule_id: UUID = Field(foreign_key="monitoring_schedule.id", index=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    owner_id: UUID = Field(foreign_key="person.id", index=True)
    planned_on: date
    original_on: date
    state: ActivityState = Field(default=ActivityState.PLANNED, sa_type=words(ActivityState, "state"))
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None


class ContractRating(SQLModel, table=True):
    """How a contract was rated, and when; the newest stands. Its reason is a narrative of its id."""

    __tablename__ = "contract_rating"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    rating: Rating = Field(sa_type=words(Rating, "rating"))
    rated_by: UUID = Field(foreign_key="person.id")
    rated_at: datetime


class Monitoring:
    """Questions about monitoring."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: MonitoringSchedule | MonitoringActivity | ContractRating) -> None:
        """Keep a schedule, an occurrence or a rating."""
        self._session.add(row)
        self._session.flush()

    def find_schedule(self, schedule_id: UUID) -> MonitoringSchedule | None:
        """Return a schedule, or None."""
        return self._session.get(MonitoringSchedule, schedule_id)

    def find(self, activity_id: UUID) -> MonitoringActivity | None:
        """Return an occurrence, or None."""
        return self._session.get(MonitoringActivity, activity_id)

    def schedules(self, contract_id: UUID) -> Sequence[MonitoringSchedule]:
        """Return a contract's schedules, oldest first."""
        return self._session.exec(
            select(MonitoringSchedule)
            .where(MonitoringSchedule.contract_id == contract_id)
            .order_by(col(MonitoringSchedule.created_at))
        ).all()

    def activities(self, contract_id: UUID) -> Sequence[MonitoringActivity]:
        """Return a contract's occurrences, in the order planned."""
        return self._session.exec(
            select(MonitoringActivity)
            .where(MonitoringActivity.contract_id == contract_id)
            .order_by(col(MonitoringActivity.planned_on))
        ).all()
