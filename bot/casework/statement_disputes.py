"""*That is not what I said*: kept beside what was recorded, marked wherever that is shown, settled by somebody else."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do
from bot.casework.agreement_disputes import answers_disputed
from bot.casework.audiences import leads_of, seniors_of
from bot.casework.deadlines import Duty, meet, start
from bot.casework.notices import calendar_of, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.statements import let_them_know, require_records_for, subject_of, word_about
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import Act, Party
from domain.statements import SETTLE_WITHIN, SETTLED, StatementState, move, require_settled_by_another
from storage.people import Person
from storage.statements import Statement
from storage.unit_of_work import UnitOfWork


def may_dispute(work: UnitOfWork, person: Person, statement: Statement) -> bool:
    """Say whether somebody may note that it is not what was said: whose words they are, or who records for others."""
    if statement.state is StatementState.DISPUTED:
        return False
    return person.id == statement.person_id or may_do(work, person, statement.contract_id, Act.RECORD_FOR)


def may_settle(work: UnitOfWork, person: Person, statement: Statement) -> bool:
    """Say whether somebody may settle a dispute: who records for others here, and did not record this."""
    return (
        statement.state is StatementState.DISPUTED
        and person.id not in {statement.recorder_id, statement.person_id}
        and may_do(work, person, statement.contract_id, Act.RECORD_FOR)
    )


def require_open_to_dispute(statement: Statement) -> None:
    """Refuse to dispute twice what waits to be settled."""
    move(statement.state, StatementState.DISPUTED)


def dispute(work: UnitOfWork, person: Person, statement_id: UUID, says: str, now: datetime) -> Statement:
    """Keep that it is not what they said, with what they say instead; the lead has two working days to settle it."""
    statement = _to_change(work, statement_id)
    is_theirs = person.id == statement.person_id
    if not is_theirs:
        require_records_for(work, person, statement.contract_id)
    if not says.strip():
        raise NotAllowed("Please write what they say instead, in their words.", "says")
    statement.state = move(statement.state, StatementState.DISPUTED)
    statement.disputed_at, statement.disputed_by = now, person.id
    keep_texts(work, subject_of(statement), ContentClass.SHARED, person, now, {"disputed": says})
    _record(work, Event.STATEMENT_DISPUTED, statement, person, now)
    settlers = settlers_of(work, statement)
    duty = Duty(
        kind=DeadlineKind.STATEMENT_DISPUTE,
        subject=subject_of(statement),
        contract_id=statement.contract_id,
        owner=settlers[0] if settlers else None,
        party=Party.OWN,
        due_at=calendar_of(work, statement.contract_id).due_after(now, SETTLE_WITHIN),
        basis=f"{SETTLE_WITHIN} working days from the dispute",
    )
    start(work, duty, now)
    recorder = work.people.get(statement.recorder_id)
    told = [each for each in (*settlers[:1], recorder) if each.id != person.id]
    word = word_about(statement, NoticeKind.STATEMENT_DISPUTED, f"disputed:{now.isoformat()}")
    owe_people(work, word, told, now)
    answers_disputed(work, statement, person, now)
    _redraw(work, statement)
    return statement


def settlers_of(work: UnitOfWork, statement: Statement) -> Sequence[Person]:
    """Return who settles a dispute: the contract's lead, else its senior contact; never whoever recorded it."""
    able = [*leads_of(work, statement.contract_id), *seniors_of(work, statement.contract_id, Party.OWN)]
    return [person for person in able if person.id != statement.recorder_id]


def settle(
    work: UnitOfWork,
    person: Person,
    statement_id: UUID,
    outcome: StatementState,
    reasons: str,
    now: datetime,
    *,
    can_mail: bool,
) -> Statement:
    """Settle a dispute: it has been put right, or it stands and both are kept. The person it is about is told."""
    statement = _to_change(work, statement_id)
    require_records_for(work, person, statement.contract_id)
    require_settled_by_another(typed_it=person.id in {statement.recorder_id, statement.person_id})
    if outcome not in SETTLED:
        raise NotAllowed("Please choose how it is settled.", "outcome")
    if not reasons.strip():
        raise NotAllowed("Please say why, or what was put right. They read this.", "reasons")
    statement.state = move(statement.state, outcome)
    statement.settled_at, statement.settled_by = now, person.id
    keep_texts(work, subject_of(statement), ContentClass.SHARED, person, now, {"settled_because": reasons})
    _record(work, Event.STATEMENT_SETTLED, statement, person, now, outcome=outcome.value)
    meet(work, statement.id, (DeadlineKind.STATEMENT_DISPUTE,), person, now)
    work.notices.cancel_about(statement.id, (NoticeKind.STATEMENT_DISPUTED,))
    let_them_know(work, statement, f"settled:{now.isoformat()}", now, can_mail=can_mail)
    _redraw(work, statement)
    return statement


def _to_change(work: UnitOfWork, statement_id: UUID) -> Statement:
    statement = work.statements.find_to_change(statement_id)
    if statement is None:
        raise NotYours(NOT_YOURS)
    return statement


def _record(
    work: UnitOfWork, event: Event, statement: Statement, person: Person, now: datetime, **facts: str
) -> None:
    about = {"person": statement.person_id, **facts}
    record(work, event, subject_of(statement), person, now, statement.contract_id, **about)


def _redraw(work: UnitOfWork, statement: Statement) -> None:
    """Show how it stands wherever it was said: in messages about the statement, and about what it recorded."""
    for subject_id in {statement.id, *(part.subject_id for part in work.statements.parts(statement.id))}:
        work.notices.redraw(subject_id)
