"""The story of *My calendar*: a secret address for the calendar somebody uses, made, renewed and taken away by them."""

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import Block, button, buttons, form, paragraphs
from bot.buttons import MY_CALENDAR
from bot.casework.calendar_feeds import has_address, make_address, take_address_away
from bot.inbound import Press
from bot.listeners import Listeners
from bot.services import Services
from bot.templates import Markup, render, words
from bot.turn import Turn

RENEW, TAKE_AWAY = "calendar_renew", "calendar_take_away"


def show(turn: Turn[Press]) -> Answer:
    """*My calendar*: what it is, and whether there is an address."""
    return OpenForm(_window(turn))


def renew(turn: Turn[Press]) -> Answer:
    """*Make an address* and *New address*: shown once, to nobody else; the one before stops working."""
    if not turn.services.settings.public_url:
        return ShowInstead(_window(turn))
    secret = make_address(turn.work, turn.person, turn.now)
    return ShowInstead(
        _window(turn, f"{turn.services.settings.public_url.rstrip('/')}/calendar/{secret}.ics")
    )


def take_away(turn: Turn[Press]) -> Answer:
    """*Take it away*: from now on nothing is found there."""
    take_address_away(turn.work, turn.person, turn.now)
    return ShowInstead(_window(turn))


def _window(turn: Turn[Press], link: str = "") -> Block:
    label, has_page = words("calendar_words"), bool(turn.services.settings.public_url)
    has_one = has_address(turn.work, turn.person, turn.now)
    facts = {"link": Markup(f"`{link}`") if link else "", "has_page": has_page, "has_address": has_one}
    row = buttons(
        button(RENEW, label.renew if has_one else label.make, "mine") if has_page else None,
        button(TAKE_AWAY, label.take_away, "mine") if has_one else None,
    )
    return form("read_only", label.title, [*paragraphs(render("calendar_feed", facts)), *row])


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.press(MY_CALENDAR, show, writes=False)
    listeners.press(RENEW, renew)
    listeners.press(TAKE_AWAY, take_away)
