"""What a colleague recorded for somebody: who typed it, for whom, by what means it was said, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from domain.statements import SaidBy, StatementState
from storage.chronology import ChronologyEntry
from storage.columns import words


class Statement(SQLModel, table=True):
    """One call, e-mail, letter, meeting or visit of somebody, and what was recorded from it in their name.

    Where it can be seen is a narrative of its id, and so is what they say instead. `said_on` is a London day.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    recorder_id: UUID = Field(foreign_key="person.id", index=True)
    said_by: SaidBy = Field(sa_type=words(SaidBy, "said_by"))
    said_on: date
    has_asked: bool = False
    recorded_at: datetime
    state: StatementState = Field(default=StatementState.RECORDED, sa_type=words(StatementState, "state"))
    sent_at: datetime | None = None
    disputed_at: datetime | None = None
    disputed_by: UUID | None = Field(default=None, foreign_key="person.id")
    settled_at: datetime | None = None
    settled_by: UUID | None = Field(default=None, foreign_key="person.id")


class StatementPart(SQLModel, table=True):
    """One thing that was recorded: the entry of the chronology that says what, and the record it is about."""

    __tablename__ = "statement_part"

    entry_number: int = Field(foreign_key="chronology_entry.number", primary_key=True)
    statement_id: UUID = Field(foreign_key="statement.id", index=True)
    subject_id: UUID = Field(index=True)


@dataclass
class Speaking:
    """Somebody is spoken for in this unit of work. `has_spoken` once something was recorded in their name."""

    statement: Statement
    has_spoken: bool = False


class Statements:
    """Questions about what was recorded for somebody."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, statement: Statement) -> Statement:
        """Keep a statement."""
        self._session.add(statement)
        self._session.flush()
        return statement

    def find(self, statement_id: UUID) -> Statement | None:
        """Return a statement, or None."""
        return self._session.get(Statement, statement_id)

    def get(self, statement_id: UUID) -> Statement:
        """Return a statement that is known to exist."""
        return self._session.get_one(Statement, statement_id)

    def find_to_change(self, statement_id: UUID) -> Statement | None:
        """Return a statement as it stands now, and let nobody else change it meanwhile; or None."""
        return self._session.exec(
            select(Statement)
            .where(Statement.id == statement_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()

    def keep_part(self, statement: Statement, entry: ChronologyEntry) -> None:
        """Keep that an entry of the chronology is part of a statement."""
        assert entry.number is not None
        self._session.add(
            StatementPart(entry_number=entry.number, statement_id=statement.id, subject_id=entry.subject_id)
        )
        self._session.flush()

    def parts(self, statement_id: UUID) -> Sequence[ChronologyEntry]:
        """Return what was recorded under a statement, oldest first."""
        return self._session.exec(
            select(ChronologyEntry)
            .join(StatementPart, col(StatementPart.entry_number) == col(ChronologyEntry.number))
            .where(StatementPart.statement_id == statement_id)
            .order_by(col(ChronologyEntry.number))
        ).all()

    def about(self, subject_id: UUID) -> Sequence[Statement]:
        """Return the statements under which something was recorded about a record, oldest first."""
        part = select(StatementPart.statement_id).where(StatementPart.subject_id == subject_id)
        return self._session.exec(
            select(Statement).where(col(Statement.id).in_(part)).order_by(col(Statement.recorded_at))
        ).all()

    def at_meeting(self, contract_id: UUID, person_id: UUID, held_on: date) -> Sequence[Statement]:
        """Return what was recorded for somebody from a meeting of a day, oldest first."""
        return self._session.exec(
            select(Statement)
            .where(
                Statement.contract_id == contract_id,
                Statement.person_id == person_id,
                Statement.said_by == SaidBy.MEETING,
                Statement.said_on == held_on,
            )
            .order_by(col(Statement.recorded_at))
        ).all()

    def of_contracts(self, contract_ids: Collection[UUID], limit: int) -> Sequence[Statement]:
        """Return the latest statements of some contracts that hold anything, the latest first."""
        return self._session.exec(
            select(Statement)
            .where(
                col(Statement.contract_id).in_(contract_ids),
                col(Statement.id).in_(select(StatementPart.statement_id)),
            )
            .order_by(col(Statement.recorded_at).desc())
            .limit(limit)
        ).all()
