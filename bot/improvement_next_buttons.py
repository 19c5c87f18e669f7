"""The buttons of each step that comes next in a process: its own first, beside it what else is at hand."""

from collections.abc import Callable
from dataclasses import replace

from bot import explanation_blocks as explaining
from bot import formal_blocks as formally
from bot import improvement_step_blocks as steps
from bot import meeting_blocks as meeting
from bot import option_blocks as weighing
from bot import plan_blocks as planning
from bot import reason_blocks as reasoning
from bot import reflection_blocks as reflecting
from bot import sustaining_blocks as lasting
from bot.agreement_blocks import ASK_AGAIN, read_button
from bot.blocks import Block, button
from bot.buttons import NEW_ACTION, READ_EVALUATION
from bot.casework.access import may_do
from bot.casework.improvement_actions import has_room
from bot.casework.improvement_next import WhatIsNext
from bot.casework.improvements import is_light
from bot.casework.meetings import may_record_meeting, meeting_under_way
from bot.casework.reasons import to_ask
from bot.casework.reflections import asked_only_once
from bot.monitoring_blocks import RECORD
from bot.progress_blocks import evaluate_button
from bot.templates import words
from domain.deadlines import DeadlineKind
from domain.improvements import ImprovementState
from domain.next_steps import NextStep, next_step
from domain.people import Act
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

N, K = NextStep, DeadlineKind
Row = list[Block | None]
Offer = Callable[[UnitOfWork, Person, Improvement, WhatIsNext], Row]


def buttons_of(work: UnitOfWork, person: Person, improvement: Improvement, found: WhatIsNext) -> list[Block]:
    """Return the buttons of what comes next, the first of them its own."""
    offer = OFFERED.get(found.step)
    return [each for each in offer(work, person, improvement, found) if each is not None] if offer else []


def _receive(_work: UnitOfWork, _person: Person, improvement: Improvement, found: WhatIsNext) -> Row:
    """Whoever has not said that it arrived may all the same say what they think: no button waits for another."""
    label, value, standing = words("explanation_words"), improvement.id.hex, found.standing
    beside = button(explaining.READ_EXPLANATION, label.read, value)
    if standing.may_propose and not standing.is_asked:
        beside = button(weighing.ADD, words("option_words").add, value)
    elif standing.may_give and improvement.state is ImprovementState.EXPLAINED:
        beside = button(reasoning.ADD, words("reason_words").add, value)
    return [button(explaining.RECEIVED, label.received, value), beside]


def _add_reason(_work: UnitOfWork, _person: Person, improvement: Improvement, _found: WhatIsNext) -> Row:
    return [button(reasoning.ADD, words("reason_words").add, improvement.id.hex)]


def _answer(_work: UnitOfWork, _person: Person, _improvement: Improvement, found: WhatIsNext) -> Row:
    return [read_button(found.agreement) if found.agreement else None]


def _talk(work: UnitOfWork, person: Person, improvement: Improvement, found: WhatIsNext) -> Row:
    """Who has said what comes first; beside it what is asked about, or asking once more who has not answered."""
    read = read_button(found.agreement) if found.agreement else None
    if found.standing.may_ask_again:
        return [read, *_ask_again(work, person, improvement, found)[:1]]
    if found.agreement and found.plan and found.agreement.subject_id == found.plan.id:
        return [read, button(planning.OPEN_PLAN, words("plan_words").open, improvement.id.hex)]
    return [read, button(weighing.READ, words("option_words").read, improvement.id.hex)]


def _ask_again(_work: UnitOfWork, _person: Person, _improvement: Improvement, found: WhatIsNext) -> Row:
    """Beside asking once more stands the window with who has said what, and the way on without everybody."""
    if found.agreement is None:
        return [None]
    again = button(ASK_AGAIN, words("agreement_words").ask_again, found.agreement.id.hex)
    return [again, read_button(found.agreement)]


def _formal(_work: UnitOfWork, _person: Person, _improvement: Improvement, found: WhatIsNext) -> Row:
    return [button(formally.OPEN, words("formal_words").open, found.formal.id.hex) if found.formal else None]


