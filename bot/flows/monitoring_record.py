"""The story of one occurrence: reminded of, opened, recorded as done or not done, and what follows from it."""

from datetime import datetime
from uuid import UUID

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import Block, buttons, choice_input, day_input, form, option, paragraphs, text_input
from bot.buttons import OPEN_MONITORING
from bot.casework import monitoring_record
from bot.casework.monitoring import is_missed, next_after
from bot.casework.monitoring_access import activity_for, class_of
from bot.casework.monitoring_facts import facts_of_activity
from bot.casework.notices import calendar_of
from bot.casework.reading_points import measures_due
from bot.inbound import Press, Submission
from bot.listeners import Listeners
from bot.messages import Message
from bot.monitoring_blocks import (
    CORRECT,
    NOT_DONE,
    OLDER,
    RECORD,
    concern_button,
    hold_button,
    message_about,
    window,
)
from bot.reading_form import correct_readings_form, readings_form
from bot.required import required_day, required_kind
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.deadlines import DeadlineState
from domain.monitoring import ActivityState, Finding, Met, Source, last_day_to_move_to, move
from domain.notices import NoticeKind
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

DONE_FORM = "monitoring_done_form"
NOT_DONE_FORM = "monitoring_not_done_form"
CORRECT_FORM = "monitoring_correct_form"


def open_(turn: Turn[Press]) -> Answer:
    """*Open*: what is looked at, what comes next, and what was recorded."""
    return OpenForm(window(turn.work, turn.person, record_id(turn.inbound.value), turn.now))


def older(turn: Turn[Press]) -> Answer:
    """*Earlier ones*: the next page of what was recorded."""
    record, _, offset = turn.inbound.value.partition(":")
    start = int(offset) if offset.isdecimal() else 0
    return ShowInstead(window(turn.work, turn.person, record_id(record), turn.now, start))


def done_form(turn: Turn[Press]) -> Answer:
    """*Record it*: what was found, and where that comes from. In a window it takes the window's place."""
    activity, schedule = _to_answer(turn)
    if measures := measures_due(turn.work, activity):
        return _shown(turn, readings_form(turn.work, activity, measures, turn.now))
    label, sources = words("monitoring_record_form"), words("monitoring_words")
    today = calendar_of(turn.work, schedule.contract_id).local(turn.now).date()
    before = monitoring_record.time_before(turn.work, schedule, activity)
    hint = render("monitoring_older_hint", {"before_on": before})
    blocks = [
        *_top(turn, activity),
        text_input("result", label.result, hint=_who_reads(schedule), lines=True),
        _met_choice(),
        choice_input(
            "source",
            label.source,
            [option(getattr(sources, each), each.value) for each in Source],
            kind="radio_buttons",
        ),
        day_input("source_on", label.source_on, initial=today),
        text_input("older_because", label.older_because, hint=hint, optional=True),
    ]
    about = {"activity": activity.id.hex}
    return _shown(turn, form(DONE_FORM, label.done_title, blocks, submit=label.done_submit, about=about))


def _met_choice(chosen: Met | None = None) -> Block:
    label, said = words("monitoring_record_form"), words("monitoring_met")
    options = [option(getattr(said, each), each.value) for each in Met]
    return choice_input(
        "met", label.met, options, kind="radio_buttons", initial=chosen.value if chosen else ""
    )


def not_done_form(turn: Turn[Press]) -> Answer:
    """*Not done*: why, and whether there is a new day for it."""
    activity, schedule = _to_answer(turn)
    label = words("monitoring_record_form")
    calendar = calendar_of(turn.work, schedule.contract_id)
    last_on = last_day_to_move_to(next_after(turn.work, schedule, activity), calendar)
    is_possible = last_on >= calendar.local(turn.now).date() and last_on != activity.planned_on
    blocks = [
        *_top(turn, activity),
        text_input("reason", label.not_done_because, hint=_who_reads(schedule), lines=True),
    ]
    if is_possible:
        hint = render("monitoring_moved_hint", {"last_on": last_on})
        blocks.append(day_input("moved_to", label.moved_to, hint=hint, optional=True))
    else:
        blocks += paragraphs(label.cannot_move)
    about = {"activity": activity.id.hex}
    view = form(NOT_DONE_FORM, label.not_done_title, blocks, submit=label.not_done_submit, about=about)
    return _shown(turn, view)


def _to_answer(turn: Turn[Press]) -> tuple[MonitoringActivity, MonitoringSchedule]:
    activity, schedule = activity_for(turn.work, turn.person, record_id(turn.inbound.value))
    move(activity.state, ActivityState.DONE)
    return activity, schedule


def _top(turn: Turn[Press], activity: MonitoringActivity) -> list[Block]:
    return paragraphs(render("monitoring_record_top", facts_of_activity(turn.work, activity, turn.now)))


def _who_reads(schedule: MonitoringSchedule) -> str:
    return str(getattr(words("monitoring_record_form"), f"hint_{class_of(schedule)}"))


def _shown(turn: Turn[Press], view: Block) -> Answer:
    """In a window the form takes its place, so that a concern can still be opened on top of what follows."""
    return ShowInstead(view) if turn.inbound.in_form else OpenForm(view)


