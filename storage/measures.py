"""Measures and their readings."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import select as sql_select
from sqlmodel import Field, Session, SQLModel, col, select

from domain.chronology import SubjectKind
from domain.measures import Direction
from domain.monitoring import Interval
from storage.columns import Hundredths, words
from storage.sealed_columns import sealed


@sealed("title", "outcome", "source", of=SubjectKind.MEASURE, since="set_at")
class Measure(SQLModel, table=True):
    """One measure of a process, from its baseline to its target (CPC424-P7). All its words are SHARED.

    It is read at the occurrences of `schedule_id`, once a plan that names it is agreed; several measures that one
    person collects at one interval share a schedule. What was agreed is never written over: a change is a row of its
    own with the same `number` and the next `version`, and takes the place of this one when it is agreed in its turn.
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
    interval: Interval = Field(sa_type=words(Interval, "interval"))
    schedule_id: UUID | None = Field(default=None, foreign_key="monitoring_schedule.id", index=True)
    version: int = 1
    set_by: UUID = Field(foreign_key="person.id")
    set_at: datetime
    left_out_at: datetime | None = None


class Reading(SQLModel, table=True):
    """One reading, by the day it counts for. A correction is a row of its own, and the newest stands.

    Without a value nobody could read it: a gap, never a zero. Its note is a SHARED narrative of its id. `rung_by`: who
    of our own side rang about it before anything was written, where it was poor.
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
    rung_by: UUID | None = Field(default=None, foreign_key="person.id")
    rung_at: datetime | None = None


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

    def those(self, measure_ids: Collection[UUID]) -> Sequence[Measure]:
        """Return some measures, left out or not, in their order."""
        return self._session.exec(
            select(Measure).where(col(Measure.id).in_(measure_ids)).order_by(col(Measure.number))
        ).all()

    def first_set(self, improvement_id: UUID) -> dict[int, datetime]:
        """Return when each measure of a process was first set, by its number, left out or not."""
        rows = self._session.exec(
            select(Measure.number, Measure.set_at)
            .where(Measure.improvement_id == improvement_id)
            .order_by(col(Measure.set_at).desc())
        )
        return dict(rows.all())

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

    def values(self, improvement_id: UUID) -> Iterable[tuple[int, date, Decimal | None]]:
        """Return what was read of each measure of a process, by its number whatever its version, day by day.

        Of one day the newest reading stands. Years of them are read without making a row of each.
        """
        rows = self._session.execute(
            sql_select(col(Measure.number), col(Reading.counts_on), col(Reading.value))
            .join(Measure, col(Measure.id) == col(Reading.measure_id))
            .where(col(Measure.improvement_id) == improvement_id, col(Reading.replaced_at).is_(None))
            .order_by(col(Reading.counts_on), col(Reading.recorded_at))
        )
        return ((number, on, value) for number, on, value in rows)

    def standing(self, measure_id: UUID, counts_on: date) -> Reading | None:
        """Return the reading of one measure that stands for a day, locked; None where there is none."""
        return self._session.exec(
            select(Reading)
            .where(
                Reading.measure_id == measure_id,
                Reading.counts_on == counts_on,
                col(Reading.replaced_at).is_(None),
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()

    def of_activity(self, activity_id: UUID) -> Sequence[Reading]:
        """Return every reading recorded at one occurrence, replaced ones too, the oldest first."""
        return self._session.exec(
            select(Reading)
            .where(Reading.activity_id == activity_id)
            .order_by(col(Reading.recorded_at), col(Reading.id))
        ).all()

    def every_reading(self, measure_id: UUID) -> Sequence[Reading]:
        """Return every reading of a measure, corrected ones too, the oldest first."""
        return self._session.exec(
            select(Reading).where(Reading.measure_id == measure_id).order_by(col(Reading.recorded_at))
        ).all()
