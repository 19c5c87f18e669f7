"""The story of judging an evaluation: a named person confirms or changes what is suggested, or sets it aside."""

from datetime import datetime

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import Block, button, buttons, form, paragraphs, reason_form
from bot.buttons import OPEN_EVALUATION, SHARE_EVALUATION
from bot.casework.access import may_do
from bot.casework.evaluation_reading import ask_for_charts, open_evaluation, read_evaluation
from bot.casework.evaluation_receipts import not_received
from bot.casework.evaluation_subject import about
from bot.casework.evaluations import confirm_evaluation, discard_evaluation, find_evaluation
from bot.evaluation_blocks import (
    CONFIRM_FORM,
    DISCARD_FORM,
    JUDGE,
    SEND_CHARTS,
    SET_ASIDE,
    confirm_form,
    judged_measures,
    kept_window,
)
from bot.evaluation_charts import charts_message
from bot.inbound import Press, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.messages import Message
from bot.required import required_kind
from bot.services import Services
from bot.shared_evaluation_blocks import RECEIVED_FOR
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.deadlines import DeadlineKind, DeadlineState
from domain.errors import NotAllowed
from domain.evaluation_evidence import Evidence
from domain.evaluations import Judgement, Verdict
from domain.notices import NoticeKind
from domain.people import Act
from storage.evaluations import Evaluation
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def open_(turn: Turn[Press]) -> Answer:
    """*Open*: the evaluation as it was kept, and what this person may do with it."""
    reading = open_evaluation(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return OpenForm(kept_window(turn.work, reading))


def judge_form(turn: Turn[Press]) -> Answer:
    """*Confirm or change*: the suggested judgement is filled in, the figures stand above it."""
    reading = open_evaluation(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    if not reading.may_confirm:
        raise NotAllowed(words("refusals").evaluation_not_confirmed)
    return OpenForm(confirm_form(turn.work, reading))


def confirm(turn: Turn[Submission]) -> Answer:
    """Keep the judgement in this person's name, and show what comes next."""
    answers = turn.inbound.form
    evaluation_id = record_id(turn.inbound.about()["evaluation"])
    judgement = required_kind(Judgement, answers, "judgement")
    evidence = Evidence.from_data(find_evaluation(turn.work, evaluation_id).evidence)
    measures = judged_measures(turn.work, evidence, answers)
    said = {name: answers.text(name) for name in ("summary", "voice", "because", "note")}
    verdict = Verdict(judgement, measures=measures, **said)
    confirm_evaluation(turn.work, turn.person, evaluation_id, verdict, turn.now)
    reading = read_evaluation(turn.work, turn.person, evaluation_id)
    return ShowInstead(kept_window(turn.work, reading))


def send_charts(turn: Turn[Press]) -> Answer:
    """*Send me the charts*: they come as a message, since drawing them takes longer than a press may."""
    evaluation_id = record_id(turn.inbound.value)
    ask_for_charts(turn.work, turn.person, evaluation_id, turn.now)
    said = words("evaluation_form")
    return OpenForm(form("read_only", said.title, paragraphs(said.charts_sent)))


def discard_form(turn: Turn[Press]) -> Answer:
    """*Set aside*: asks why."""
    reading = read_evaluation(turn.work, turn.person, record_id(turn.inbound.value))
    if not reading.may_discard:
        raise NotAllowed(words("refusals").evaluation_not_set_aside)
    about = {"evaluation": reading.evaluation.id.hex}
    return OpenForm(reason_form(DISCARD_FORM, words("evaluation_form"), "discard", about))


def discard(turn: Turn[Submission]) -> Answer:
    """Keep that it is set aside."""
    evaluation_id = record_id(turn.inbound.about()["evaluation"])
    discard_evaluation(turn.work, turn.person, evaluation_id, turn.inbound.form.text("reason"), turn.now)
    return kept_here(turn, "evaluation_set_aside", (OPEN_EVALUATION, evaluation_id))


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """Say what our own side is to do next: confirm it, share it, or ask who has not said that it arrived."""
    assert notice.deadline_id is not None
    deadline, evaluation = work.deadlines.get(notice.deadline_id), find_evaluation(work, notice.subject_id)
    if deadline.state is not DeadlineState.OPEN:
        return None
    silent = not_received(work, evaluation)
    facts = {
        "reference": evaluation.reference,
        "contract": about(work, evaluation),
        "duty": deadline.kind.value,
        "step": notice.step,
        "due": deadline.due_at,
        "is_past": deadline.due_at < now,
        "missing": [work.organisations.get(each.organisation_id).name for each in silent],
    }
    text = render("evaluation_line", facts)
    assert notice.person_id is not None
    reader = work.people.get(notice.person_id)
    return Message(text, [*paragraphs(text), *buttons(*_next_steps(work, reader, evaluation, deadline.kind))])


def _next_steps(
    work: UnitOfWork, reader: Person, evaluation: Evaluation, duty: DeadlineKind
) -> list[Block | None]:
    label, value = words("evaluation_form"), evaluation.id.hex
    may_decide = may_do(work, reader, evaluation.contract_id, Act.SHARE_EVALUATION)
    opens = button(OPEN_EVALUATION, words("buttons").open, value)
    match duty:
        case DeadlineKind.EVALUATION_RECEIVE:
            return [button(RECEIVED_FOR, words("evaluation_sharing").record_receipt, value), opens]
        case DeadlineKind.EVALUATION_SHARE:
            return [button(SHARE_EVALUATION, label.share, value) if may_decide else None, opens]
        case _:
            return [button(JUDGE, label.confirm_or_change, value) if may_decide else None, opens]


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(OPEN_EVALUATION, open_)
    listeners.press(JUDGE, judge_form)
    listeners.press(SET_ASIDE, discard_form, writes=False)
    listeners.press(SEND_CHARTS, send_charts)
    listeners.submission(CONFIRM_FORM, confirm)
    listeners.submission(DISCARD_FORM, discard)
    services.messages.add(NoticeKind.EVALUATION_LINE, _say_line)
    services.messages.add(NoticeKind.EVALUATION_CHARTS, charts_message)
