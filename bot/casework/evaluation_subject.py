"""What an evaluation is about: a whole contract, or one improvement process of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.improvement_access import sees
from bot.casework.notices import calendar_of
from domain.errors import NotAllowed, NotYours
from storage.contracts import Contract
from storage.evaluations import Evaluation
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def title_of(work: UnitOfWork, contract_id: UUID, improvement_id: UUID | None) -> str:
    """Return what it is called: the contract's title, or the process's reference and title with it."""
    contract = work.contracts.get(contract_id).title
    if improvement_id is None:
        return contract
    improvement = work.improvements.get(improvement_id)
    return f"{improvement.reference}, “{improvement.title}” ({contract})"


def about(work: UnitOfWork, evaluation: Evaluation) -> str:
    """Return the same of one that was kept."""
    return title_of(work, evaluation.contract_id, evaluation.improvement_id)


def evaluated_process(
    work: UnitOfWork, person: Person, contract_id: UUID, improvement_id: UUID | None
) -> Improvement | None:
    """Return the process asked for; None for the whole contract. Raises NotYours for one of another contract."""
    if improvement_id is None:
        return None
    improvement = work.improvements.find(improvement_id)
    if improvement is None or improvement.contract_id != contract_id or not sees(work, person, improvement):
        raise NotYours(NOT_YOURS)
    return improvement


def suggested_end(
    work: UnitOfWork, improvement: Improvement | None, last_ended_at: datetime | None
) -> datetime | None:
    """Return where the period before ended; of a process that was never evaluated, the evening before it was opened."""
    if last_ended_at is not None or improvement is None:
        return last_ended_at
    calendar = calendar_of(work, improvement.contract_id)
    return calendar.local(improvement.opened_at).replace(hour=0, minute=0, second=0, microsecond=0)


def require_explained(work: UnitOfWork, evaluation: Evaluation) -> None:
    """Refuse to tell all parties how a process stands that they have not been told of (practice.md 1.2)."""
    if evaluation.improvement_id is None:
        return
    improvement = work.improvements.get(evaluation.improvement_id)
    if not improvement.explanation_version:
        raise NotAllowed(
            f"{improvement.reference} has not been explained to the others yet. Please explain it first, then share."
        )


def processes_of(work: UnitOfWork, person: Person, contracts: Sequence[Contract]) -> list[Improvement]:
    """Return the processes under way in some contracts that somebody may evaluate, the newest first."""
    found = work.improvements.in_contracts([each.id for each in contracts], only_under_way=True)
    return [each for each in found if sees(work, person, each)]
