"""Monitoring on the screen: its list, its window page by page, its buttons and its messages."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.blocks import Block, button, buttons, context, form, header, paragraphs, section, typed
from bot.buttons import OPEN_MONITORING, REPORT_CONCERN, letter_button, new_improvement_button
from bot.casework.improvements import may_open
from bot.casework.monitoring_access import plans, records, schedule_for, sees
from bot.casework.monitoring_facts import days_to_come, facts_of_activity, facts_of_schedule
from bot.casework.monitoring_hold import may_hold, may_release
from bot.casework.monitoring_reading import texts_about
from bot.casework.monitoring_record import FIELD_OF
from bot.casework.reading_points import measures_due
from bot.earlier_versions import what_changed_button
from bot.messages import Message
from bot.monitoring_form import reasons_of
from bot.reading_blocks import readings_blocks
from bot.templates import render, words
from bot.titles import title_of
from domain.chronology import SubjectKind
from domain.monitoring import ActivityState, Met, ScheduleState
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

RECORD = "monitoring_record"
NOT_DONE = "monitoring_not_done"
CHANGE = "monitoring_change"
END = "monitoring_end"
OLDER = "monitoring_older"
HOLD = "monitoring_hold"
RELEASE = "monitoring_release"
CORRECT = "monitoring_correct"

PAGE = 8
"""Occurrences on one page of the window: each is a line and its texts, so that a page stays within Slack's hundred."""
PENDING_SHOWN = 6
NEXT_SHOWN = 2
FELL_SHORT = frozenset({Met.PARTLY, Met.NOT_MET})
SCHEDULE_TEXTS = ("changed_because", "ended_because")
TEXTS = ("result", "older_because", "not_done_because", "moved_because", "called_off_because", "held_because")


def open_button(schedule_id: UUID) -> Block:
    """Return the button that opens what is looked at regularly."""
    return button(OPEN_MONITORING, words("buttons").open, schedule_id.hex)


def concern_button(contract_id: UUID) -> Block:
    """Return the button that opens the concern form from a finding, about its contract (practice.md 1.1)."""
    return button(REPORT_CONCERN, words("monitoring_buttons").concern, contract_id.hex)


def hold_button(work: UnitOfWork, person: Person, activity: MonitoringActivity) -> Block | None:
    """Return the button that holds the step to the senior contact, or lets it be said again, for whoever may."""
    label = words("action_buttons")
    if may_release(work, person, activity):
        return button(RELEASE, label.release, activity.id.hex)
    return button(HOLD, label.hold, activity.id.hex) if may_hold(work, person, activity) else None


def answer_buttons(activity: MonitoringActivity, *, may_record: bool) -> list[Block | None]:
    """Return the buttons that answer one occurrence, for whoever may, as long as nobody has."""
    if not may_record or activity.state is not ActivityState.PLANNED:
        return []
    label, value = words("monitoring_buttons"), activity.id.hex
    return [
        button(RECORD, label.record, value, style="primary"),
        button(NOT_DONE, label.not_done, value),
    ]


def in_words(facts: dict[str, object]) -> dict[str, object]:
    """Return facts with the interval, and the source, as people say them."""
    label = words("monitoring_words")
    source = str(facts.get("source") or "")
    return {
        **facts,
        "interval": getattr(label, str(facts["interval"])),
        "source_words": getattr(label, source) if source else "",
    }


def window(work: UnitOfWork, person: Person, schedule_id: UUID, now: datetime, offset: int = 0) -> Block:
    """Return what somebody may read of one schedule: what it asks, what comes next, and what was recorded."""
    schedule = schedule_for(work, person, schedule_id)
    label, facts = words("monitoring_view"), in_words(facts_of_schedule(work, schedule, now))
    activities = work.monitoring.of_schedule(schedule.id)
    pending = [each for each in activities if each.state is ActivityState.PLANNED]
    past = [each for each in reversed(activities) if each.state is not ActivityState.PLANNED]
    blocks = [*paragraphs(render("monitoring_view_top", facts))]
    if offset == 0:
        blocks += [header(label.title), *typed(schedule.title)]
        blocks += [header(label.criterion), *typed(schedule.criterion)]
        blocks += _why(work, person, schedule)
        blocks += _pending(work, person, schedule, pending, now)
        blocks += _to_come(work, schedule)
    blocks += _past(work, person, schedule, past[offset : offset + PAGE], now)
    blocks += buttons(*_window_buttons(work, person, schedule, len(past), offset))
    return form("read_only", title_of(SubjectKind.MONITORING, schedule.reference), blocks)


def _why(work: UnitOfWork, person: Person, schedule: MonitoringSchedule) -> list[Block]:
    texts, label = texts_about(work, person, schedule, schedule.id), words("monitoring_view")
    return [
        block
        for name in SCHEDULE_TEXTS
        if name in texts
        for block in (header(getattr(label, name)), *typed(texts[name][-1]))
    ]


