"""The safeguarding route: turns on duty, leave and cover, ways outside Slack, numbers by area, and drills."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from domain.routes import Level, Means
from storage.columns import words


class Area(SQLModel, table=True):
    """A part of the authority with an emergency duty team of its own: harm is reported where it happened."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=100, unique=True)
    duty_number: str = Field(max_length=200)


class ContractArea(SQLModel, table=True):
    """The area in which a contract's service lies."""

    __tablename__ = "contract_area"

    contract_id: UUID = Field(primary_key=True, foreign_key="contract.id")
    area_id: UUID = Field(foreign_key="area.id")


class DutyTurn(SQLModel, table=True):
    """From when until when somebody is on duty at a level of the route. Where a level has no turn now, all are."""

    __tablename__ = "duty_turn"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    level: Level = Field(sa_type=words(Level, "level"))
    starts_at: datetime
    ends_at: datetime = Field(index=True)


class Leave(SQLModel, table=True):
    """Days, both included and on London clocks, on which somebody is away, and who stands in for them."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    first_day: date
    last_day: date
    cover_id: UUID | None = Field(default=None, foreign_key="person.id")


class OutsideRoute(SQLModel, table=True):
    """A way to reach somebody outside Slack: an e-mail address, or a number given to the webhook."""

    __tablename__ = "outside_route"
    __table_args__ = (UniqueConstraint("person_id", "means"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    means: Means = Field(sa_type=words(Means, "means"))
    address: str = Field(max_length=200)


class Drill(SQLModel, table=True):
    """One test of the whole route, marked TEST, in working hours, each quarter or because somebody asked for it."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    asked_at: datetime
    asked_by: UUID | None = Field(default=None, foreign_key="person.id")
    started_at: datetime | None = None


class DrillAnswer(SQLModel, table=True):
    """Whom a drill asked at which level, and when they answered."""

    __tablename__ = "drill_answer"
    __table_args__ = (UniqueConstraint("drill_id", "person_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    drill_id: UUID = Field(foreign_key="drill.id")
    person_id: UUID = Field(foreign_key="person.id")
    level: Level = Field(sa_type=words(Level, "level"))
    answered_at: datetime | None = None


class Routes:
    """Questions about the route."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def turns(self, at: datetime) -> Sequence[DutyTurn]:
        """Return the turns on duty that a moment falls in."""
        return self._session.exec(
            select(DutyTurn).where(col(DutyTurn.starts_at) <= at, col(DutyTurn.ends_at) > at)
        ).all()

    def on_leave(self, day: date) -> Sequence[Leave]:
        """Return who is away on a London day."""
        return self._session.exec(
            select(Leave).where(col(Leave.first_day) <= day, col(Leave.last_day) >= day)
        ).all()

    def areas(self) -> Sequence[Area]:
        """Return every area, by name."""
        return self._session.exec(select(Area).order_by(Area.name)).all()

    def area_of(self, contract_id: UUID) -> Area | None:
        """Return the area in which a contract's service lies, if one was chosen."""
        return self._session.exec(
            select(Area)
            .join(ContractArea, col(ContractArea.area_id) == col(Area.id))
            .where(ContractArea.contract_id == contract_id)
        ).first()
