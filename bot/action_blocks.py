"""An action on the screen: its buttons, its window, and its messages, alike wherever a story shows it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bot.answers import Answer, Nothing, ShowInstead
from bot.blocks import Block, button, buttons, form, header, paragraphs, typed
from bot.buttons import (
    HAND_ON,
    add_evidence_button,
    hand_off_button,
    letter_button,
    open_action_button,
    record_for_button,
)
from bot.casework.action_facts import facts_of
from bot.casework.action_record import Permitted, Reading, open_action, permitted
from bot.casework.hand_off_access import may_hand_off
from bot.casework.handing_on import may_name_owner
from bot.casework.kept_evidence_reading import may_add_to
from bot.casework.letters import LETTERS
from bot.casework.notices import calendar_of
from bot.earlier_versions import earlier_versions, what_changed
from bot.inbound import Press
from bot.kept_evidence_blocks import evidence_blocks
from bot.messages import Message
from bot.passing_on import asked_through
from bot.statement_blocks import disputed_mark, spoken_marks
from bot.templates import render, words
from bot.titles import title_of
from bot.turn import Turn
from domain.actions import ActionState, ExtensionState
from domain.chronology import Event, SubjectKind
from domain.notices import NoticeKind
from storage.actions import OPEN_STATES, Action
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

CONFIRM = "action_confirm"
SHOW_DONE = "evidence_show"
LOOKS_DONE = "evidence_looks_done"
NOT_YET = "evidence_not_yet"
MORE_TIME = "extension_more_time"
AGREE_TIME = "extension_agree"
REFUSE_TIME = "extension_refuse"
HOLD = "action_hold"
RELEASE = "action_release"
WITHDRAW = "action_withdraw"
DECLINE = "action_decline"
UPDATE = "action_update"
ASK_DATE = "action_ask_date"
AGREE_DATE = "action_agree_date"
KEEP_DATE = "action_keep_date"

TEXTS = (
    "shown_by",
    "clause",
    "date_because",
    "declined_because",
    "update",
    "evidence",
    "returned_because",
    "extension_because",
    "held_because",
    "withdrawn_because",
)
ANSWERS = {
    ExtensionState.ASKED: "not answered yet",
    ExtensionState.AGREED: "agreed",
    ExtensionState.REFUSED: "not agreed",
    ExtensionState.WITHDRAWN: "not answered any more",
}


def step_buttons(action: Action, may: Permitted) -> list[Block | None]:
    """Return the buttons for the next step of an action, those that this person may press now."""
    label, value = words("action_buttons"), action.id.hex
    request = may.answer_extension.hex if may.answer_extension else ""
    date = may.answer_date.hex if may.answer_date else ""
    return [
        button(CONFIRM, label.confirm, value, style="primary") if may.confirm else None,
        button(ASK_DATE, label.ask_date, value) if may.ask_date else None,
        button(DECLINE, label.decline, value) if may.decline else None,
        button(AGREE_DATE, label.agree_date, date, style="primary") if date else None,
        button(KEEP_DATE, label.keep_date, date) if date else None,
        button(SHOW_DONE, label.show_done, value, style="primary") if may.submit else None,
        button(MORE_TIME, label.more_time, value) if may.ask_extension else None,
        button(UPDATE, label.update, value) if may.update else None,
        button(LOOKS_DONE, label.looks_done, value, style="primary") if may.check else None,
        button(NOT_YET, label.not_yet, value) if may.check else None,
        button(AGREE_TIME, label.agree_time, request, style="primary") if request else None,
        button(REFUSE_TIME, label.refuse_time, request) if request else None,
    ]


def hold_button(action: Action, may: Permitted) -> Block | None:
    """Return the button that holds the step to the senior contact, or lets it be said again, for whoever may."""
    label = words("action_buttons")
    if may.release:
        return button(RELEASE, label.release, action.id.hex)
    return button(HOLD, label.hold, action.id.hex) if may.hold else None


def window(work: UnitOfWork, person: Person, action_id: UUID, now: datetime) -> Block:
    """Return the window of an action: all that this person may read of it and do with it. The opening is recorded."""
    reading = open_action(work, person, action_id, now)
    action, may = reading.action, reading.may
    label = words("action_view")
    blocks = [*paragraphs(render("action_view_top", facts_of(work, action, now)))]
    blocks += [header(label.what), *typed(action.title)]
    for name in TEXTS:
        if reading.texts.get(name):
            blocks += [header(getattr(label, name)), *typed(reading.texts[name])]
    blocks += [*_dates(work, reading), *evidence_blocks(work, person, action)]
    earlier = [
        (getattr(label, name), text) for name in TEXTS for text in reversed(reading.earlier.get(name, []))
    ]
    about = (SubjectKind.ACTION, action.id)
    blocks += earlier_versions(earlier, blocks, about) or (
        what_changed(about) if action.due_on != action.original_due_on else []
    )
    withdraw = button(WITHDRAW, words("action_buttons").withdraw, action.id.hex, style="danger")
    for_others = record_for_button(action.contract_id) if may.record_for else None
    row = buttons(
        *step_buttons(action, may),
        add_evidence_button(SubjectKind.ACTION, action.id) if may_add_to(work, person, action, now) else None,
        hold_button(action, may),
        for_others,
        _another_owner(work, person, action, now),
        hand_off_button(SubjectKind.ACTION, action.id)
        if may_hand_off(work, person, action.contract_id)
        else None,
        withdraw if may.withdraw else None,
    )
    marks = spoken_marks(work, person, action.id)
    return form("read_only", title_of(SubjectKind.ACTION, action.reference), [*blocks, *marks, *row])


def _another_owner(work: UnitOfWork, person: Person, action: Action, now: datetime) -> Block | None:
    """Return the button that names another owner, for the lead, or of the provider's for the provider."""
    if action.state not in OPEN_STATES or not may_name_owner(work, person, action, now):
        return None
    value = f"{action.owner_id.hex}:{action.contract_id.hex}:action:{action.id.hex}"
    return button(HAND_ON, words("action_buttons").another_owner, value)


