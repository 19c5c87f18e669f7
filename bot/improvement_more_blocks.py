"""What is seldom needed of a process, in a window of its own behind *More*: to read again, and to do now and then."""

from collections.abc import Iterable
from datetime import datetime

from bot import formal_blocks as formally
from bot import improvement_step_blocks as steps
from bot import meeting_blocks as meeting
from bot import reflection_blocks as reflecting
from bot import sustaining_blocks as lasting
from bot.agreement_register_blocks import FETCH_REPORT, OPEN_REGISTER
from bot.area_blocks import READ as READ_AREAS
from bot.blocks import Block, button, buttons, form, header, paragraphs
from bot.buttons import NEW_ACTION
from bot.casework.access import may_do
from bot.casework.formal_reading import may_ask_formally
from bot.casework.improvements import is_light, leads_it
from bot.casework.meetings import may_record_meeting, meeting_under_way
from bot.casework.options import standing_options
from bot.casework.plan_versions import latest_of
from bot.casework.reflection_reading import may_look_back
from bot.casework.reflections import asked_only_once, named_reflection
from bot.casework.sustaining import may_end
from bot.improvement_next_blocks import next_part
from bot.improvement_parts import part, pressed_in, without
from bot.option_blocks import READ as READ_OPTIONS
from bot.plan_blocks import OPEN_PLAN
from bot.progress_blocks import progress_buttons
from bot.reason_blocks import READ as READ_REASONS
from bot.templates import render, words
from domain.improvements import BEFORE_A_PLAN, ImprovementState
from domain.people import Act
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

MORE = "improvement_more"
S = ImprovementState
Row = Iterable[Block | None]


def more_part(_work: UnitOfWork, _person: Person, improvement: Improvement, _now: datetime) -> list[Block]:
    """Return the way to what is seldom needed, for everybody who may open the process."""
    more = button(MORE, words("improvement_more_words").more, improvement.id.hex)
    return part(render("improvement_more_part", {}), more)


def more_window(work: UnitOfWork, person: Person, improvement: Improvement, now: datetime) -> Block:
    """Return the window behind *More*. What comes next for its reader stands in the window before, and not here."""
    label, first = words("improvement_more_words"), pressed_in(next_part(work, person, improvement, now))
    blocks = paragraphs(render("improvement_more_top", {"reference": improvement.reference}))
    for heading, row in (
        (label.to_read, _to_read(work, improvement)),
        (label.readings, progress_buttons(work, person, improvement, now)),
        (label.looking_back, _looking_back(work, person, improvement)),
        (label.to_do, _to_do(work, person, improvement)),
    ):
        left = without(buttons(*row), first)
        blocks += [header(heading), *left] if left else []
    if earlier := formally.earlier_steps(work, person, improvement, now):
        blocks += [header(label.formal), *earlier]
    if safe := steps.safety_lines(work, person, improvement, now):
        blocks += [header(label.safe), *safe]
    return form("read_only", label.title, blocks)


def _to_read(work: UnitOfWork, improvement: Improvement) -> Row:
    """What was read and settled long ago has its way here once the plan is agreed; the record has it always."""
    value, label, found = improvement.id.hex, words("agreement_register_words"), list[Block]()
    if improvement.state not in BEFORE_A_PLAN:
        found = [
            button(action, words(name).read, value)
            for action, name, is_there in (
                (READ_REASONS, "reason_words", work.reasons.of(improvement.id)),
                (READ_AREAS, "area_words", work.reasons.areas(improvement.id)),
                (READ_OPTIONS, "option_words", standing_options(work, improvement)),
            )
            if is_there
        ]
    return [
        *found,
        button(OPEN_REGISTER, label.open_register, value),
        button(FETCH_REPORT, label.report, value),
    ]


def _looking_back(work: UnitOfWork, person: Person, improvement: Improvement) -> Row:
    """What stands beside looking back: written differently, recommended, asked once more, closed."""
    if improvement.state is not S.REFLECTING:
        return []
    label, value = words("reflection_words"), improvement.id.hex
    has_written = named_reflection(work, improvement, person) is not None
    writes = may_look_back(work, person, improvement)
    ends, once = may_end(work, person, improvement), bool(asked_only_once(work, improvement))
    recommends = may_do(work, person, improvement.contract_id, Act.PROPOSE_ACTION)
    return [
        button(reflecting.WRITE, label.write_again if has_written else label.write, value)
        if writes
        else None,
        button(NEW_ACTION, label.recommend, f"improvement:{value}") if recommends else None,
        button(reflecting.ASK_AGAIN, label.ask_again, value) if ends and once else None,
        button(reflecting.CLOSE, label.close, value) if ends else None,
    ]


def _to_do(work: UnitOfWork, person: Person, improvement: Improvement) -> Row:
    """What whoever leads it does now and then, at any step that allows it."""
    if not leads_it(work, person, improvement) or improvement.state in {S.CLOSED, S.PAUSED}:
        return []
    value, route, state = improvement.id.hex, words("improvement_route_words"), improvement.state
    begins = may_record_meeting(work, person, improvement) and meeting_under_way(work, improvement) is None
    drafts = state is S.REASONED and not is_light(improvement) and latest_of(work, improvement.id) is None
    goes_full = is_light(improvement) and state in steps.BEFORE_FULL
    goes_back = may_end(work, person, improvement) and state in {S.SUSTAINING, S.FORMAL}
    asks = may_ask_formally(work, person, improvement)
    return [
        button(meeting.BEGIN, words("meeting_words").begin, value) if begins else None,
        button(OPEN_PLAN, words("plan_words").begin, value) if drafts else None,
        button(steps.OFFER_SUPPORT, route.support, value) if state in steps.SUPPORTED_WHILE else None,
        button(steps.TAKE_FULL_ROUTE, route.full, value) if goes_full else None,
        button(lasting.GO_BACK, words("sustaining_words").back_button, value) if goes_back else None,
        button(formally.ASK, words("formal_words").ask, value) if asks else None,
        button(steps.REST, route.pause, value),
    ]
