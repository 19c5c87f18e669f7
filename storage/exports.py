"""Copies of the record that somebody asked for, and the questions that only a whole copy asks."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, select

from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.exports import ExportKind, MadeBy
from storage.actions import Action, Extension
from storage.challenges import Challenge
from storage.chronology import ChronologyEntry, ChronologyHead
from storage.columns import words
from storage.concerns import Concern
from storage.contracts import ContractParty
from storage.deadlines import Deadline
from storage.evaluations import EvaluationReceipt
from storage.monitoring import ContractRating
from storage.organisations import Organisation
from storage.people import Person, RoleAssignment
from storage.safeguarding import SafeguardingConcern
from storage.safeguarding_decisions import SafeguardingDecision, SafeguardingReview, SafeguardingTelling
from storage.sealed_columns import sealed
from storage.statements import Statement

AT_ONCE = 500
"""Ids in one question: both databases take more, and no index is passed over for it."""


@sealed("reason", of=SubjectKind.EXPORT, since="asked_at")
class Export(SQLModel, table=True):
    """A copy that was asked for. Its link is not kept, only `token_digest`; the files are kept nowhere.

    `improvement_id` is the process that a report is of. `readers` are the ids of the people named to read a copy of
    safeguarding records. `expires_at` is None for a copy made by command, which needs no link.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    improvement_id: UUID | None = Field(default=None, foreign_key="improvement.id", index=True)
    kind: ExportKind = Field(sa_type=words(ExportKind, "kind"))
    content_class: ContentClass = Field(sa_type=words(ContentClass, "content_class"))
    made_by: MadeBy = Field(sa_type=words(MadeBy, "made_by"))
    asked_by: UUID | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime
    reason: str
    first_on: date | None = None
    last_on: date | None = None
    readers: list[str] = Field(default_factory=list, sa_type=JSON)
    token_digest: str | None = Field(default=None, max_length=64, unique=True)
    expires_at: datetime | None = None
    made_at: datetime | None = None
    fetched_at: datetime | None = None


