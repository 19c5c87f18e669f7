"""What was recorded for somebody, as whoever may read it reads it: part by part, with their own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do
from bot.casework.contracts import contracts_in_reach
from bot.casework.statement_disputes import may_dispute, may_settle
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotYours
from domain.people import Act
from domain.statements import StatementState
from storage.chronology import ChronologyEntry
from storage.people import Person
from storage.statements import Statement
from storage.unit_of_work import UnitOfWork

LISTED = 10
"""The latest statements shown in one list."""


@dataclass(frozen=True)
class Part:
    """One thing recorded for somebody. `said` are words of theirs that every party may read."""

    event: Event
    reference: str
    title: str
    said: Sequence[str]
    day: str = ""


@dataclass(frozen=True)
class StatementRead:
    """A statement, what was recorded under it, and what its reader may do with it now."""

    statement: Statement
    parts: Sequence[Part]
    texts: dict[str, str]
    may_add: bool
    may_send: bool
    may_dispute: bool
    may_settle: bool


def read_statement(work: UnitOfWork, person: Person, statement_id: UUID) -> StatementRead:
    """Read a statement to whose words they are, or to who records for others in its contract."""
    statement = work.statements.find(statement_id)
    if statement is None:
        raise NotYours(NOT_YOURS)
    records = may_do(work, person, statement.contract_id, Act.RECORD_FOR)
    if not records and person.id != statement.person_id:
        raise NotYours(NOT_YOURS)
    speaks_for_them = records and person.id == statement.recorder_id
    is_open = statement.state is not StatementState.DISPUTED
    is_by_letter = work.people.get(statement.person_id).user_id is None
    return StatementRead(
        statement=statement,
        parts=parts_of(work, statement),
        texts=work.narratives.latest(statement.id),
        may_add=speaks_for_them and is_open,
        may_send=records and is_by_letter and statement.sent_at is None,
        may_dispute=may_dispute(work, person, statement),
        may_settle=may_settle(work, person, statement),
    )


def parts_of(work: UnitOfWork, statement: Statement) -> list[Part]:
    """Return what was recorded under a statement, oldest first."""
    entries = work.statements.parts(statement.id)
    names = work.references_of({entry.subject_id for entry in entries})
    return [_part(work, entry, names.get(entry.subject_id, "")) for entry in entries]


def _part(work: UnitOfWork, entry: ChronologyEntry, reference: str) -> Part:
    kept = entry.facts.get("texts", {})
    said = [
        text.body
        for text in work.narratives.of(entry.subject_id)
        if text.id.hex in kept and text.content_class is ContentClass.SHARED and text.body.strip()
    ]
    action = work.actions.find(entry.subject_id) if entry.subject_kind is SubjectKind.ACTION else None
    title = action.title if action is not None else str(entry.facts.get("decision", ""))
    if entry.event is Event.AGREEMENT_ANSWERED:
        said = _comment(work, entry)
    return Part(entry.event, reference, title, said, str(entry.facts.get("wanted_on") or ""))


def _comment(work: UnitOfWork, entry: ChronologyEntry) -> list[str]:
    """Return what was said beside an answer: it is kept with the organisation's own answer."""
    asked = work.agreements.party_of(entry.subject_id, UUID(str(entry.facts["organisation"])))
    texts = work.narratives.of(asked.id) if asked is not None else []
    return [text.body for text in texts if text.written_at == entry.at]


def statements_in_reach(work: UnitOfWork, person: Person) -> Sequence[Statement]:
    """Return the latest statements of the contracts in which somebody may record for others."""
    contracts = contracts_in_reach(work, person, Act.RECORD_FOR)
    return work.statements.of_contracts([contract.id for contract in contracts], LISTED)


def spoken_about(work: UnitOfWork, subject_id: UUID) -> Sequence[tuple[Statement, Person, Person]]:
    """Return under which statements something was recorded about a record: each with for whom, and who typed it."""
    return [
        (statement, work.people.get(statement.person_id), work.people.get(statement.recorder_id))
        for statement in work.statements.about(subject_id)
    ]


def is_disputed(work: UnitOfWork, subject_id: UUID) -> bool:
    """Say whether somebody says of what was recorded about a record that it is not what they said."""
    return any(each.state is StatementState.DISPUTED for each in work.statements.about(subject_id))