def _readings(_work: UnitOfWork, _person: Person, _improvement: Improvement, found: WhatIsNext) -> Row:
    label = words("reading_form").record_readings
    return [button(RECORD, label, found.activity.id.hex) if found.activity else None]


def _look_back(_work: UnitOfWork, _person: Person, improvement: Improvement, found: WhatIsNext) -> Row:
    label, value = words("reflection_words"), improvement.id.hex
    closes = found.standing.leads and found.standing.ends
    return [
        button(reflecting.WRITE, label.write, value),
        button(reflecting.CLOSE, label.close, value) if closes else None,
    ]


def _rest(_work: UnitOfWork, _person: Person, improvement: Improvement, _found: WhatIsNext) -> Row:
    label, value = words("improvement_route_words"), improvement.id.hex
    return [button(steps.GO_ON, label.go_on, value), button(steps.REST_LONGER, label.longer, value)]


def _explain(_work: UnitOfWork, _person: Person, improvement: Improvement, _found: WhatIsNext) -> Row:
    return [button(explaining.EXPLAIN, words("explanation_words").explain, improvement.id.hex)]


def _support(work: UnitOfWork, person: Person, improvement: Improvement, found: WhatIsNext) -> Row:
    """On the light route: support and up to two actions, and once there is one of them the way on."""
    label, value = words("improvement_route_words"), improvement.id.hex
    may_add = has_room(work, improvement) and may_do(
        work, person, improvement.contract_id, Act.PROPOSE_ACTION
    )
    goes_on = found.step is N.WATCH_LIGHT
    return [
        button(steps.BEGIN_WATCHING, label.watch, value) if goes_on else None,
        button(steps.OFFER_SUPPORT, label.support, value) if not goes_on else None,
        button(NEW_ACTION, words("buttons").add_action, f"improvement:{value}") if may_add else None,
    ]


def _meeting(work: UnitOfWork, person: Person, improvement: Improvement, found: WhatIsNext) -> Row:
    """Beside the meeting stands what comes next without it: what was recorded there may be enough to go on with."""
    without = replace(found, step=next_step(replace(found.standing, is_in_meeting=False)))
    goes_on = (
        button(meeting.GO_ON, words("meeting_words").go_on, found.meeting.id.hex) if found.meeting else None
    )
    return [goes_on, *buttons_of(work, person, improvement, without)]


def _give_reason(work: UnitOfWork, person: Person, improvement: Improvement, _found: WhatIsNext) -> Row:
    value, is_first = improvement.id.hex, meeting_under_way(work, improvement) is None
    may_begin = is_first and may_record_meeting(work, person, improvement)
    return [
        button(reasoning.ADD, words("reason_words").add, value),
        button(meeting.BEGIN, words("meeting_words").begin, value) if may_begin else None,
    ]


def _to_options(work: UnitOfWork, _person: Person, improvement: Improvement, found: WhatIsNext) -> Row:
    """Beside going on, the reason of the lead's own side comes first; whoever else said nothing is asked after it."""
    label, value = words("reason_words"), improvement.id.hex
    is_heard = found.standing.has_given or not found.standing.may_give
    asks = is_heard and bool(to_ask(work, improvement))
    beside = (reasoning.ASK, label.ask) if asks else (reasoning.ADD, label.add)
    return [button(reasoning.MOVE_ON, label.move_on, value), button(*beside, value)]


def _options(_work: UnitOfWork, _person: Person, improvement: Improvement, found: WhatIsNext) -> Row:
    label, value = words("option_words"), improvement.id.hex
    add = button(weighing.ADD, label.add, value) if found.standing.may_propose else None
    ask = button(weighing.ASK, label.ask, value)
    read = button(weighing.READ, label.read, value)
    return {N.ASK_OPTION: [ask, add], N.COMPLETE_OPTIONS: [read, add]}.get(found.step, [add])


def _plan(_work: UnitOfWork, _person: Person, improvement: Improvement, found: WhatIsNext) -> Row:
    label, value = words("plan_words"), improvement.id.hex
    opens = button(planning.OPEN_PLAN, label.open if found.plan else label.begin, value)
    if found.step is N.ASK_PLAN and found.plan:
        return [button(planning.ASK, label.ask, found.plan.id.hex), opens]
    return [opens]


