"""Who has a shared evaluation, and may from then on say that it is not right; receipts.py keeps who received what."""

from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, is_own, may_do, reads
from bot.casework.deadlines import meet
from bot.casework.evaluation_sharing import subject_of
from bot.casework.receipts import (
    Given,
    keep_delivered,
    keep_how,
    keep_received,
    reached_by,
    receiver,
    require_how,
    require_may_record,
    waiting,
)
from bot.casework.records import record
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotYours
from domain.evaluations import EvaluationState
from domain.notices import NoticeKind
from domain.people import Act, Party
from storage.evaluations import Evaluation, EvaluationReceipt
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def shared_with(work: UnitOfWork, person: Person, evaluation_id: UUID) -> Evaluation:
    """Return a shared evaluation to somebody of its contract. Raises NotYours for anybody else."""
    evaluation = work.evaluations.find(evaluation_id)
    if evaluation is None or evaluation.state is not EvaluationState.SHARED:
        raise NotYours(NOT_YOURS)
    if not reads(work, person, evaluation.contract_id, ContentClass.SHARED) and not _reviews(
        work, person, evaluation
    ):
        raise NotYours(NOT_YOURS)
    return evaluation


def _reviews(work: UnitOfWork, person: Person, evaluation: Evaluation) -> bool:
    """Say whether somebody may be asked to decide a challenge to it, and so reads it though not on the contract."""
    may_decide = is_own(work, person) and may_do(work, person, None, Act.DECIDE_CHALLENGE)
    return may_decide and bool(work.challenges.of_evaluation(evaluation.id))


def record_reading(work: UnitOfWork, person: Person, evaluation: Evaluation, now: datetime) -> None:
    """Note that somebody opened a shared evaluation."""
    record(work, Event.EVALUATION_OPENED, subject_of(evaluation), person, now, evaluation.contract_id)


def given(evaluation: Evaluation) -> Given:
    """Return an evaluation as what every organisation was given."""
    return Given(subject_of(evaluation), evaluation.contract_id, Act.EVALUATE)


def receive(work: UnitOfWork, person: Person, evaluation_id: UUID, now: datetime) -> Evaluation:
    """Keep that an organisation has received an evaluation, which is not the same as agreeing (practice.md 2.2)."""
    evaluation = shared_with(work, person, evaluation_id)
    _keep_received(work, evaluation, receiver(work, person, given(evaluation)), person, now)
    return evaluation


def require_records_for(work: UnitOfWork, person: Person, evaluation: Evaluation) -> None:
    """Refuse whoever may not record something for another organisation."""
    require_may_record(work, person, given(evaluation))


def receive_for(
    work: UnitOfWork, person: Person, evaluation_id: UUID, organisation_id: UUID, how: str, now: datetime
) -> Evaluation:
    """Record for an organisation that it has received an evaluation, with how we know (practice.md 2.2)."""
    evaluation = shared_with(work, person, evaluation_id)
    require_records_for(work, person, evaluation)
    require_how(how)
    receipt = _keep_received(work, evaluation, organisation_id, person, now)
    keep_how(work, given(evaluation), receipt, how, person, now)
    return evaluation


def _keep_received(
    work: UnitOfWork, evaluation: Evaluation, organisation_id: UUID, person: Person, now: datetime
) -> EvaluationReceipt:
    found = work.evaluations.receipt_to_change(evaluation.id, organisation_id)
    receipt = keep_received(work, given(evaluation), found, person, now)
    work.evaluations.add(receipt)
    if not not_received(work, evaluation):
        meet(work, evaluation.id, (DeadlineKind.EVALUATION_RECEIVE,), person, now)
    work.notices.redraw(evaluation.id)
    return receipt


def not_received(work: UnitOfWork, evaluation: Evaluation) -> list[EvaluationReceipt]:
    """Return the organisations that have not said that they received an evaluation."""
    return waiting(work.evaluations.receipts(evaluation.id))


def keep_evaluation_delivered(work: UnitOfWork, notice: Notice, now: datetime) -> None:
    """Keep that an evaluation has reached an organisation, if this message, which has just arrived, is how."""
    if notice.kind is not NoticeKind.EVALUATION_SHARED:
        return
    evaluation = work.evaluations.find(notice.subject_id)
    assert evaluation is not None
    for organisation_id in reached_by(work, notice, evaluation.contract_id):
        receipt = work.evaluations.receipt_to_change(evaluation.id, organisation_id)
        if receipt is not None and keep_delivered(work, given(evaluation), receipt, now):
            # From now on there is a last day to say that it is not right: what was said before does not give it.
            kinds = (NoticeKind.EVALUATION_RECEIVED, NoticeKind.EVALUATION_SHARED)
            work.notices.redraw(evaluation.id, kinds if receipt.party is Party.PROVIDER else kinds[:1])