def record_done(turn: Turn[Submission]) -> Answer:
    """Keep what was found."""
    answers, activity_id = turn.inbound.form, _activity(turn)
    found = Finding(
        answers.text("result"),
        required_kind(Source, answers, "source"),
        required_day(answers, "source_on"),
        required_kind(Met, answers, "met"),
        answers.text("older_because"),
    )
    activity = monitoring_record.record_done(turn.work, turn.person, activity_id, found, turn.now)
    return _recorded(turn, activity)


def record_not_done(turn: Turn[Submission]) -> Answer:
    """Keep why it was not done, or the new day for it."""
    answers = turn.inbound.form
    activity = monitoring_record.record_not_done(
        turn.work, turn.person, _activity(turn), answers.text("reason"), answers.day("moved_to"), turn.now
    )
    return _recorded(turn, activity)


def correct_form(turn: Turn[Press]) -> Answer:
    """*Correct it*: the text as it stands, to be put right; in the window's place."""
    activity_id = record_id(turn.inbound.value)
    activity, text = monitoring_record.to_correct(turn.work, turn.person, activity_id)
    if measures := measures_due(turn.work, activity):
        return _shown(turn, correct_readings_form(turn.work, activity, measures, turn.now))
    label, schedule = words("monitoring_record_form"), turn.work.monitoring.schedule_of(activity)
    question = getattr(label, monitoring_record.FIELD_OF[activity.state])
    blocks = [
        *_top(turn, activity),
        text_input("text", question, hint=_who_reads(schedule), lines=True, initial=text),
        *([_met_choice(activity.met)] if activity.state is ActivityState.DONE else []),
        *paragraphs(label.correct_kept),
    ]
    about = {"activity": activity.id.hex}
    view = form(CORRECT_FORM, label.correct_title, blocks, submit=label.correct_submit, about=about)
    return _shown(turn, view)


def correct(turn: Turn[Submission]) -> Answer:
    """Keep the corrected text beside the first one."""
    answers, activity_id = turn.inbound.form, _activity(turn)
    met = required_kind(Met, answers, "met") if answers.choice("met") else None
    text = answers.text("text")
    activity = monitoring_record.correct_record(turn.work, turn.person, activity_id, text, turn.now, met)
    return ShowInstead(window(turn.work, turn.person, activity.schedule_id, turn.now))


def _activity(turn: Turn[Submission]) -> UUID:
    return record_id(turn.inbound.about()["activity"])


def _recorded(turn: Turn[Submission], activity: MonitoringActivity) -> Answer:
    """Say what was kept and what comes next, and let a finding become a concern."""
    text = render("monitoring_recorded", facts_of_activity(turn.work, activity, turn.now))
    blocks = [*paragraphs(text), *buttons(concern_button(activity.contract_id))]
    return ShowInstead(form("read_only", words("common").saved_title, blocks))


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """Say a reminder for as long as nobody has answered; what is late of one schedule is said once in one message."""
    if not _is_to_be_said(work, notice):
        return None
    activity, lines = work.monitoring.get(notice.subject_id), _late_together(work, notice, now)
    last = max(lines, key=lambda line: line.number or 0, default=notice)
    if last.number != notice.number:
        return None
    others = {line.subject_id for line in lines} - {activity.id}
    reader = work.people.get(notice.person_id) if notice.person_id else None
    is_offered = notice.step == "late_3_lead" and reader is not None and not others
    hold = hold_button(work, reader, activity) if is_offered and reader else None
    return message_about(work, notice, now, hold, others=[work.monitoring.get(each) for each in others])


def _is_to_be_said(work: UnitOfWork, notice: Notice) -> bool:
    assert notice.deadline_id is not None
    if work.deadlines.get(notice.deadline_id).state is not DeadlineState.OPEN:
        return False
    return notice.step != "late_5_senior" or not work.monitoring.get(notice.subject_id).escalation_held


def _late_together(work: UnitOfWork, notice: Notice, now: datetime) -> list[Notice]:
    """The lines of the same message about late occurrences of the same schedule; none for one that is not late."""
    activity = work.monitoring.get(notice.subject_id)
    today = calendar_of(work, activity.contract_id).local(now).date()
    if notice.carrier_id is None or not is_missed(activity, today):
        return []
    found = []
    for line in work.notices.lines_of(notice.carrier_id):
        same_reader = line.facts.get("pass_on_to") == notice.facts.get("pass_on_to")
        if line.kind is notice.kind and same_reader and _is_to_be_said(work, line):
            other = work.monitoring.get(line.subject_id)
            if other.schedule_id == activity.schedule_id and is_missed(other, today):
                found.append(line)
    return found


def _say_answered(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    contract_id = work.monitoring.get(notice.subject_id).contract_id
    return message_about(work, notice, now, concern_button(contract_id))


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(OPEN_MONITORING, open_, writes=False, for_others=True)
    listeners.press(OLDER, older, writes=False, for_others=True)
    listeners.press(RECORD, done_form, writes=False, for_others=True)
    listeners.press(NOT_DONE, not_done_form, writes=False, for_others=True)
    listeners.submission(DONE_FORM, record_done, for_others=True)
    listeners.press(CORRECT, correct_form, writes=False)
    listeners.submission(NOT_DONE_FORM, record_not_done, for_others=True)
    listeners.submission(CORRECT_FORM, correct)
    services.messages.add(NoticeKind.MONITORING_LINE, _say_line)
    services.messages.add(NoticeKind.MONITORING_ANSWERED, _say_answered)
