"""A step as a letter: who may take it, for whom, and what of a record every party may read (practice.md 2.2)."""

from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, reads
from bot.casework.action_access import class_of, find_action
from bot.casework.action_access import sees as sees_action
from bot.casework.agreement_access import agreement_for
from bot.casework.challenge_reading import read_challenge
from bot.casework.concern_access import find_concern, provider_knows
from bot.casework.evaluation_receipts import shared_with
from bot.casework.explanation_receipts import explained_to
from bot.casework.formal_reading import served_step
from bot.casework.monitoring_access import schedule_for
from bot.casework.placement_telling import reads_position
from bot.casework.plan_versions import plan_for
from bot.casework.records import record
from bot.casework.reflection_reading import asked_to_look_back
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import Act
from storage.people import Person
from storage.unit_of_work import UnitOfWork

LETTERS: dict[NoticeKind, SubjectKind] = {
    NoticeKind.ACTION_PROPOSED: SubjectKind.ACTION,
    NoticeKind.ACTION_DATE_ANSWERED: SubjectKind.ACTION,
    NoticeKind.ACTION_RETURNED: SubjectKind.ACTION,
    NoticeKind.ACTION_VERIFIED: SubjectKind.ACTION,
    NoticeKind.ACTION_WITHDRAWN: SubjectKind.ACTION,
    NoticeKind.EXTENSION_ANSWERED: SubjectKind.ACTION,
    NoticeKind.AGREEMENT_ASKED: SubjectKind.AGREEMENT,
    NoticeKind.EVALUATION_SHARED: SubjectKind.EVALUATION,
    NoticeKind.CHALLENGE_DECIDED: SubjectKind.CHALLENGE,
    NoticeKind.CONCERN_SHARED: SubjectKind.CONCERN,
    NoticeKind.IMPROVEMENT_EXPLAINED: SubjectKind.IMPROVEMENT,
    NoticeKind.IMPROVEMENT_STEP: SubjectKind.IMPROVEMENT,
    NoticeKind.IMPROVEMENT_SUSTAINED: SubjectKind.IMPROVEMENT,
    NoticeKind.IMPROVEMENT_CLOSED: SubjectKind.IMPROVEMENT,
    NoticeKind.FORMAL_STEP_SERVED: SubjectKind.FORMAL_STEP,
    NoticeKind.REFLECTION_ASKED: SubjectKind.REFLECTION,
    NoticeKind.MONITORING_PLANNED: SubjectKind.MONITORING,
    NoticeKind.PLACEMENT_DECIDED: SubjectKind.PLACEMENT,
    NoticeKind.PLAN_AGREED: SubjectKind.PLAN,
    NoticeKind.STATEMENT_RECORDED: SubjectKind.STATEMENT,
}
"""The steps that can be copied as a letter, and what each is about. Nothing of safeguarding is among them."""


OF_PROCESSES = frozenset(
    {
        SubjectKind.IMPROVEMENT,
        SubjectKind.AGREEMENT,
        SubjectKind.PLAN,
        SubjectKind.FORMAL_STEP,
        SubjectKind.REFLECTION,
    }
)
"""What belongs to an improvement process."""


def take_letter(
    work: UnitOfWork, taker: Person, kind: NoticeKind, subject_id: UUID, reader_id: UUID | None, now: datetime
) -> Person:
    """Return to whom the letter of a step is written, and record that it was taken.

    It is one's own, or that of somebody for whom one may record. Raises NotYours for anything else, and for what the
    reader may not read.
    """
    if kind not in LETTERS:
        raise NotYours(NOT_YOURS)
    reader = _reader(work, taker, reader_id)
    contract_id = _contract_of(work, reader, kind, subject_id, now)
    if reader.id != taker.id and not may_do(work, taker, contract_id, Act.RECORD_FOR):
        raise NotYours(NOT_YOURS)
    subject = (LETTERS[kind], subject_id)
    record(work, Event.LETTER_TAKEN, subject, taker, now, contract_id, step=kind.value, reader=reader.id)
    return reader


def _reader(work: UnitOfWork, taker: Person, reader_id: UUID | None) -> Person:
    if reader_id is None or reader_id == taker.id:
        return taker
    found = work.people.find(reader_id)
    if found is None:
        raise NotYours(NOT_YOURS)
    return found


def _contract_of(work: UnitOfWork, reader: Person, kind: NoticeKind, subject_id: UUID, now: datetime) -> UUID:
    """Return the contract of a step's record. Raises unless its reader may read what every party may."""
    match LETTERS[kind]:
        case SubjectKind.ACTION:
            return _of_action(work, reader, subject_id, now)
        case SubjectKind.EVALUATION:
            return shared_with(work, reader, subject_id).contract_id
        case subject if subject in OF_PROCESSES:
            return _of_process(work, reader, LETTERS[kind], subject_id)
        case SubjectKind.MONITORING:
            return schedule_for(work, reader, subject_id).contract_id
        case SubjectKind.CHALLENGE:
            return read_challenge(work, reader, subject_id).challenge.contract_id
        case SubjectKind.CONCERN:
            return _of_concern(work, reader, subject_id, now)
        case SubjectKind.PLACEMENT:
            return _of_placement(work, reader, subject_id)
        case _:
            return _of_statement(work, reader, subject_id)


def _of_process(work: UnitOfWork, reader: Person, subject: SubjectKind, subject_id: UUID) -> UUID:
    """Return the contract of an improvement process, by what of it a letter is about."""
    match subject:
        case SubjectKind.FORMAL_STEP:
            return served_step(work, reader, subject_id).contract_id
        case SubjectKind.REFLECTION:
            return asked_to_look_back(work, reader, subject_id).contract_id
        case SubjectKind.AGREEMENT:
            return agreement_for(work, reader, subject_id)[1].contract_id
        case SubjectKind.PLAN:
            return plan_for(work, reader, subject_id)[1].contract_id
        case _:
            return explained_to(work, reader, subject_id).contract_id


def _of_action(work: UnitOfWork, reader: Person, action_id: UUID, now: datetime) -> UUID:
    action = find_action(work, action_id)
    if not sees_action(work, reader, action, now):
        raise NotYours(NOT_YOURS)
    if class_of(work, action, now) is not ContentClass.SHARED:
        raise NotAllowed("The provider has not been told of this yet, so it does not go into a letter.")
    return action.contract_id


def _of_concern(work: UnitOfWork, reader: Person, concern_id: UUID, now: datetime) -> UUID:
    concern = find_concern(work, concern_id)
    shares = provider_knows(concern, now) and reads(work, reader, concern.contract_id, ContentClass.SHARED)
    if not shares or concern.contract_id is None:
        raise NotYours(NOT_YOURS)
    return concern.contract_id


def _of_placement(work: UnitOfWork, reader: Person, decision_id: UUID) -> UUID:
    decision = work.placements.find(decision_id)
    if (
        decision is None
        or decision.stood_at is None
        or not reads_position(work, reader, decision.contract_id)
    ):
        raise NotYours(NOT_YOURS)
    return decision.contract_id


def _of_statement(work: UnitOfWork, reader: Person, statement_id: UUID) -> UUID:
    statement = work.statements.find(statement_id)
    if statement is None or statement.person_id != reader.id:
        raise NotYours(NOT_YOURS)
    return statement.contract_id


def shared_texts(work: UnitOfWork, subject_id: UUID) -> dict[str, str]:
    """Return the newest version of each text of a record that every party may read."""
    return {
        text.field: text.body
        for text in work.narratives.of(subject_id)
        if text.content_class is ContentClass.SHARED and text.body.strip()
    }
