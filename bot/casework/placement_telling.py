"""Who reads a placement position, who is told of it, and by what means each of them was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of, require_act
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind, NoticeState
from domain.people import Act, Party
from domain.placements import DecisionState, Means
from domain.rhythm import Speed
from domain.routes import Means as Way
from storage.notices import Notice
from storage.people import Person
from storage.placements import PlacementDecision, PlacementTelling
from storage.unit_of_work import UnitOfWork

BY_MESSAGE = "message"


def subject_of(decision: PlacementDecision) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about a decision point at."""
    return SubjectKind.PLACEMENT, decision.id


def reads_position(work: UnitOfWork, person: Person, contract_id: UUID) -> bool:
    """Say whether somebody reads the position itself: our own side by role, commissioning partners, the provider."""
    party = party_of(work, person, contract_id)
    if party is Party.PROVIDER:
        return may_do(work, person, contract_id, Act.PAUSE_ADMISSIONS)
    is_commissioner = party in {Party.OWN, Party.PARTNER}
    return is_commissioner and may_do(work, person, contract_id, Act.READ_PLACEMENT)


def readers_of(work: UnitOfWork, contract_id: UUID) -> Sequence[Person]:
    """Return everybody who reads the position of a contract; they are told when it changes."""
    return [each for each in work.people.of_contract(contract_id) if reads_position(work, each, contract_id)]


def owe_told(work: UnitOfWork, decision: PlacementDecision, by: Person, now: datetime) -> None:
    """Owe everybody who reads the position its change; the provider in words of its own, never in a channel."""
    for person in readers_of(work, decision.contract_id):
        is_theirs = party_of(work, person, decision.contract_id) is Party.PROVIDER
        tells_itself = is_theirs and decision.party is Party.PROVIDER and person.user_id is None
        if person.id == by.id or tells_itself:
            continue
        owed = Owed(
            kind=NoticeKind.PLACEMENT_DECIDED,
            subject=subject_of(decision),
            content_class=ContentClass.SHARED if is_theirs else ContentClass.PARTNERS,
            speed=Speed.PROMPT,
            event=f"{decision.id.hex}:decided",
            contract_id=decision.contract_id,
        )
        owe_people(work, owed, [person], now)


@dataclass(frozen=True)
class Told:
    """That somebody was told of a decision: on which London day, by what means; None where they have not been yet."""

    name: str
    means: str
    told_on: date | None


def told_of(work: UnitOfWork, decision: PlacementDecision) -> list[Told]:
    """Return who was told of a decision, and who is still to be."""
    local = calendar_of(work, decision.contract_id).local
    found: dict[UUID, Told] = {}
    for notice in work.notices.about(decision.id):
        reader = _reader(notice)
        if reader is None:
            continue
        has_arrived = notice.state is NoticeState.SENT and "pass_on_id" not in notice.facts
        told_on = local(notice.posted_at).date() if has_arrived and notice.posted_at else None
        name = work.people.get(reader).name
        found.setdefault(reader, Told(name, BY_MESSAGE, told_on))
    for telling in work.placements.tellings(decision.id):
        name = work.people.get(telling.person_id).name
        if telling.person_id not in found or found[telling.person_id].told_on is None:
            found[telling.person_id] = Told(name, telling.means.value, telling.told_on)
    return list(found.values())


def _reader(notice: Notice) -> UUID | None:
    """Whom a message about a decision is for; what is to be passed on is for whoever has no Slack."""
    if notice.kind is not NoticeKind.PLACEMENT_DECIDED or notice.means is not Way.SLACK:
        return None
    return UUID(notice.facts["pass_on_id"]) if "pass_on_id" in notice.facts else notice.person_id


def keep_placement_told(work: UnitOfWork, notice: Notice, now: datetime) -> None:
    """Write down that somebody was told of a decision, if this message, which has just arrived, is how."""
    if notice.kind is not NoticeKind.PLACEMENT_DECIDED or "pass_on_id" in notice.facts:
        return
    decision = work.placements.find(notice.subject_id)
    if decision is not None and notice.person_id is not None:
        facts = {"person": notice.person_id, "means": BY_MESSAGE}
        record(work, Event.PLACEMENT_TOLD, subject_of(decision), None, now, decision.contract_id, **facts)


def decision_to_tell(work: UnitOfWork, person: Person, decision_id: UUID) -> PlacementDecision:
    """Return a decision to somebody of our own side who may write down who was told of it."""
    decision = work.placements.find(decision_id)
    if decision is None:
        raise NotYours(NOT_YOURS)
    if require_act(work, person, decision.contract_id, Act.RECORD_FOR) is not Party.OWN:
        raise NotYours(NOT_YOURS)
    return decision


def keep_told_by(
    work: UnitOfWork,
    person: Person,
    decision_id: UUID,
    told: UUID,
    means: Means,
    told_on: date,
    now: datetime,
) -> PlacementDecision:
    """Keep that somebody was told of a decision by telephone, e-mail, letter or in a meeting."""
    decision = decision_to_tell(work, person, decision_id)
    if decision.state not in {DecisionState.STANDS, DecisionState.ENDED}:
        raise NotAllowed("Nobody is told before a second person has agreed.")
    if told not in {each.id for each in readers_of(work, decision.contract_id)}:
        raise NotAllowed("Please choose somebody who may know of it.", "who")
    if told_on > calendar_of(work, decision.contract_id).local(now).date():
        raise NotAllowed("Please choose today or an earlier day.", "told_on")
    work.placements.keep_telling(
        PlacementTelling(
            decision_id=decision.id,
            person_id=told,
            means=means,
            told_on=told_on,
            told_by=person.id,
            recorded_at=now,
        )
    )
    facts = {"person": told, "means": means.value, "told_on": told_on}
    record(work, Event.PLACEMENT_TOLD, subject_of(decision), person, now, decision.contract_id, **facts)
    return decision
