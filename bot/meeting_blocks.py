"""A meeting on the screen: its part of a process, the window that grows with the sitting, and its forms."""

from datetime import datetime

from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    day_input,
    divider,
    form,
    option,
    paragraphs,
    several_choices_input,
    text_input,
    ticks_input,
)
from bot.casework.meeting_pack import Gaps, gaps_in
from bot.casework.meetings import (
    may_record_meeting,
    meeting_under_way,
    people_present,
    people_to_be_present,
    speakers_at,
)
from bot.casework.notices import calendar_of
from bot.casework.options import TEXTS, standing_options
from bot.casework.plan_versions import latest_of
from bot.improvement_parts import part
from bot.option_blocks import NOTHING, SOMETHING
from bot.plan_blocks import OPEN_PLAN
from bot.reason_blocks import kind_words
from bot.templates import render, words
from domain.improvements import LONGEST_TITLE
from domain.meetings import MeetingState
from domain.options import letter
from domain.reasons import MOST_AREAS, ReasonKind
from storage.improvements import Improvement
from storage.meetings import Meeting
from storage.people import Person
from storage.unit_of_work import UnitOfWork

BEGIN, GO_ON = "meeting_begin", "meeting_go_on"
ADD_REASON, ADD_AREA, ADD_OPTION, PREFER = (
    "meeting_add_reason",
    "meeting_add_area",
    "meeting_add_option",
    "meeting_prefer",
)
SEND, CHANGE = "meeting_send", "meeting_change"
BEGIN_FORM, REASON_FORM, AREA_FORM, OPTION_FORM, PREFER_FORM = (
    "meeting_form",
    "meeting_reason_form",
    "meeting_area_form",
    "meeting_option_form",
    "meeting_prefer_form",
)
KNOW = "know"
LISTED = 20


def meeting_part(work: UnitOfWork, person: Person, improvement: Improvement, _now: datetime) -> list[Block]:
    """Return the way into a meeting that is being recorded, or whose pack was sent, for whoever may record one."""
    if not may_record_meeting(work, person, improvement):
        return []
    meeting, label = meeting_under_way(work, improvement), words("meeting_words")
    if meeting is None:
        return []
    facts = {"is_packed": meeting.state is MeetingState.PACKED, "held_on": meeting.held_on}
    return part(render("meeting_part", facts), button(GO_ON, label.go_on, meeting.id.hex))


def begin_form(work: UnitOfWork, improvement: Improvement, now: datetime) -> Block:
    """Return the form that begins a meeting: the day, and who was there."""
    label, contract_id = words("meeting_words"), improvement.contract_id
    people = [
        option(_named(work, each), each.id.hex) for each in people_to_be_present(work, contract_id)[:100]
    ]
    fields = [
        day_input("held_on", label.held_on, initial=calendar_of(work, contract_id).local(now).date()),
        several_choices_input("present", label.present, people, optional=False, hint=label.present_hint),
        ticks_input(
            "know", label.know, [option(label.know_tick, KNOW)], optional=False, hint=label.know_hint
        ),
    ]
    about = {"improvement": improvement.id.hex}
    return form(BEGIN_FORM, label.title, fields, submit=label.submit, about=about)


def _named(work: UnitOfWork, person: Person) -> str:
    organisation = work.organisations.get(person.organisation_id).name if person.organisation_id else ""
    return f"{person.name}, {organisation}" if organisation else person.name


def meeting_window(work: UnitOfWork, meeting: Meeting, improvement: Improvement, now: datetime) -> Block:
    """Return the window of a meeting as far as it has been recorded, with what is still missing on top."""
    label, value = words("meeting_words"), meeting.id.hex
    is_open = meeting.state is MeetingState.OPEN
    gaps = gaps_in(work, improvement, now)
    top = {
        "is_closed": meeting.state is MeetingState.CLOSED,
        "is_packed": meeting.state is MeetingState.PACKED,
        "held_on": meeting.held_on,
        "reference": improvement.reference,
        "title": improvement.title,
        "missing": missing_words(gaps),
        "present": [each.name for each in people_present(work, meeting, improvement.contract_id)],
        "recorded_by": work.people.get(meeting.recorded_by).name,
    }
    send = button(SEND, label.send, f"{value}:{meeting.version}", style="primary")
    change = button(CHANGE, label.change, value)
    return form(
        "read_only",
        label.title,
        [
            *paragraphs(render("meeting_view_top", top)),
            *buttons(
                send if is_open and gaps.are_none else None, None if is_open else _packed(meeting, change)
            ),
            divider(),
            *_reasons(work, improvement),
            *_row(ADD_REASON, label.add_reason, value, is_open=is_open),
            *_areas(work, improvement),
            *_row(ADD_AREA, label.add_area, value, is_open=is_open and top_up(work, improvement)),
            *_options(work, improvement),
            *_row(ADD_OPTION, label.add_option, value, is_open=is_open),
            *_row(PREFER, label.prefer, value, is_open=is_open and bool(standing_options(work, improvement))),
            *_plan(work, improvement),
            *_row(
                OPEN_PLAN,
                label.plan,
                improvement.id.hex,
                is_open=is_open and bool(work.reasons.of(improvement.id)),
            ),
        ],
    )


def _packed(meeting: Meeting, change: Block) -> Block | None:
    return change if meeting.state is MeetingState.PACKED else None


def top_up(work: UnitOfWork, improvement: Improvement) -> bool:
    """Say whether there is room for another area."""
    return len(work.reasons.areas(improvement.id)) < MOST_AREAS


