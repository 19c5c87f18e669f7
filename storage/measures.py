"""Measures and their readings."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from domain.chronology import SubjectKind
from domain.measures import Direction
from storage.columns import Hundredths, words
from storage.sealed_columns import sealed


@sealed("title", "outcome", "source", of=SubjectKind.MEASURE, since="set_at")
class Measure(SQLModel, table=True):
    """One measure of a process, from its baseline to its target (CPC424-P7). All its words are SHARED.

    It is read at the occurrences of `schedule_id`, once the plan that names it is agreed; several measures that one
    person collects at one interval share a schedule.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    improvement_id: UUID = Field(foreign_key="improvement.id", index=True)
    number: int
    title: str
    outcome: str
    source: str
    unit: str = Field(default="", max_length=30)
    baseline: Decimal = Field(sa_type=Hundredths)
    target: Decimal = Field(sa_type=Hundredths)
    direction: Direction = Field(sa_type=words(Direction, "direction"))
    close_within: Decimal = Field(sa_type=Hundredths)
    below_within: Decimal = Field(sa_type=Hundredths)
    collector_id: UUID = Field(foreign_key="person.id")
    schedule_id: UUID | None = Field(default=None, foreign_key="monitoring_schedule.id", index=True)
    version: int = 1
    set_by: UUID = Field(foreign_key="person.id")
    set_at: datetime
    left_out_at: datetime | None = None


class Reading(SQLModel, table=True):
    """One reading, by the day it counts for. A correction is a row of its own, and the newest stands.

    Without a value nobody could read it: a gap, never a zero. Its note is a SHARED narrative of its id.
    """

    __tablename__ = "measure_reading"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    measure_id: UUID = Field(foreign_key="measure.id", index=True)
    activity_id: UUID | None = Field(default=None, foreign_key="monitoring_activity.id", index=True)
    counts_on: date = Field(index=True)
    value: Decimal | None = Field(default=None, sa_type=Hundredths)
    recorded_by: UUID = Field(foreign_key="person.id")
    recorded_at: datetime
    replaced_at: datetime | None = None


class Measures:
    """Questions about measures and readings."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: Measure | Reading) -> None:
        """Keep a measure or a reading."""
        self._session.add(row)
        self._session.flush()

    def find(self, measure_id: UUID) -> Measure | None:
        """Return a measure, or None."""
        return self._session.get(Measure, measure_id)

    def find_to_change(self, measure_id: UUID) -> Measure | None:
        """Return a measure as it stands now, locked; or None."""
        return self._session.get(Measure, measure_id, with_for_update=True, populate_existing=True)

    def of(self, improvement_id: UUID) -> Sequence[Measure]:
        """Return the measures of a process that were not left out, in their order."""
        return self._session.exec(
            select(Measure)
            .where(Measure.improvement_id == improvement_id, col(Measure.left_out_at).is_(None))
            .order_by(col(Measure.number))
        ).all()

    def of_schedule(self, schedule_id: UUID) -> Sequence[Measure]:
        """Return the measures that are read at a schedule's occurrences."""
        return self._session.exec(
            select(Measure)
            .where(Measure.schedule_id == schedule_id, col(Measure.left_out_at).is_(None))
            .order_by(col(Measure.number))
        ).all()

    def readings(self, measure_ids: Collection[UUID]) -> Sequence[Reading]:
        """Return the readings that stand, of some measures, by the day they count for."""
        return self._session.exec(
            select(Reading)
            .where(col(Reading.measure_id).in_(measure_ids), col(Reading.replaced_at).is_(None))
            .order_by(col(Reading.counts_on), col(Reading.recorded_at))
        ).all()

    def every_reading(self, measure_id: UUID) -> Sequence[Reading]:
        """Return every reading of a measure, corrected ones too, the oldest first."""
        return self._session.exec(
            select(Reading).where(Reading.measure_id == measure_id).order_by(col(Reading.recorded_at))
        ).all()
