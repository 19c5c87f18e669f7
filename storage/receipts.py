"""Who was given something that every party is to have, when it reached them, and who said that it was received."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from domain.people import Party
from storage.columns import words


class Receipt(SQLModel, table=True):
    """One organisation's receipt of one version of an explanation. Received is not the same as agreed.

    `answered_at`: set where nobody said so, and their yes to an option or a plan showed it.
    """

    __table_args__ = (UniqueConstraint("improvement_id", "version", "organisation_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    improvement_id: UUID = Field(foreign_key="improvement.id", index=True)
    version: int
    organisation_id: UUID = Field(foreign_key="organisation.id")
    party: Party = Field(sa_type=words(Party, "party"))
    delivered_at: datetime | None = None
    received_by: UUID | None = Field(default=None, foreign_key="person.id")
    received_at: datetime | None = None
    answered_at: datetime | None = None


class Receipts:
    """Questions about receipts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, receipt: Receipt) -> Receipt:
        """Keep a receipt."""
        self._session.add(receipt)
        self._session.flush()
        return receipt

    def of(self, improvement_id: UUID, version: int) -> Sequence[Receipt]:
        """Return to whom one version of an explanation was given."""
        return self._session.exec(
            select(Receipt).where(Receipt.improvement_id == improvement_id, Receipt.version == version)
        ).all()

    def to_change(self, improvement_id: UUID, version: int, organisation_id: UUID) -> Receipt | None:
        """Return one organisation's receipt, locked: of two who press at once, the second finds what the first did."""
        return self._session.exec(
            select(Receipt)
            .where(
                Receipt.improvement_id == improvement_id,
                Receipt.version == version,
                Receipt.organisation_id == organisation_id,
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()

    def not_received_by(self, organisation_id: UUID, improvement_ids: Collection[UUID]) -> Sequence[Receipt]:
        """Return what was given to an organisation in some processes, and nobody there has said it was received."""
        return self._session.exec(
            select(Receipt).where(
                Receipt.organisation_id == organisation_id,
                col(Receipt.received_at).is_(None),
                col(Receipt.improvement_id).in_(improvement_ids),
            )
        ).all()
