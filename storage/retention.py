"""What reached the end of its period and what was decided, the periods an organisation set, and legal holds."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Table, delete, func
from sqlmodel import Field, Session, SQLModel, col, select

from domain.chronology import Event, SubjectKind
from domain.concerns import ConcernState
from domain.retention import HoldGround, HoldScope, ItemState, RetentionClass
from domain.safeguarding import SafeguardingState
from storage.chronology import ChronologyEntry
from storage.columns import words
from storage.concerns import Concern
from storage.contracts import Contract
from storage.narratives import Narrative
from storage.safeguarding import SafeguardingConcern
from storage.speak_up import SpeakUpIdentity

AT_ONCE = 500
NOT_A_USE = (
    Event.TEXTS_KEPT,
    Event.TEXTS_ERASED,
    Event.RETENTION_REVIEWED,
    Event.LEGAL_HOLD_SET,
    Event.LEGAL_HOLD_LIFTED,
    Event.CONCERN_OPENED,
    Event.ACTION_OPENED,
    Event.EVALUATION_OPENED,
    Event.IMPROVEMENT_READ,
    Event.SAFEGUARDING_OPENED,
    Event.SAFEGUARDING_REGISTER_OPENED,
)
"""What lets no period start again: reading, and what is decided about keeping."""
NEVER_PART = frozenset(
    {
        "safeguarding_concern",
        "chronology_entry",
        "narrative",
        "notice",
        "deadline",
        "role_assignment",
        "contract_party",
        "contract_channel",
        "data_incident",
        "retention_item",
        "legal_hold",
        "subject_request",
        "subject_request_item",
    }
)
"""Tables that belong to no contract's record, or hold nothing that anybody typed into it."""


class RetentionPeriod(SQLModel, table=True):
    """How many years the organisation keeps a class of records, where it is not our default."""

    __tablename__ = "retention_period"

    retention_class: RetentionClass = Field(
        primary_key=True, sa_type=words(RetentionClass, "retention_class")
    )
    years: int
    set_by: UUID = Field(foreign_key="person.id")
    set_at: datetime


class RetentionItem(SQLModel, table=True):
    """A record that reached its date. Why it is kept or erased is in the narratives, under this row's id."""

    __tablename__ = "retention_item"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    retention_class: RetentionClass = Field(sa_type=words(RetentionClass, "retention_class"))
    subject_kind: SubjectKind = Field(sa_type=words(SubjectKind, "subject_kind"))
    subject_id: UUID = Field(unique=True)
    contract_id: UUID | None = Field(default=None, foreign_key="contract.id")
    state: ItemState = Field(default=ItemState.WAITING, sa_type=words(ItemState, "state"))
    stopped_on: date
    reached_on: date
    listed_at: datetime
    keep_until: date | None = None
    proposed_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


class LegalHold(SQLModel, table=True):
    """Something that may not be erased. Why it was placed and lifted is in the narratives, under this row's id."""

    __tablename__ = "legal_hold"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    scope: HoldScope = Field(sa_type=words(HoldScope, "scope"))
    ground: HoldGround = Field(sa_type=words(HoldGround, "ground"))
    contract_id: UUID | None = Field(default=None, foreign_key="contract.id")
    record_id: UUID | None = None
    reference: str = Field(default="", max_length=60)
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    placed_by: UUID = Field(foreign_key="person.id")
    placed_at: datetime
    lifted_by: UUID | None = Field(default=None, foreign_key="person.id")
    lifted_at: datetime | None = None


