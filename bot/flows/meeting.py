"""The story of a meeting: all of it recorded in one sitting, one pack, one answer of each party (practice.md 2.1)."""

from bot.answers import Answer, OpenForm, ShowInstead
from bot.casework import meeting_pack, meetings
from bot.casework.access import NOT_YOURS
from bot.casework.improvement_access import improvement_for
from bot.casework.options import TEXTS
from bot.inbound import Press, Submission
from bot.listeners import Listeners
from bot.meeting_blocks import (
    ADD_AREA,
    ADD_OPTION,
    ADD_REASON,
    AREA_FORM,
    BEGIN,
    BEGIN_FORM,
    CHANGE,
    GO_ON,
    OPTION_FORM,
    PREFER,
    PREFER_FORM,
    REASON_FORM,
    SEND,
    area_form,
    begin_form,
    meeting_window,
    option_form,
    prefer_form,
    reason_form,
)
from bot.option_blocks import NOTHING
from bot.required import required_choice, required_day, required_kind
from bot.services import Services
from bot.turn import Turn, record_id
from domain.errors import NotYours
from domain.options import NewOption
from domain.reasons import NewArea, NewReason, ReasonKind
from domain.routes import Means
from storage.improvements import Improvement
from storage.meetings import Meeting

Shown = Turn[Press] | Turn[Submission]


def begin(turn: Turn[Press]) -> Answer:
    """*Record a meeting*: the day, and who was there."""
    improvement = improvement_for(turn.work, turn.person, record_id(turn.inbound.value))
    if not meetings.may_record_meeting(turn.work, turn.person, improvement):
        raise NotYours(NOT_YOURS)
    return ShowInstead(begin_form(turn.work, improvement, turn.now))


def keep_meeting(turn: Turn[Submission]) -> Answer:
    """Keep that it was held; its window takes the form's place, and what was said is recorded there."""
    answers, improvement_id = turn.inbound.form, record_id(turn.inbound.about()["improvement"])
    present = [record_id(each) for each in answers.choices("present")]
    held_on = required_day(answers, "held_on")
    meeting = meetings.begin_meeting(turn.work, turn.person, improvement_id, held_on, present, turn.now)
    return _window(turn, meeting)


def _window(turn: Shown, meeting: Meeting) -> ShowInstead:
    improvement = turn.work.improvements.get(meeting.improvement_id)
    return ShowInstead(meeting_window(turn.work, meeting, improvement, turn.now))


def go_on(turn: Turn[Press]) -> Answer:
    """*Go on with the meeting*: as far as it has been recorded."""
    meeting, improvement = meetings.meeting_for(turn.work, turn.person, record_id(turn.inbound.value))
    if not meetings.may_record_meeting(turn.work, turn.person, improvement):
        raise NotYours(NOT_YOURS)
    return OpenForm(meeting_window(turn.work, meeting, improvement, turn.now))


def _recorded(turn: Turn[Press]) -> tuple[Meeting, Improvement]:
    return meetings.meeting_to_change(turn.work, turn.person, record_id(turn.inbound.value))


def add_reason(turn: Turn[Press]) -> Answer:
    """*Add a reason*: who said it, and what."""
    return ShowInstead(reason_form(turn.work, turn.person, *_recorded(turn)))


def add_area(turn: Turn[Press]) -> Answer:
    """*Name an area*, in one line."""
    return ShowInstead(area_form(turn.work, *_recorded(turn)))


def add_option(turn: Turn[Press]) -> Answer:
    """*Add an option*: who proposed it, and what it means for people, costs, risks and needs."""
    return ShowInstead(option_form(turn.work, turn.person, *_recorded(turn)))


def prefer(turn: Turn[Press]) -> Answer:
    """*Preferred option*: which."""
    return ShowInstead(prefer_form(turn.work, *_recorded(turn)))


def _is_taken(turn: Turn[Submission], name: str) -> bool:
    """Say whether this very form was sent before: one window shows all of them in turn, so each bears its place."""
    step = f"{name}:{turn.inbound.about()['place']}"
    if turn.work.submissions.find(turn.inbound.view_id, step) is not None:
        return True
    turn.keep_submission(step)
    return False


