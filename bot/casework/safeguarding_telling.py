"""Whether the provider and the contract lead are told of a safeguarding concern: decisions of their own (1.2, 1.7)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.notices import Owed, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.safeguarding_access import excluded_from, of_named_taken, subject_of
from bot.casework.safeguarding_arrival import Arrival, arrival_of, sent_by
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.people import Role
from domain.rhythm import Speed
from domain.safeguarding import Body, Told
from domain.safeguarding_decisions import NewTelling
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.safeguarding_decisions import SafeguardingTelling
from storage.unit_of_work import UnitOfWork


def is_told(work: UnitOfWork, concern: SafeguardingConcern, told: Told) -> bool:
    """Say whether somebody has been told, or the message is on its way; once told, nobody can be untold."""
    return any(
        each.told is told and each.is_told and arrival_of(work, each) is not Arrival.TURNED_AWAY
        for each in work.safeguarding_decisions.tellings(concern.id)
    )


def are_police_involved(work: UnitOfWork, concern: SafeguardingConcern) -> bool:
    """Say whether it was referred to the police: then they are asked before the provider is told."""
    return any(each.body is Body.POLICE for each in work.safeguarding_decisions.of(concern.id))


def contract_leads(work: UnitOfWork, concern: SafeguardingConcern) -> Sequence[Person]:
    """Return which contract leads may be told that there is a record: never one who is excluded from it."""
    if concern.contract_id is None:
        return []
    barred = excluded_from(work, concern)
    leads = work.people.holding((Role.CONTRACT_LEAD,), concern.contract_id)
    return [lead for lead in leads if lead.id not in barred and lead.user_id]


def tell_provider(
    work: UnitOfWork, person: Person, concern_id: UUID, new: NewTelling, now: datetime
) -> SafeguardingTelling:
    """Keep whether the provider is told. People tell them, by voice or letter; Handrail itself tells them nothing."""
    concern = of_named_taken(work, person, concern_id)
    if is_told(work, concern, Told.PROVIDER):
        raise NotAllowed("It is recorded already that the provider was told.")
    return _keep(work, person, concern, Told.PROVIDER, None, new, now)


def tell_contract_lead(
    work: UnitOfWork, person: Person, concern_id: UUID, lead_id: UUID | None, new: NewTelling, now: datetime
) -> SafeguardingTelling:
    """Keep whether the contract lead is told; told means that they learn the reference and whom to ask, no more."""
    concern = of_named_taken(work, person, concern_id)
    if is_told(work, concern, Told.CONTRACT_LEAD):
        raise NotAllowed("The contract lead has been told already, or the message is on its way.")
    lead = next((each for each in contract_leads(work, concern) if each.id == lead_id), None)
    if new.is_told and lead is None:
        raise NotAllowed("This person cannot be told of this one. Please choose somebody else.", "lead")
    telling = _keep(work, person, concern, Told.CONTRACT_LEAD, lead if new.is_told else None, new, now)
    if lead is not None and new.is_told:
        word = Owed(
            kind=NoticeKind.SAFEGUARDING_LEAD_TOLD,
            subject=subject_of(concern),
            content_class=ContentClass.RESTRICTED,
            speed=Speed.PROMPT,
            event=sent_by(telling),
        )
        owe_people(work, word, [lead], now)
    return telling


def _keep(
    work: UnitOfWork,
    person: Person,
    concern: SafeguardingConcern,
    told: Told,
    whom: Person | None,
    new: NewTelling,
    now: datetime,
) -> SafeguardingTelling:
    telling = SafeguardingTelling(
        concern_id=concern.id,
        told=told,
        is_told=new.is_told,
        person_id=whom.id if whom else None,
        decided_by=person.id,
        decided_at=now,
    )
    work.safeguarding_decisions.add(telling)
    subject = subject_of(telling)
    keep_texts(work, subject, ContentClass.RESTRICTED, person, now, {"said": new.said})
    about = subject_of(concern)
    event = Event.SAFEGUARDING_TELLING_DECIDED
    record(work, event, about, person, now, told=told.value, is_told=new.is_told, telling=telling.id)
    return telling