def _feedback(work: UnitOfWork, _person: Person, improvement: Improvement, _found: WhatIsNext) -> Row:
    waiting = next(iter(work.feedback.unanswered([improvement.id])), None)
    label = words("reading_form").last_shared
    return [button(READ_EVALUATION, label, waiting.evaluation_id.hex) if waiting else None]


def _hold(work: UnitOfWork, _person: Person, improvement: Improvement, _found: WhatIsNext) -> Row:
    label, value = words("sustaining_words"), improvement.id.hex
    is_asked = bool(work.deadlines.live(improvement.id, (K.IMPROVEMENT_HOLD,)))
    return [
        button(lasting.HOLD, label.hold, value),
        button(lasting.NOT_YET, label.not_yet_button, value) if is_asked else None,
    ]


def _follow(work: UnitOfWork, person: Person, improvement: Improvement, found: WhatIsNext) -> Row:
    """While what was agreed is followed: where nothing is measured, whoever leads it says when it is reached."""
    label, value = words("sustaining_words"), improvement.id.hex
    is_asked = found.standing.ends and bool(work.deadlines.live(improvement.id, (K.IMPROVEMENT_HOLD,)))
    return [
        button(lasting.HOLD, label.hold, value) if found.may_hold else None,
        button(lasting.NOT_YET, label.not_yet_button, value) if is_asked else None,
        button(steps.TAKE_FULL_ROUTE, words("improvement_route_words").full, value)
        if is_light(improvement) and improvement.state in steps.BEFORE_FULL
        else evaluate_button(work, person, improvement),
    ]


def _not_yet(_work: UnitOfWork, _person: Person, improvement: Improvement, _found: WhatIsNext) -> Row:
    return [button(lasting.NOT_YET, words("sustaining_words").not_yet_button, improvement.id.hex)]


def _lasted(_work: UnitOfWork, _person: Person, improvement: Improvement, _found: WhatIsNext) -> Row:
    label, value = words("sustaining_words"), improvement.id.hex
    return [
        button(lasting.LOOK_BACK, label.look_back, value),
        button(lasting.GO_BACK, label.back_button, value),
    ]


def _close(work: UnitOfWork, _person: Person, improvement: Improvement, _found: WhatIsNext) -> Row:
    label, value = words("reflection_words"), improvement.id.hex
    once = asked_only_once(work, improvement)
    return [
        button(reflecting.CLOSE, label.close, value),
        button(reflecting.ASK_AGAIN, label.ask_again, value) if once else None,
    ]


OFFERED: dict[NextStep, Offer] = {
    N.RECEIVE: _receive,
    N.ANSWER: _answer,
    N.APPROVE_WAY: _answer,
    N.APPROVE_FORMAL: _formal,
    N.SERVE: _formal,
    N.READ_MEASURES: _readings,
    N.LOOK_BACK: _look_back,
    N.GO_ON: _rest,
    N.EXPLAIN: _explain,
    N.SUPPORT: _support,
    N.WATCH_LIGHT: _support,
    N.RECORD_MEETING: _meeting,
    N.GIVE_REASON: _give_reason,
    N.GO_TO_OPTIONS: _to_options,
    N.ADD_OPTION: _options,
    N.COMPLETE_OPTIONS: _options,
    N.ASK_OPTION: _options,
    N.MAY_ADD_REASON: _add_reason,
    N.MAY_ADD_OPTION: _options,
    N.HEAR: _answer,
    N.TALK: _talk,
    N.ASK_AGAIN: _ask_again,
    N.DRAFT_PLAN: _plan,
    N.COMPLETE_PLAN: _plan,
    N.ASK_PLAN: _plan,
    N.ANSWER_FEEDBACK: _feedback,
    N.HOLD: _hold,
    N.SAY_NOT_YET: _not_yet,
    N.SAY_IT_LASTED: _lasted,
    N.CLOSE: _close,
    N.FOLLOW: _follow,
}
"""The buttons of each step, the first of them its own; the steps that are not here have none."""
