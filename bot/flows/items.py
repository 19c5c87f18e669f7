"""The story of *My open items*: what waits for somebody, what they reported, and what waits for others."""

from bot.answers import Answer, OpenForm
from bot.blocks import form, paragraphs
from bot.buttons import MY_ITEMS
from bot.casework.items import items_of
from bot.inbound import Press
from bot.item_blocks import count_for, item_blocks
from bot.listeners import Listeners
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn


def my_items(turn: Turn[Press]) -> Answer:
    """*My open items*, from the hub, a digest or the home tab: the same for outsiders as for everybody else.

    Somebody nobody has confirmed has no more than what they reported themselves, and finds that again.
    """
    items = items_of(turn.work, turn.reporter, turn.now)
    top = render("items", {"count": count_for(turn.work, items, turn.now)})
    lines = item_blocks(turn.work, turn.reporter, items, turn.now)
    return OpenForm(form("read_only", words("items_form").title, [*paragraphs(top), *lines]))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.press(MY_ITEMS, my_items, writes=False)
