"""Who may approve what needs a senior person's yes: the senior contacts of our side, or whoever covers their leave.

Never whoever asked for it (practice.md section 3; domain.md 4.3: formal steps, and a way forward without agreement).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.audiences import covered, seniors_of
from domain.errors import NotAllowed, NotYours
from domain.formal_steps import require_other_approver
from domain.people import Party
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def approvers_of(work: UnitOfWork, contract_id: UUID, asked_by: UUID, now: datetime) -> Sequence[Person]:
    """Return who may approve what somebody asked for on this London day; for whoever is away, who covers for them.

    A senior contact who is away and whom nobody covers is asked all the same: better that it waits in sight.
    """
    found = [covered(work, each, now) for each in seniors_of(work, contract_id, Party.OWN)]
    return list({each.id: each for each in found if each.id != asked_by and each.is_active}.values())


def require_approvers(work: UnitOfWork, contract_id: UUID, asked_by: UUID, now: datetime) -> Sequence[Person]:
    """Return who is asked to approve. Raises NotAllowed where there is nobody but whoever asks."""
    found = approvers_of(work, contract_id, asked_by, now)
    if not found:
        raise NotAllowed(
            "This needs the yes of a senior contact other than you, and the contract has none. "
            "Please add one with /contract add, and ask again."
        )
    return found


def may_approve(work: UnitOfWork, person: Person, contract_id: UUID, asked_by: UUID, now: datetime) -> bool:
    """Say whether somebody may approve or refuse now, to decide which buttons they are offered."""
    return person.id in {each.id for each in approvers_of(work, contract_id, asked_by, now)}


def require_approver(
    work: UnitOfWork, person: Person, contract_id: UUID, asked_by: UUID, now: datetime
) -> None:
    """Refuse whoever asked in words, and everybody else who is no senior contact and covers for none."""
    if may_approve(work, person, contract_id, asked_by, now):
        return
    require_other_approver(person.id == asked_by)
    raise NotYours(NOT_YOURS)
