"""The story of a safeguarding concern's window: *I have this*, and reading what was said."""

from bot.answers import Answer, Nothing, OpenForm, ShowInstead
from bot.buttons import ACKNOWLEDGE_SAFEGUARDING, OPEN_SAFEGUARDING
from bot.casework import safeguarding
from bot.inbound import Press
from bot.listeners import Listeners
from bot.safeguarding_window import safeguarding_window
from bot.services import Services
from bot.turn import Turn, record_id


def acknowledge(turn: Turn[Press]) -> Answer:
    """*I have this*: the first lead has it, and every other ping says so, the window at hand too."""
    concern_id = record_id(turn.inbound.value)
    safeguarding.acknowledge_safeguarding(turn.work, turn.person, concern_id, turn.now)
    if not turn.inbound.in_form:
        return Nothing()
    return ShowInstead(safeguarding_window(turn.work, turn.person, concern_id, turn.now))


def open_(turn: Turn[Press]) -> Answer:
    """*Open*: what was said, for the named people and for the person who said it, confirmed here or not."""
    concern_id = record_id(turn.inbound.value)
    return OpenForm(safeguarding_window(turn.work, turn.reporter, concern_id, turn.now))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.press(ACKNOWLEDGE_SAFEGUARDING, acknowledge)
    listeners.press(OPEN_SAFEGUARDING, open_)
