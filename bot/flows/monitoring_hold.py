"""The story of holding the step to the senior contact of whoever looks, and of letting it be said again."""

from bot.answers import Answer, Nothing, OpenForm, ShowInstead
from bot.blocks import reason_form
from bot.buttons import OPEN_MONITORING
from bot.casework.monitoring_hold import hold_step, release_step, to_hold
from bot.inbound import Press, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.monitoring_blocks import HOLD, RELEASE, window
from bot.services import Services
from bot.templates import words
from bot.turn import Turn, record_id

HOLD_FORM = "monitoring_hold_form"


def hold_form(turn: Turn[Press]) -> Answer:
    """*Do not tell senior contact yet*: asks why."""
    activity = to_hold(turn.work, turn.person, record_id(turn.inbound.value))
    view = reason_form(HOLD_FORM, words("action_forms"), "held", {"activity": activity.id.hex})
    return ShowInstead(view) if turn.inbound.in_form else OpenForm(view)


def hold(turn: Turn[Submission]) -> Answer:
    """Keep the hold, with its reason."""
    activity_id = record_id(turn.inbound.about()["activity"])
    activity = hold_step(turn.work, turn.person, activity_id, turn.inbound.form.text("reason"), turn.now)
    return kept_here(turn, "escalation_held", (OPEN_MONITORING, activity.schedule_id))


def release(turn: Turn[Press]) -> Answer:
    """*Tell the senior contact as usual*: the step is no longer held."""
    activity = release_step(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    if turn.inbound.in_form:
        return ShowInstead(window(turn.work, turn.person, activity.schedule_id, turn.now))
    return Nothing()


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.press(HOLD, hold_form, writes=False)
    listeners.press(RELEASE, release)
    listeners.submission(HOLD_FORM, hold)
