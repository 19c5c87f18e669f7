"""Improvement processes, what each was opened from, and when everything but safety rested."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from domain.chronology import SubjectKind
from domain.improvements import UNDER_WAY, ImprovementState, PauseReason, Route
from storage.columns import words
from storage.sealed_columns import sealed


@sealed("title", of=SubjectKind.IMPROVEMENT, since="opened_at")
class Improvement(SQLModel, table=True):
    """One process. The title is SHARED text; the explanation, its note and why it was opened are narratives of its id.

    `explanation_version` is 0 until it is explained, and grows with each explanation that takes the one before's place.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    title: str
    route: Route = Field(sa_type=words(Route, "route"))
    state: ImprovementState = Field(default=ImprovementState.OPENED, sa_type=words(ImprovementState, "state"))
    lead_id: UUID | None = Field(default=None, foreign_key="person.id")
    opened_by: UUID = Field(foreign_key="person.id")
    opened_at: datetime
    explanation_version: int = 0
    explained_by: UUID | None = Field(default=None, foreign_key="person.id")
    explained_at: datetime | None = None
    plan_agreed_at: datetime | None = None
    hold_until: date | None = None
    reflecting_since: datetime | None = None
    closed_by: UUID | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None


class ImprovementSource(SQLModel, table=True):
    """What a process was opened from, or linked to later: exactly one of the records it may point at is set.

    `area_id` is the area of concern that somebody put it into.
    """

    __tablename__ = "improvement_source"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    improvement_id: UUID = Field(foreign_key="improvement.id", index=True)
    concern_id: UUID | None = Field(default=None, foreign_key="concern.id", index=True)
    evaluation_id: UUID | None = Field(default=None, foreign_key="evaluation.id", index=True)
    activity_id: UUID | None = Field(default=None, foreign_key="monitoring_activity.id", index=True)
    area_id: UUID | None = Field(default=None, foreign_key="concern_area.id")
    linked_by: UUID = Field(foreign_key="person.id")
    linked_at: datetime


class ImprovementPause(SQLModel, table=True):
    """A time in which everything but safety rests. Why is a narrative of its id; `was` is where it goes on."""

    __tablename__ = "improvement_pause"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    improvement_id: UUID = Field(foreign_key="improvement.id", index=True)
    reason: PauseReason = Field(sa_type=words(PauseReason, "reason"))
    was: ImprovementState = Field(sa_type=words(ImprovementState, "was"))
    paused_by: UUID = Field(foreign_key="person.id")
    paused_at: datetime
    review_on: date
    resumed_by: UUID | None = Field(default=None, foreign_key="person.id")
    resumed_at: datetime | None = None


class Improvements:
    """Questions about improvement processes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: Improvement | ImprovementSource | ImprovementPause) -> None:
        """Keep a process, what it comes from, or a pause."""
        self._session.add(row)
        self._session.flush()

    def get(self, improvement_id: UUID) -> Improvement:
        """Return a process that is known to exist."""
        return self._session.get_one(Improvement, improvement_id)

    def find(self, improvement_id: UUID) -> Improvement | None:
        """Return a process, or None."""
        return self._session.get(Improvement, improvement_id)

    def find_to_change(self, improvement_id: UUID) -> Improvement | None:
        """Return a process as it stands now, locked until this unit of work is over; or None."""
        return self._session.get(Improvement, improvement_id, with_for_update=True, populate_existing=True)

    def in_contracts(
        self, contract_ids: Collection[UUID], *, only_under_way: bool = False
    ) -> Sequence[Improvement]:
        """Return the processes of some contracts, the newest first."""
        asked = select(Improvement).where(col(Improvement.contract_id).in_(contract_ids))
        if only_under_way:
            asked = asked.where(col(Improvement.state).in_(UNDER_WAY))
        return self._session.exec(asked.order_by(col(Improvement.opened_at).desc())).all()

    def sources(self, improvement_id: UUID) -> Sequence[ImprovementSource]:
        """Return what a process was opened from, the first linked first."""
        return self._session.exec(
            select(ImprovementSource)
            .where(ImprovementSource.improvement_id == improvement_id)
            .order_by(col(ImprovementSource.linked_at), col(ImprovementSource.id))
        ).all()

    def of_concern(self, concern_id: UUID) -> Sequence[Improvement]:
        """Return the processes that a concern was taken up in."""
        return self._session.exec(
            select(Improvement)
            .join(ImprovementSource, col(ImprovementSource.improvement_id) == col(Improvement.id))
            .where(ImprovementSource.concern_id == concern_id)
            .order_by(col(Improvement.opened_at))
        ).all()

    def taken_up_in(self, contract_ids: Collection[UUID]) -> frozenset[UUID]:
        """Return the concerns of some contracts that a process goes on about: what they lead to is done there."""
        rows = self._session.exec(
            select(ImprovementSource.concern_id)
            .join(Improvement, col(Improvement.id) == col(ImprovementSource.improvement_id))
            .where(
                col(Improvement.contract_id).in_(contract_ids),
                col(Improvement.state).in_(UNDER_WAY),
                col(ImprovementSource.concern_id).is_not(None),
            )
        ).all()
        return frozenset(concern_id for concern_id in rows if concern_id is not None)

    def pauses(self, improvement_id: UUID) -> Sequence[ImprovementPause]:
        """Return when a process rested, the latest last."""
        return self._session.exec(
            select(ImprovementPause)
            .where(ImprovementPause.improvement_id == improvement_id)
            .order_by(col(ImprovementPause.paused_at))
        ).all()
