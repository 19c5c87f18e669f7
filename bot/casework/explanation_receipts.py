"""Who has an explanation: delivered once Slack has the post, received once somebody there says so (CPC424-P1)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, is_own, may_do, party_of, require_act
from bot.casework.audiences import leads_of
from bot.casework.deadlines import meet_these
from bot.casework.evaluation_shared_facts import Received
from bot.casework.evaluation_sharing import sides_of
from bot.casework.improvement_access import improvement_for, sees, subject_of
from bot.casework.notices import calendar_of
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import Act, Party
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


def receive(work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime) -> Improvement:
    """Keep that an organisation has received the explanation, which is not the same as agreeing (practice.md 2.2)."""
    improvement = explained_to(work, person, improvement_id)
    if party_of(work, person, improvement.contract_id) is Party.OWN:
        raise NotAllowed(
            "Your organisation explained it. The other organisations say here that they received it."
        )
    assert person.organisation_id is not None
    _keep_received(work, improvement, person.organisation_id, person, now)
    return improvement


def require_records_receipts(work: UnitOfWork, person: Person, improvement: Improvement) -> None:
    """Refuse whoever may not record something for another organisation."""
    if require_act(work, person, improvement.contract_id, Act.LEAD_IMPROVEMENT) is not Party.OWN:
        raise NotYours(NOT_YOURS)


def receive_for(
    work: UnitOfWork, person: Person, improvement_id: UUID, organisation_id: UUID, how: str, now: datetime
) -> Improvement:
    """Record for an organisation that it has received the explanation, with how we know (practice.md 2.2)."""
    improvement = explained_to(work, person, improvement_id)
    require_records_receipts(work, person, improvement)
    if not how.strip():
        raise NotAllowed("Please say how you know, such as: e-mail of 6 October.", "how")
    receipt = _keep_received(work, improvement, organisation_id, person, now)
    subject = (SubjectKind.IMPROVEMENT, receipt.id)
    keep_texts(work, subject, ContentClass.INTERNAL, person, now, {"received_how": how})
    return improvement


def _keep_received(
    work: UnitOfWork, improvement: Improvement, organisation_id: UUID, person: Person, now: datetime
) -> Receipt:
    version = improvement.explanation_version
    receipt = work.receipts.to_change(improvement.id, version, organisation_id)
    if receipt is None:
        raise NotYours(NOT_YOURS)
    if receipt.received_at is not None:
        raise NotAllowed("This has been said already for your organisation. Open it to see by whom.")
    _keep_delivered(work, improvement, receipt, now)
    receipt.received_by, receipt.received_at = person.id, now
    work.receipts.add(receipt)
    facts = {"organisation": organisation_id, "version": version}
    record(
        work,
        Event.IMPROVEMENT_RECEIVED,
        subject_of(improvement),
        person,
        now,
        improvement.contract_id,
        **facts,
    )
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
    receipts = work.receipts.of(improvement.id, improvement.explanation_version)
    return [receipt for receipt in receipts if receipt.received_at is None]


def who_has_not_received(work: UnitOfWork, improvement: Improvement) -> list[Received]:
    """Return the same by the names of the organisations."""
    return _by_name(work, improvement, not_received(work, improvement))


def receipt_of(work: UnitOfWork, improvement: Improvement, person: Person | None) -> Receipt | None:
    """Return the receipt of somebody's organisation for the explanation as it stands, or None."""
    receipts = work.receipts.of(improvement.id, improvement.explanation_version)
    return next(
        (each for each in receipts if person and each.organisation_id == person.organisation_id), None
    )


