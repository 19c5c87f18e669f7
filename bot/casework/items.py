"""What is mine, what is late, what I reported: one answer for the hub, the commands and the home tab."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.casework.access import may_do
from bot.casework.action_access import checks, class_of, sees
from bot.casework.concern_access import decides_about
from bot.casework.notices import calendar_of
from bot.casework.route import is_named
from domain.actions import ActionState
from domain.confidentiality import ContentClass
from domain.people import Act
from storage.actions import Action
from storage.concerns import Concern
from storage.contracts import Contract
from storage.monitoring import MonitoringActivity
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Items:
    """One person's open items. `others_late` are late actions of others in contracts the person may see.

    `monitoring` is what the person is to look at, the earliest first.
    `risks` wait for a designated safeguarding lead, and only they have any; `reported_risks` are one's own.
    """

    my_actions: Sequence[Action]
    to_check: Sequence[Action]
    concerns: Sequence[Concern]
    reported: Sequence[Concern]
    others_late: Sequence[Action]
    contracts: Sequence[Contract]
    risks: Sequence[SafeguardingConcern] = ()
    reported_risks: Sequence[SafeguardingConcern] = ()
    monitoring: Sequence[MonitoringActivity] = ()


def items_of(work: UnitOfWork, person: Person, now: datetime) -> Items:
    """Return what waits for somebody, what they reported, and what is late around them."""
    contracts = work.contracts.of_person(person.id)
    ids = frozenset(contract.id for contract in contracts)
    leads = frozenset(each for each in ids if may_do(work, person, each, Act.TRIAGE_CONCERN))
    seen = [action for action in work.actions.open_in(ids) if sees(work, person, action, now)]
    return Items(
        my_actions=work.actions.owned_by(person.id),
        to_check=[
            action for action in seen if waits_for_others(work, action) and checks(work, person, action, now)
        ],
        concerns=work.concerns.waiting_for(person.id, leads, or_none=decides_about(work, person, None)),
        reported=work.concerns.logged_by(person.id),
        others_late=[
            action for action in seen if action.owner_id != person.id and is_late(work, action, now)
        ],
        contracts=contracts,
        risks=_risks(work, person),
        reported_risks=work.safeguarding.raised_by(person.id),
        monitoring=work.monitoring.planned_for(person.id),
    )


def _risks(work: UnitOfWork, person: Person) -> Sequence[SafeguardingConcern]:
    if not may_do(work, person, None, Act.ACKNOWLEDGE_SAFEGUARDING):
        return ()
    return [concern for concern in work.safeguarding.open_for(person.id) if is_named(work, person, concern)]


def waits_for_others(work: UnitOfWork, action: Action) -> bool:
    """Say whether an action's owner has done what they can, and the other side has to answer."""
    return action.state is ActionState.SUBMITTED or work.actions.extension_asked(action.id) is not None


def is_late(work: UnitOfWork, action: Action, now: datetime) -> bool:
    """Say whether an action is past its date and waits for its owner; one that waits for the other side is not late."""
    if action.state not in {ActionState.PROPOSED, ActionState.AGREED}:
        return False
    if work.actions.extension_asked(action.id) is not None:
        return False
    return is_past(work, action, now)


def is_past(work: UnitOfWork, action: Action, now: datetime) -> bool:
    """Say whether the day by which an action was to be done is over, on London clocks; whoever it waits for."""
    return calendar_of(work, action.contract_id).local(now).date() > action.due_on


def has_come(work: UnitOfWork, activity: MonitoringActivity, now: datetime) -> bool:
    """Say whether the day of something to be looked at has come, on London clocks."""
    return calendar_of(work, activity.contract_id).local(now).date() >= activity.planned_on


def late_and_shared(work: UnitOfWork, contract: Contract, now: datetime) -> int:
    """Return how many actions need an update, of those that the shared channel may know of."""
    return sum(
        is_late(work, action, now) and class_of(work, action, now) is ContentClass.SHARED
        for action in work.actions.open_in([contract.id])
    )
