"""The story of the drill: *TEST* to everybody on the route, *I got this test*, and what the administrators learn."""

from datetime import datetime

from bot.answers import Answer, Nothing, OpenForm, ShowInstead
from bot.blocks import Block, button, buttons, form, paragraphs
from bot.buttons import ANSWER_DRILL
from bot.casework.administrators import may_set_up
from bot.casework.drill_result import Tested, result_of
from bot.casework.drills import answer_drill, ask_for_drill, planned_at, to_be_asked
from bot.inbound import Command, Press, Submission
from bot.listeners import Listeners
from bot.messages import Message
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.calendar import LONDON
from domain.notices import NoticeKind
from domain.routes import Means
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

FORM = "drill_form"


def drill_form(turn: Turn[Command]) -> Answer:
    """`/contract drill`: who would be tested, and when that may be."""
    may_set_up(turn.work, turn.person)
    label = words("drill_form")
    last = turn.work.routes.last_drill()
    facts = {
        "people": [person.name for person, _ in to_be_asked(turn.work).values()],
        "last": last.started_at if last else None,
        "planned": planned_at(turn.work, turn.now),
    }
    blocks = paragraphs(render("drill_form_top", facts))
    return OpenForm(form(FORM, label.title, blocks, submit=label.submit if facts["people"] else None))


def ask(turn: Turn[Submission]) -> Answer:
    """Ask for it. Why it may have to wait is not said: that would tell that there is something urgent."""
    earlier = turn.work.submissions.find(turn.inbound.view_id, FORM)
    if earlier is None:
        drill = ask_for_drill(turn.work, turn.person, turn.now)
        turn.keep_submission(FORM, drill.id)
    return ShowInstead(form("read_only", words("drill_form").title, paragraphs(render("drill_asked", {}))))


def answer(turn: Turn[Press]) -> Answer:
    """*I got this test.*"""
    answer_drill(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return Nothing()


def _say_test(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    answers = work.routes.drill_answers(notice.subject_id)
    mine = next((each for each in answers if each.person_id == notice.person_id), None)
    answered_at = mine.answered_at if mine else None
    text = render("drill", {"answered_at": f"{answered_at.astimezone(LONDON):%H:%M}" if answered_at else ""})
    label = words("buttons").answer_drill
    offer = button(ANSWER_DRILL, label, notice.subject_id.hex, style="primary") if not answered_at else None
    return Message(text, [*paragraphs(text), *buttons(offer)])


def _say_result(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    result = result_of(work, notice.subject_id)
    label = words("drill_levels")
    silent = [each for each in result.tested if each.answered_at is None]
    facts = {
        "count": len(result.tested),
        "answered": len(result.tested) - len(silent),
        "silent": [_line(each) for each in silent],
        "failed": [_line(each) for each in result.tested if each.failed],
        "without": [each.person.name for each in result.tested if not each.has_way_outside],
        "empty": " and ".join(getattr(label, level.value) for level in result.empty),
    }
    text = render("drill_result", facts)
    return Message(text, paragraphs(text))


def _line(tested: Tested) -> Block:
    return {
        "name": tested.person.name,
        "level": getattr(words("drill_levels"), tested.level.value),
        "is_away": tested.is_away,
        "has_message": tested.arrived_in_slack,
        "ways": " and ".join(
            getattr(words("drill_levels"), means.value) for means in Means if means in tested.failed
        ),
    }


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", drill_form, word="drill")
    listeners.submission(FORM, ask, once=False)
    listeners.press(ANSWER_DRILL, answer)
    services.messages.add(NoticeKind.DRILL, _say_test)
    services.messages.add(NoticeKind.DRILL_RESULT, _say_result)