def may_receive(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody may say that their organisation received the explanation, and nobody there has."""
    receipt = receipt_of(work, improvement, person)
    return receipt is not None and receipt.received_at is None and sees(work, person, improvement)


def to_receive_in(work: UnitOfWork, person: Person, improvements: Sequence[Improvement]) -> frozenset[UUID]:
    """Return of which processes somebody may say that their organisation received the explanation."""
    if person.organisation_id is None or is_own(work, person):
        return frozenset()
    stands = {each.id: each.explanation_version for each in improvements}
    waiting = work.receipts.not_received_by(person.organisation_id, stands) if stands else ()
    return frozenset(each.improvement_id for each in waiting if each.version == stands[each.improvement_id])


def keep_explanation_delivered(work: UnitOfWork, notice: Notice, now: datetime) -> None:
    """Keep that an explanation has reached an organisation, if this message, which has just arrived, is how.

    What our lead is to pass on has not reached them yet; a post in the shared channel counts for those of whom nobody
    could be written to.
    """
    if notice.kind is not NoticeKind.IMPROVEMENT_EXPLAINED:
        return
    improvement, version = work.improvements.get(notice.subject_id), int(notice.facts["version"])
    reached = []
    if notice.person_id is None:
        sides = sides_of(work, improvement.contract_id)
        reached = [side.organisation.id for side in sides if not side.people]
    elif work.people.get(notice.person_id).organisation_id == UUID(notice.facts["organisation"]):
        reached = [UUID(notice.facts["organisation"])]
    for organisation_id in reached:
        receipt = work.receipts.to_change(improvement.id, version, organisation_id)
        if receipt is not None:
            _keep_delivered(work, improvement, receipt, now)


def _keep_delivered(work: UnitOfWork, improvement: Improvement, receipt: Receipt, now: datetime) -> None:
    if receipt.delivered_at is not None:
        return
    receipt.delivered_at = now
    facts = {"organisation": receipt.organisation_id, "version": receipt.version}
    subject = subject_of(improvement)
    record(work, Event.IMPROVEMENT_DELIVERED, subject, None, now, improvement.contract_id, **facts)
    work.notices.redraw(improvement.id, (NoticeKind.IMPROVEMENT_RECEIVED,))


def receipt_facts(work: UnitOfWork, improvement: Improvement, person: Person | None) -> dict[str, object]:
    """Return who has the explanation and who not, as one reader may know it; without a person it is a channel.

    A channel never hears who has not answered (practice.md 2.5).
    """
    receipts = work.receipts.of(improvement.id, improvement.explanation_version)
    own, theirs = work.organisations.own(), receipt_of(work, improvement, person)
    party = party_of(work, person, improvement.contract_id) if person else None
    asked = work.deadlines.live(improvement.id, (DeadlineKind.IMPROVEMENT_RECEIVE,))
    said = _received(work, improvement, theirs) if theirs and theirs.received_at else None
    return {
        "own_side": own.name if own else "",
        "reader": "channel" if person is None else party.value if party else Party.OTHER.value,
        "received": _by_name(work, improvement, [each for each in receipts if each.received_at]),
        "not_received": _by_name(work, improvement, [each for each in receipts if not each.received_at]),
        "is_received": said is not None,
        "received_by": said.by if said else "",
        "may_receive": person is None or (theirs is not None and theirs.received_at is None),
        "receive_by": min((each.due_at for each in asked), default=None),
        "leads": " or ".join(lead.name for lead in leads_of(work, improvement.contract_id)),
    }


def _by_name(work: UnitOfWork, improvement: Improvement, receipts: Sequence[Receipt]) -> list[Received]:
    return sorted((_received(work, improvement, each) for each in receipts), key=lambda each: each.side)


def _received(work: UnitOfWork, improvement: Improvement, receipt: Receipt) -> Received:
    by = work.people.get(receipt.received_by) if receipt.received_by else None
    return Received(
        side=work.organisations.get(receipt.organisation_id).name,
        delivered_at=receipt.delivered_at,
        received_on=_day(work, improvement, receipt.received_at),
        by=by.name if by else "",
        for_them=by is not None and by.organisation_id != receipt.organisation_id,
    )


def _day(work: UnitOfWork, improvement: Improvement, moment: datetime | None) -> date | None:
    return calendar_of(work, improvement.contract_id).local(moment).date() if moment else None


def records_receipts(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody is offered to record that it arrived somewhere."""
    is_ours = party_of(work, person, improvement.contract_id) is Party.OWN
    may = may_do(work, person, improvement.contract_id, Act.LEAD_IMPROVEMENT)
    return is_ours and may and bool(not_received(work, improvement))
