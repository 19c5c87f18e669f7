"""Patterns that somebody was asked about, and how they answered."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from domain.patterns import PatternAnswer, Theme
from storage.columns import words


class PatternFound(SQLModel, table=True):
    """Several concerns of one theme. The lead is asked whether to look at them together; a no has its reason in the
    narratives of its id, for our own side."""

    __tablename__ = "pattern_found"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    theme: Theme = Field(sa_type=words(Theme, "theme"))
    count: int
    found_at: datetime
    answer: PatternAnswer | None = Field(default=None, sa_type=words(PatternAnswer, "answer"))
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    improvement_id: UUID | None = Field(default=None, foreign_key="improvement.id", index=True)


class Patterns:
    """Questions about patterns."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, found: PatternFound) -> PatternFound:
        """Keep a pattern."""
        self._session.add(found)
        self._session.flush()
        return found

    def find(self, pattern_id: UUID) -> PatternFound | None:
        """Return a pattern, or None."""
        return self._session.get(PatternFound, pattern_id)

    def find_to_change(self, pattern_id: UUID) -> PatternFound | None:
        """Return a pattern as it stands now, locked; or None."""
        return self._session.get(PatternFound, pattern_id, with_for_update=True, populate_existing=True)

    def of(self, contract_id: UUID, theme: Theme) -> Sequence[PatternFound]:
        """Return what was found of a theme in a contract, the newest first."""
        return self._session.exec(
            select(PatternFound)
            .where(PatternFound.contract_id == contract_id, PatternFound.theme == theme)
            .order_by(col(PatternFound.found_at).desc())
        ).all()
