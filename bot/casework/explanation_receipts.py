"""Who has an explanation, and what was asked of them; how receipts are kept is receipts.py (CPC424-P1)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import is_own
from bot.casework.audiences import leads_of
from bot.casework.deadlines import meet_these
from bot.casework.improvement_access import improvement_for, sees, subject_of
from bot.casework.receipts import (
    Given,
    Received,
    keep_delivered,
    keep_how,
    keep_received,
    may_record_for,
    of_their_side,
    reached_by,
    receipts_as_said,
    receipts_for,
    receiver,
    require_how,
    require_may_record,
    waiting,
    who_received,
)
from bot.casework.records import record
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.people import Act
from storage.deadlines import Deadline
from storage.improvements import Improvement
from storage.notices import Notice
from storage.people import Person
from storage.receipts import Receipt
from storage.unit_of_work import UnitOfWork


def read_explanation(work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime) -> Improvement:
    """Return an explained process to somebody of its contract; that they read it is kept."""
    improvement = explained_to(work, person, improvement_id)
    record(work, Event.IMPROVEMENT_READ, subject_of(improvement), person, now, improvement.contract_id)
    return improvement


def explained_to(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    """Return an explained process to somebody of its contract. Raises NotYours for anybody else."""
    improvement = improvement_for(work, person, improvement_id)
    if not improvement.explanation_version:
        raise NotAllowed("Why this must improve has not been explained yet.")
    return improvement


def given(improvement: Improvement) -> Given:
    """Return the explanation as it stands as what every organisation was given."""
    return _given(improvement, improvement.explanation_version)


def _given(improvement: Improvement, version: int) -> Given:
    facts = {"version": version}
    return Given(subject_of(improvement), improvement.contract_id, Act.LEAD_IMPROVEMENT, facts)


def receive(work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime) -> Improvement:
    """Keep that an organisation has received the explanation, which is not the same as agreeing (practice.md 2.2)."""
    improvement = explained_to(work, person, improvement_id)
    _keep_received(work, improvement, receiver(work, person, given(improvement)), person, now)
    return improvement


def require_records_receipts(work: UnitOfWork, person: Person, improvement: Improvement) -> None:
    """Refuse whoever may not record something for another organisation."""
    require_may_record(work, person, given(improvement))


def receive_for(
    work: UnitOfWork, person: Person, improvement_id: UUID, organisation_id: UUID, how: str, now: datetime
) -> Improvement:
    """Record for an organisation that it has received the explanation, with how we know (practice.md 2.2)."""
    improvement = explained_to(work, person, improvement_id)
    require_records_receipts(work, person, improvement)
    require_how(how)
    receipt = _keep_received(work, improvement, organisation_id, person, now)
    keep_how(work, given(improvement), receipt, how, person, now)
    return improvement


def receive_by_agreeing(
    work: UnitOfWork, improvement: Improvement, organisation_id: UUID, person: Person, now: datetime
) -> None:
    """Keep that an organisation has plainly received the explanation, since it has agreed to what followed from it.

    Its receipt is not waited for any more. Of one that was received, or never given, nothing changes.
    """
    found = work.receipts.to_change(improvement.id, improvement.explanation_version, organisation_id)
    if found is not None and found.received_at is None:
        found.answered_at = now
        _keep_received(work, improvement, organisation_id, person, now)


def _keep_received(
    work: UnitOfWork, improvement: Improvement, organisation_id: UUID, person: Person, now: datetime
) -> Receipt:
    found = work.receipts.to_change(improvement.id, improvement.explanation_version, organisation_id)
    receipt = keep_received(work, given(improvement), found, person, now)
    work.receipts.add(receipt)
    meet_these(work, _answered(work, improvement, receipt), person, now)
    work.notices.redraw(improvement.id)
    return receipt


def _answered(work: UnitOfWork, improvement: Improvement, receipt: Receipt) -> Sequence[Deadline]:
    """Return what was asked of this organisation; with the last receipt all of it."""
    asked = work.deadlines.live(improvement.id, (DeadlineKind.IMPROVEMENT_RECEIVE,))
    if not not_received(work, improvement):
        return asked
    owned = [each for each in asked if each.owner_id is not None]
    theirs = [
        each
        for each in owned
        if each.owner_id and work.people.get(each.owner_id).organisation_id == receipt.organisation_id
    ]
    nobodys = [each for each in asked if each.owner_id is None and each.party is receipt.party]
    return theirs or nobodys[:1]


def not_received(work: UnitOfWork, improvement: Improvement) -> list[Receipt]:
    """Return the organisations that have not said that they received the explanation as it stands."""
    return waiting(_receipts(work, improvement))


def _receipts(work: UnitOfWork, improvement: Improvement) -> Sequence[Receipt]:
    return work.receipts.of(improvement.id, improvement.explanation_version)


def who_has_not_received(work: UnitOfWork, improvement: Improvement) -> list[Received]:
    """Return the same by the names of the organisations."""
    return who_received(work, improvement.contract_id, not_received(work, improvement))


def receipt_of(work: UnitOfWork, improvement: Improvement, person: Person | None) -> Receipt | None:
    """Return the receipt of somebody's organisation for the explanation as it stands, or None."""
    return of_their_side(_receipts(work, improvement), person)


def may_receive(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody may say that their organisation received the explanation, and nobody there has."""
    receipt = receipt_of(work, improvement, person)
    return receipt is not None and receipt.received_at is None and sees(work, person, improvement)


def to_receive_in(work: UnitOfWork, person: Person, improvements: Sequence[Improvement]) -> frozenset[UUID]:
    """Return of which processes somebody may say that their organisation received the explanation."""
    if person.organisation_id is None or is_own(work, person):
        return frozenset()
    stands = {each.id: each.explanation_version for each in improvements}
    unanswered = work.receipts.not_received_by(person.organisation_id, stands) if stands else ()
    return frozenset(
        each.improvement_id for each in unanswered if each.version == stands[each.improvement_id]
    )


def keep_explanation_delivered(work: UnitOfWork, notice: Notice, now: datetime) -> None:
    """Keep that an explanation has reached an organisation, if this message, which has just arrived, is how."""
    if notice.kind is not NoticeKind.IMPROVEMENT_EXPLAINED:
        return
    improvement, version = work.improvements.get(notice.subject_id), int(notice.facts["version"])
    for organisation_id in reached_by(work, notice, improvement.contract_id):
        receipt = work.receipts.to_change(improvement.id, version, organisation_id)
        if keep_delivered(work, _given(improvement, version), receipt, now):
            work.notices.redraw(improvement.id, (NoticeKind.IMPROVEMENT_RECEIVED,))


def receipt_facts(work: UnitOfWork, improvement: Improvement, person: Person | None) -> dict[str, object]:
    """Return who has the explanation and who not, as one reader may know it; without a person it is a channel."""
    receipts, contract_id = _receipts(work, improvement), improvement.contract_id
    asked = work.deadlines.live(improvement.id, (DeadlineKind.IMPROVEMENT_RECEIVE,))
    return {
        **receipts_as_said(work, contract_id, receipts),
        **receipts_for(work, contract_id, receipts, person),
        "receive_by": min((each.due_at for each in asked), default=None),
        "leads": " or ".join(lead.name for lead in leads_of(work, contract_id)),
    }


def records_receipts(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody is offered to record that it arrived somewhere."""
    return may_record_for(work, person, given(improvement)) and bool(not_received(work, improvement))
