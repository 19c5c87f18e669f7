"""Who leads a contract: offered by the lead or an administrator, and changed once the new one accepts."""

from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, require_act
from bot.casework.deadlines import Duty, cancel, meet, start
from bot.casework.handing_on import items_left, pass_on
from bot.casework.leavers import settle_what_was_left
from bot.casework.notices import Owed, calendar_of, owe_channels, owe_people
from bot.casework.people import give_role
from bot.casework.records import record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.joining import LEAD_WITHIN, OfferState, reply
from domain.notices import NoticeKind
from domain.people import Act, Party, Role
from domain.rhythm import Speed
from storage.joining import LeadOffer
from storage.people import Person
from storage.unit_of_work import UnitOfWork

SAID = (NoticeKind.LEAD_OFFERED, NoticeKind.LEAD_OFFER_LINE)


def offer_lead(work: UnitOfWork, by: Person, contract_id: UUID, to: Person, now: datetime) -> LeadOffer:
    """Ask somebody to lead a contract. It stays with whoever leads it until they accept; choosing oneself accepts."""
    require_act(work, by, contract_id, Act.ADD_PERSON, "A contract's lead or an administrator changes this.")
    if Role.CONTRACT_LEAD in work.people.held(to.id, contract_id):
        raise NotAllowed(f"{to.name} leads this contract already.", "who")
    for earlier in work.joining.offers_standing(contract_id):
        earlier.state, earlier.answered_at = reply(earlier.state, OfferState.REPLACED), now
    cancel(work, contract_id, (DeadlineKind.LEAD_OFFER,))
    work.notices.cancel_about(contract_id, SAID)
    work.notices.redraw(contract_id, SAID)
    offer = LeadOffer(contract_id=contract_id, person_id=to.id, offered_by=by.id, offered_at=now)
    work.joining.add(offer)
    subject = (SubjectKind.CONTRACT, contract_id)
    record(work, Event.CONTRACT_LEAD_OFFERED, subject, by, now, contract_id, to=to.id)
    if to.id == by.id:
        accept_lead(work, by, offer.id, now)
    else:
        owe_people(work, _word(offer, NoticeKind.LEAD_OFFERED, "offered", ContentClass.INTERNAL), [to], now)
        _await_answer(work, offer, to, now)
    return offer


def _await_answer(work: UnitOfWork, offer: LeadOffer, to: Person, now: datetime) -> None:
    """Unanswered they are reminded; then whoever asked and the administrators hear that nothing was said."""
    duty = Duty(
        kind=DeadlineKind.LEAD_OFFER,
        subject=(SubjectKind.CONTRACT, offer.contract_id),
        contract_id=offer.contract_id,
        owner=to,
        party=Party.OWN,
        due_at=calendar_of(work, offer.contract_id).due_after(now, LEAD_WITHIN),
        basis=f"{LEAD_WITHIN} working days",
    )
    start(work, duty, now)


def _answered(work: UnitOfWork, offer: LeadOffer, person: Person, now: datetime) -> None:
    meet(work, offer.contract_id, (DeadlineKind.LEAD_OFFER,), person, now)
    work.notices.redraw(offer.contract_id, SAID)


def _word(offer: LeadOffer, kind: NoticeKind, event: str, content_class: ContentClass) -> Owed:
    return Owed(
        kind=kind,
        subject=(SubjectKind.CONTRACT, offer.contract_id),
        content_class=content_class,
        speed=Speed.PROMPT,
        event=f"{offer.id.hex}:{event}",
        contract_id=offer.contract_id,
        facts={"offer": offer.id.hex},
    )


def _offer_to(work: UnitOfWork, person: Person, offer_id: UUID) -> LeadOffer:
    offer = work.joining.offer_to_change(offer_id)
    if offer is None or offer.person_id != person.id:
        raise NotYours(NOT_YOURS)
    return offer


def accept_lead(work: UnitOfWork, person: Person, offer_id: UUID, now: datetime) -> LeadOffer:
    """Lead a contract from now on: what waited for whoever led it passes on, and everybody hears, the provider too."""
    offer = _offer_to(work, person, offer_id)
    offer.state, offer.answered_at = reply(offer.state, OfferState.ACCEPTED), now
    contract = work.contracts.get(offer.contract_id)
    before = [
        (lead, held)
        for lead, held in work.people.assignments(contract.id)
        if held.role is Role.CONTRACT_LEAD and lead.id != person.id
    ]
    give_role(work, person, contract, person, Role.CONTRACT_LEAD, now)
    subject = (SubjectKind.CONTRACT, contract.id)
    for lead, held in before:
        pass_on(work, person, lead, person, contract.id, items_left(work, lead, contract.id), now)
        record(
            work,
            Event.ROLE_ENDED,
            (SubjectKind.PERSON, lead.id),
            person,
            now,
            contract.id,
            role=held.role.value,
        )
        work.people.end(held)
        settle_what_was_left(work, lead, person, now)
    record(
        work,
        Event.CONTRACT_LEAD_CHANGED,
        subject,
        person,
        now,
        contract.id,
        to=person.id,
        before=",".join(lead.id.hex for lead, _ in before),
    )
    _answered(work, offer, person, now)
    work.notices.redraw(contract.id, (NoticeKind.HUB,))
    _tell(work, offer, [lead for lead, _ in before], now)
    return offer


def _tell(work: UnitOfWork, offer: LeadOffer, before: list[Person], now: datetime) -> None:
    word = _word(offer, NoticeKind.LEAD_CHANGED, "accepted", ContentClass.SHARED)
    told = [lead for lead in before if lead.is_active]
    if not owe_channels(work, word, ChannelPurpose.SHARED, now):
        told += work.people.holding(
            (Role.PROVIDER_REPRESENTATIVE, Role.COMMISSIONING_PARTNER), offer.contract_id
        )
    if offer.offered_by != offer.person_id:
        told.append(work.people.get(offer.offered_by))
    owe_people(work, word, list({each.id: each for each in told}.values()), now)


def decline_lead(work: UnitOfWork, person: Person, offer_id: UUID, now: datetime) -> LeadOffer:
    """Do not lead a contract; whoever asked hears that somebody else is needed."""
    offer = _offer_to(work, person, offer_id)
    offer.state, offer.answered_at = reply(offer.state, OfferState.DECLINED), now
    subject = (SubjectKind.CONTRACT, offer.contract_id)
    record(work, Event.CONTRACT_LEAD_DECLINED, subject, person, now, offer.contract_id)
    _answered(work, offer, person, now)
    word = _word(offer, NoticeKind.LEAD_OFFERED, "declined", ContentClass.INTERNAL)
    owe_people(work, word, [work.people.get(offer.offered_by)], now)
    return offer
