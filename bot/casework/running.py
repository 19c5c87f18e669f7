"""Whether a contract still runs: what can be begun only then is refused once its last day has come."""

from datetime import date, datetime
from uuid import UUID

from bot.casework.notices import calendar_of
from domain import contracts
from domain.contracts import NewWork
from storage.contracts import Contract
from storage.unit_of_work import UnitOfWork


def has_ended(work: UnitOfWork, contract_id: UUID, now: datetime) -> bool:
    """Say whether the last day of a contract has come."""
    return contracts.is_over(work.contracts.get(contract_id).ended_on, _today(work, contract_id, now))


def running_contracts(work: UnitOfWork, now: datetime) -> list[Contract]:
    """Return every contract whose last day has not come, or that has none yet."""
    return [contract for contract in work.contracts.all() if not has_ended(work, contract.id, now)]


def require_running(work: UnitOfWork, contract_id: UUID, what: NewWork, now: datetime) -> None:
    """Raise NotAllowed for what cannot be begun in a contract that is over."""
    contract = work.contracts.get(contract_id)
    contracts.require_running(contract.title, contract.ended_on, _today(work, contract_id, now), what)


def require_within(work: UnitOfWork, contract_id: UUID, last: date | None, now: datetime) -> None:
    """Raise NotAllowed for a period to evaluate that reaches beyond the end of a contract; None: up to today."""
    contract = work.contracts.get(contract_id)
    contracts.require_within(contract.title, contract.ended_on, _today(work, contract_id, now), last)


def _today(work: UnitOfWork, contract_id: UUID, now: datetime) -> date:
    return calendar_of(work, contract_id).local(now).date()
