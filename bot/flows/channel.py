"""The story of linking a channel to a contract; in a channel without the bot, how to invite it."""

from bot.answers import Answer, Note, OpenForm, ShowInstead
from bot.blocks import choice_input, form, option, paragraphs
from bot.casework.channels import standing_of
from bot.casework.contracts import (
    contracts_in_reach,
    has_strangers,
    link_channel,
    open_contract,
    require_own_channel,
)
from bot.contract_choice import contract_options
from bot.inbound import Command, Submission
from bot.listeners import Listeners
from bot.look_ups import Found, channel_at_hand
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.contracts import ChannelPurpose
from domain.errors import NotAllowed, NotYours
from domain.people import Act

FORM = "channel_form"


def link_form(turn: Turn[Command]) -> Answer:
    """`/contract link`: which contract this channel is for, and who is meant to read it."""
    contracts = contracts_in_reach(turn.work, turn.person, Act.SET_UP_CONTRACT)
    if not contracts:
        raise NotYours(
            "Channels are linked by a contract's lead or an administrator. Please ask one of them."
        )
    if turn.found.is_direct:
        return Note(render("channel_direct", {}))
    if not _is_here(turn.found):
        return Note(render("channel_invite", {}))
    label = words("channel_form")
    options = contract_options(contracts)
    linked = {each.id.hex for each in turn.work.contracts.linked_to(turn.inbound.channel)}
    initial = next((each["value"] for each in options if each["value"] in linked), "")
    return OpenForm(
        form(
            FORM,
            label.title,
            [
                choice_input(
                    "contract",
                    label.contract,
                    options,
                    initial=initial or (options[0]["value"] if len(options) == 1 else ""),
                ),
                choice_input(
                    "purpose",
                    label.purpose,
                    [option(getattr(label, purpose.value), purpose) for purpose in ChannelPurpose],
                    kind="radio_buttons",
                    hint=label.purpose_hint,
                ),
            ],
            submit=label.submit,
            about={"channel": turn.inbound.channel},
        )
    )


def _is_here(found: Found) -> bool:
    return found.channel is not None and found.channel.is_member


def link(turn: Turn[Submission]) -> Answer:
    """Keep the link; the engine posts the hub message and pins it."""
    channel = turn.inbound.about()["channel"]
    contract = open_contract(turn.work, turn.person, record_id(turn.inbound.form.choice("contract")))
    if turn.found.channel is None or not _is_here(turn.found):
        raise NotAllowed(render("channel_invite", {}).replace("*", ""), "contract")
    teams = turn.found.channel.team_ids
    if turn.work.submissions.find(turn.inbound.view_id, FORM) is None:
        purpose = ChannelPurpose(turn.inbound.form.choice("purpose"))
        require_own_channel(turn.work, teams, purpose)
        link_channel(turn.work, turn.person, contract.id, channel, purpose, turn.now)
        turn.keep_submission(FORM, contract.id)
        turn.services.close_gate(channel)
    standing = standing_of(turn.work, contract.id, channel)
    facts = {
        "contract": contract.title,
        "has_strangers": has_strangers(turn.work, teams),
        "is_closed": standing is not None and standing.change is not None,
    }
    text = render("channel_linked", facts)
    return ShowInstead(form("read_only", words("common").saved_title, paragraphs(text)))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", link_form, word="link", look_up=channel_at_hand)
    listeners.submission(FORM, link, look_up=channel_at_hand, once=False)