def _dates(work: UnitOfWork, reading: Reading) -> list[Block]:
    """Return every date the action has had, once it has had more than one."""
    action = reading.action
    if not reading.extensions and action.due_on == action.original_due_on:
        return []
    calendar = calendar_of(work, action.contract_id)
    requests = [
        {
            "asked_on": calendar.local(request.asked_at).date(),
            "wanted_on": request.wanted_on,
            "moved_to": request.moved_to,
            "answer": ANSWERS[request.state],
            "is_before_agreeing": request.is_before_agreeing,
        }
        for request in reading.extensions
    ]
    first = reading.extensions[0].from_date if reading.extensions else action.original_due_on
    facts = {
        "first_on": first,
        "original_due_on": action.original_due_on,
        "due_on": action.due_on,
        "is_agreed": action.agreed_at is not None,
        "requests": requests,
    }
    return [header(words("action_view").dates), *paragraphs(render("action_dates", facts))]


def message_about(
    work: UnitOfWork, notice: Notice, now: datetime, *, offers_hold: bool = False, **more: object
) -> Message:
    """Return a message about an action, with the buttons that its reader may press as the record stands now."""
    action = work.actions.get(notice.subject_id)
    is_direct = notice.person_id is not None
    facts = {**facts_of(work, action, now), "step": notice.step, "pass_on_to": "", "is_direct": is_direct}
    facts |= {"is_handed_on": _was_theirs(work, notice, action), **notice.facts, **more}
    reader = work.people.get(notice.person_id) if notice.person_id else None
    may = permitted(work, reader, action, now) if reader else None
    has_letter = bool(may and may.open and notice.kind in LETTERS and facts["is_shared"])
    said = render(notice.kind.value, facts | {"has_letter": has_letter})
    text = "\n\n".join(part for part in (said, disputed_mark(work, action.id)) if part)
    if reader is None or may is None:
        return Message(text, [*paragraphs(text), *buttons(open_action_button(action.id))])
    hold = hold_button(action, may) if offers_hold else None
    opens = open_action_button(action.id) if may.open else None
    is_asked = may.confirm and notice.kind is NoticeKind.ACTION_PROPOSED
    other = _another_owner(work, reader, action, now) if is_asked else None
    row = buttons(
        *step_buttons(action, may),
        other,
        hold,
        opens,
        letter_button(notice) if has_letter else None,
    )
    return Message(text, [*paragraphs(text), *row], is_passed_on=not _is_still_asked(notice, action, facts))


def _is_still_asked(notice: Notice, action: Action, facts: dict[str, Any]) -> bool:
    """Say whether what was to be passed on still waits for its owner: any other word than a request is for good."""
    if notice.kind is not NoticeKind.ACTION_PROPOSED:
        return True
    has_asked_date = facts["wanted_on"] and facts["answer_by"]
    return action.state is ActionState.PROPOSED and not facts["is_handed_on"] and not has_asked_date


def _was_theirs(work: UnitOfWork, notice: Notice, action: Action) -> bool:
    """Say whether whoever was asked to do an action is not asked any more, because somebody else does it now."""
    if notice.kind is not NoticeKind.ACTION_PROPOSED or notice.person_id is None:
        return False
    if through := asked_through(work, notice):
        return through.id != action.owner_id
    if notice.person_id == action.owner_id:
        return False
    return any(
        entry.event is Event.DUTY_HANDED_ON and entry.facts.get("record") == action.id.hex
        for entry in work.chronology.of(notice.person_id)
    )


def message_about_request(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    """Return a message about one request for another date or for more time, also when another was made since."""
    request = work.actions.find_extension(UUID(notice.facts["extension"]))
    assert request is not None
    return message_about(
        work,
        notice,
        now,
        request=request.state.value,
        from_date=request.from_date,
        wanted_on=request.wanted_on,
        moved_to=request.moved_to,
    )


def waiting_request(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """Return the same for whoever answers it; nothing where it was answered before they were asked."""
    request = work.actions.find_extension(UUID(notice.facts["extension"]))
    is_over = request is None or request.state is not ExtensionState.ASKED
    return None if is_over and notice.posted_ts is None else message_about_request(work, notice, now)


def show_again(turn: Turn[Press], action_id: UUID) -> Answer:
    """Show an action's window anew after a press in it; a message is edited by what the press owes."""
    if turn.inbound.in_form:
        return ShowInstead(window(turn.work, turn.person, action_id, turn.now))
    return Nothing()
