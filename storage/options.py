"""Options for putting something right."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from domain.chronology import SubjectKind
from domain.people import Party
from storage.columns import words
from storage.sealed_columns import sealed


@sealed("title", of=SubjectKind.OPTION, since="proposed_at")
class Option(SQLModel, table=True):
    """One way to put it right. Effect, cost, risk and support are SHARED narratives of its id.

    `version` grows with each edit; what was agreed to an earlier one counts for nothing. `number` is 1 for option A.
    `changed_by`: who changed its words last, or took it back.
    """

    __tablename__ = "improvement_option"
    __table_args__ = (UniqueConstraint("improvement_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    improvement_id: UUID = Field(foreign_key="improvement.id", index=True)
    number: int
    title: str
    is_nothing: bool = False
    version: int = 1
    proposed_by: UUID = Field(foreign_key="person.id")
    party: Party = Field(sa_type=words(Party, "party"))
    proposed_at: datetime
    preferred_at: datetime | None = None
    withdrawn_at: datetime | None = None
    changed_by: UUID | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime | None = None


class Options:
    """Questions about options."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, option: Option) -> Option:
        """Keep an option."""
        self._session.add(option)
        self._session.flush()
        return option

    def find(self, option_id: UUID) -> Option | None:
        """Return an option, or None."""
        return self._session.get(Option, option_id)

    def find_to_change(self, option_id: UUID) -> Option | None:
        """Return an option as it stands now, locked; or None."""
        return self._session.get(Option, option_id, with_for_update=True, populate_existing=True)

    def of(self, improvement_id: UUID) -> Sequence[Option]:
        """Return every option of a process, withdrawn ones too, in their order."""
        return self._session.exec(
            select(Option).where(Option.improvement_id == improvement_id).order_by(col(Option.number))
        ).all()
