"""Where each improvement process stands for somebody: what waits for them, and which sides others wait for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.casework.access import may_do, party_of
from bot.casework.improvement_access import improvement_behind, sees
from domain.deadlines import DeadlineKind
from domain.improvements import ImprovementState
from domain.next_steps import ASKS_NOTHING, NextStep
from domain.people import Act, Party
from storage.agreements import Agreement
from storage.deadlines import Deadline
from storage.improvements import Improvement
from storage.patterns import PatternFound
from storage.people import Person
from storage.unit_of_work import UnitOfWork

K = DeadlineKind
ANSWERED_FOR_A_SIDE = {K.IMPROVEMENT_RECEIVE: Act.READ_CONTRACT, K.AGREEMENT_ANSWER: Act.AGREE_FOR_PARTY}
"""What anybody may answer who speaks for the organisation that is asked."""

LED = frozenset(
    {
        K.IMPROVEMENT_EXPLAIN,
        K.IMPROVEMENT_PLAN,
        K.IMPROVEMENT_HOLD,
        K.IMPROVEMENT_REFLECT,
        K.IMPROVEMENT_REVIEW,
        K.FEEDBACK_ANSWER,
        K.FORMAL_SERVE,
    }
)
"""What whoever leads it on our own side answers."""

OF_ONE = frozenset({K.WAY_FORWARD_APPROVE, K.FORMAL_APPROVE, K.REFLECTION_WRITE})
"""What only whoever was asked can answer."""

AHEAD = frozenset({K.IMPROVEMENT_PLAN, K.IMPROVEMENT_HOLD})
"""Days that lie ahead: they wait for somebody once they are near."""

NEAR = timedelta(days=7)
ANSWERED_BY = {
    NextStep.EXPLAIN: K.IMPROVEMENT_EXPLAIN,
    NextStep.RECEIVE: K.IMPROVEMENT_RECEIVE,
    NextStep.ANSWER: K.AGREEMENT_ANSWER,
    NextStep.APPROVE_WAY: K.WAY_FORWARD_APPROVE,
    NextStep.APPROVE_FORMAL: K.FORMAL_APPROVE,
    NextStep.SERVE: K.FORMAL_SERVE,
    NextStep.LOOK_BACK: K.REFLECTION_WRITE,
    NextStep.ANSWER_FEEDBACK: K.FEEDBACK_ANSWER,
    NextStep.HOLD: K.IMPROVEMENT_HOLD,
    NextStep.SAY_NOT_YET: K.IMPROVEMENT_HOLD,
    NextStep.SAY_IT_LASTED: K.IMPROVEMENT_HOLD,
    NextStep.CLOSE: K.IMPROVEMENT_REFLECT,
    NextStep.GO_ON: K.IMPROVEMENT_REVIEW,
    NextStep.DRAFT_PLAN: K.IMPROVEMENT_PLAN,
    NextStep.COMPLETE_PLAN: K.IMPROVEMENT_PLAN,
    NextStep.ASK_PLAN: K.IMPROVEMENT_PLAN,
}
"""By when a step is to be taken: the duty of this person that it answers."""

NEVER_TOLD = frozenset({K.REFLECTION_WRITE})
"""Who has not looked back yet is nobody else's business: it may be written without a name (practice.md 3)."""

KINDS = (*ANSWERED_FOR_A_SIDE, *LED, *OF_ONE)


@dataclass(frozen=True)
class ProcessItem:
    """One process. `mine` are the duties that wait for this person, `others` the names of the sides waited for.

    `step` is what the window of the process says first to this person, `agreement` and `evaluation_id` what it is
    about; None where it was not asked for.
    """

    improvement: Improvement
    mine: tuple[Deadline, ...]
    others: tuple[str, ...]
    step: NextStep | None = None
    agreement: Agreement | None = None
    evaluation_id: UUID | None = None

    @property
    def waits(self) -> bool:
        """Whether something in it waits for this person."""
        return bool(self.mine) or (self.step is not None and self.step not in ASKS_NOTHING)

    @property
    def counts(self) -> bool:
        """Whether it is counted among what waits: readings are counted where they are planned."""
        return bool(self.mine) or (self.waits and self.step is not NextStep.READ_MEASURES)

    def due_for(self, step: NextStep | None) -> Deadline | None:
        """Return the duty of this person that a step answers, with the day by which it is to be taken."""
        kind = ANSWERED_BY.get(step) if step else None
        return next((each for each in self.mine if each.kind is kind), None)

    @property
    def contract_id(self) -> UUID:
        """Return the contract, as other items say it."""
        return self.improvement.contract_id

    def is_late(self, now: datetime) -> bool:
        """Say whether something in it that waits for this person is late."""
        return any(duty.due_at < now for duty in self.mine)


