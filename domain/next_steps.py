"""What comes next in an improvement process for one person, so that whoever opens it reads that first.

One step at a time: what waits for this person, else the next step of whoever leads it, else what they may do, else
nothing. Nobody is told to do what is not theirs (practice.md 1.9, 2.1).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from domain.action_plans import PlanState
from domain.improvements import ImprovementState, Route

S = ImprovementState


class NextStep(StrEnum):
    """The one thing that is said first, by what it asks of its reader; the last ones ask nothing."""

    RECEIVE = "receive"
    ANSWER = "answer"
    APPROVE_WAY = "approve_way"
    APPROVE_FORMAL = "approve_formal"
    SERVE = "serve"
    READ_MEASURES = "read_measures"
    LOOK_BACK = "look_back"
    GO_ON = "go_on"
    EXPLAIN = "explain"
    SUPPORT = "support"
    WATCH_LIGHT = "watch_light"
    RECORD_MEETING = "record_meeting"
    GIVE_REASON = "give_reason"
    GO_TO_OPTIONS = "go_to_options"
    ADD_OPTION = "add_option"
    COMPLETE_OPTIONS = "complete_options"
    ASK_OPTION = "ask_option"
    HEAR = "hear"
    TALK = "talk"
    ASK_AGAIN = "ask_again"
    DRAFT_PLAN = "draft_plan"
    COMPLETE_PLAN = "complete_plan"
    ASK_PLAN = "ask_plan"
    ANSWER_FEEDBACK = "answer_feedback"
    HOLD = "hold"
    SAY_NOT_YET = "say_not_yet"
    SAY_IT_LASTED = "say_it_lasted"
    CLOSE = "close"
    MAY_ADD_REASON = "may_add_reason"
    MAY_ADD_OPTION = "may_add_option"
    FOLLOW = "follow"
    WATCH = "watch"
    RESTS = "rests"
    NOTHING = "nothing"
    CLOSED = "closed"


ASKS_NOTHING = frozenset(
    {
        NextStep.HEAR,
        NextStep.MAY_ADD_REASON,
        NextStep.MAY_ADD_OPTION,
        NextStep.FOLLOW,
        NextStep.WATCH,
        NextStep.RESTS,
        NextStep.NOTHING,
        NextStep.CLOSED,
    }
)
"""Where nothing waits for this person now; what they may do all the same has its button."""


class Choice(StrEnum):
    """How far the options have come before everybody can be asked about one of them."""

    TOO_FEW = "too_few"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"


@dataclass(frozen=True)
class Standing:
    """Where a process stands for one person.

    `answers` to `receives` are what waits for them or their organisation. `is_asked` says that every side is asked
    to agree to something now, `is_refused` that somebody does not agree to it, `is_way_asked` that a senior contact
    is asked whether it goes on all the same, `may_ask_again` that this person may ask whoever let their time go by.
    `has_feedback` says that something said to an evaluation has no answer yet, `hold_is_asked` that the lead was
    asked whether it is now watched and has not said.
    """

    state: ImprovementState
    route: Route
    leads: bool = False
    ends: bool = False
    answers: bool = False
    approves_way: bool = False
    approves_formal: bool = False
    serves: bool = False
    reads_now: bool = False
    looks_back: bool = False
    receives: bool = False
    has_light_plan: bool = False
    is_in_meeting: bool = False
    reasons: int = 0
    may_give: bool = False
    has_given: bool = False
    may_propose: bool = False
    choice: Choice = Choice.TOO_FEW
    is_asked: bool = False
    is_refused: bool = False
    is_way_asked: bool = False
    may_ask_again: bool = False
    plan: PlanState | None = None
    plan_is_complete: bool = False
    has_feedback: bool = False
    is_reached: bool = False
    hold_is_asked: bool = False
    hold_is_over: bool = False


def next_step(standing: Standing) -> NextStep:
    """Return what comes next for somebody."""
    if standing.state is S.CLOSED:
        # A word to what was shared is answered to the end, also where it came after everything else.
        return NextStep.ANSWER_FEEDBACK if standing.leads and standing.has_feedback else NextStep.CLOSED
    if standing.state is S.PAUSED:
        return NextStep.GO_ON if standing.leads else NextStep.RESTS
    waits = (
        (standing.answers, NextStep.ANSWER),
        (standing.approves_way, NextStep.APPROVE_WAY),
        (standing.approves_formal, NextStep.APPROVE_FORMAL),
        (standing.serves, NextStep.SERVE),
        (standing.reads_now, NextStep.READ_MEASURES),
        (standing.looks_back, NextStep.LOOK_BACK),
        (standing.receives, NextStep.RECEIVE),
    )
    for does_wait, step in waits:
        if does_wait:
            return step
    return _of_lead(standing) if standing.leads else _of_others(standing)


def _of_others(standing: Standing) -> NextStep:
    """What somebody may do who does not lead it; on the light route and once an option is agreed it is not asked."""
    if standing.state is S.EXPLAINED and standing.may_give:
        return NextStep.MAY_ADD_REASON if standing.has_given else NextStep.GIVE_REASON
    if standing.state is S.REASONED and standing.may_propose and not standing.is_asked:
        return NextStep.MAY_ADD_OPTION
    return NextStep.WATCH if standing.state in {S.MONITORING, S.FORMAL, S.SUSTAINING} else NextStep.NOTHING


def _of_lead(standing: Standing) -> NextStep:
    """The next step of the state, as whoever leads it takes it.

    What was said to an evaluation is owed an answer by a day, whatever else goes on, and before the plan is revised
    (CPC424-P15).
    """
    if standing.has_feedback:
        return NextStep.ANSWER_FEEDBACK
    if standing.is_in_meeting:
        return NextStep.RECORD_MEETING
    return _while_asked(standing) if standing.is_asked else OF_STATE[standing.state](standing)


def _while_asked(standing: Standing) -> NextStep:
    """While every side is asked: a no is talked about at once, and silence past its day is asked about once more."""
    if standing.is_way_asked:
        return NextStep.HEAR
    if standing.is_refused:
        return NextStep.TALK
    return NextStep.ASK_AGAIN if standing.may_ask_again else NextStep.HEAR


OF_OPTIONS = {
    Choice.TOO_FEW: NextStep.ADD_OPTION,
    Choice.INCOMPLETE: NextStep.COMPLETE_OPTIONS,
    Choice.COMPLETE: NextStep.ASK_OPTION,
}


def _of_plan(standing: Standing) -> NextStep | None:
    if standing.plan is not PlanState.DRAFT:
        return None
    return NextStep.ASK_PLAN if standing.plan_is_complete else NextStep.COMPLETE_PLAN


def _while_followed(standing: Standing) -> NextStep:
    """A plan that is revised goes before what the readings say; who was asked whether it holds is owed a way to say."""
    if (planned := _of_plan(standing)) is not None:
        return planned
    if standing.is_reached and standing.ends:
        return NextStep.HOLD
    return NextStep.SAY_NOT_YET if standing.hold_is_asked and standing.ends else NextStep.FOLLOW


def _when_explained(standing: Standing) -> NextStep:
    if standing.route is Route.LIGHT:
        return NextStep.WATCH_LIGHT if standing.has_light_plan else NextStep.SUPPORT
    return NextStep.GO_TO_OPTIONS if standing.reasons else NextStep.GIVE_REASON


def _at_the_end(standing: Standing) -> NextStep:
    if standing.state is S.SUSTAINING:
        return NextStep.SAY_IT_LASTED if standing.ends and standing.hold_is_over else NextStep.WATCH
    return NextStep.CLOSE if standing.ends else NextStep.NOTHING


OF_STATE: dict[ImprovementState, Callable[[Standing], NextStep]] = {
    S.OPENED: lambda _standing: NextStep.EXPLAIN,
    S.EXPLAINED: _when_explained,
    S.REASONED: lambda standing: OF_OPTIONS[standing.choice],
    S.CHOSEN: lambda standing: _of_plan(standing) or NextStep.DRAFT_PLAN,
    S.MONITORING: _while_followed,
    S.FORMAL: _while_followed,
    S.SUSTAINING: _at_the_end,
    S.REFLECTING: _at_the_end,
}
"""The next step of whoever leads, state by state; what rests and what is closed has been answered before."""
