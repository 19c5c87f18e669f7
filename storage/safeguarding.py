"""Safeguarding concerns: RESTRICTED, kept apart from the others."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, ColumnElement, case, exists, func
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, or_, select

from domain.concerns import Kind
from domain.routes import Level
from domain.safeguarding import (
    OPEN,
    Advocate,
    Consent,
    ReporterAnswer,
    SafeguardingState,
    Safety,
    WishesMet,
)
from storage.columns import words
from storage.safeguarding_decisions import SafeguardingReview


class SafeguardingConcern(SQLModel, table=True):
    """A concern that somebody is in danger or may be at risk. What was typed is in the narratives.

    `may_write`: a reporter from outside our organisation allows messages that their employer may be able to read.
    """

    __tablename__ = "safeguarding_concern"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    kind: Kind = Field(sa_type=words(Kind, "kind"))
    state: SafeguardingState = Field(
        default=SafeguardingState.RAISED, sa_type=words(SafeguardingState, "state")
    )
    contract_id: UUID | None = Field(default=None, foreign_key="contract.id")
    reporter_id: UUID = Field(foreign_key="person.id", index=True)
    reporter_is_confirmed: bool
    raised_at: datetime
    lead_id: UUID | None = Field(default=None, foreign_key="person.id")
    acknowledged_at: datetime | None = None
    is_urgent: bool = True
    safety: Safety | None = Field(default=None, sa_type=words(Safety, "safety"))
    area_id: UUID | None = Field(default=None, foreign_key="area.id")
    types: list[str] = Field(default_factory=list, sa_type=JSON)
    is_allegation: bool = False
    is_about_a_child: bool = False
    works_with_children: bool = False
    consent: Consent | None = Field(default=None, sa_type=words(Consent, "consent"))
    advocate: Advocate | None = Field(default=None, sa_type=words(Advocate, "advocate"))
    handed_to: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    reporter_told_at: datetime | None = None
    reporter_answer: ReporterAnswer | None = Field(
        default=None, sa_type=words(ReporterAnswer, "reporter_answer")
    )
    closed_at: datetime | None = None
    wishes_met: WishesMet | None = Field(default=None, sa_type=words(WishesMet, "wishes_met"))
    may_write: bool = False


class SafeguardingNamed(SQLModel, table=True):
    """Somebody on the route of one concern, frozen as it stood when it was raised, or brought in later.

    Whoever is excluded is never told and never reads it, whatever their role (practice.md 1.7).
    """

    __tablename__ = "safeguarding_named"
    __table_args__ = (UniqueConstraint("concern_id", "person_id", "level"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    concern_id: UUID = Field(foreign_key="safeguarding_concern.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    level: Level | None = Field(default=None, sa_type=words(Level, "level"))
    is_excluded: bool = False
    since: datetime


class Safeguarding:
    """Questions about safeguarding concerns."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, concern: SafeguardingConcern) -> SafeguardingConcern:
        """Keep a safeguarding concern."""
        self._session.add(concern)
        self._session.flush()
        return concern

    def get(self, concern_id: UUID) -> SafeguardingConcern:
        """Return a safeguarding concern that is known to exist."""
        return self._session.get_one(SafeguardingConcern, concern_id)

    def find(self, concern_id: UUID) -> SafeguardingConcern | None:
        """Return a safeguarding concern, or None."""
        return self._session.get(SafeguardingConcern, concern_id)

    def find_to_change(self, concern_id: UUID) -> SafeguardingConcern | None:
        """Return a safeguarding concern as it stands now, and let nobody else change it meanwhile; or None."""
        return self._session.exec(
            select(SafeguardingConcern)
            .where(SafeguardingConcern.id == concern_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()

    def raised_by(self, person_id: UUID, limit: int = 20) -> Sequence[SafeguardingConcern]:
        """Return what somebody raised, what is open first, newest first."""
        return self._session.exec(
            select(SafeguardingConcern)
            .where(SafeguardingConcern.reporter_id == person_id)
            .order_by(
                case((col(SafeguardingConcern.state).in_(OPEN), 0), else_=1),
                col(SafeguardingConcern.raised_at).desc(),
            )
            .limit(limit)
        ).all()

    def open_for(self, lead_id: UUID) -> Sequence[SafeguardingConcern]:
        """Return what waits for somebody, of what they are named for; oldest first.

        All that nobody has yet, that they have, that is being handed to them, and of which a second look is asked.
        """
        is_theirs = or_(
            col(SafeguardingConcern.lead_id).is_(None),
            SafeguardingConcern.lead_id == lead_id,
            SafeguardingConcern.handed_to == lead_id,
        )
        is_asked_again = exists().where(
            col(SafeguardingReview.concern_id) == SafeguardingConcern.id,
            col(SafeguardingReview.taken_by).is_(None),
        )
        return self._session.exec(
            select(SafeguardingConcern)
            .where(
                _names(lead_id),
                or_(is_theirs & col(SafeguardingConcern.state).in_(OPEN), is_asked_again),
            )
            .order_by(col(SafeguardingConcern.raised_at))
        ).all()

    def named_for(self, person_id: UUID, start: int, limit: int) -> Sequence[SafeguardingConcern]:
        """Return one page of what somebody is named for: what nobody has, then open, then closed; newest first."""
        order = case(
            (col(SafeguardingConcern.state) == SafeguardingState.RAISED, 0),
            (col(SafeguardingConcern.state).in_(OPEN), 1),
            else_=2,
        )
        return self._session.exec(
            select(SafeguardingConcern)
            .where(_names(person_id))
            .order_by(order, col(SafeguardingConcern.raised_at).desc(), col(SafeguardingConcern.id))
            .offset(start)
            .limit(limit)
        ).all()

    def count_named_for(self, person_id: UUID) -> int:
        """Return how many concerns somebody is named for, open and closed."""
        return self._session.exec(
            select(func.count()).select_from(SafeguardingConcern).where(_names(person_id))
        ).one()

    def newest(self, limit: int = 200) -> Sequence[SafeguardingConcern]:
        """Return all safeguarding concerns, open and closed, newest first."""
        return self._session.exec(
            select(SafeguardingConcern).order_by(col(SafeguardingConcern.raised_at).desc()).limit(limit)
        ).all()

    def name(self, named: SafeguardingNamed) -> None:
        """Keep who is on the route of a concern, or must not be told of it."""
        self._session.add(named)
        self._session.flush()

    def named(self, concern_id: UUID) -> Sequence[SafeguardingNamed]:
        """Return who is on the route of a concern, and who must not be told of it."""
        return self._session.exec(
            select(SafeguardingNamed)
            .where(SafeguardingNamed.concern_id == concern_id)
            .order_by(col(SafeguardingNamed.since))
        ).all()


def _names(person_id: UUID) -> ColumnElement[bool]:
    """Whether a concern names somebody: on its route, or its lead; never whoever is excluded from it."""
    about = col(SafeguardingNamed.concern_id) == col(SafeguardingConcern.id)
    on_it = exists().where(about, col(SafeguardingNamed.person_id) == person_id)
    excluded = on_it.where(col(SafeguardingNamed.is_excluded))
    return or_(on_it, SafeguardingConcern.lead_id == person_id) & ~excluded