def missing_words(gaps: Gaps) -> list[str]:
    """Return everything that a pack lacks, in words."""
    label = words("meeting_words")
    found = [str(getattr(label, each.value)) for each in gaps.recorded]
    if not gaps.has_plan:
        return [*found, str(label.no_plan)]
    lacks = [f"{getattr(label, what.value)} {name}".strip() for what, name in gaps.plan]
    return [*found, f"{', '.join(lacks)} {label.in_plan}"] if lacks else found


def _row(action_id: str, label: str, value: str, *, is_open: bool) -> list[Block]:
    return buttons(button(action_id, label, value)) if is_open else []


def _reasons(work: UnitOfWork, improvement: Improvement) -> list[Block]:
    reasons = work.reasons.of(improvement.id)
    lines = [
        f"{work.organisations.get(each.organisation_id).name}, {work.people.get(each.given_by).name}: "
        f"{kind_words(each.kind)}"
        for each in reasons[-LISTED:]
    ]
    return paragraphs(render("meeting_view_reasons", {"count": len(reasons), "lines": lines}))


def _areas(work: UnitOfWork, improvement: Improvement) -> list[Block]:
    lines = [each.title for each in work.reasons.areas(improvement.id)]
    return paragraphs(render("meeting_view_areas", {"count": len(lines), "lines": lines}))


def _options(work: UnitOfWork, improvement: Improvement) -> list[Block]:
    found = standing_options(work, improvement)
    lines = [f"{letter(each.number)}. {each.title}" for each in found[:LISTED]]
    preferred = next((letter(each.number) for each in found if each.preferred_at), "")
    facts = {"count": len(lines), "lines": lines, "preferred": preferred}
    return paragraphs(render("meeting_view_options", facts))


def _plan(work: UnitOfWork, improvement: Improvement) -> list[Block]:
    plan = latest_of(work, improvement.id)
    facts = {
        "actions": len(work.action_plans.lines(plan.id)) if plan else 0,
        "measures": len(plan.measures) if plan else 0,
    }
    return paragraphs(render("meeting_view_plan", facts))


def _about(work: UnitOfWork, meeting: Meeting, improvement: Improvement) -> dict[str, str]:
    """Say which form of the sitting this is: the same window shows one after the other, and each is kept once."""
    kept = len(work.reasons.of(improvement.id)) + len(work.reasons.areas(improvement.id))
    kept += len(work.options.of(improvement.id))
    return {"meeting": meeting.id.hex, "place": str(kept)}


def _who(work: UnitOfWork, person: Person, meeting: Meeting, question: str) -> Block:
    people = [option(_named(work, each), each.id.hex) for each in speakers_at(work, person, meeting)[:100]]
    return choice_input("said_by", question, people)


def reason_form(work: UnitOfWork, person: Person, meeting: Meeting, improvement: Improvement) -> Block:
    """Return the form for a reason that somebody gave at the meeting."""
    label, own = words("reason_words"), words("meeting_words")
    kinds = [option(kind_words(each), each.value) for each in ReasonKind]
    areas = [option(each.title, each.id.hex) for each in work.reasons.areas(improvement.id)]
    fields = [
        _who(work, person, meeting, own.said_by),
        choice_input("kind", label.kind, kinds),
        *([choice_input("area", label.area, areas, optional=True)] if areas else []),
        text_input("view", own.view, hint=label.view_hint, lines=True),
        text_input("evidence", label.evidence, hint=label.evidence_hint, lines=True),
    ]
    about = _about(work, meeting, improvement)
    return form(REASON_FORM, label.title, fields, submit=own.keep, about=about)


def area_form(work: UnitOfWork, meeting: Meeting, improvement: Improvement) -> Block:
    """Return the form for an area of concern that everybody present named."""
    label, own = words("area_words"), words("meeting_words")
    fields = [text_input("title", label.what, hint=label.what_hint, longest=LONGEST_TITLE)]
    about = _about(work, meeting, improvement)
    return form(AREA_FORM, own.add_area, fields, submit=own.keep, about=about)


def option_form(work: UnitOfWork, person: Person, meeting: Meeting, improvement: Improvement) -> Block:
    """Return the form for an option that somebody proposed at the meeting."""
    label, own = words("option_words"), words("meeting_words")
    kinds = [option(label.something, SOMETHING), option(label.nothing, NOTHING)]
    fields = [
        _who(work, person, meeting, own.proposed_by),
        choice_input("kind", label.kind, kinds, kind="radio_buttons", initial=SOMETHING),
        text_input("title", label.name, hint=label.name_hint, longest=LONGEST_TITLE),
        *(text_input(name, getattr(label, name), lines=True) for name in TEXTS),
    ]
    about = _about(work, meeting, improvement)
    return form(OPTION_FORM, label.title, fields, submit=own.keep, about=about)


def prefer_form(work: UnitOfWork, meeting: Meeting, improvement: Improvement) -> Block:
    """Return the form in which the option is chosen that everybody present preferred."""
    own = words("meeting_words")
    found = [
        option(f"{letter(each.number)}. {each.title}", each.id.hex)
        for each in standing_options(work, improvement)
    ]
    fields = [
        choice_input(
            "option", own.which, found, kind="radio_buttons" if len(found) <= 10 else "static_select"
        )
    ]
    return form(PREFER_FORM, own.prefer, fields, submit=own.keep, about={"meeting": meeting.id.hex})
