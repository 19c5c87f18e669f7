"""Who decides on a concern: whoever has that role for the contract, and whoever it is given to when nobody has."""

from bot.casework.access import NOT_YOURS, may_do
from bot.casework.audiences import leads_of
from domain.errors import NotYours
from domain.people import Act
from storage.concerns import Concern
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def decides_on(work: UnitOfWork, person: Person, concern: Concern) -> bool:
    """Say whether somebody may take a concern and decide on it.

    One that is about no contract, or about one without a lead, is asked of somebody else: they may then answer.
    """
    if may_do(work, person, concern.contract_id, Act.TRIAGE_CONCERN):
        return True
    return person.id in {lead.id for lead in leads_of(work, concern.contract_id)}


def require_decider(work: UnitOfWork, person: Person, concern: Concern) -> None:
    """Raise NotYours unless somebody may decide on a concern."""
    if not decides_on(work, person, concern):
        raise NotYours(NOT_YOURS)
