"""Quality and contract concerns."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, or_, select

from domain.concerns import ConcernState, Route, TellProvider
from domain.patterns import Theme
from storage.columns import words
from storage.rows import Row, keep


class Concern(Row, table=True):
    """A concern that is not about safeguarding. What was typed is in the narratives."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    contract_id: UUID | None = Field(default=None, foreign_key="contract.id", index=True)
    state: ConcernState = Field(default=ConcernState.LOGGED, sa_type=words(ConcernState, "state"))
    reporter_id: UUID = Field(foreign_key="person.id", index=True)
    logged_at: datetime
    lead_id: UUID | None = Field(default=None, foreign_key="person.id")
    acknowledged_at: datetime | None = None
    triaged_at: datetime | None = None
    route: Route | None = Field(default=None, sa_type=words(Route, "route"))
    tell_provider: TellProvider | None = Field(default=None, sa_type=words(TellProvider, "tell_provider"))
    tell_on: date | None = None
    provider_told_at: datetime | None = None
    theme: Theme | None = Field(default=None, sa_type=words(Theme, "theme"))
    closed_at: datetime | None = None


class Concerns:
    """Questions about concerns."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._held: list[Concern] = []

    def add(self, concern: Concern) -> Concern:
        """Keep a concern."""
        keep(self._session, concern)
        return concern

    def get(self, concern_id: UUID) -> Concern:
        """Return a concern that is known to exist."""
        return self._session.get_one(Concern, concern_id)

    def find(self, concern_id: UUID) -> Concern | None:
        """Return a concern, or None."""
        return self._session.get(Concern, concern_id)

    def find_to_change(self, concern_id: UUID) -> Concern | None:
        """Return a concern as it stands now, and let nobody else change it in the meantime; or None."""
        return self._session.exec(
            select(Concern)
            .where(Concern.id == concern_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()

    def reporters_in(self, contract_id: UUID, since: datetime, until: datetime) -> frozenset[UUID]:
        """Return who logged a concern about a contract between two moments, the second left out."""
        found = select(Concern.reporter_id).where(
            Concern.contract_id == contract_id, Concern.logged_at >= since, Concern.logged_at < until
        )
        return frozenset(self._session.exec(found).all())

    def hold(self, concern_ids: Collection[UUID]) -> None:
        """Fetch some concerns at once, so that finding each of them later in this unit of work asks nothing more."""
        if concern_ids:
            found = self._session.exec(select(Concern).where(col(Concern.id).in_(concern_ids))).all()
            self._held += found  # the session itself forgets a row that nobody holds

    def logged_by(self, person_id: UUID, limit: int = 20) -> Sequence[Concern]:
        """Return what somebody logged, newest first."""
        return self._session.exec(
            select(Concern)
            .where(Concern.reporter_id == person_id)
            .order_by(col(Concern.logged_at).desc())
            .limit(limit)
        ).all()

    def open_in(self, contract_ids: Collection[UUID], limit: int = 100) -> Sequence[Concern]:
        """Return the concerns of some contracts that are neither closed nor withdrawn, oldest first."""
        over = [ConcernState.RESOLVED, ConcernState.WITHDRAWN]
        return self._session.exec(
            select(Concern)
            .where(col(Concern.contract_id).in_(contract_ids), col(Concern.state).not_in(over))
            .order_by(col(Concern.logged_at))
            .limit(limit)
        ).all()

    def of_theme(self, contract_id: UUID, theme: Theme, since: datetime) -> Sequence[Concern]:
        """Return the concerns of a contract and theme that were logged after a moment, the earliest first."""
        return self._session.exec(
            select(Concern)
            .where(Concern.contract_id == contract_id, Concern.theme == theme, Concern.logged_at > since)
            .order_by(col(Concern.logged_at))
        ).all()

    def told_in(self, contract_ids: Collection[UUID], now: datetime) -> Sequence[Concern]:
        """Return the decided concerns of some contracts of which the provider has been told by now, oldest first."""
        return self._session.exec(
            select(Concern)
            .where(
                col(Concern.contract_id).in_(contract_ids),
                Concern.state == ConcernState.TRIAGED,
                col(Concern.provider_told_at) <= now,
            )
            .order_by(col(Concern.provider_told_at))
        ).all()

    def waiting_for(
        self, person_id: UUID, leads_of: Collection[UUID], *, or_none: bool = False, limit: int = 50
    ) -> Sequence[Concern]:
        """Return open concerns that somebody took, or that wait in the contracts they lead, oldest first.

        `or_none`: those that are about no contract wait for them too.
        """
        about = [col(Concern.contract_id).in_(leads_of)]
        if or_none:
            about.append(col(Concern.contract_id).is_(None))
        return self._session.exec(
            select(Concern)
            .where(
                col(Concern.state).in_([ConcernState.LOGGED, ConcernState.ACKNOWLEDGED]),
                or_(
                    Concern.lead_id == person_id,
                    col(Concern.lead_id).is_(None) & or_(*about),
                ),
            )
            .order_by(col(Concern.logged_at))
            .limit(limit)
        ).all()
