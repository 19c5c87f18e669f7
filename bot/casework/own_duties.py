"""What somebody is to answer of evaluations and challenges: our own side's duties, as visible as anybody's."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import may_do
from bot.casework.challenge_deciders import decides, evaluation_of
from bot.casework.placements import approvers
from domain.deadlines import OURS, DeadlineKind
from domain.people import Act, Party, Role
from storage.deadlines import Deadline
from storage.people import Person
from storage.unit_of_work import UnitOfWork

ABOUT_EVALUATIONS = (
    DeadlineKind.EVALUATION_CONFIRM,
    DeadlineKind.EVALUATION_SHARE,
    DeadlineKind.CHALLENGE_ANSWER,
)
ABOUT_STATEMENTS = (DeadlineKind.STATEMENT_SEND, DeadlineKind.STATEMENT_DISPUTE)
ABOUT_PLACEMENT = (
    DeadlineKind.PLACEMENT_APPROVE,
    DeadlineKind.PLACEMENT_REVIEW,
    DeadlineKind.HAND_OFF_REPLY,
)
"""Admissions to decide or look at again, and answers to ask for from elsewhere."""

ASKED_OF_US = (*ABOUT_EVALUATIONS, *ABOUT_STATEMENTS, *ABOUT_PLACEMENT)

LATE_BESIDE_ACTIONS = OURS | {DeadlineKind.MONITORING_DUE, DeadlineKind.HAND_OFF_REPLY}
"""What may be late in a contract and is not an action of somebody."""

FIRST_ASKED = frozenset({Role.CONTRACT_LEAD, Role.QUALITY_OFFICER})
"""Whoever else may answer, such as the senior contact, finds it among their own once it is late."""


def duties_of(
    work: UnitOfWork, person: Person, contract_ids: Collection[UUID], now: datetime
) -> Sequence[Deadline]:
    """Return what waits for somebody to confirm, share, decide, send or settle, in turn."""
    return [
        duty
        for duty in work.deadlines.open_in(contract_ids, ASKED_OF_US, Party.OWN)
        if duty.contract_id is not None
        and _may_answer(work, person, duty, duty.contract_id)
        and _is_asked(work, person, duty, duty.contract_id, now)
    ]


def _may_answer(work: UnitOfWork, person: Person, duty: Deadline, contract_id: UUID) -> bool:
    if duty.kind in ABOUT_STATEMENTS:
        return duty.owner_id == person.id and may_do(work, person, contract_id, Act.RECORD_FOR)
    if duty.kind is DeadlineKind.HAND_OFF_REPLY:
        return may_do(work, person, contract_id, Act.HAND_OFF)
    if duty.kind is DeadlineKind.PLACEMENT_REVIEW:
        return may_do(work, person, contract_id, Act.DECIDE_PLACEMENT)
    if duty.kind is DeadlineKind.PLACEMENT_APPROVE:
        decision = work.placements.find(duty.subject_id)
        return decision is not None and person.id in {each.id for each in approvers(work, decision)}
    if duty.kind is not DeadlineKind.CHALLENGE_ANSWER:
        return may_do(work, person, contract_id, Act.SHARE_EVALUATION)
    challenge = work.challenges.find(duty.subject_id)
    return challenge is not None and decides(work, person, challenge, evaluation_of(work, challenge))


def _is_asked(work: UnitOfWork, person: Person, duty: Deadline, contract_id: UUID, now: datetime) -> bool:
    is_asked_first = bool(FIRST_ASKED & work.people.held(person.id, contract_id))
    return is_asked_first or duty.owner_id == person.id or duty.due_at < now


def late_in(work: UnitOfWork, contract_ids: Collection[UUID], now: datetime) -> dict[UUID, int]:
    """Return how many things beside actions are late in each contract: our own answers, and what is looked at."""
    late: dict[UUID, set[UUID]] = {}
    for duty in work.deadlines.late(contract_ids, now):
        if duty.contract_id is not None and duty.kind in LATE_BESIDE_ACTIONS:
            late.setdefault(duty.contract_id, set()).add(duty.subject_id)
    return {contract_id: len(found) for contract_id, found in late.items()}
