"""Monitoring schedules, their occurrences, and how a contract is rated."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import select as sql_select
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, func, select

from domain.chronology import SubjectKind
from domain.monitoring import ActivityState, Interval, Met, Rating, ScheduleState, Source
from domain.people import Party
from storage.columns import words
from storage.sealed_columns import sealed


@sealed("title", "criterion", of=SubjectKind.MONITORING, since="created_at")
class MonitoringSchedule(SQLModel, table=True):
    """What is looked at, how often, and by whom. `next_plan_at` is when the next occurrence is put on the list.

    Occurrences are counted from `anchor_on`; a change of interval begins a new count with a new anchor and version.
    `occurrence` is the number of the one planned last, `at` the time of day on London clocks where somebody gave one.
    """

    __tablename__ = "monitoring_schedule"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    improvement_id: UUID | None = Field(default=None, foreign_key="improvement.id", index=True)
    title: str
    criterion: str
    interval: Interval = Field(sa_type=words(Interval, "interval"))
    anchor_on: date
    occurrence: int = 0
    at: time | None = None
    owner_id: UUID = Field(foreign_key="person.id", index=True)
    party: Party = Field(sa_type=words(Party, "party"))
    state: ScheduleState = Field(default=ScheduleState.ACTIVE, sa_type=words(ScheduleState, "state"))
    version: int = 1
    next_plan_at: datetime | None = Field(default=None, index=True)
    parked_until: datetime | None = None
    created_by: UUID = Field(foreign_key="person.id")
    created_at: datetime
    ended_at: datetime | None = None


class MonitoringActivity(SQLModel, table=True):
    """One occurrence. Result, source and reasons are narratives of its id.

    `version` and `number` say which one of which series it is, so that none is ever planned twice. `original_on` is
    the day planned first, `planned_on` the day that stands now. `counts_on` is the day by which it counts: a day that
    was over before anybody moved it stays that day, so that nothing missed can be moved out of a count.
    """

    __tablename__ = "monitoring_activity"
    __table_args__ = (UniqueConstraint("schedule_id", "version", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    schedule_id: UUID = Field(foreign_key="monitoring_schedule.id", index=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    owner_id: UUID = Field(foreign_key="person.id", index=True)
    version: int
    number: int
    planned_on: date
    original_on: date
    counts_on: date
    escalation_held: bool = False
    state: ActivityState = Field(default=ActivityState.PLANNED, sa_type=words(ActivityState, "state"))
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    source: Source | None = Field(default=None, sa_type=words(Source, "source"))
    source_on: date | None = None
    met: Met | None = Field(default=None, sa_type=words(Met, "met"))


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

    def get(self, activity_id: UUID) -> MonitoringActivity:
        """Return an occurrence that is known to exist."""
        return self._session.get_one(MonitoringActivity, activity_id)

    def schedule_of(self, activity: MonitoringActivity) -> MonitoringSchedule:
        """Return the schedule that an occurrence belongs to."""
        return self._session.get_one(MonitoringSchedule, activity.schedule_id)

    def find_to_change(self, activity_id: UUID) -> MonitoringActivity | None:
        """Return an occurrence as it stands now, locked: whoever answers at the same moment waits."""
        return self._session.get(
            MonitoringActivity, activity_id, with_for_update=True, populate_existing=True
        )

    def find_schedule_to_change(self, schedule_id: UUID) -> MonitoringSchedule | None:
        """Return a schedule as it stands now, locked."""
        return self._session.get(
            MonitoringSchedule, schedule_id, with_for_update=True, populate_existing=True
        )

    def of_schedule(self, schedule_id: UUID) -> Sequence[MonitoringActivity]:
        """Return the occurrences of a schedule, in the order planned."""
        return self._session.exec(
            select(MonitoringActivity)
            .where(MonitoringActivity.schedule_id == schedule_id)
            .order_by(col(MonitoringActivity.planned_on), col(MonitoringActivity.version))
        ).all()

    def planned_for(self, person_id: UUID, limit: int = 50) -> Sequence[MonitoringActivity]:
        """Return what somebody is still to look at, the earliest first."""
        return self._session.exec(
            select(MonitoringActivity)
            .where(
                MonitoringActivity.owner_id == person_id, MonitoringActivity.state == ActivityState.PLANNED
            )
            .order_by(col(MonitoringActivity.planned_on))
            .limit(limit)
        ).all()

    def planned_after(self, today: date) -> Sequence[MonitoringActivity]:
        """Return what is to be looked at after a day, of every contract, the earliest first, locked."""
        return self._session.exec(
            select(MonitoringActivity)
            .where(
                MonitoringActivity.state == ActivityState.PLANNED, col(MonitoringActivity.planned_on) > today
            )
            .order_by(col(MonitoringActivity.planned_on), col(MonitoringActivity.id))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()

    def between(self, contract_id: UUID, first: date, last: date) -> Sequence[MonitoringActivity]:
        """Return a contract's occurrences that count from one day to another, both included; not those called off."""
        return self._session.exec(
            select(MonitoringActivity)
            .where(
                MonitoringActivity.contract_id == contract_id,
                col(MonitoringActivity.counts_on).between(first, last),
                MonitoringActivity.state != ActivityState.CANCELLED,
            )
            .order_by(col(MonitoringActivity.counts_on))
        ).all()

    def next_on(
        self, contract_id: UUID, today: date, of_schedules: Collection[UUID] | None = None
    ) -> date | None:
        """Return the next day on which something of a contract is to be looked at, or something of some schedules."""
        question = select(func.min(MonitoringActivity.planned_on)).where(
            MonitoringActivity.contract_id == contract_id,
            MonitoringActivity.state == ActivityState.PLANNED,
            col(MonitoringActivity.planned_on) >= today,
        )
        if of_schedules is not None:
            question = question.where(col(MonitoringActivity.schedule_id).in_(of_schedules))
        return self._session.exec(question).one()

    def schedules_in(self, contract_ids: Collection[UUID]) -> Sequence[MonitoringSchedule]:
        """Return the schedules of some contracts that still run, oldest first."""
        if not contract_ids:
            return []
        return self._session.exec(
            select(MonitoringSchedule)
            .where(
                col(MonitoringSchedule.contract_id).in_(contract_ids),
                MonitoringSchedule.state == ScheduleState.ACTIVE,
            )
            .order_by(col(MonitoringSchedule.created_at), MonitoringSchedule.reference)
        ).all()

    def activities_of(self, schedule_ids: Collection[UUID]) -> Sequence[MonitoringActivity]:
        """Return the occurrences of some schedules, in the order planned."""
        if not schedule_ids:
            return []
        return self._session.exec(
            select(MonitoringActivity)
            .where(col(MonitoringActivity.schedule_id).in_(schedule_ids))
            .order_by(col(MonitoringActivity.planned_on))
        ).all()

    def days_of(self, schedule_ids: Collection[UUID]) -> Iterable[tuple[UUID, date, ActivityState]]:
        """Return the days by which the occurrences of some schedules count, and how each stands, in order."""
        rows = self._session.execute(
            sql_select(
                col(MonitoringActivity.schedule_id),
                col(MonitoringActivity.counts_on),
                col(MonitoringActivity.state),
            )
            .where(col(MonitoringActivity.schedule_id).in_(schedule_ids))
            .order_by(col(MonitoringActivity.counts_on))
        )
        return ((schedule_id, on, state) for schedule_id, on, state in rows)

    def to_plan(self, now: datetime, limit: int) -> Sequence[MonitoringSchedule]:
        """Return the schedules whose next occurrence is to be put on the list; parked ones are left out."""
        return self._session.exec(
            select(MonitoringSchedule)
            .where(
                col(MonitoringSchedule.next_plan_at) <= now,
                col(MonitoringSchedule.parked_until).is_(None)
                | (col(MonitoringSchedule.parked_until) <= now),
            )
            .order_by(col(MonitoringSchedule.next_plan_at))
            .limit(limit)
        ).all()

    def next_moment(self, after: datetime) -> datetime | None:
        """Return the next moment at which an occurrence is to be put on the list."""
        return self._session.exec(
            select(func.min(MonitoringSchedule.next_plan_at)).where(
                col(MonitoringSchedule.next_plan_at) > after
            )
        ).one()

    def rating_of(self, contract_id: UUID) -> ContractRating | None:
        """Return how a contract is rated now, or None when nobody has rated it."""
        return self._session.exec(
            select(ContractRating)
            .where(ContractRating.contract_id == contract_id)
            .order_by(col(ContractRating.rated_at).desc())
        ).first()
