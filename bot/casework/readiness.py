"""Whether a report of danger would reach somebody: what is still missing, to be said (practice.md 1.4)."""

from dataclasses import dataclass

from bot.casework.route import leads_at
from domain.routes import ENOUGH_LEADS, Level
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Readiness:
    """What is there of what must be. `leads` counts the live ones of level 1: at work here, and in Slack."""

    is_set_up: bool
    has_emergency_number: bool
    has_duty_number: bool
    leads: int

    @property
    def is_ready(self) -> bool:
        """Say whether nothing is missing, so that `/safeguarding` may be relied on."""
        return self.has_emergency_number and self.has_duty_number and self.leads >= ENOUGH_LEADS


def missing(work: UnitOfWork) -> Readiness:
    """Look what is set up now."""
    kept = work.organisations.settings()
    return Readiness(
        is_set_up=kept is not None,
        has_emergency_number=kept is not None and bool(kept.emergency_number),
        has_duty_number=kept is not None and bool(kept.duty_number),
        leads=sum(1 for lead in leads_at(work, Level.LEVEL_1) if lead.user_id),
    )