class Retention:
    """Questions about what may be erased, and what may not."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def periods(self) -> dict[RetentionClass, int]:
        """Return the years that the organisation set itself."""
        return {row.retention_class: row.years for row in self._session.exec(select(RetentionPeriod)).all()}

    def set_period(self, period: RetentionPeriod) -> None:
        """Keep how long a class of records is kept."""
        self._session.merge(period)
        self._session.flush()

    def add(self, row: RetentionItem | LegalHold) -> None:
        """Keep what reached its date, or a hold."""
        self._session.add(row)
        self._session.flush()

    def item_to_change(self, item_id: UUID) -> RetentionItem | None:
        """Return a listed record as it stands now, locked; or None."""
        return self._session.get(RetentionItem, item_id, with_for_update=True, populate_existing=True)

    def item(self, item_id: UUID) -> RetentionItem | None:
        """Return a listed record, or None."""
        return self._session.get(RetentionItem, item_id)

    def item_about(self, subject_id: UUID) -> RetentionItem | None:
        """Return what was listed of a record, or None."""
        return self._session.exec(select(RetentionItem).where(RetentionItem.subject_id == subject_id)).first()

    def items(self, states: Collection[ItemState]) -> Sequence[RetentionItem]:
        """Return the listed records in some states, the one that reached its date first at the top."""
        return self._session.exec(
            select(RetentionItem)
            .where(col(RetentionItem.state).in_(states))
            .order_by(col(RetentionItem.reached_on), col(RetentionItem.id))
        ).all()

    def holds(self) -> Sequence[LegalHold]:
        """Return every hold that stands, the oldest first."""
        return self._session.exec(
            select(LegalHold).where(col(LegalHold.lifted_at).is_(None)).order_by(col(LegalHold.placed_at))
        ).all()

    def hold_to_change(self, hold_id: UUID) -> LegalHold | None:
        """Return a hold as it stands now, locked; or None."""
        return self._session.get(LegalHold, hold_id, with_for_update=True, populate_existing=True)

    def contracts_over(self, day: date) -> Sequence[Contract]:
        """Return the contracts that ended on a day or before."""
        return self._session.exec(select(Contract).where(col(Contract.ended_on) <= day)).all()

    def concerns_over(self, before: datetime) -> Sequence[Concern]:
        """Return the concerns of no contract that were over by a moment."""
        over = (ConcernState.RESOLVED, ConcernState.WITHDRAWN)
        return self._session.exec(
            select(Concern).where(
                col(Concern.contract_id).is_(None),
                col(Concern.state).in_(over),
                func.coalesce(Concern.closed_at, Concern.logged_at) <= before,
            )
        ).all()

    def safeguarding_over(self, before: datetime) -> Sequence[SafeguardingConcern]:
        """Return the safeguarding records that were closed by a moment, and are closed now."""
        closed = col(SafeguardingConcern.state) == SafeguardingState.CLOSED
        return self._session.exec(
            select(SafeguardingConcern).where(closed, col(SafeguardingConcern.closed_at) <= before)
        ).all()

    def last_used(self, record_ids: Collection[UUID]) -> datetime | None:
        """Return when something was last done to any of some records, reading apart."""
        moments = [
            self._session.exec(
                select(func.max(ChronologyEntry.at)).where(
                    col(ChronologyEntry.subject_id).in_(part), col(ChronologyEntry.event).not_in(NOT_A_USE)
                )
            ).one()
            for part in _parts(record_ids)
        ]
        return max((moment for moment in moments if moment is not None), default=None)

    def parts_of(self, kind: SubjectKind, record_id: UUID) -> set[UUID]:
        """Return the ids of a record and of all that belongs to it: what points at it, and what points at that.

        A contract has no safeguarding records among its parts: they have a period of their own.
        """
        root = {SubjectKind.CONTRACT: "contract", SubjectKind.SAFEGUARDING: "safeguarding_concern"}
        found, seen = {record_id}, {(root.get(kind, "concern"), record_id)}
        waiting = list(seen)
        while waiting:
            table, row_id = waiting.pop()
            for name, child_id in self._children(table, row_id):
                if (name, child_id) not in seen:
                    seen.add((name, child_id))
                    waiting.append((name, child_id))
                    found.add(child_id)
        return found

    def _children(self, parent: str, row_id: UUID) -> Iterator[tuple[str, UUID]]:
        for child in SQLModel.metadata.sorted_tables:
            if child.name in NEVER_PART or "id" not in child.c:
                continue
            for column in _pointing_at(child, parent):
                for (child_id,) in self._session.execute(select(child.c.id).where(column == row_id)):
                    yield child.name, child_id

    def kinds_of(self, record_ids: Collection[UUID]) -> dict[UUID, SubjectKind]:
        """Return which of some records have texts, and of what kind they are."""
        return {
            subject_id: SubjectKind(kind)
            for part in _parts(record_ids)
            for subject_id, kind in self._session.exec(
                select(Narrative.subject_id, Narrative.subject_kind)
                .where(col(Narrative.subject_id).in_(part))
                .distinct()
            ).all()
        }

    def records_of(self, person_id: UUID) -> set[UUID]:
        """Return every record in which somebody is named: as whoever did, has, reported or typed something of it."""
        found: set[UUID] = set()
        for table in SQLModel.metadata.sorted_tables:
            for column in _pointing_at(table, "person"):
                if table.name in {"notice", "narrative"}:
                    continue
                shown = [table.c[name] for name in ("id", "subject_id", "concern_id") if name in table.c]
                for row in self._session.execute(select(*shown).where(column == person_id)) if shown else ():
                    found |= {each for each in row if isinstance(each, UUID)}
        typed = select(Narrative.subject_id).where(Narrative.author_id == person_id)
        return found | set(self._session.exec(typed).all())

    def forget_sealed_names(self, record_ids: Collection[UUID]) -> int:
        """Take the sealed names of speak-up records away, and return how many there were."""
        gone = 0
        for part in _parts(record_ids):
            taken = delete(SpeakUpIdentity).where(col(SpeakUpIdentity.speak_up_id).in_(part))
            gone += self._session.exec(taken).rowcount
        return gone


def _pointing_at(table: Table, parent: str) -> Iterator[object]:
    return (column for column in table.c for key in column.foreign_keys if key.column.table.name == parent)


def _parts(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    ordered = sorted(ids, key=lambda each: each.hex)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))
