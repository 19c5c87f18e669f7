"""The story of an owner's own word on their action: how it is going, or that it cannot be done as proposed."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from bot.action_blocks import DECLINE, UPDATE, message_about
from bot.answers import Answer, OpenForm
from bot.blocks import reason_form
from bot.buttons import OPEN_ACTION
from bot.casework.action_answers import decline_action, update_action
from bot.casework.action_record import offered
from bot.inbound import Press, Submission
from bot.kept import kept_here, kept_in_message
from bot.listeners import Listeners
from bot.messages import Message
from bot.services import Services
from bot.templates import words
from bot.turn import Turn, record_id
from domain.actions import ActionState, require_can_be_declined, require_under_way
from domain.errors import NotYours
from domain.notices import NoticeKind
from storage.actions import Action
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

DECLINE_FORM = "action_decline_form"
UPDATE_FORM = "action_update_form"
ONLY_ITS_OWNER = "Only the owner of an action can say this."


def decline_form(turn: Turn[Press]) -> Answer:
    """*I cannot do this*: asks why, and what would be possible."""
    action, may = offered(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return _ask(DECLINE_FORM, "declined", action, require_can_be_declined, is_theirs=may.decline)


def decline(turn: Turn[Submission]) -> Answer:
    """Keep that it is not agreed, with the reason."""
    return kept_in_message(turn, "action_declined", (OPEN_ACTION, _keep(turn, decline_action)))


def update_form(turn: Turn[Press]) -> Answer:
    """*Say how it is going*."""
    action, may = offered(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return _ask(UPDATE_FORM, "update", action, require_under_way, is_theirs=may.update)


def _ask(
    callback_id: str, step: str, action: Action, require: Callable[[ActionState], None], *, is_theirs: bool
) -> OpenForm:
    if not is_theirs:
        require(action.state)
        raise NotYours(ONLY_ITS_OWNER)
    return OpenForm(reason_form(callback_id, words("action_forms"), step, {"action": action.id.hex}))


def update(turn: Turn[Submission]) -> Answer:
    """Keep how it is going; whoever looks at it for the other side is told."""
    return kept_here(turn, "action_updated", (OPEN_ACTION, _keep(turn, update_action)))


def _keep(turn: Turn[Submission], say: Callable[[UnitOfWork, Person, UUID, str, datetime], object]) -> UUID:
    action_id = record_id(turn.inbound.about()["action"])
    say(turn.work, turn.person, action_id, turn.inbound.form.text("reason"), turn.now)
    return action_id


def _say(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    return message_about(work, notice, now)


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(DECLINE, decline_form, writes=False, for_others=True)
    listeners.press(UPDATE, update_form, writes=False, for_others=True)
    listeners.submission(DECLINE_FORM, decline, for_others=True)
    listeners.submission(UPDATE_FORM, update, for_others=True)
    services.messages.add(NoticeKind.ACTION_DECLINED, _say)
    services.messages.add(NoticeKind.ACTION_UPDATED, _say)
