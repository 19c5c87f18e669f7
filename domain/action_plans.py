"""Action plans: complete before they are agreed, agreed by version, and each version readable beside the last.

domain.md 4.4 C; CPC424-P9, P10, P15.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.errors import NotAllowed
from domain.improvements import ImprovementState, require_text
from domain.monitoring import Interval
from domain.people import Party
from domain.steps import step


class PlanState(StrEnum):
    """How far one version has come. REPLACED: a later version stands in its place; it stays readable as it was."""

    DRAFT = "draft"
    ASKED = "asked"
    AGREED = "agreed"
    REPLACED = "replaced"


NEXT: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.ASKED, PlanState.REPLACED}),
    PlanState.ASKED: frozenset({PlanState.AGREED, PlanState.REPLACED}),
    PlanState.AGREED: frozenset({PlanState.REPLACED}),
    PlanState.REPLACED: frozenset(),
}


DRAFTED_WHILE = frozenset(
    {
        ImprovementState.REASONED,
        ImprovementState.CHOSEN,
        ImprovementState.MONITORING,
        ImprovementState.FORMAL,
    }
)
"""When a plan and its measures are worked on: from the reasons on, and while progress is looked at."""

ASKED_WHILE = DRAFTED_WHILE - {ImprovementState.REASONED}
"""When the parties are asked about a plan: it answers the option they agreed on."""

LONGEST_HOLD = 12  # readings in a row
MOST_ACTIONS = 40
MOST_MEASURES = 7  # one form asks for them all on the day (CPC424-P12)
BEGIN_WITHIN = 5  # working days, ours: for an action whose day passed while everybody answered
ANSWER_FEEDBACK_WITHIN = 5  # working days, ours (domain.md 4.4 C)


class FeedbackAnswer(StrEnum):
    """What became of something that a party said to an evaluation; a no has its reason (CPC424-P15)."""

    TAKEN_UP = "taken_up"
    NOT_TAKEN_UP = "not_taken_up"


def move(current: PlanState, wanted: PlanState) -> PlanState:
    """Return the wanted state, or refuse in words when this version is not at that point."""
    return step(
        NEXT, current, wanted, "This version of the plan is not changed any more. Please open the plan again."
    )


def require_drafted_while(state: ImprovementState, *, is_light: bool) -> None:
    """Refuse to work on a plan where the process has none, or not yet, or no more."""
    if is_light:
        raise NotAllowed(
            "This process goes the light route: support and up to two actions, without a plan. "
            "For a plan, please take it to the full route first."
        )
    if state in {ImprovementState.OPENED, ImprovementState.EXPLAINED}:
        raise NotAllowed("Please collect the reasons first: the plan answers them.")
    if state is ImprovementState.PAUSED:
        raise NotAllowed("This is paused. Please let it go on first.")
    if state not in DRAFTED_WHILE:
        raise NotAllowed("The plan has done its work here, and is not changed any more.")


def require_draft(state: PlanState, version: int) -> None:
    """Refuse to change what everybody was asked about, or agreed to: that is the next version's work."""
    if state is PlanState.ASKED:
        raise NotAllowed(
            f"Everybody is asked about version {version}. Please press Change the plan: it becomes a new version, "
            "and all are asked again."
        )
    if state is not PlanState.DRAFT:
        raise NotAllowed(
            f"Version {version} is not changed any more. Please press Change the plan for a new version."
        )


def require_room_for_action(actions: int) -> None:
    """Refuse an action too many: what nobody can keep in view is done by nobody."""
    if actions >= MOST_ACTIONS:
        raise NotAllowed(
            f"A plan has at the most {MOST_ACTIONS} actions, so that everybody keeps them in view. "
            "Please leave one out, or put two together."
        )


def require_room_for_measure(measures: int) -> None:
    """Refuse a measure too many: all of them are read in one form on the day."""
    if measures >= MOST_MEASURES:
        raise NotAllowed(
            f"A plan is read by at the most {MOST_MEASURES} measures. Please leave out the one that says least."
        )


def require_no_draft(state: PlanState, version: int) -> None:
    """Refuse to begin a version beside one that is being drafted."""
    if state is PlanState.DRAFT:
        raise NotAllowed(f"Version {version} is being drafted already. Please change that one.")


class Missing(StrEnum):
    """What keeps a plan from being asked about."""

    AREA_WITHOUT_ACTION = "area_without_action"
    SIDE_WITHOUT_OWNER = "side_without_owner"
    MEASURE = "measure"
    INTERVAL = "interval"
    EXIT_CRITERIA = "exit_criteria"
    DAY_OVER = "day_over"
    OWNER_LEFT = "owner_left"


