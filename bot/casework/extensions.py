"""More time for an action: asked for by its owner, answered by the other side; the first date always stays."""

from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.action_access import class_of, of_checker, of_owner, subject_of
from bot.casework.action_duties import (
    end_of,
    let_owners_clock_run,
    start_other_sides_clock,
    tell_owner,
    word_about,
)
from bot.casework.deadlines import meet, pause
from bot.casework.notices import calendar_of, owe_people
from bot.casework.records import keep_texts, record
from domain.actions import (
    ANSWER_EXTENSION_WITHIN,
    ActionState,
    ExtensionState,
    require_due_date,
    require_later,
    require_working_day,
)
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from storage.actions import Action, Extension
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def ask_extension(
    work: UnitOfWork, person: Person, action_id: UUID, wanted_on: date, reason: str, now: datetime
) -> Extension:
    """Ask for more time: the owner's clock stops until the other side has answered.

    Not so for what keeps people safe: its reminders go on until more time is agreed (practice.md section 4).
    """
    action = of_owner(work, person, action_id)
    _require_askable(work, action, wanted_on, reason, now)
    extension = keep_request(work, action, person, wanted_on, reason, now)
    if not action.keeps_safe_now:
        pause(work, action.id, DeadlineKind.ACTION_DUE, now)
    due_at = calendar_of(work, action.contract_id).due_after(now, ANSWER_EXTENSION_WITHIN)
    until = (due_at, f"{ANSWER_EXTENSION_WITHIN} working days from the request")
    asked = start_other_sides_clock(work, action, DeadlineKind.ACTION_EXTENSION, until, now)
    event = Event.EXTENSION_ASKED
    record(work, event, subject_of(action), person, now, action.contract_id, wanted_on=wanted_on)
    event_key, facts = f"extension:{extension.id.hex}", {"extension": extension.id.hex}
    word = word_about(work, action, NoticeKind.EXTENSION_ASKED, event_key, now, **facts)
    owe_people(work, word, asked, now)
    work.notices.redraw(action.id)
    return extension


def keep_request(
    work: UnitOfWork, action: Action, person: Person, wanted_on: date, reason: str, now: datetime
) -> Extension:
    """Keep that somebody asks for another date, and why; whether it comes before agreeing, the action says."""
    is_before = action.state is ActionState.PROPOSED
    texts = {"date_because" if is_before else "extension_because": reason}
    keep_texts(work, subject_of(action), class_of(work, action, now), person, now, texts)
    return work.actions.add_extension(
        Extension(
            action_id=action.id,
            from_date=action.due_on,
            wanted_on=wanted_on,
            asked_by=person.id,
            asked_at=now,
            is_before_agreeing=is_before,
        )
    )


def _require_askable(work: UnitOfWork, action: Action, wanted_on: date, reason: str, now: datetime) -> None:
    if action.state is not ActionState.AGREED:
        raise NotAllowed("More time can be asked for once the action is confirmed and not yet handed in.")
    if work.actions.extension_asked(action.id) is not None:
        raise NotAllowed("You have already asked for more time. You will hear as soon as it is decided.")
    require_later(action.due_on, wanted_on)
    require_request(work, action, wanted_on, now)
    if not reason.strip():
        raise NotAllowed("Please say why more time is needed.", "reason")


def require_request(work: UnitOfWork, action: Action, wanted_on: date, now: datetime) -> None:
    """Refuse a date that nobody could be asked to agree to, whenever it is asked for: beside the field `wanted_on`."""
    calendar = calendar_of(work, action.contract_id)
    require_due_date(wanted_on, calendar.local(now).date(), "wanted_on")
    if not action.keeps_safe_now:
        require_working_day(wanted_on, calendar, "wanted_on")


def answer_extension(
    work: UnitOfWork, person: Person, extension_id: UUID, now: datetime, *, agreed: bool
) -> Action:
    """Answer one request for more time. The date agreed first stays on the record."""
    asked = work.actions.find_extension(extension_id)
    if asked is None:
        raise NotYours(NOT_YOURS)
    action = of_checker(work, person, asked.action_id, now)
    extension = work.actions.extension_asked(action.id)
    if extension is None or extension.id != extension_id:
        raise NotAllowed("This request has already been answered.")
    extension.state = ExtensionState.AGREED if agreed else ExtensionState.REFUSED
    extension.answered_by, extension.answered_at = person.id, now
    meet(work, action.id, (DeadlineKind.ACTION_EXTENSION,), person, now)
    if agreed:
        extension.moved_to = day_agreed(work, action, extension, now)
    moved_to = end_of(work, action, extension.moved_to) if extension.moved_to else None
    let_owners_clock_run(work, action, now, moved_to)
    record(
        work,
        Event.EXTENSION_AGREED if agreed else Event.EXTENSION_REFUSED,
        subject_of(action),
        person,
        now,
        action.contract_id,
        from_date=extension.from_date,
        wanted_on=extension.wanted_on,
        due_on=action.due_on,
    )
    work.notices.cancel_about(action.id, (NoticeKind.EXTENSION_ASKED,))
    facts = {"extension": extension.id.hex}
    tell_owner(work, action, NoticeKind.EXTENSION_ANSWERED, f"answer:{extension.id.hex}", now, **facts)
    return action


def day_agreed(work: UnitOfWork, action: Action, extension: Extension, now: datetime) -> date:
    """Return the day an agreed request moves the action to: the one wanted, if it was answered in time.

    An answer that comes late costs its owner nothing (practice.md 2.4): they get as many working days as there were
    when they asked. What keeps people safe was chased all the while, so it is put off no further than it must be.
    """
    calendar = calendar_of(work, action.contract_id)
    today = calendar.local(now).date()
    if action.keeps_safe_now:
        return max(extension.wanted_on, today)
    if now <= calendar.due_after(extension.asked_at, ANSWER_EXTENSION_WITHIN):
        return max(extension.wanted_on, today)
    asked_on = calendar.local(extension.asked_at).date()
    days = calendar.working_days_between(asked_on, extension.wanted_on)
    return max(extension.wanted_on, calendar.add_working_days(today, days))
