"""Deciding the placement position of a contract: limited, paused, suspended by two people, and open again.

Commissioning partners read it; the provider has a letter. Nothing of it is ever posted in a shared channel.
"""

from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of, require_act
from bot.casework.audiences import seniors_of
from bot.casework.deadlines import meet
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.placement_keeping import NewDecision, add_decision, let_stand, position_of, start_duty
from bot.casework.placement_telling import subject_of
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import Act, Party
from domain.placements import (
    APPROVE_WITHIN,
    DecisionState,
    Position,
    move,
    require_days,
    require_position,
    require_second_person,
    require_words,
)
from domain.references import Choose
from domain.rhythm import Speed
from storage.people import Person
from storage.placements import PlacementDecision
from storage.unit_of_work import UnitOfWork


def is_senior(work: UnitOfWork, person_id: UUID, contract_id: UUID) -> bool:
    """Say whether somebody is a senior contact of our own side of a contract."""
    return person_id in {each.id for each in seniors_of(work, contract_id, Party.OWN)}


def require_decides(work: UnitOfWork, person: Person, contract_id: UUID) -> None:
    """Raise NotYours unless somebody of our own side may decide the position."""
    refusal = "The contract lead or their senior contact decides this. Please ask them."
    if require_act(work, person, contract_id, Act.DECIDE_PLACEMENT, refusal) is not Party.OWN:
        raise NotYours(refusal)


def decide(
    work: UnitOfWork, person: Person, contract_id: UUID, new: NewDecision, now: datetime, choose: Choose
) -> PlacementDecision:
    """Keep a decision of our own side. To suspend waits for a second person; until then what stood goes on.

    Raises NotAllowed beside the field for what is missing, and while a suspension waits to be answered.
    """
    require_decides(work, person, contract_id)
    work.placements.hold(contract_id)
    current, calendar = position_of(work, contract_id), calendar_of(work, contract_id)
    if work.placements.asked(contract_id) is not None:
        raise NotAllowed("A suspension waits for a second person. Please answer that first.", "position")
    require_position(Party.OWN, current, new.position)
    require_words(new.position, new.limit, new.why, new.to_provider)
    require_days(new.position, new.from_on, new.review_on, calendar.local(now).date(), calendar)
    require_words_for_all(work, contract_id, {"limit": new.limit, "to_provider": new.to_provider})
    decision = add_decision(work, person, contract_id, new, Party.OWN, now, choose)
    shared = {"to_provider": new.to_provider}
    shared |= {"limit": new.limit} if new.position is Position.LIMITED else {}
    keep_texts(work, subject_of(decision), ContentClass.INTERNAL, person, now, {"why": new.why})
    keep_texts(work, subject_of(decision), ContentClass.SHARED, person, now, shared)
    if decision.state is DecisionState.ASKED:
        _ask_second(work, decision, person, now)
    else:
        let_stand(work, decision, person, now)
    return decision


def approvers(work: UnitOfWork, decision: PlacementDecision) -> list[Person]:
    """Return who may be the second person of a suspension."""
    is_seniors = is_senior(work, decision.decided_by, decision.contract_id)
    return [
        person
        for person in work.people.of_contract(decision.contract_id)
        if person.id != decision.decided_by
        and party_of(work, person, decision.contract_id) is Party.OWN
        and may_do(work, person, decision.contract_id, Act.DECIDE_PLACEMENT)
        and (is_seniors or is_senior(work, person.id, decision.contract_id))
    ]


def _ask_second(work: UnitOfWork, decision: PlacementDecision, person: Person, now: datetime) -> None:
    facts = {"position": decision.position.value, "from_on": decision.from_on}
    record(work, Event.PLACEMENT_ASKED, subject_of(decision), person, now, decision.contract_id, **facts)
    asked = approvers(work, decision)
    due_at = calendar_of(work, decision.contract_id).due_after(now, APPROVE_WITHIN)
    basis = f"{APPROVE_WITHIN} working day from being asked"
    start_duty(
        work, decision, DeadlineKind.PLACEMENT_APPROVE, asked[0] if asked else None, due_at, basis, now
    )
    owe_people(work, _asking(decision, "asked"), asked, now)


def _asking(decision: PlacementDecision, event: str) -> Owed:
    return Owed(
        kind=NoticeKind.PLACEMENT_ASKED,
        subject=subject_of(decision),
        content_class=ContentClass.INTERNAL,
        speed=Speed.PROMPT,
        event=f"{decision.id.hex}:{event}",
        contract_id=decision.contract_id,
    )


def decision_to_answer(work: UnitOfWork, person: Person, decision_id: UUID) -> PlacementDecision:
    """Return a suspension that waits for a second person, locked. Raises NotYours for whoever decides nothing here."""
    decision = work.placements.find_to_change(decision_id)
    if decision is None:
        raise NotYours(NOT_YOURS)
    require_decides(work, person, decision.contract_id)
    return decision


def approve(work: UnitOfWork, person: Person, decision_id: UUID, now: datetime) -> PlacementDecision:
    """Agree to a suspension as the second person; one of the two is a senior contact."""
    decision = decision_to_answer(work, person, decision_id)
    require_second_person(
        is_same=decision.decided_by == person.id,
        decider_is_senior=is_senior(work, decision.decided_by, decision.contract_id),
        approver_is_senior=is_senior(work, person.id, decision.contract_id),
    )
    _answer(work, decision, DecisionState.STANDS, person, now)
    let_stand(work, decision, person, now)
    return decision


def refuse(
    work: UnitOfWork, person: Person, decision_id: UUID, reason: str, now: datetime
) -> PlacementDecision:
    """Not agree to a suspension, or take back one's own, with a reason; what stood before goes on."""
    decision = decision_to_answer(work, person, decision_id)
    if not reason.strip():
        raise NotAllowed("Please say why not. It stays on the record.", "reason")
    _answer(work, decision, DecisionState.REFUSED, person, now)
    texts = {"refused_because": reason}
    keep_texts(work, subject_of(decision), ContentClass.INTERNAL, person, now, texts)
    record(work, Event.PLACEMENT_REFUSED, subject_of(decision), person, now, decision.contract_id)
    if decision.decided_by != person.id:
        decider = work.people.get(decision.decided_by)
        owe_people(work, _asking(decision, "refused"), [decider], now)
    return decision


def _answer(
    work: UnitOfWork, decision: PlacementDecision, state: DecisionState, person: Person, now: datetime
) -> None:
    decision.state = move(decision.state, state)
    decision.answered_by, decision.answered_at = person.id, now
    meet(work, decision.id, (DeadlineKind.PLACEMENT_APPROVE,), person, now)
    work.notices.cancel_about(decision.id, (NoticeKind.PLACEMENT_ASKED,))
    work.notices.redraw(decision.id)