@dataclass(frozen=True)
class PlannedAction:
    """One action of a plan: what of it can differ from one version to the next."""

    action_id: UUID
    area_id: UUID | None
    side: Party
    owner_id: UUID
    due_on: date


@dataclass(frozen=True)
class Draft:
    """A plan before it is agreed.

    `over` are the titles of those of its actions that would begin on a day that has passed, and `left` of those whose
    owner takes no part any more.
    """

    areas: Mapping[UUID, str]
    sides: Collection[Party]
    actions: Sequence[PlannedAction]
    has_measure: bool
    has_interval: bool
    has_exit_criteria: bool
    over: Sequence[str] = ()
    left: Sequence[str] = ()


@dataclass(frozen=True)
class Watching:
    """How progress is looked at: how often, from which day, and what is enough (CPC424-P10).

    `hold_readings` readings in a row have to be on target, of each of `measures`.
    """

    interval: Interval
    first_on: date
    exit_criteria: str
    hold_readings: int
    measures: Collection[UUID]

    def __post_init__(self) -> None:
        require_text(
            self.exit_criteria,
            "exit_criteria",
            "Please say what has to be reached, so that everybody knows when.",
        )
        if not 1 <= self.hold_readings <= LONGEST_HOLD:
            raise NotAllowed(f"Please choose a number from 1 to {LONGEST_HOLD}.", "hold_readings")
        if not self.measures:
            raise NotAllowed("Please choose at least one measure that shows it.", "exit_measures")


def require_known_measures(named: Collection[UUID], known: Collection[UUID]) -> None:
    """Refuse criteria that name a measure which this plan does not have."""
    if not set(named) <= set(known):
        raise NotAllowed(
            "One of these is no measure of this plan any more. Please choose again.", "exit_measures"
        )


def missing(draft: Draft) -> list[tuple[Missing, str]]:
    """Return all that a plan lacks, the areas and sides by name: all at once, so that nobody mends one at a time.

    Every area has an action, every side an owner, and it is said when progress is looked at and when it is enough. No
    action is late from its first day (practice.md 2.5), and none is with somebody who has left.
    """
    covered = {action.area_id for action in draft.actions}
    taking_part = {action.side for action in draft.actions}
    found = [(Missing.AREA_WITHOUT_ACTION, name) for area, name in draft.areas.items() if area not in covered]
    found += [(Missing.SIDE_WITHOUT_OWNER, side.value) for side in draft.sides if side not in taking_part]
    wanted = {
        Missing.MEASURE: draft.has_measure,
        Missing.INTERVAL: draft.has_interval,
        Missing.EXIT_CRITERIA: draft.has_exit_criteria,
    }
    found += [(what, "") for what, is_there in wanted.items() if not is_there]
    found += [(Missing.DAY_OVER, title) for title in draft.over]
    return found + [(Missing.OWNER_LEFT, title) for title in draft.left]


def day_to_begin(agreed: date, today: date, later: date) -> date:
    """Return by which day an action runs when its plan comes into force: one whose day passed meanwhile, `later`."""
    return later if agreed < today else agreed


class Change(StrEnum):
    """How an action of one version stands in the next."""

    ADDED = "added"
    LEFT_OUT = "left_out"
    MOVED = "moved"
    OTHER_OWNER = "other_owner"


@dataclass(frozen=True)
class Difference:
    """One difference between two versions, with the day before and after where that is what changed."""

    change: Change
    action_id: UUID
    before: date | None = None
    after: date | None = None


def compare(before: Sequence[PlannedAction], after: Sequence[PlannedAction]) -> list[Difference]:
    """Return what is new, what is left out, which dates moved and who is to do it instead, in the order of the plan."""
    old = {action.action_id: action for action in before}
    new = {action.action_id: action for action in after}
    found = []
    for action in after:
        was = old.get(action.action_id)
        if was is None:
            found.append(Difference(Change.ADDED, action.action_id, after=action.due_on))
            continue
        if was.due_on != action.due_on:
            found.append(Difference(Change.MOVED, action.action_id, was.due_on, action.due_on))
        if was.owner_id != action.owner_id:
            found.append(Difference(Change.OTHER_OWNER, action.action_id))
    found += [
        Difference(Change.LEFT_OUT, action.action_id, before=action.due_on)
        for action in before
        if action.action_id not in new
    ]
    return found


def require_answered_feedback(unanswered: int) -> None:
    """Refuse a new version while something said to the last evaluation has no answer (CPC424-P15)."""
    if unanswered:
        what = "One piece of feedback has" if unanswered == 1 else f"{unanswered} pieces of feedback have"
        raise NotAllowed(
            f"{what} no answer yet. Please take each up, or say why not, before the plan is revised."
        )
