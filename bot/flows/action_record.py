"""The story of reading an action, of being reminded of it, of holding a step or not, and of withdrawing it."""

from datetime import datetime

from bot.action_blocks import HOLD, RELEASE, WITHDRAW, message_about, show_again, window
from bot.answers import Answer, OpenForm
from bot.blocks import reason_form
from bot.buttons import OPEN_ACTION
from bot.casework import actions
from bot.casework.action_record import offered
from bot.casework.escalation import require_holdable
from bot.inbound import Press, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.messages import Message
from bot.needs_blocks import needs_blocks
from bot.services import Services
from bot.templates import words
from bot.turn import Turn, record_id
from domain.deadlines import DeadlineState
from domain.errors import NotYours
from domain.ladders import Hears, steps_from_data
from domain.notices import NoticeKind
from storage.deadlines import Deadline
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

HOLD_FORM = "action_hold_form"
WITHDRAW_FORM = "action_withdraw_form"


def open_(turn: Turn[Press]) -> Answer:
    """*Open*: what this person may read of the action, and what they may do with it."""
    return OpenForm(window(turn.work, turn.person, record_id(turn.inbound.value), turn.now))


def hold_form(turn: Turn[Press]) -> Answer:
    """*Do not tell senior contact yet*: asks why."""
    action, may = offered(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    require_holdable(may.hold)
    return OpenForm(reason_form(HOLD_FORM, words("action_forms"), "held", {"action": action.id.hex}))


def hold(turn: Turn[Submission]) -> Answer:
    """Keep the hold, with its reason."""
    action_id = record_id(turn.inbound.about()["action"])
    reason = turn.inbound.form.text("reason")
    actions.hold_escalation(turn.work, turn.person, action_id, reason, turn.now)
    return kept_here(turn, "escalation_held", (OPEN_ACTION, action_id))


def release(turn: Turn[Press]) -> Answer:
    """*Tell the senior contact as usual*: the step is no longer held."""
    action_id = record_id(turn.inbound.value)
    actions.release_escalation(turn.work, turn.person, action_id, turn.now)
    return show_again(turn, action_id)


def withdraw_form(turn: Turn[Press]) -> Answer:
    """*Withdraw*: asks why."""
    action, may = offered(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    if not may.withdraw:
        raise NotYours(words("refusals").action_not_withdrawn)
    above, about = needs_blocks(turn.work, [turn.work.people.get(action.owner_id)]), {"action": action.id.hex}
    return OpenForm(reason_form(WITHDRAW_FORM, words("action_forms"), "withdrawn", about, above=above))


def withdraw(turn: Turn[Submission]) -> Answer:
    """Keep the withdrawal, with its reason."""
    action_id = record_id(turn.inbound.about()["action"])
    reason = turn.inbound.form.text("reason")
    actions.withdraw_action(turn.work, turn.person, action_id, reason, turn.now)
    return kept_here(turn, "action_withdrawn", (OPEN_ACTION, action_id))


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """Say a reminder for as long as its duty is open: what was answered, or waits for the other side, is left out."""
    assert notice.deadline_id is not None
    deadline = work.deadlines.get(notice.deadline_id)
    if deadline.state is not DeadlineState.OPEN:
        return None
    if _goes_to_the_senior(deadline, notice) and work.actions.get(notice.subject_id).escalation_held:
        return None
    return message_about(work, notice, now, offers_hold=notice.step == "late_3_lead")


def _goes_to_the_senior(deadline: Deadline, notice: Notice) -> bool:
    return any(
        step.name == notice.step and step.hears is Hears.OWNER_SENIOR
        for step in steps_from_data(deadline.ladder)
    )


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(OPEN_ACTION, open_, for_others=True)
    listeners.press(HOLD, hold_form, writes=False)
    listeners.press(RELEASE, release)
    listeners.press(WITHDRAW, withdraw_form, writes=False, for_others=True)
    listeners.submission(HOLD_FORM, hold)
    listeners.submission(WITHDRAW_FORM, withdraw, for_others=True)
    services.messages.add(NoticeKind.ACTION_WITHDRAWN, message_about)
    services.messages.add(NoticeKind.ACTION_LINE, _say_line)
    services.messages.add(NoticeKind.ACTION_CHECK_LINE, _say_line)
