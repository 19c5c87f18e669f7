"""Deadlines and the ladders frozen onto them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, case, text
from sqlmodel import Field, Index, Session, col, func, select

from domain.chronology import SubjectKind
from domain.deadlines import NEVER_SILENT, DeadlineKind, DeadlineState
from domain.people import Party
from storage.columns import words
from storage.rows import Row, keep

# Literal words, not a parameter: only then do both databases see that the index answers the question.
OPEN = text("state = 'open'")
NEVER_TO_BE_SILENT = text(
    f"state = 'open' AND kind IN ({', '.join(repr(kind.value) for kind in sorted(NEVER_SILENT))})"
)


class Deadline(Row, table=True):
    """One timed duty. `next_step_at` is when its ladder next has something to say; None when it has not.

    `ended_at` is when it was cancelled: since then nobody waits for it, though it was not met.
    """

    __table_args__ = (
        Index(
            "ix_deadline_next",
            "next_step_at",
            postgresql_where=OPEN,
            sqlite_where=OPEN,
        ),
        Index("ix_deadline_open_kind", "kind", postgresql_where=OPEN, sqlite_where=OPEN),
        Index(
            "ix_deadline_never_silent",
            "started_at",
            postgresql_where=NEVER_TO_BE_SILENT,
            sqlite_where=NEVER_TO_BE_SILENT,
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: DeadlineKind = Field(sa_type=words(DeadlineKind, "kind"))
    state: DeadlineState = Field(default=DeadlineState.OPEN, sa_type=words(DeadlineState, "state"))
    subject_kind: SubjectKind = Field(sa_type=words(SubjectKind, "subject_kind"))
    subject_id: UUID = Field(index=True)
    contract_id: UUID | None = Field(default=None, foreign_key="contract.id", index=True)
    owner_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    party: Party = Field(sa_type=words(Party, "party"))
    basis: str = Field(max_length=120)
    started_at: datetime
    due_at: datetime
    original_due_at: datetime
    ladder: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    climbed: list[str] = Field(default_factory=list, sa_type=JSON)
    next_step_at: datetime | None = None
    paused_at: datetime | None = None
    parked_until: datetime | None = None
    restarts: int = 0
    met_at: datetime | None = None
    met_by: UUID | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None


class Deadlines:
    """Questions about deadlines."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, *deadlines: Deadline) -> None:
        """Keep deadlines, all in one statement."""
        keep(self._session, *deadlines)

    def get(self, deadline_id: UUID) -> Deadline:
        """Return a deadline that is known to exist."""
        return self._session.get_one(Deadline, deadline_id)

    def get_to_change(self, deadline_id: UUID) -> Deadline:
        """Return a deadline that is known to exist, under a lock: two attempts may fail at the same time."""
        return self._session.get_one(Deadline, deadline_id, with_for_update=True, populate_existing=True)

    def these_to_change(self, deadline_ids: Collection[UUID]) -> Sequence[Deadline]:
        """Return some deadlines that are known to exist under a lock, taken in the order of their ids by everybody."""
        return self._session.exec(
            select(Deadline)
            .where(col(Deadline.id).in_(deadline_ids))
            .order_by(col(Deadline.id))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()

    def live(self, subject_id: UUID, kinds: Collection[DeadlineKind]) -> Sequence[Deadline]:
        """Return the open or paused deadlines of a record."""
        return self._session.exec(
            select(Deadline).where(
                Deadline.subject_id == subject_id,
                col(Deadline.kind).in_(kinds),
                col(Deadline.state).in_([DeadlineState.OPEN, DeadlineState.PAUSED]),
            )
        ).all()

    def owned_by(self, person_id: UUID, contract_id: UUID) -> Sequence[Deadline]:
        """Return the open or paused duties that somebody has in a contract, the earliest due first."""
        return self._session.exec(
            select(Deadline)
            .where(
                Deadline.owner_id == person_id,
                Deadline.contract_id == contract_id,
                col(Deadline.state).in_([DeadlineState.OPEN, DeadlineState.PAUSED]),
            )
            .order_by(col(Deadline.due_at))
        ).all()

    def live_in(self, contract_id: UUID) -> Sequence[Deadline]:
        """Return every open or paused duty in a contract, the earliest due first."""
        return self._session.exec(
            select(Deadline)
            .where(
                Deadline.contract_id == contract_id,
                col(Deadline.state).in_([DeadlineState.OPEN, DeadlineState.PAUSED]),
            )
            .order_by(col(Deadline.due_at))
        ).all()

    def due_now(self, now: datetime, limit: int) -> Sequence[Deadline]:
        """Return open deadlines with a step reached, urgent duties first, then the longest waiting; none parked."""
        return self._session.exec(
            select(Deadline)
            .where(
                OPEN,
                col(Deadline.next_step_at) <= now,
                col(Deadline.parked_until).is_(None) | (col(Deadline.parked_until) <= now),
            )
            .order_by(case((col(Deadline.kind).in_(NEVER_SILENT), 0), else_=1), col(Deadline.next_step_at))
            .limit(limit)
        ).all()

    def next_moment(self, after: datetime) -> datetime | None:
        """Return the next moment at which some ladder has something to say."""
        return self._session.exec(
            select(func.min(Deadline.next_step_at)).where(OPEN, col(Deadline.next_step_at) > after)
        ).one()

    def late(self, contract_ids: Collection[UUID], now: datetime) -> Sequence[Deadline]:
        """Return the open deadlines of some contracts that are past their due moment."""
        if not contract_ids:
            return []
        return self._session.exec(
            select(Deadline)
            .where(
                col(Deadline.contract_id).in_(contract_ids),
                Deadline.state == DeadlineState.OPEN,
                col(Deadline.due_at) < now,
            )
            .order_by(col(Deadline.due_at))
        ).all()

    def never_silent(self) -> Sequence[Deadline]:
        """Return every open duty that must go on being asked until somebody answers."""
        return self._session.exec(
            select(Deadline).where(NEVER_TO_BE_SILENT).order_by(col(Deadline.started_at))
        ).all()

    def next_due(self, contract_ids: Collection[UUID], after: datetime) -> dict[UUID, datetime]:
        """Return when something next falls due in each of some contracts, whosever duty it is."""
        if not contract_ids:
            return {}
        rows = self._session.exec(
            select(Deadline.contract_id, func.min(Deadline.due_at))
            .where(
                col(Deadline.contract_id).in_(contract_ids),
                Deadline.state == DeadlineState.OPEN,
                col(Deadline.due_at) >= after,
            )
            .group_by(col(Deadline.contract_id))
        ).all()
        return {contract_id: due_at for contract_id, due_at in rows if contract_id is not None}

    def open_in(
        self, contract_ids: Collection[UUID], kinds: Collection[DeadlineKind], party: Party | None = None
    ) -> Sequence[Deadline]:
        """Return the open duties of one side, or of all, in some contracts, the earliest due first."""
        if not contract_ids:
            return []
        asked = select(Deadline).where(
            col(Deadline.contract_id).in_(contract_ids),
            col(Deadline.kind).in_(kinds),
            Deadline.state == DeadlineState.OPEN,
        )
        if party is not None:
            asked = asked.where(Deadline.party == party)
        return self._session.exec(asked.order_by(col(Deadline.due_at))).all()

    def waiting_in(
        self,
        contract_ids: Collection[UUID],
        kinds: Collection[DeadlineKind],
        at_once: Collection[DeadlineKind],
        party: Party,
        at: datetime,
    ) -> Sequence[Deadline]:
        """Return one side's open duties that had begun by a moment and were late then, the earliest due first.

        Of the kinds in `at_once` those that were not late yet too. What is not late, which may be a great deal, is
        passed over by the database.
        """
        if not contract_ids:
            return []
        return self._session.exec(
            select(Deadline)
            .where(
                OPEN,
                col(Deadline.contract_id).in_(contract_ids),
                col(Deadline.kind).in_(kinds),
                Deadline.party == party,
                col(Deadline.started_at) <= at,
                (col(Deadline.due_at) < at) | col(Deadline.kind).in_(at_once),
            )
            .order_by(col(Deadline.due_at))
        ).all()

    def urgent_open(self) -> Sequence[Deadline]:
        """Return every safeguarding concern that nobody has acknowledged yet."""
        return self._session.exec(
            select(Deadline).where(
                Deadline.kind == DeadlineKind.SAFEGUARDING_ACKNOWLEDGE,
                OPEN,
            )
        ).all()