class Exports:
    """Questions about copies, and for them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, export: Export) -> Export:
        """Keep that a copy was asked for."""
        self._session.add(export)
        self._session.flush()
        return export

    def get(self, export_id: UUID) -> Export:
        """Return one that is known to exist."""
        return self._session.get_one(Export, export_id)

    def of_token(self, token_digest: str) -> Export | None:
        """Return what a link is for, or None."""
        return self._session.exec(select(Export).where(Export.token_digest == token_digest)).first()

    def of_token_to_change(self, token_digest: str) -> Export | None:
        """Return the same as it stands now, locked: of two who fetch at once, the second finds that it was fetched."""
        return self._session.exec(
            select(Export)
            .where(Export.token_digest == token_digest)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()

    def concerns(self, contract_id: UUID) -> Sequence[Concern]:
        """Return the concerns about a contract, oldest first."""
        return self._session.exec(
            select(Concern)
            .where(Concern.contract_id == contract_id)
            .order_by(col(Concern.logged_at), Concern.reference)
        ).all()

    def actions(self, contract_id: UUID) -> Sequence[Action]:
        """Return the actions of a contract, oldest first."""
        return self._session.exec(
            select(Action)
            .where(Action.contract_id == contract_id)
            .order_by(col(Action.proposed_at), Action.reference)
        ).all()

    def extensions(self, contract_id: UUID) -> Sequence[Extension]:
        """Return every request for more time of a contract's actions, oldest first."""
        return self._session.exec(
            select(Extension)
            .join(Action, col(Action.id) == col(Extension.action_id))
            .where(Action.contract_id == contract_id)
            .order_by(col(Extension.asked_at), col(Extension.id))
        ).all()

    def ratings(self, contract_id: UUID) -> Sequence[ContractRating]:
        """Return how a contract was rated, oldest first."""
        return self._session.exec(
            select(ContractRating)
            .where(ContractRating.contract_id == contract_id)
            .order_by(col(ContractRating.rated_at))
        ).all()

    def receipts(self, evaluation_ids: Collection[UUID]) -> Sequence[EvaluationReceipt]:
        """Return with whom some evaluations were shared."""
        found = select(EvaluationReceipt).where(col(EvaluationReceipt.evaluation_id).in_(evaluation_ids))
        rows = self._session.exec(found).all()
        return sorted(rows, key=lambda row: (row.evaluation_id.hex, row.organisation_id.hex))

    def challenges(self, contract_id: UUID) -> Sequence[Challenge]:
        """Return the challenges to a contract's evaluations, oldest first."""
        return self._session.exec(
            select(Challenge)
            .where(Challenge.contract_id == contract_id)
            .order_by(col(Challenge.opened_at), Challenge.reference)
        ).all()

    def statements(self, contract_id: UUID) -> Sequence[Statement]:
        """Return what was recorded for others in a contract, oldest first."""
        return self._session.exec(
            select(Statement)
            .where(Statement.contract_id == contract_id)
            .order_by(col(Statement.recorded_at), col(Statement.id))
        ).all()

    def belonging_to(
        self, model: type[SQLModel], column: str, record_ids: Collection[UUID], since: str
    ) -> list[Any]:
        """Return the rows of a table that point at some records, by one of its columns and then by their ids."""
        pointing = getattr(model, column)
        found: list[Any] = [
            row
            for part in _parts(record_ids)
            for row in self._session.exec(select(model).where(col(pointing).in_(part))).all()
        ]
        return sorted(found, key=lambda row: (getattr(row, since), row.id.hex))

    def deadlines(self, subject_ids: Collection[UUID]) -> list[Deadline]:
        """Return every timed duty about some records, met or not, in the order in which they began."""
        found = [
            row
            for part in _parts(subject_ids)
            for row in self._session.exec(select(Deadline).where(col(Deadline.subject_id).in_(part))).all()
        ]
        return sorted(found, key=lambda row: (row.started_at, row.id.hex))

    def roles(self, contract_id: UUID) -> Sequence[tuple[Person, RoleAssignment]]:
        """Return who holds which role for a contract, those who have left as well."""
        rows = self._session.exec(
            select(Person, RoleAssignment)
            .join(RoleAssignment, col(RoleAssignment.person_id) == col(Person.id))
            .where(RoleAssignment.contract_id == contract_id)
            .order_by(Person.name, RoleAssignment.role)
        ).all()
        return list(rows)

    def parties(self, contract_id: UUID) -> Sequence[tuple[Organisation, ContractParty]]:
        """Return the sides of a contract, by name."""
        rows = self._session.exec(
            select(Organisation, ContractParty)
            .join(ContractParty, col(ContractParty.organisation_id) == col(Organisation.id))
            .where(ContractParty.contract_id == contract_id)
            .order_by(Organisation.name)
        ).all()
        return list(rows)

    def people(self, person_ids: Collection[UUID]) -> dict[UUID, Person]:
        """Return some people by their ids."""
        return {
            row.id: row
            for part in _parts(person_ids)
            for row in self._session.exec(select(Person).where(col(Person.id).in_(part))).all()
        }

    def head(self, stream: str) -> ChronologyHead | None:
        """Return where a chain stands, or None when nothing is in it."""
        return self._session.get(ChronologyHead, stream, populate_existing=True)

    def entries_about(self, subject_ids: Collection[UUID]) -> list[ChronologyEntry]:
        """Return what happened to some records, in whatever chain, in the order in which it was written down."""
        found = [
            row
            for part in _parts(subject_ids)
            for row in self._session.exec(
                select(ChronologyEntry).where(col(ChronologyEntry.subject_id).in_(part))
            ).all()
        ]
        return sorted(found, key=lambda row: row.number or 0)

    def safeguarding(self, contract_id: UUID) -> Sequence[SafeguardingConcern]:
        """Return the safeguarding records of a contract, oldest first."""
        return self._session.exec(
            select(SafeguardingConcern)
            .where(SafeguardingConcern.contract_id == contract_id)
            .order_by(col(SafeguardingConcern.raised_at), SafeguardingConcern.reference)
        ).all()

    def safeguarding_decisions(self, concern_ids: Collection[UUID]) -> Sequence[SafeguardingDecision]:
        """Return what was decided about some safeguarding records, oldest first."""
        return self._session.exec(
            select(SafeguardingDecision)
            .where(col(SafeguardingDecision.concern_id).in_(concern_ids))
            .order_by(col(SafeguardingDecision.decided_at), col(SafeguardingDecision.id))
        ).all()

    def safeguarding_tellings(self, concern_ids: Collection[UUID]) -> Sequence[SafeguardingTelling]:
        """Return who was to be told of some safeguarding records, oldest first."""
        return self._session.exec(
            select(SafeguardingTelling)
            .where(col(SafeguardingTelling.concern_id).in_(concern_ids))
            .order_by(col(SafeguardingTelling.decided_at), col(SafeguardingTelling.id))
        ).all()

    def safeguarding_reviews(self, concern_ids: Collection[UUID]) -> Sequence[SafeguardingReview]:
        """Return what was asked of the next line about some safeguarding records, oldest first."""
        return self._session.exec(
            select(SafeguardingReview)
            .where(col(SafeguardingReview.concern_id).in_(concern_ids))
            .order_by(col(SafeguardingReview.asked_at), col(SafeguardingReview.id))
        ).all()


def _parts(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    ordered = sorted(ids, key=lambda each: each.hex)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))
