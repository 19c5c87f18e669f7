"""Who has a shared evaluation: delivered once Slack has the post, received once somebody there says so."""

from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, is_own, may_do, party_of, reads, require_act
from bot.casework.deadlines import meet
from bot.casework.evaluation_sharing import sides_of, subject_of
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
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


def receive(work: UnitOfWork, person: Person, evaluation_id: UUID, now: datetime) -> Evaluation:
    """Keep that an organisation has received an evaluation, which is not the same as agreeing (practice.md 2.2)."""
    evaluation = shared_with(work, person, evaluation_id)
    if party_of(work, person, evaluation.contract_id) is Party.OWN:
        raise NotAllowed(
            "Your organisation shared it. The other organisations say here that they received it."
        )
    assert person.organisation_id is not None
    _keep_received(work, evaluation, person.organisation_id, person, now)
    return evaluation


def require_records_for(work: UnitOfWork, person: Person, evaluation: Evaluation) -> None:
    """Refuse whoever may not record something for another organisation."""
    if require_act(work, person, evaluation.contract_id, Act.EVALUATE) is not Party.OWN:
        raise NotYours(NOT_YOURS)


def receive_for(
    work: UnitOfWork, person: Person, evaluation_id: UUID, organisation_id: UUID, how: str, now: datetime
) -> Evaluation:
    """Record for an organisation that it has received an evaluation, with how we know (practice.md 2.2)."""
    evaluation = shared_with(work, person, evaluation_id)
    require_records_for(work, person, evaluation)
    if not how.strip():
        raise NotAllowed("Please say how you know, such as: e-mail of 2 February.", "how")
    receipt = _keep_received(work, evaluation, organisation_id, person, now)
    subject = (SubjectKind.EVALUATION, receipt.id)
    keep_texts(work, subject, ContentClass.INTERNAL, person, now, {"received_how": how})
    return evaluation


def _keep_received(
    work: UnitOfWork, evaluation: Evaluation, organisation_id: UUID, person: Person, now: datetime
) -> EvaluationReceipt:
    receipt = work.evaluations.receipt_to_change(evaluation.id, organisation_id)
    if receipt is None:
        raise NotYours(NOT_YOURS)
    if receipt.received_at is not None:
        raise NotAllowed("This has been said already for your organisation. Open it to see by whom.")
    _keep_delivered(work, evaluation, receipt, now)
    receipt.received_by, receipt.received_at = person.id, now
    facts = {"organisation": organisation_id}
    record(
        work, Event.EVALUATION_RECEIVED, subject_of(evaluation), person, now, evaluation.contract_id, **facts
    )
    work.evaluations.add(receipt)
    if not not_received(work, evaluation):
        meet(work, evaluation.id, (DeadlineKind.EVALUATION_RECEIVE,), person, now)
    work.notices.redraw(evaluation.id)
    return receipt


def not_received(work: UnitOfWork, evaluation: Evaluation) -> list[EvaluationReceipt]:
    """Return the organisations that have not said that they received an evaluation."""
    return [receipt for receipt in work.evaluations.receipts(evaluation.id) if receipt.received_at is None]


def keep_delivered(work: UnitOfWork, notice: Notice, now: datetime) -> None:
    """Keep that an evaluation has reached an organisation, if this message, which has just arrived, is how."""
    if notice.kind is not NoticeKind.EVALUATION_SHARED:
        return
    evaluation = work.evaluations.find(notice.subject_id)
    assert evaluation is not None
    for organisation_id in _reached_by(work, evaluation, notice):
        receipt = work.evaluations.receipt_to_change(evaluation.id, organisation_id)
        if receipt is not None:
            _keep_delivered(work, evaluation, receipt, now)


def _reached_by(work: UnitOfWork, evaluation: Evaluation, notice: Notice) -> list[UUID]:
    """Only a message to its own people reaches an organisation, or our record that it arrived.

    What our lead is to pass on has not reached them yet, and what was turned away and went to our own lead instead
    reaches nobody. A post in the shared channel counts for those of whom nobody could be written to.
    """
    if notice.person_id is None:
        return [side.organisation.id for side in sides_of(work, evaluation.contract_id) if not side.people]
    organisation_id = UUID(notice.facts["organisation"])
    is_theirs = work.people.get(notice.person_id).organisation_id == organisation_id
    return [organisation_id] if is_theirs else []


def _keep_delivered(
    work: UnitOfWork, evaluation: Evaluation, receipt: EvaluationReceipt, now: datetime
) -> None:
    if receipt.delivered_at is not None:
        return
    receipt.delivered_at = now
    facts = {"organisation": receipt.organisation_id}
    record(
        work, Event.EVALUATION_DELIVERED, subject_of(evaluation), None, now, evaluation.contract_id, **facts
    )
    # From now on there is a last day to say that it is not right, and whatever was said before does not give it.
    kinds = (NoticeKind.EVALUATION_RECEIVED, NoticeKind.EVALUATION_SHARED)
    work.notices.redraw(evaluation.id, kinds if receipt.party is Party.PROVIDER else kinds[:1])
