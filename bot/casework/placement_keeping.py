"""Keeping a decision on the placement position, and letting it stand in the place of what stood before."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.deadlines import Duty, meet, start
from bot.casework.notices import calendar_of
from bot.casework.placement_telling import owe_told, subject_of
from bot.casework.records import record
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.people import Party
from domain.placements import DecisionState, Position, move, needs_second_person
from domain.references import Choose, new_reference
from storage.people import Person
from storage.placements import PlacementDecision
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewDecision:
    """What is decided, from when and until which review; `why` is ours, `limit` and `to_provider` are theirs too."""

    position: Position
    from_on: date
    review_on: date | None
    why: str
    to_provider: str
    limit: str = ""


def position_of(work: UnitOfWork, contract_id: UUID) -> Position:
    """Return the position that stands; open until somebody has decided otherwise."""
    standing = work.placements.standing(contract_id)
    return standing.position if standing else Position.OPEN


def add_decision(
    work: UnitOfWork,
    person: Person,
    contract_id: UUID,
    new: NewDecision,
    party: Party,
    now: datetime,
    choose: Choose,
) -> PlacementDecision:
    """Keep a decision; one that a second person must agree to waits, any other is about to stand."""
    standing = work.placements.standing(contract_id)
    current = standing.position if standing else Position.OPEN
    below = standing.before if standing and current is Position.PAUSED else current
    waits = needs_second_person(new.position, current)
    return work.placements.add(
        PlacementDecision(
            reference=new_reference("PL", work.is_reference_taken, choose),
            contract_id=contract_id,
            position=new.position,
            before=below if new.position is Position.PAUSED else current,
            state=DecisionState.ASKED if waits else DecisionState.STANDS,
            party=party,
            decided_by=person.id,
            decided_at=now,
            from_on=new.from_on,
            review_on=new.review_on if new.position is not Position.OPEN else None,
        )
    )


def start_duty(
    work: UnitOfWork,
    decision: PlacementDecision,
    kind: DeadlineKind,
    owner: Person | None,
    due_at: datetime,
    basis: str,
    now: datetime,
) -> None:
    """Start a duty of our own side about a decision."""
    duty = Duty(
        kind=kind,
        subject=subject_of(decision),
        contract_id=decision.contract_id,
        owner=owner,
        party=Party.OWN,
        due_at=due_at,
        basis=basis,
    )
    start(work, duty, now)


def let_stand(work: UnitOfWork, decision: PlacementDecision, person: Person, now: datetime) -> None:
    """From here on the decision stands, what stood before it has ended, and everybody who may know hears of it."""
    contract_id, calendar = decision.contract_id, calendar_of(work, decision.contract_id)
    for earlier in work.placements.of_contract(contract_id):
        if earlier.state is DecisionState.STANDS and earlier.id != decision.id:
            earlier.state, earlier.ended_at = move(earlier.state, DecisionState.ENDED), now
            meet(work, earlier.id, (DeadlineKind.PLACEMENT_REVIEW,), person, now)
            work.notices.redraw(earlier.id)
    decision.stood_at = now
    event = Event.PLACEMENT_DECIDED
    if decision.position is decision.before and decision.party is Party.OWN:
        event = Event.PLACEMENT_REVIEWED
    facts = {
        "position": decision.position.value,
        "before": decision.before.value,
        "from_on": decision.from_on,
        "review_on": decision.review_on,
    }
    record(work, event, subject_of(decision), person, now, contract_id, **facts)
    if decision.review_on is not None:
        due_at = calendar.at(decision.review_on, calendar.closes)
        owner = work.people.get(decision.decided_by) if decision.party is Party.OWN else None
        kind = DeadlineKind.PLACEMENT_REVIEW
        start_duty(work, decision, kind, owner, due_at, "the review date of the decision", now)
    owe_told(work, decision, person, now)
