"""Who was reached by what every party is to have, and who said that they received it (CPC424-P1, P14).

Delivered is what Slack has, or what our own side knows to have arrived; received is what somebody there says, or our
own side for them. Neither is the same as agreeing (practice.md 2.2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of, require_act
from bot.casework.evaluation_sharing import sides_of
from bot.casework.notices import calendar_of
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed, NotYours
from domain.people import Act, Party
from storage.evaluations import EvaluationReceipt
from storage.notices import Notice
from storage.people import Person
from storage.receipts import Receipt
from storage.unit_of_work import UnitOfWork

One = TypeVar("One", Receipt, EvaluationReceipt)

EVENTS = {
    SubjectKind.EVALUATION: (Event.EVALUATION_DELIVERED, Event.EVALUATION_RECEIVED),
    SubjectKind.IMPROVEMENT: (Event.IMPROVEMENT_DELIVERED, Event.IMPROVEMENT_RECEIVED),
}
RECEIVED = frozenset(received for _delivered, received in EVENTS.values())


@dataclass(frozen=True)
class Given:
    """What every organisation of a contract was given: an evaluation, or one version of an explanation.

    Whoever may do `act` records for others that it arrived; `facts` go beside each organisation into the chronology.
    """

    subject: tuple[SubjectKind, UUID]
    contract_id: UUID
    act: Act
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Received:
    """How far it has come with one organisation. `by` is whoever said so, `recorded_by` whoever of ours wrote it down.

    `is_answer`: nobody said so, and their answer to what followed from it showed it.
    """

    side: str
    delivered_at: datetime | None
    received_on: date | None
    by: str
    recorded_by: str
    is_answer: bool = False


def receiver(work: UnitOfWork, person: Person, given: Given) -> UUID:
    """Return for which organisation somebody may say that it received what was given; never the one that gave it."""
    if party_of(work, person, given.contract_id) is Party.OWN:
        raise NotAllowed("Your organisation sent it. The other organisations say here that they received it.")
    assert person.organisation_id is not None
    return person.organisation_id


def require_may_record(work: UnitOfWork, person: Person, given: Given) -> None:
    """Refuse whoever may not record something for another organisation."""
    if require_act(work, person, given.contract_id, given.act) is not Party.OWN:
        raise NotYours(NOT_YOURS)


def may_record_for(work: UnitOfWork, person: Person, given: Given) -> bool:
    """Say whether somebody is offered to record that it arrived somewhere."""
    is_ours = party_of(work, person, given.contract_id) is Party.OWN
    return is_ours and may_do(work, person, given.contract_id, given.act)


def require_how(how: str) -> None:
    """Refuse to keep that something arrived without how we know (practice.md 2.2)."""
    if not how.strip():
        raise NotAllowed("Please say how you know, such as: their e-mail, and its date.", "how")


def keep_how(
    work: UnitOfWork, given: Given, receipt: Receipt | EvaluationReceipt, how: str, by: Person, now: datetime
) -> None:
    """Keep how we know that something arrived, for our own side."""
    subject = (given.subject[0], receipt.id)
    keep_texts(work, subject, ContentClass.INTERNAL, by, now, {"received_how": how})


def keep_received(work: UnitOfWork, given: Given, receipt: One | None, person: Person, now: datetime) -> One:
    """Keep that an organisation received what it was given, and so that it arrived."""
    if receipt is None:
        raise NotYours(NOT_YOURS)
    if receipt.received_at is not None:
        raise NotAllowed("This has been said already for your organisation. Open it to see by whom.")
    keep_delivered(work, given, receipt, now)
    receipt.received_by, receipt.received_at = person.id, now
    facts = {"organisation": receipt.organisation_id, **given.facts}
    record(work, EVENTS[given.subject[0]][1], given.subject, person, now, given.contract_id, **facts)
    return receipt


def keep_delivered(
    work: UnitOfWork, given: Given, receipt: Receipt | EvaluationReceipt | None, now: datetime
) -> bool:
    """Keep that something has reached an organisation; False where that is known, or it was not given to them."""
    if receipt is None or receipt.delivered_at is not None:
        return False
    receipt.delivered_at = now
    facts = {"organisation": receipt.organisation_id, **given.facts}
    record(work, EVENTS[given.subject[0]][0], given.subject, None, now, given.contract_id, **facts)
    return True


def reached_by(work: UnitOfWork, notice: Notice, contract_id: UUID) -> list[UUID]:
    """Return the organisations that a message, which has just arrived, has reached.

    Only a message to its own people reaches an organisation, or our record that it arrived. What our lead is to pass
    on has not reached them yet, and what was turned away and went to our own lead instead reaches nobody. A post in
    the shared channel counts for those of whom nobody could be written to.
    """
    if notice.person_id is None:
        return [side.organisation.id for side in sides_of(work, contract_id) if not side.people]
    organisation_id = UUID(notice.facts["organisation"])
    is_theirs = work.people.get(notice.person_id).organisation_id == organisation_id
    return [organisation_id] if is_theirs else []


def waiting(receipts: Sequence[One]) -> list[One]:
    """Return those of organisations that have not said that they received it."""
    return [receipt for receipt in receipts if receipt.received_at is None]


def of_their_side(receipts: Sequence[One], person: Person | None) -> One | None:
    """Return the receipt of somebody's organisation, or None."""
    theirs = (each for each in receipts if person and each.organisation_id == person.organisation_id)
    return next(theirs, None)