def _pending(
    work: UnitOfWork,
    person: Person,
    schedule: MonitoringSchedule,
    pending: Sequence[MonitoringActivity],
    now: datetime,
) -> list[Block]:
    if not pending:
        return []
    may_record = records(work, person, schedule)
    blocks = [header(words("monitoring_view").to_answer)]
    for activity in pending[:PENDING_SHOWN]:
        blocks += paragraphs(render("monitoring_pending", facts_of_activity(work, activity, now)))
        blocks += _texts(work, person, schedule, activity)
        row = answer_buttons(activity, may_record=may_record)
        blocks += buttons(*row, hold_button(work, person, activity))
    if len(pending) > PENDING_SHOWN:
        blocks.append(context(render("items_more", {"count": len(pending) - PENDING_SHOWN})))
    return blocks


def _to_come(work: UnitOfWork, schedule: MonitoringSchedule) -> list[Block]:
    days = [
        render("monitoring_day", {"planned_on": day.planned_on, "reasons": reasons_of(day)})
        for day in days_to_come(work, schedule, NEXT_SHOWN)
    ]
    return [header(words("monitoring_view").next), section("\n".join(days))] if days else []


def _past(
    work: UnitOfWork,
    person: Person,
    schedule: MonitoringSchedule,
    past: Sequence[MonitoringActivity],
    now: datetime,
) -> list[Block]:
    blocks = [header(words("monitoring_view").recorded)] if past else []
    may_open_here = may_open(work, person, schedule.contract_id)
    for activity in past:
        blocks += paragraphs(render("monitoring_past", in_words(facts_of_activity(work, activity, now))))
        blocks += readings_blocks(work, activity, now)
        blocks += _texts(work, person, schedule, activity)
        may_correct = activity.state in FIELD_OF and records(work, person, schedule)
        has_versions = any(
            len(each) > 1 for each in texts_about(work, person, schedule, activity.id).values()
        )
        row = (
            button(CORRECT, words("monitoring_buttons").correct, activity.id.hex) if may_correct else None,
            what_changed_button((SubjectKind.MONITORING, activity.id)) if has_versions else None,
            new_improvement_button(SubjectKind.MONITORING, activity.id)
            if activity.met in FELL_SHORT and schedule.improvement_id is None and may_open_here
            else None,
        )
        blocks += buttons(*row)
    return blocks


def _texts(
    work: UnitOfWork, person: Person, schedule: MonitoringSchedule, activity: MonitoringActivity
) -> list[Block]:
    """Return what was typed about an occurrence, as far as this person may read it; of what was corrected both."""
    texts, label = texts_about(work, person, schedule, activity.id), words("monitoring_view")
    blocks: list[Block] = []
    for name in TEXTS:
        if name in texts:
            blocks += [context(getattr(label, name)), *typed(texts[name][-1])]
            if len(texts[name]) > 1 and name in FIELD_OF.values():
                blocks += [context(label.first_said), *typed(texts[name][0])]
    return blocks


def _window_buttons(
    work: UnitOfWork, person: Person, schedule: MonitoringSchedule, past: int, offset: int
) -> list[Block | None]:
    label, value = words("monitoring_buttons"), schedule.id.hex
    may_plan = plans(work, person, schedule) and schedule.state is ScheduleState.ACTIVE
    older = offset + PAGE
    return [
        button(CHANGE, label.change, value) if may_plan else None,
        button(END, label.end, value, style="danger") if may_plan else None,
        button(OLDER, label.older, f"{value}:{older}") if past > older else None,
    ]


def message_about_schedule(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """Return a message about a schedule as it stands now."""
    schedule = work.monitoring.find_schedule(notice.subject_id)
    assert schedule is not None
    facts = {
        "pass_on_to": "",
        "is_yours": notice.person_id == schedule.owner_id or bool(notice.facts.get("pass_on_to")),
        "asks_at_the_end": False,
        **in_words(facts_of_schedule(work, schedule, now)),
        **notice.facts,
    }
    text = render(notice.kind.value, facts)
    return Message(text, [*paragraphs(text), *_row(work, notice, schedule, [], letter_button(notice))])


def message_about(
    work: UnitOfWork,
    notice: Notice,
    now: datetime,
    *more: Block | None,
    others: Sequence[MonitoringActivity] = (),
) -> Message:
    """Return a message about one occurrence, with the buttons that its reader may press now.

    Where it stands for `others` of the same schedule too, they are answered in the window, each by itself.
    """
    activity = work.monitoring.get(notice.subject_id)
    schedule = work.monitoring.schedule_of(activity)
    facts = in_words(facts_of_activity(work, activity, now))
    facts |= {
        "step": notice.step,
        "pass_on_to": "",
        "closed_on": "",
        "looks_themselves": notice.person_id == activity.owner_id,
        "counted": [each.title for each in measures_due(work, activity)],
        "dates": sorted(each.planned_on for each in (activity, *others)),
        **notice.facts,
    }
    text = render(notice.kind.value, facts)
    reader = work.people.get(notice.person_id) if notice.person_id else None
    may_record = reader is not None and records(work, reader, schedule)
    row = [*([] if others else answer_buttons(activity, may_record=may_record)), *more]
    return Message(text, [*paragraphs(text), *_row(work, notice, schedule, row)])


def _row(
    work: UnitOfWork,
    notice: Notice,
    schedule: MonitoringSchedule,
    row: Sequence[Block | None],
    *more: Block,
) -> list[Block]:
    reader = work.people.get(notice.person_id) if notice.person_id else None
    may_open = reader is not None and sees(work, reader, schedule)
    return buttons(*row, *((open_button(schedule.id), *more) if may_open else ()))
