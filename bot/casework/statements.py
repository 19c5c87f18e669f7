"""Recording for somebody who said it outside Slack: who may, for whom, and how it reaches them (practice.md 2.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of, require_act
from bot.casework.deadlines import Duty, meet, start
from bot.casework.notices import Owed, calendar_of, owe_letter, owe_people
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import PENDING, NoticeKind
from domain.people import SAFEGUARDING_ROLES, Act, Party
from domain.rhythm import Speed
from domain.routes import Means
from domain.statements import (
    SEND_WITHIN,
    TAKEN_UP_WITHIN,
    SaidBy,
    StatementState,
    require_asked,
    require_no_safeguarding_role,
    require_not_over,
    require_said_on,
    require_somebody_else,
    require_speaks_through_others,
)
from storage.contracts import Contract
from storage.notices import Notice
from storage.people import Person
from storage.statements import Speaking, Statement
from storage.unit_of_work import UnitOfWork

GATHERED_FOR = timedelta(minutes=15)
"""How long what is recorded is gathered, so that one call becomes one e-mail."""


@dataclass(frozen=True)
class NewStatement:
    """Who said something, by what means, on which London day, and where that can be seen."""

    person_id: UUID
    said_by: SaidBy
    said_on: date
    evidence: str
    has_asked: bool = False

    def __post_init__(self) -> None:
        if not self.evidence.strip():
            raise NotAllowed(
                "Please say where it can be seen, such as “e-mail of 12 May in the contract mailbox”.",
                "evidence",
            )


def subject_of(statement: Statement) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about a statement point at."""
    return SubjectKind.STATEMENT, statement.id


def require_records_for(work: UnitOfWork, recorder: Person, contract_id: UUID) -> None:
    """Raise NotYours unless somebody of our own side may record for others in this contract."""
    if require_act(work, recorder, contract_id, Act.RECORD_FOR) is not Party.OWN:
        raise NotYours(NOT_YOURS)


def people_to_record_for(
    work: UnitOfWork, recorder: Person, contracts: Iterable[Contract]
) -> Sequence[tuple[Contract, Person]]:
    """Return for whom somebody may record, contract by contract; whoever is not in Slack comes first."""
    found = [
        (contract, person)
        for contract in contracts
        for person in work.people.of_contract(contract.id)
        if person.id != recorder.id
        and party_of(work, person, contract.id) is not None
        and not may_do(work, person, contract.id, Act.RECORD_FOR)
        and not _holds_a_safeguarding_role(work, person)
    ]
    return sorted(found, key=lambda each: each[1].user_id is not None)


def _holds_a_safeguarding_role(work: UnitOfWork, person: Person) -> bool:
    return bool(work.people.roles(person.id, None) & SAFEGUARDING_ROLES)


def begin_statement(
    work: UnitOfWork, recorder: Person, contract_id: UUID, new: NewStatement, now: datetime
) -> Statement:
    """Begin to record for somebody: from here on, in this unit of work, they are spoken for."""
    require_records_for(work, recorder, contract_id)
    person = _person_of(work, contract_id, new.person_id)
    require_somebody_else(person.id == recorder.id)
    _require_may_be_spoken_for(work, person, contract_id, has_asked=new.has_asked)
    require_said_on(new.said_on, calendar_of(work, contract_id).local(now).date())
    statement = work.statements.add(
        Statement(
            contract_id=contract_id,
            person_id=person.id,
            recorder_id=recorder.id,
            said_by=new.said_by,
            said_on=new.said_on,
            has_asked=new.has_asked,
            recorded_at=now,
        )
    )
    keep_texts(work, subject_of(statement), ContentClass.SHARED, recorder, now, {"evidence": new.evidence})
    facts = {
        "person": person.id,
        "said_by": new.said_by.value,
        "said_on": new.said_on,
        "has_asked": new.has_asked,
    }
    record(work, Event.STATEMENT_RECORDED, subject_of(statement), recorder, now, contract_id, **facts)
    work.speaking = Speaking(statement)
    return statement


def _person_of(work: UnitOfWork, contract_id: UUID, person_id: UUID) -> Person:
    found = {person.id: person for person in work.people.of_contract(contract_id)}
    if person_id not in found:
        raise NotAllowed("Please choose somebody who takes part in this contract.", "person")
    return found[person_id]


def _require_may_be_spoken_for(
    work: UnitOfWork, person: Person, contract_id: UUID, *, has_asked: bool
) -> None:
    require_no_safeguarding_role(person.name, holds_one=_holds_a_safeguarding_role(work, person))
    does_it_themselves = may_do(work, person, contract_id, Act.RECORD_FOR)
    require_speaks_through_others(person.name, does_it_themselves=does_it_themselves)
    require_asked(person.name, is_in_slack=person.user_id is not None, has_asked=has_asked)


