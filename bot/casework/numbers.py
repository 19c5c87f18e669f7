"""The numbers to ring for a contract: those of its area, since harm is reported where it happened, else our own."""

from dataclasses import dataclass
from uuid import UUID

from storage.routes import Area
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

EMERGENCY_NUMBER = "999"


@dataclass(frozen=True)
class Numbers:
    """What a screen about danger shows first. `area` is empty where the numbers are our organisation's own."""

    emergency_number: str = EMERGENCY_NUMBER
    duty_number: str = ""
    area: str = ""


def numbers_for(work: UnitOfWork, contract_id: UUID | None) -> Numbers:
    """Return whom to ring about a contract's service, or about none: never nothing, 999 at the least."""
    return _numbers(work, work.routes.area_of(contract_id) if contract_id else None)


def numbers_about(work: UnitOfWork, concern: SafeguardingConcern) -> Numbers:
    """Return whom to ring about a concern: where it happened, once somebody has said so, else as for its contract."""
    happened_in = next((area for area in work.routes.areas() if area.id == concern.area_id), None)
    return _numbers(work, happened_in) if happened_in else numbers_for(work, concern.contract_id)


def _numbers(work: UnitOfWork, area: Area | None) -> Numbers:
    kept = work.organisations.settings()
    emergency_number = (kept.emergency_number if kept else "") or EMERGENCY_NUMBER
    if area is not None:
        return Numbers(emergency_number, area.duty_number, area.name)
    return Numbers(emergency_number, kept.duty_number if kept else "")
