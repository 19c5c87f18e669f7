"""Agreements: what was asked about by version, whom, and what each party said."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from domain.agreements import Decision, Outcome
from domain.chronology import SubjectKind
from domain.people import Party
from storage.columns import words


class Agreement(SQLModel, table=True):
    """One version of something that the parties are asked to agree to: an option, an action plan, a meeting's pack.

    `subject_id` is that record. A new version closes the agreement on the one before (`voided_at`). With a way forward
    (its clause, ground and who approves it) it goes on without everybody's yes; the clause and the ground are SHARED
    narratives of its id. A pack keeps what it was sent with: `plan_id`, one version, and `option_id` in the version
    that was preferred then.
    """

    __table_args__ = (UniqueConstraint("subject_id", "version"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    improvement_id: UUID = Field(foreign_key="improvement.id", index=True)
    subject_kind: SubjectKind = Field(sa_type=words(SubjectKind, "subject_kind"))
    subject_id: UUID = Field(index=True)
    version: int
    plan_id: UUID | None = Field(default=None, foreign_key="action_plan.id")
    option_id: UUID | None = Field(default=None, foreign_key="improvement_option.id")
    option_version: int | None = None
    outcome: Outcome = Field(default=Outcome.WAITING, sa_type=words(Outcome, "outcome"))
    asked_by: UUID = Field(foreign_key="person.id")
    asked_at: datetime
    settled_at: datetime | None = None
    voided_at: datetime | None = None
    way_asked_by: UUID | None = Field(default=None, foreign_key="person.id")
    way_asked_at: datetime | None = None
    way_approved_by: UUID | None = Field(default=None, foreign_key="person.id")
    way_approved_at: datetime | None = None


class AgreementParty(SQLModel, table=True):
    """An organisation that is asked to agree, how often, and what it last said. Comments are narratives of its id.

    `answered_by` speaks for the organisation; who typed it for them is on the chronology. `deadline_id` is the duty to
    answer, of the last time they were asked.
    """

    __tablename__ = "agreement_party"
    __table_args__ = (UniqueConstraint("agreement_id", "organisation_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    agreement_id: UUID = Field(foreign_key="agreement.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    party: Party = Field(sa_type=words(Party, "party"))
    times_asked: int = 1
    last_asked_at: datetime
    deadline_id: UUID | None = Field(default=None, foreign_key="deadline.id")
    decision: Decision | None = Field(default=None, sa_type=words(Decision, "decision"))
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None


class Agreements:
    """Questions about agreements."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: Agreement | AgreementParty) -> None:
        """Keep an agreement, or a party that is asked."""
        self._session.add(row)
        self._session.flush()

    def find(self, agreement_id: UUID) -> Agreement | None:
        """Return an agreement, or None."""
        return self._session.get(Agreement, agreement_id)

    def find_to_change(self, agreement_id: UUID) -> Agreement | None:
        """Return an agreement as it stands now, locked; or None."""
        return self._session.get(Agreement, agreement_id, with_for_update=True, populate_existing=True)

    def under_way(self, improvement_id: UUID) -> Sequence[Agreement]:
        """Return what the parties of a process are asked about now: neither settled nor taken back."""
        return self._session.exec(
            select(Agreement)
            .where(
                Agreement.improvement_id == improvement_id,
                col(Agreement.settled_at).is_(None),
                col(Agreement.voided_at).is_(None),
            )
            .order_by(col(Agreement.asked_at))
        ).all()

    def about(self, subject_id: UUID) -> Sequence[Agreement]:
        """Return what was asked about a record, the first version first."""
        return self._session.exec(
            select(Agreement).where(Agreement.subject_id == subject_id).order_by(col(Agreement.version))
        ).all()

    def of_improvements(self, improvement_ids: Collection[UUID]) -> Sequence[Agreement]:
        """Return every agreement of some processes, the oldest first: the register (CPC424-P11)."""
        return self._session.exec(
            select(Agreement)
            .where(col(Agreement.improvement_id).in_(improvement_ids))
            .order_by(col(Agreement.asked_at), col(Agreement.version))
        ).all()

    def parties(self, agreement_id: UUID) -> Sequence[AgreementParty]:
        """Return the organisations that are asked."""
        return self._session.exec(
            select(AgreementParty)
            .where(AgreementParty.agreement_id == agreement_id)
            .order_by(col(AgreementParty.party), col(AgreementParty.id))
        ).all()

    def party_of(self, agreement_id: UUID, organisation_id: UUID) -> AgreementParty | None:
        """Return what one organisation was asked and said, or None when it is not asked."""
        return self._session.exec(
            select(AgreementParty).where(
                AgreementParty.agreement_id == agreement_id,
                AgreementParty.organisation_id == organisation_id,
            )
        ).first()