def who_received(
    work: UnitOfWork, contract_id: UUID, receipts: Sequence[Receipt | EvaluationReceipt]
) -> list[Received]:
    """Return how far it has come with each organisation, by their names."""
    calendar, found = calendar_of(work, contract_id), list[Received]()
    for each in receipts:
        by = work.people.get(each.received_by) if each.received_by else None
        found.append(
            Received(
                side=work.organisations.get(each.organisation_id).name,
                delivered_at=each.delivered_at,
                received_on=calendar.local(each.received_at).date() if each.received_at else None,
                by=by.name if by else "",
                recorded_by=_recorded_by(work, each, by),
                is_answer=isinstance(each, Receipt) and each.answered_at is not None,
            )
        )
    return sorted(found, key=lambda received: received.side)


def _recorded_by(work: UnitOfWork, receipt: Receipt | EvaluationReceipt, by: Person | None) -> str:
    """Return who recorded a receipt for an organisation, or in the name of one of its people; else nothing."""
    if by is None:
        return ""
    if by.organisation_id != receipt.organisation_id:
        return by.name
    subject_id = receipt.improvement_id if isinstance(receipt, Receipt) else receipt.evaluation_id
    for statement in work.statements.about(subject_id):
        parts = work.statements.parts(statement.id) if statement.person_id == by.id else ()
        if any(part.event in RECEIVED and part.at == receipt.received_at for part in parts):
            return work.people.get(statement.recorder_id).name
    return ""


def receipts_as_said(work: UnitOfWork, contract_id: UUID, receipts: Sequence[One]) -> dict[str, object]:
    """Return who has what was given and who not, as everybody of the contract may know it."""
    own = work.organisations.own()
    return {
        "own_side": own.name if own else "",
        "received": who_received(work, contract_id, [each for each in receipts if each.received_at]),
        "not_received": who_received(work, contract_id, waiting(receipts)),
    }


def receipts_for(
    work: UnitOfWork, contract_id: UUID, receipts: Sequence[One], person: Person | None
) -> dict[str, object]:
    """Return what one reader's own organisation has said, and what they may say; without a person it is a channel.

    A channel never hears who has not answered (practice.md 2.5).
    """
    party = party_of(work, person, contract_id) if person else None
    theirs = of_their_side(receipts, person)
    said = who_received(work, contract_id, [theirs])[0] if theirs is not None else None
    return {
        "reader": "channel" if person is None else party.value if party else Party.OTHER.value,
        "is_received": theirs is not None and theirs.received_at is not None,
        "received_by": (said.by if said.is_answer else said.recorded_by or said.by) if said else "",
        "is_answered": said is not None and said.is_answer,
        "may_receive": person is None or (theirs is not None and theirs.received_at is None),
    }
