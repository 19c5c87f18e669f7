"""The story of the provider's own pause: *We are pausing admissions*, until when, and lifting it again."""

from uuid import UUID

from bot.answers import Answer, OpenForm
from bot.blocks import Block, day_input, form, paragraphs, reason_form, text_input
from bot.buttons import OPEN_PLACEMENT
from bot.casework import placement_pause
from bot.casework.placement_telling import readers_of
from bot.inbound import Press, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.placement_blocks import LIFT, PAUSE
from bot.required import required_day
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.placements import Position

PAUSE_FORM, LIFT_FORM = "placement_pause_form", "placement_lift_form"


def _top(turn: Turn[Press], contract_id: UUID, *, is_lifting: bool) -> list[Block]:
    placement_pause.require_provider(turn.work, turn.person, contract_id)
    standing = turn.work.placements.standing(contract_id)
    told = readers_of(turn.work, contract_id)
    facts = {
        "is_lifting": is_lifting,
        "was_limited": standing is not None and standing.before is Position.LIMITED,
        "readers": [each.name for each in told if each.id != turn.person.id],
    }
    return paragraphs(render("placement_provider_top", facts))


def pause_form(turn: Turn[Press]) -> Answer:
    """*We are pausing admissions*: until when, and why in a line."""
    contract_id, label = record_id(turn.inbound.value), words("placement_form")
    fields = [
        *_top(turn, contract_id, is_lifting=False),
        day_input("until", label.until),
        text_input("said", label.said, hint=label.said_hint, longest=300),
    ]
    about = {"contract": contract_id.hex}
    return OpenForm(form(PAUSE_FORM, label.pause_title, fields, submit=label.pause_submit, about=about))


def pause(turn: Turn[Submission]) -> Answer:
    """Keep the pause."""
    answers, contract_id = turn.inbound.form, record_id(turn.inbound.about()["contract"])
    until, said, choose = required_day(answers, "until"), answers.text("said"), turn.services.choose
    placement_pause.pause(turn.work, turn.person, contract_id, until, said, turn.now, choose)
    return kept_here(turn, "placement_paused", (OPEN_PLACEMENT, contract_id))


def lift_form(turn: Turn[Press]) -> Answer:
    """*Lift our pause*: why, in a line."""
    contract_id = record_id(turn.inbound.value)
    above = _top(turn, contract_id, is_lifting=True)
    about = {"contract": contract_id.hex}
    return OpenForm(reason_form(LIFT_FORM, words("placement_form"), "lift", about, above=above, name="said"))


def lift(turn: Turn[Submission]) -> Answer:
    """Keep that the pause is over."""
    contract_id = record_id(turn.inbound.about()["contract"])
    said, choose = turn.inbound.form.text("said"), turn.services.choose
    placement_pause.lift(turn.work, turn.person, contract_id, said, turn.now, choose)
    return kept_here(turn, "placement_lifted", (OPEN_PLACEMENT, contract_id))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.press(PAUSE, pause_form, writes=False)
    listeners.press(LIFT, lift_form, writes=False)
    listeners.submission(PAUSE_FORM, pause)
    listeners.submission(LIFT_FORM, lift)
