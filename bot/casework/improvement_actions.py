"""Which actions a process takes: those that keep people safe at any time, and of the light route up to two more."""

from collections.abc import Sequence
from uuid import UUID

from bot.casework.access import NOT_YOURS
from domain.actions import ActionState
from domain.errors import NotAllowed, NotYours
from domain.improvements import LIGHT_ACTIONS, ImprovementState, Route, require_awake, require_light
from storage.actions import Action
from storage.improvements import Improvement
from storage.unit_of_work import UnitOfWork

AGREED_WHILE = frozenset({ImprovementState.EXPLAINED, ImprovementState.MONITORING})
OF_THE_PLAN = (
    "On the full route actions are agreed in the plan, by everybody. If this keeps people safe now, please tick that: "
    "it then waits for nobody's agreement."
)


def require_room_for(work: UnitOfWork, improvement_id: UUID, *, keeps_safe_now: bool) -> None:
    """Refuse an action that a process does not take as it stands (practice.md 2.1 and section 3).

    What keeps people safe now is taken from the first day on, whatever rests and whoever has not agreed.
    """
    improvement = work.improvements.find_to_change(improvement_id)
    if improvement is None:
        raise NotYours(NOT_YOURS)
    if keeps_safe_now and improvement.state is not ImprovementState.CLOSED:
        return
    require_awake(improvement.state)
    if takes_recommendations(improvement):
        return
    if improvement.route is Route.FULL:
        raise NotAllowed(OF_THE_PLAN, "kind")
    if improvement.state is ImprovementState.OPENED:
        raise NotAllowed(
            "Please explain first why this must improve. Only what keeps people safe now is agreed before that.",
            "kind",
        )
    require_light(len(light_actions(work, improvement)) + 1)


def takes_recommendations(improvement: Improvement) -> bool:
    """Say whether what is recommended in looking back is agreed as actions now, on either route (CPC424-P16)."""
    return improvement.state is ImprovementState.REFLECTING


def light_actions(work: UnitOfWork, improvement: Improvement) -> Sequence[Action]:
    """Return the actions of the light route: those for safety are not counted among them, nor those withdrawn."""
    return [
        action
        for action in work.actions.of_improvement(improvement.id)
        if not action.keeps_safe_now and action.state is not ActionState.WITHDRAWN
    ]


def has_room(work: UnitOfWork, improvement: Improvement) -> bool:
    """Say whether an action is offered on the light route as it stands."""
    is_open = improvement.route is Route.LIGHT and improvement.state in AGREED_WHILE
    return is_open and len(light_actions(work, improvement)) < LIGHT_ACTIONS


def safety_actions(work: UnitOfWork, improvement: Improvement) -> Sequence[Action]:
    """Return what keeps people safe meanwhile."""
    return [
        action
        for action in work.actions.of_improvement(improvement.id)
        if action.keeps_safe_now and action.state is not ActionState.WITHDRAWN
    ]
