"""Action plans by version, and the lines of each."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from domain.action_plans import PlanState
from domain.actions import Basis
from domain.chronology import SubjectKind
from domain.monitoring import Interval
from domain.people import Party
from storage.columns import words
from storage.sealed_columns import sealed


class ActionPlan(SQLModel, table=True):
    """One version of a process's plan. `hold_readings` is how many readings in a row must be on target to be enough.

    `exit_criteria`, and from version 2 on `changed_because`, are SHARED narratives of its id. `round_number` counts how
    often the parties were asked without all agreeing. `measures` are the ids (hex) of the measures that this version
    is read by, and `exit_measures` those of them that count for its exit criteria.
    """

    __tablename__ = "action_plan"
    __table_args__ = (UniqueConstraint("improvement_id", "version"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    improvement_id: UUID = Field(foreign_key="improvement.id", index=True)
    version: int
    state: PlanState = Field(default=PlanState.DRAFT, sa_type=words(PlanState, "state"))
    interval: Interval | None = Field(default=None, sa_type=words(Interval, "interval"))
    first_on: date | None = None
    hold_readings: int = 0
    round_number: int = 1
    measures: list[str] = Field(default_factory=list, sa_type=JSON)
    exit_measures: list[str] = Field(default_factory=list, sa_type=JSON)
    drafted_by: UUID = Field(foreign_key="person.id")
    drafted_at: datetime
    agreed_at: datetime | None = None


@sealed("title", "shown_by", "clause", of=SubjectKind.PLAN_LINE, since="drafted_at")
class PlanLine(SQLModel, table=True):
    """One action of one version. `key` is the same in every version; `action_id` is set once it is agreed.

    `asked_due_on` is the day as everybody was asked about it, where a rest has given days back since.
    """

    __tablename__ = "plan_line"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    plan_id: UUID = Field(foreign_key="action_plan.id", index=True)
    key: UUID
    number: int
    area_id: UUID | None = Field(default=None, foreign_key="concern_area.id", index=True)
    title: str
    shown_by: str
    basis: Basis = Field(sa_type=words(Basis, "basis"))
    clause: str = ""
    keeps_safe_now: bool = False
    owner_id: UUID = Field(foreign_key="person.id")
    party: Party = Field(sa_type=words(Party, "party"))
    due_on: date
    asked_due_on: date | None = None
    action_id: UUID | None = Field(default=None, foreign_key="action.id", index=True)
    drafted_by: UUID = Field(foreign_key="person.id")
    drafted_at: datetime
    left_out_at: datetime | None = None


class ActionPlans:
    """Questions about action plans."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: ActionPlan | PlanLine) -> None:
        """Keep a version of a plan, or a line of one."""
        self._session.add(row)
        self._session.flush()

    def find(self, plan_id: UUID) -> ActionPlan | None:
        """Return one version, or None."""
        return self._session.get(ActionPlan, plan_id)

    def find_to_change(self, plan_id: UUID) -> ActionPlan | None:
        """Return one version as it stands now, locked; or None."""
        return self._session.get(ActionPlan, plan_id, with_for_update=True, populate_existing=True)

    def of(self, improvement_id: UUID) -> Sequence[ActionPlan]:
        """Return every version of a process's plan, the first first."""
        return self._session.exec(
            select(ActionPlan)
            .where(ActionPlan.improvement_id == improvement_id)
            .order_by(col(ActionPlan.version))
        ).all()

    def lines(self, plan_id: UUID) -> Sequence[PlanLine]:
        """Return the lines of one version that were not left out of it, in their order."""
        return self._session.exec(
            select(PlanLine)
            .where(PlanLine.plan_id == plan_id, col(PlanLine.left_out_at).is_(None))
            .order_by(col(PlanLine.number))
        ).all()

    def keyed(self, plan_id: UUID, key: UUID) -> PlanLine | None:
        """Return the line of one version that stands for an action, left out or not; or None."""
        return self._session.exec(
            select(PlanLine).where(PlanLine.plan_id == plan_id, PlanLine.key == key)
        ).first()

    def find_line_to_change(self, line_id: UUID) -> PlanLine | None:
        """Return a line as it stands now, locked; or None."""
        return self._session.get(PlanLine, line_id, with_for_update=True, populate_existing=True)
