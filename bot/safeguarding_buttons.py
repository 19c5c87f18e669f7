"""The buttons by which a safeguarding concern is decided on, answered for and closed."""

from uuid import UUID

from bot.blocks import Block, button
from bot.templates import words

REPLIED = "safeguarding_replied"
TELL_PROVIDER = "safeguarding_tell_provider"
TELL_CONTRACT_LEAD = "safeguarding_tell_contract_lead"
TELL_REPORTER = "safeguarding_tell_reporter"
CLOSE = "safeguarding_close"
DISAGREE = "safeguarding_disagree"
LOOK_AGAIN = "safeguarding_look_again"
ALL_RIGHT = "safeguarding_all_right"
WANTS_TO_TALK = "safeguarding_wants_to_talk"
RUNG = "safeguarding_rung"
DO_NOT_ASK = "safeguarding_do_not_ask"
OPEN_REGISTER = "safeguarding_open_register"


def safeguarding_button(action_id: str, concern_id: UUID, style: str | None = None) -> Block:
    """Return one of these buttons for a concern; its words are those of the same name."""
    label = getattr(words("safeguarding_buttons"), action_id.removeprefix("safeguarding_"))
    return button(action_id, label, concern_id.hex, style=style)
