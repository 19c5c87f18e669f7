"""The safeguarding route: turns on duty, leave and cover, ways outside Slack, numbers by area, and drills."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, or_, select

from domain.routes import Level, Means
from storage.columns import words
from storage.organisations import OrganisationSettings


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

    def turns_after(self, at: datetime) -> Sequence[DutyTurn]:
        """Return the turns that have not ended at a moment, the next to begin first."""
        return self._session.exec(
            select(DutyTurn)
            .where(col(DutyTurn.ends_at) > at)
            .order_by(col(DutyTurn.starts_at), col(DutyTurn.ends_at), col(DutyTurn.id))
        ).all()

    def turn(self, turn_id: UUID) -> DutyTurn | None:
        """Return a turn, or None when it is gone."""
        return self._session.get(DutyTurn, turn_id)

    def same_turn(self, turn: DutyTurn) -> DutyTurn | None:
        """Return the turn of that person, level, beginning and end."""
        return self._session.exec(
            select(DutyTurn).where(
                DutyTurn.person_id == turn.person_id,
                DutyTurn.level == turn.level,
                DutyTurn.starts_at == turn.starts_at,
                DutyTurn.ends_at == turn.ends_at,
            )
        ).first()

    def add_turn(self, turn: DutyTurn) -> None:
        """Keep a turn."""
        self._session.add(turn)
        self._session.flush()

    def end_turns(self, person_id: UUID, level: Level, at: datetime) -> None:
        """Take somebody's turns at a level out of the rota, those that are over excepted."""
        for turn in self.turns_after(at):
            if turn.person_id == person_id and turn.level is level:
                self._session.delete(turn)
        self._session.flush()

    def on_leave(self, day: date) -> Sequence[Leave]:
        """Return who is away on a London day."""
        return self._session.exec(
            select(Leave).where(col(Leave.first_day) <= day, col(Leave.last_day) >= day)
        ).all()

    def leave_from(self, day: date) -> Sequence[Leave]:
        """Return the leave that is not over on a London day, the next to begin first."""
        return self._session.exec(
            select(Leave)
            .where(col(Leave.last_day) >= day)
            .order_by(col(Leave.first_day), col(Leave.last_day), col(Leave.id))
        ).all()

    def leave_between(self, person_id: UUID, first_day: date, last_day: date) -> Sequence[Leave]:
        """Return somebody's leave that has a London day in common with those given."""
        return self._session.exec(
            select(Leave).where(
                Leave.person_id == person_id,
                col(Leave.first_day) <= last_day,
                col(Leave.last_day) >= first_day,
            )
        ).all()

    def leave(self, leave_id: UUID) -> Leave | None:
        """Return a leave, or None when it is gone."""
        return self._session.get(Leave, leave_id)

    def same_leave(self, person_id: UUID, first_day: date, last_day: date) -> Leave | None:
        """Return somebody's leave of exactly these days."""
        return self._session.exec(
            select(Leave).where(
                Leave.person_id == person_id, Leave.first_day == first_day, Leave.last_day == last_day
            )
        ).first()

    def add_leave(self, leave: Leave) -> Leave:
        """Keep a leave."""
        self._session.add(leave)
        self._session.flush()
        return leave

    def remove(self, row: DutyTurn | Leave | Area) -> None:
        """Take a turn, a leave or an area away."""
        self._session.delete(row)
        self._session.flush()

    def outside(self, person_id: UUID) -> Sequence[OutsideRoute]:
        """Return the ways to reach somebody outside Slack."""
        return self._session.exec(
            select(OutsideRoute).where(OutsideRoute.person_id == person_id).order_by(col(OutsideRoute.means))
        ).all()

    def set_outside(self, person_id: UUID, means: Means, address: str) -> None:
        """Keep one way to reach somebody outside Slack, or take it away when the address is empty."""
        kept = next((way for way in self.outside(person_id) if way.means is means), None)
        if kept is not None and not address:
            self._session.delete(kept)
        elif kept is not None:
            kept.address = address
        elif address:
            self._session.add(OutsideRoute(person_id=person_id, means=means, address=address))
        self._session.flush()

    def forget(self, person_id: UUID) -> None:
        """Forget how somebody who has left the route is reached, their leave, and that they stand in for others."""
        for way in self.outside(person_id):
            self._session.delete(way)
        own = or_(Leave.person_id == person_id, Leave.cover_id == person_id)
        for leave in self._session.exec(select(Leave).where(own)).all():
            if leave.person_id == person_id:
                self._session.delete(leave)
            else:
                leave.cover_id = None
        self._session.flush()

    def areas(self) -> Sequence[Area]:
        """Return every area, by name."""
        return self._session.exec(select(Area).order_by(Area.name)).all()

    def area(self, area_id: UUID) -> Area | None:
        """Return an area, or None when it is gone."""
        return self._session.get(Area, area_id)

    def add_area(self, area: Area) -> Area:
        """Keep an area."""
        self._session.add(area)
        self._session.flush()
        return area

    def area_of(self, contract_id: UUID) -> Area | None:
        """Return the area in which a contract's service lies, if one was chosen."""
        return self._session.exec(
            select(Area)
            .join(ContractArea, col(ContractArea.area_id) == col(Area.id))
            .where(ContractArea.contract_id == contract_id)
        ).first()

    def contracts_in(self, area_id: UUID) -> Sequence[UUID]:
        """Return the contracts whose service lies in an area."""
        return self._session.exec(
            select(ContractArea.contract_id).where(ContractArea.area_id == area_id)
        ).all()

    def place(self, contract_id: UUID, area_id: UUID | None) -> None:
        """Keep in which area a contract's service lies; none takes it out of the one it was in."""
        kept = self._session.get(ContractArea, contract_id)
        if area_id is not None:
            self._session.merge(ContractArea(contract_id=contract_id, area_id=area_id))
        elif kept is not None:
            self._session.delete(kept)
        self._session.flush()

    def all_ways_outside(self) -> Sequence[OutsideRoute]:
        """Return every way to reach anybody outside Slack."""
        return self._session.exec(select(OutsideRoute).order_by(col(OutsideRoute.means))).all()

    def way_outside(self, way_id: UUID) -> OutsideRoute | None:
        """Return one way outside Slack as it stands now, or None when it has been taken off."""
        return self._session.get(OutsideRoute, way_id)

    def add_drill(self, drill: Drill) -> Drill:
        """Keep a drill."""
        self._session.add(drill)
        self._session.flush()
        return drill

    def drill(self, drill_id: UUID) -> Drill | None:
        """Return a drill, or None."""
        return self._session.get(Drill, drill_id)

    def drill_to_start(self) -> Drill | None:
        """Return the drill that was asked for and has not begun, or None."""
        return self._session.exec(
            select(Drill).where(col(Drill.started_at).is_(None)).order_by(col(Drill.asked_at))
        ).first()

    def hold_drills(self) -> None:
        """Let nobody else ask for a drill or begin one meanwhile: two at once would test everybody twice."""
        self._session.exec(select(OrganisationSettings.organisation_id).with_for_update()).all()

    def last_drill(self) -> Drill | None:
        """Return the drill that began last, or None."""
        return self._session.exec(
            select(Drill).where(col(Drill.started_at).is_not(None)).order_by(col(Drill.started_at).desc())
        ).first()

    def ask_in_drill(self, answer: DrillAnswer) -> None:
        """Keep that a drill asks somebody."""
        self._session.add(answer)
        self._session.flush()

    def drill_answers(self, drill_id: UUID) -> Sequence[DrillAnswer]:
        """Return whom a drill asked, and who has answered."""
        return self._session.exec(select(DrillAnswer).where(DrillAnswer.drill_id == drill_id)).all()