def _meeting(turn: Turn[Submission]) -> Meeting:
    meeting_id = record_id(turn.inbound.about()["meeting"])
    return meetings.meeting_for(turn.work, turn.person, meeting_id)[0]


def _can_mail(turn: Turn[Submission]) -> bool:
    return turn.services.outside.has(Means.EMAIL)


def keep_reason(turn: Turn[Submission]) -> Answer:
    """Keep it in the name of whoever said it; they are sent it."""
    answers, meeting = turn.inbound.form, _meeting(turn)
    new = NewReason(
        kind=required_kind(ReasonKind, answers, "kind"),
        view=answers.text("view"),
        evidence=answers.text("evidence"),
    )
    said_by, area = record_id(required_choice(answers, "said_by")), answers.choice("area")
    if not _is_taken(turn, REASON_FORM):
        meetings.record_reason(
            turn.work,
            turn.person,
            meeting.id,
            said_by,
            new,
            turn.now,
            record_id(area) if area else None,
            can_mail=_can_mail(turn),
        )
    return _window(turn, meeting)


def keep_area(turn: Turn[Submission]) -> Answer:
    """Keep an area of concern."""
    meeting, new = _meeting(turn), NewArea(turn.inbound.form.text("title"))
    if not _is_taken(turn, AREA_FORM):
        meetings.record_area(turn.work, turn.person, meeting.id, new, turn.now)
    return _window(turn, meeting)


def keep_option(turn: Turn[Submission]) -> Answer:
    """Keep it in the name of whoever proposed it; they are sent it."""
    answers, meeting = turn.inbound.form, _meeting(turn)
    new = NewOption(
        title=answers.text("title"),
        **{name: answers.text(name) for name in TEXTS},
        is_nothing=answers.choice("kind") == NOTHING,
    )
    said_by = record_id(required_choice(answers, "said_by"))
    if not _is_taken(turn, OPTION_FORM):
        meetings.record_option(
            turn.work, turn.person, meeting.id, said_by, new, turn.now, can_mail=_can_mail(turn)
        )
    return _window(turn, meeting)


def keep_preferred(turn: Turn[Submission]) -> Answer:
    """Keep which option everybody preferred."""
    meeting, chosen = _meeting(turn), record_id(required_choice(turn.inbound.form, "option"))
    meetings.record_preferred(turn.work, turn.person, meeting.id, chosen, turn.now)
    return _window(turn, meeting)


def send(turn: Turn[Press]) -> Answer:
    """*Send the pack*: each party is asked once, about all of it."""
    meeting_id, _, version = turn.inbound.value.partition(":")
    number = int(version) if version.isdigit() else 0
    meeting_pack.send_pack(turn.work, turn.person, record_id(meeting_id), number, turn.now)
    return _again(turn, meeting_id)


def change(turn: Turn[Press]) -> Answer:
    """*Change it*: what the parties said to the pack no longer counts, and they are told."""
    meeting = meeting_pack.open_again(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return _window(turn, meeting)


def _again(turn: Turn[Press], meeting_id: str) -> ShowInstead:
    return _window(turn, meetings.meeting_for(turn.work, turn.person, record_id(meeting_id))[0])


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.press(BEGIN, begin, writes=False)
    listeners.press(GO_ON, go_on, writes=False)
    listeners.submission(BEGIN_FORM, keep_meeting)
    for name, draw in (
        (ADD_REASON, add_reason),
        (ADD_AREA, add_area),
        (ADD_OPTION, add_option),
        (PREFER, prefer),
    ):
        listeners.press(name, draw, writes=False)
    listeners.submission(REASON_FORM, keep_reason, once=False)
    listeners.submission(AREA_FORM, keep_area, once=False)
    listeners.submission(OPTION_FORM, keep_option, once=False)
    listeners.submission(PREFER_FORM, keep_preferred, once=False)
    listeners.press(SEND, send)
    listeners.press(CHANGE, change)
