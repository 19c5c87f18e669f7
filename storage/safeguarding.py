"""Safeguarding concerns: RESTRICTED, kept apart from the others."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON
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
        """Return what somebody raised, newest first."""
        return self._session.exec(
            select(SafeguardingConcern)
            .where(SafeguardingConcern.reporter_id == person_id)
            .order_by(col(SafeguardingConcern.raised_at).desc())
            .limit(limit)
        ).all()

    def open_for(self, lead_id: UUID, limit: int = 50) -> Sequence[SafeguardingConcern]:
        """Return what nobody has yet and what this lead has, oldest first."""
        return self._session.exec(
            select(SafeguardingConcern)
            .where(
                or_(col(SafeguardingConcern.lead_id).is_(None), SafeguardingConcern.lead_id == lead_id),
                col(SafeguardingConcern.state).in_(OPEN),
            )
            .order_by(col(SafeguardingConcern.raised_at))
            .limit(limit)
        ).all()

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
