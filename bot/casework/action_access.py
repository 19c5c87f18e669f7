"""Whose an action is, who looks at it for the other side, and who may see it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, is_in_hand, may_do, party_of, reads, require_act
from bot.casework.audiences import checkers_of, leads_of
from bot.casework.concern_access import provider_knows
from bot.casework.speaking import require_may_check
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotYours
from domain.people import Act, Party, require_other_side
from storage.actions import Action
from storage.people import Person
from storage.unit_of_work import UnitOfWork

ASKS_FOR_A_CHECK = frozenset({Event.ACTION_SUBMITTED, Event.EXTENSION_ASKED, Event.ACTION_DATE_ASKED})


def subject_of(action: Action) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about this action point at."""
    return SubjectKind.ACTION, action.id


def class_of(work: UnitOfWork, action: Action, now: datetime) -> ContentClass:
    """Return who may see an action: all parties, unless it answers a concern that the provider has not been told of.

    Nor what our own side does in an improvement process before that is explained to everybody.
    """
    concern = work.concerns.find(action.concern_id) if action.concern_id else None
    if concern is not None and not provider_knows(concern, now):
        return ContentClass.INTERNAL
    improvement = work.improvements.find(action.improvement_id) if action.improvement_id else None
    if improvement is not None and action.owner_party is Party.OWN and not improvement.explanation_version:
        return ContentClass.INTERNAL
    return ContentClass.SHARED


def sees(work: UnitOfWork, person: Person, action: Action, now: datetime) -> bool:
    """Say whether somebody may see an action: its owner, and everybody on the contract whose side may."""
    if not is_in_hand(work, person, action.contract_id):
        return False
    if action.owner_id == person.id:
        return True
    return reads(work, person, action.contract_id, class_of(work, action, now))


def checks(work: UnitOfWork, person: Person, action: Action, now: datetime) -> bool:
    """Say whether somebody may look at an action for the other side."""
    party = party_of(work, person, action.contract_id)
    return (
        party is not action.owner_party
        and may_do(work, person, action.contract_id, Act.VERIFY_ACTION)
        and sees(work, person, action, now)
    )


def answers_date(work: UnitOfWork, person: Person, action: Action, now: datetime) -> bool:
    """Say whether somebody may agree to another date than the one proposed: who proposed it, and the other side."""
    is_proposer = person.id == action.proposed_by and person.id != action.owner_id
    return (is_proposer and sees(work, person, action, now)) or checks(work, person, action, now)


def other_side(action: Action) -> Party:
    """Return the side that looks at an action: ours, or the provider for what we do ourselves."""
    return Party.PROVIDER if action.owner_party is Party.OWN else Party.OWN


def checkers_now(work: UnitOfWork, action: Action, now: datetime) -> Sequence[Person]:
    """Return who is asked to look at an action.

    Where the other side may not know of it yet, our lead hears of it instead: they decide when the provider is
    told, and only then can it be checked.
    """
    checkers = checkers_of(work, action.contract_id, action.owner_party)
    able = [person for person in checkers if checks(work, person, action, now)]
    return able or leads_of(work, action.contract_id)


def find_action(work: UnitOfWork, action_id: UUID) -> Action:
    """Return an action, or answer as for one that is not the person's own."""
    return _found(work.actions.find(action_id))


def action_to_change(work: UnitOfWork, action_id: UUID) -> Action:
    """Return an action, locked until this unit of work is over."""
    return _found(work.actions.find_to_change(action_id))


def _found(action: Action | None) -> Action:
    if action is None:
        raise NotYours(NOT_YOURS)
    return action


def of_owner(work: UnitOfWork, person: Person, action_id: UUID) -> Action:
    """Return an action for its owner to change. Raises NotYours for anybody else."""
    action = action_to_change(work, action_id)
    if action.owner_id != person.id or not is_in_hand(work, person, action.contract_id):
        raise NotYours("Only the owner of an action can do this.")
    return action


def of_checker(work: UnitOfWork, person: Person, action_id: UUID, now: datetime) -> Action:
    """Return an action for the other side to change. Raises NotYours for the owner's own side and for strangers."""
    action = action_to_change(work, action_id)
    party = require_act(work, person, action.contract_id, Act.VERIFY_ACTION)
    if not sees(work, person, action, now):
        raise NotYours(NOT_YOURS)
    require_other_side(party, action.owner_party)
    require_may_check(work, person, action.id, action.owner_id, ASKS_FOR_A_CHECK)
    return action
