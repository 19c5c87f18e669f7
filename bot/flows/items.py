"""The story of *My open items*: what waits for somebody, what they reported, and what waits for others."""

from bot.answers import Answer, OpenForm
from bot.blocks import buttons, form, paragraphs
from bot.buttons import CONTRACT_ITEMS, MY_ITEMS, calendar_button, export_button
from bot.casework.access import is_own
from bot.casework.contracts import open_contract
from bot.casework.exports import may_have
from bot.casework.items import items_in, items_of
from bot.hand_off_blocks import admissions_blocks
from bot.inbound import Press
from bot.item_blocks import count_for, item_blocks
from bot.listeners import Listeners
from bot.on_behalf_blocks import shared_evaluations
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id


def my_items(turn: Turn[Press]) -> Answer:
    """*My open items*, from the hub, a digest or the home tab: the same for outsiders as for everybody else.

    Somebody nobody has confirmed has no more than what they reported themselves, and finds that again.
    """
    items = items_of(turn.work, turn.reporter, turn.now)
    top = render("items", {"count": count_for(turn.work, items, turn.now)})
    lines = item_blocks(turn.work, turn.reporter, items, turn.now)
    if not is_own(turn.work, turn.reporter):
        lines += shared_evaluations(turn.work, turn.reporter, [contract.id for contract in items.contracts])
        lines += admissions_blocks(turn.work, turn.reporter, items.contracts)
        theirs = [each.id for each in items.contracts if may_have(turn.work, turn.reporter, each.id)]
        # The form of a copy asks of which contract, where there are several.
        lines += buttons(export_button(theirs[0]) if theirs else None)
    if items.contracts:
        lines += buttons(calendar_button())
    return OpenForm(form("read_only", words("items_form").title, [*paragraphs(top), *lines]))


def items_of_contract(turn: Turn[Press]) -> Answer:
    """*Open items* beside a contract on the home tab: the same lists, of this contract alone."""
    contract = open_contract(turn.work, turn.person, record_id(turn.inbound.value))
    items = items_in(turn.work, turn.person, contract.id, turn.now)
    facts = {"title": contract.title, "count": count_for(turn.work, items, turn.now)}
    top = render("items_contract_top", facts)
    lines = item_blocks(turn.work, turn.person, items, turn.now)
    return OpenForm(form("read_only", words("items_form").contract_title, [*paragraphs(top), *lines]))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.press(MY_ITEMS, my_items, writes=False)
    listeners.press(CONTRACT_ITEMS, items_of_contract, writes=False)