def take_up(work: UnitOfWork, recorder: Person | None, statement_id: UUID, now: datetime) -> Person:
    """Go on recording under a statement; return who is spoken for. Both sides are asked about anew.

    Raises NotYours for anybody but whoever began it, and NotAllowed once it is disputed or over, or the person has come
    to Slack since, or into a role in which nobody speaks for them.
    """
    statement = work.statements.find(statement_id)
    if (
        statement is None
        or recorder is None
        or not recorder.is_active
        or statement.recorder_id != recorder.id
    ):
        raise NotYours(NOT_YOURS)
    require_records_for(work, recorder, statement.contract_id)
    person = _person_of(work, statement.contract_id, statement.person_id)
    _require_may_be_spoken_for(work, person, statement.contract_id, has_asked=statement.has_asked)
    if statement.state is StatementState.DISPUTED:
        raise NotAllowed(
            f"{person.name} says that this is not what they said. Nothing more is recorded until that is settled."
        )
    until = calendar_of(work, statement.contract_id).due_after(statement.recorded_at, TAKEN_UP_WITHIN)
    require_not_over(person.name, statement.said_on, is_over=now > until)
    work.speaking = Speaking(statement)
    return person


def say_recorded(work: UnitOfWork, now: datetime, *, can_mail: bool) -> None:
    """See that what has just been recorded for somebody reaches them, and tell whoever typed it how."""
    speaking, work.speaking = work.speaking, None
    if speaking is None or not speaking.has_spoken:
        return
    statement = speaking.statement
    recorder = work.people.get(statement.recorder_id)
    owe_people(
        work,
        word_about(statement, NoticeKind.STATEMENT_RECORDED, "recorder", is_at_once=True),
        [recorder],
        now,
    )
    let_them_know(work, statement, "said", now, can_mail=can_mail)
    work.notices.redraw(statement.id)


def word_about(statement: Statement, kind: NoticeKind, event: str, *, is_at_once: bool = False) -> Owed:
    """Return a message about a statement."""
    return Owed(
        kind=kind,
        subject=subject_of(statement),
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"{statement.id.hex}:{event}",
        contract_id=statement.contract_id,
        is_at_once=is_at_once,
    )


def let_them_know(
    work: UnitOfWork, statement: Statement, event: str, now: datetime, *, can_mail: bool
) -> None:
    """See that what stands in somebody's name reaches them: in Slack, by e-mail, or by the recorder's letter.

    Until it has gone, sending it is a duty of whoever recorded it.
    """
    person = work.people.get(statement.person_id)
    if person.user_id is not None:
        owe_people(work, word_about(statement, NoticeKind.STATEMENT_RECORDED, event), [person], now)
        return
    statement.sent_at = None
    if not work.deadlines.live(statement.id, (DeadlineKind.STATEMENT_SEND,)):
        duty = Duty(
            kind=DeadlineKind.STATEMENT_SEND,
            subject=subject_of(statement),
            contract_id=statement.contract_id,
            owner=work.people.get(statement.recorder_id),
            party=Party.OWN,
            due_at=calendar_of(work, statement.contract_id).due_after(now, SEND_WITHIN),
            basis=f"{SEND_WITHIN} working day from recording",
        )
        start(work, duty, now)
    letters = [notice for notice in work.notices.about(statement.id) if notice.means is Means.EMAIL]
    if can_mail and person.email and not any(letter.state in PENDING for letter in letters):
        word = word_about(statement, NoticeKind.STATEMENT_RECORDED, f"letter_{len(letters)}")
        owe_letter(work, replace(word, not_before=now + GATHERED_FOR), person, now)


def keep_sent(work: UnitOfWork, recorder: Person, statement_id: UUID, now: datetime) -> Statement:
    """Keep that the letter has been sent, as whoever records for others here says."""
    statement = work.statements.find_to_change(statement_id)
    if statement is None:
        raise NotYours(NOT_YOURS)
    require_records_for(work, recorder, statement.contract_id)
    if statement.sent_at is None:
        _keep_sent(work, statement, recorder, now, "letter")
        work.notices.cancel_for(
            statement.id, [statement.person_id]
        )  # an e-mail that waits would be a second letter
    return statement


def keep_mailed(work: UnitOfWork, notice: Notice, now: datetime) -> None:
    """Keep that the mail server has taken the letter."""
    if notice.subject_kind is SubjectKind.STATEMENT:
        statement = work.statements.get(notice.subject_id)
        _keep_sent(work, statement, None, now, Means.EMAIL.value)


def _keep_sent(work: UnitOfWork, statement: Statement, by: Person | None, now: datetime, means: str) -> None:
    statement.sent_at = now
    recorder = work.people.get(statement.recorder_id)
    meet(work, statement.id, (DeadlineKind.STATEMENT_SEND,), by or recorder, now)
    record(work, Event.STATEMENT_SENT, subject_of(statement), by, now, statement.contract_id, means=means)
    work.notices.redraw(statement.id)