def open_items(
    work: UnitOfWork, person: Person, contract_ids: Collection[UUID], now: datetime
) -> Sequence[ProcessItem]:
    """Return the processes that go on and that somebody may open, those with a duty of theirs first.

    One that is closed is among them while an answer is owed in it.
    """
    duties = _duties(work, contract_ids)
    under_way = work.improvements.in_contracts(contract_ids, only_under_way=True) if contract_ids else ()
    known = {each.id for each in under_way}
    closed = [work.improvements.get(each) for each in duties if each not in known]
    items = [
        _item(work, person, each, duties.get(each.id, []), now)
        for each in (*under_way, *closed)
        if sees(work, person, each)
    ]
    found = [item for item in items if _goes_on(item)]
    return sorted(found, key=lambda item: (not item.mine, item.improvement.opened_at))


def _goes_on(item: ProcessItem) -> bool:
    """Say whether a process goes on for somebody: once it is closed, only what was said to it is still answered."""
    if item.improvement.state is not ImprovementState.CLOSED:
        return True
    return any(duty.kind is K.FEEDBACK_ANSWER for duty in item.mine)


def item_of(work: UnitOfWork, person: Person, improvement: Improvement, now: datetime) -> ProcessItem:
    """Return where one process stands for somebody who may open it."""
    return _item(
        work, person, improvement, _duties(work, {improvement.contract_id}).get(improvement.id, []), now
    )


def _duties(work: UnitOfWork, contract_ids: Collection[UUID]) -> dict[UUID, list[Deadline]]:
    """Return what is open in some contracts, process by process."""
    found: dict[UUID, list[Deadline]] = {}
    for duty in work.deadlines.open_in(contract_ids, KINDS):
        about = improvement_behind(work, duty.subject_kind, duty.subject_id)
        if about is not None:
            found.setdefault(about.id, []).append(duty)
    return found


def _item(
    work: UnitOfWork, person: Person, improvement: Improvement, duties: Iterable[Deadline], now: datetime
) -> ProcessItem:
    mine, others = list[Deadline](), dict[str, None]()
    for duty in duties:
        if duty.kind in AHEAD and duty.due_at - now > NEAR:
            continue
        if _is_mine(work, person, improvement, duty):
            mine.append(duty)
        elif duty.kind not in NEVER_TOLD and (side := _side_of(work, improvement, duty)):
            others[side] = None
    return ProcessItem(improvement, tuple(sorted(mine, key=lambda duty: duty.due_at)), tuple(sorted(others)))


def _is_mine(work: UnitOfWork, person: Person, improvement: Improvement, duty: Deadline) -> bool:
    if duty.owner_id == person.id:
        return True
    if duty.kind in ANSWERED_FOR_A_SIDE:
        owner = work.people.get(duty.owner_id) if duty.owner_id else None
        is_theirs = owner is not None and owner.organisation_id == person.organisation_id
        return is_theirs and may_do(work, person, improvement.contract_id, ANSWERED_FOR_A_SIDE[duty.kind])
    lead = work.people.get(duty.owner_id) if duty.owner_id else None
    has_nobody = lead is None or not lead.is_active
    is_own = party_of(work, person, improvement.contract_id) is Party.OWN
    return (
        duty.kind in LED
        and is_own
        and has_nobody
        and may_do(work, person, improvement.contract_id, Act.LEAD_IMPROVEMENT)
    )


def _side_of(work: UnitOfWork, improvement: Improvement, duty: Deadline) -> str:
    """Return the organisation that is waited for, never the person."""
    owner = work.people.get(duty.owner_id) if duty.owner_id else None
    if owner is not None and owner.organisation_id is not None:
        return work.organisations.get(owner.organisation_id).name
    sides = work.contracts.parties(improvement.contract_id).items()
    return next((work.organisations.get(each).name for each, party in sides if party is duty.party), "")


def patterns_for(work: UnitOfWork, person: Person, contract_ids: Collection[UUID]) -> Sequence[PatternFound]:
    """Return the patterns that somebody is asked about, the earliest first."""
    asked = work.deadlines.open_in(contract_ids, (K.PATTERN_ANSWER,), Party.OWN)
    found = [
        work.patterns.find(duty.subject_id)
        for duty in asked
        if duty.owner_id == person.id
        or (
            duty.contract_id
            and duty.owner_id is None
            and may_do(work, person, duty.contract_id, Act.LEAD_IMPROVEMENT)
        )
    ]
    return [each for each in found if each is not None]
