"""Another date before an action is agreed: its owner names one, and who proposed it agrees, or keeps theirs.

Nothing is agreed until both say the same (design.md 1.8): the owner has said yes to the day they named, so that the
answer alone makes the agreement. Whoever waits for the other is not chased meanwhile (practice.md 2.4).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.action_access import (
    ASKS_FOR_A_CHECK,
    action_to_change,
    answers_date,
    checkers_now,
    of_owner,
    sees,
    subject_of,
)
from bot.casework.action_duties import (
    end_of,
    start_clock_of,
    tell_owner,
    withdraw_request,
    word_about,
)
from bot.casework.actions import settle
from bot.casework.deadlines import meet, pause, resume
from bot.casework.extensions import day_agreed, keep_request, require_request
from bot.casework.notices import calendar_of, owe_people
from bot.casework.records import record
from bot.casework.speaking import require_may_check
from domain.actions import (
    ANSWER_EXTENSION_WITHIN,
    CONFIRM_SAFETY_WITHIN,
    ActionState,
    ExtensionState,
    require_another_date,
)
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.rhythm import Speed
from storage.actions import Action, Extension
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def ask_date(
    work: UnitOfWork, person: Person, action_id: UUID, wanted_on: date, reason: str, now: datetime
) -> Extension:
    """Say, as the owner, that they do it by another day than the one proposed, and why; who proposed it is asked.

    Their own clock to confirm stops until that is answered; not so for what keeps people safe (practice.md section 4).
    """
    action = of_owner(work, person, action_id)
    _require_askable(work, action, wanted_on, reason, now)
    asked = keep_request(work, action, person, wanted_on, reason, now)
    if not action.keeps_safe_now:
        pause(work, action.id, DeadlineKind.ACTION_CONFIRM, now)
    people = _who_answers(work, action, now)
    start_clock_of(work, action, DeadlineKind.ACTION_EXTENSION, people, _until(work, action, now), now)
    about, event = subject_of(action), Event.ACTION_DATE_ASKED
    record(work, event, about, person, now, action.contract_id, wanted_on=wanted_on)
    key, facts = f"date:{asked.id.hex}", {"extension": asked.id.hex}
    word = word_about(work, action, NoticeKind.ACTION_DATE_ASKED, key, now, **facts)
    if action.keeps_safe_now:  # its owner is asked at any hour, and so is whoever answers them
        word = replace(word, speed=Speed.URGENT)
    owe_people(work, word, people, now)
    work.notices.redraw(action.id)
    return asked


def _require_askable(work: UnitOfWork, action: Action, wanted_on: date, reason: str, now: datetime) -> None:
    if action.state is not ActionState.PROPOSED:
        raise NotAllowed(
            "This action has been confirmed already. If the time is too short, ask for more time."
        )
    if work.actions.extension_asked(action.id) is not None:
        raise NotAllowed("You have already asked for another date. You will hear as soon as it is answered.")
    require_another_date(action.due_on, wanted_on)
    require_request(work, action, wanted_on, now)
    if not reason.strip():
        raise NotAllowed("Please say why another date is needed.", "reason")


def _who_answers(work: UnitOfWork, action: Action, now: datetime) -> Sequence[Person]:
    """Who proposed it is asked, while they take part; else whoever looks at it for the other side."""
    proposer = work.people.get(action.proposed_by)
    is_there = proposer.id != action.owner_id and proposer.is_active and sees(work, proposer, action, now)
    return [proposer] if is_there else checkers_now(work, action, now)


def _until(work: UnitOfWork, action: Action, now: datetime) -> tuple[datetime, str]:
    calendar = calendar_of(work, action.contract_id)
    if action.keeps_safe_now:
        due_at = calendar.add_working_hours(now, CONFIRM_SAFETY_WITHIN)
        return due_at, f"{CONFIRM_SAFETY_WITHIN} working hours from the question"
    due_at = calendar.due_after(now, ANSWER_EXTENSION_WITHIN)
    return due_at, f"{ANSWER_EXTENSION_WITHIN} working days from the question"


def answer_date(
    work: UnitOfWork, person: Person, extension_id: UUID, now: datetime, *, agreed: bool
) -> Action:
    """Agree to the day that the owner named, and so to the action; or keep the one proposed, for them to answer."""
    asked = work.actions.find_extension(extension_id)
    if asked is None:
        raise NotYours(NOT_YOURS)
    action = action_to_change(work, asked.action_id)
    if not answers_date(work, person, action, now):
        raise NotYours(NOT_YOURS)
    require_may_check(work, person, action.id, action.owner_id, ASKS_FOR_A_CHECK)
    waiting = work.actions.extension_asked(action.id)
    if waiting is None or waiting.id != extension_id or not waiting.is_before_agreeing:
        raise NotAllowed("This has already been answered.")
    waiting.state = ExtensionState.AGREED if agreed else ExtensionState.REFUSED
    waiting.answered_by, waiting.answered_at = person.id, now
    meet(work, action.id, (DeadlineKind.ACTION_EXTENSION,), person, now)
    work.notices.cancel_about(action.id, (NoticeKind.ACTION_DATE_ASKED,))
    if agreed:
        waiting.moved_to = action.due_on = action.original_due_on = day_agreed(work, action, waiting, now)
        settle(work, action, person, now)
    else:
        _keep(work, action, person, now)
    facts = {"extension": waiting.id.hex}
    tell_owner(work, action, NoticeKind.ACTION_DATE_ANSWERED, f"date_answer:{waiting.id.hex}", now, **facts)
    return action


def _keep(work: UnitOfWork, action: Action, person: Person, now: datetime) -> None:
    """The owner has as long to say yes or no as the answer could take; nobody confirms after it is due."""
    about, event = subject_of(action), Event.ACTION_DATE_KEPT
    record(work, event, about, person, now, action.contract_id, due_on=action.due_on)
    _let_confirming_go_on(work, action, now)


def drop_question(work: UnitOfWork, action: Action, by: Person, now: datetime) -> None:
    """Let a question about the date fall away when somebody else is to do it: they have agreed to no date yet."""
    if action.state is ActionState.PROPOSED and work.actions.extension_asked(action.id) is not None:
        withdraw_request(work, action, by, NoticeKind.ACTION_DATE_ASKED, now)
        _let_confirming_go_on(work, action, now)


def _let_confirming_go_on(work: UnitOfWork, action: Action, now: datetime) -> None:
    if not action.keeps_safe_now:
        latest = max(end_of(work, action, action.due_on), now)
        due_at = min(calendar_of(work, action.contract_id).due_after(now, ANSWER_EXTENSION_WITHIN), latest)
        resume(work, action.id, DeadlineKind.ACTION_CONFIRM, now, due_at)
