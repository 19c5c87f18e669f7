"""The story of the list of linked channels: how each stands, who can read it, and what can be done about it."""

import asyncio

from bot.answers import Answer, OpenForm
from bot.blocks import Block, button, buttons, form, paragraphs
from bot.buttons import LOOK_AT_CHANNEL, UNLINK_CHANNEL
from bot.casework.channel_list import (
    MOST_ASKED,
    Condition,
    ListedChannel,
    channels_to_list,
    list_channels,
)
from bot.inbound import Command, Inbound
from bot.listeners import Listeners
from bot.look_ups import WITHIN, Found, LookUp
from bot.patience import Patience
from bot.services import Services
from bot.slack import Slack, SlackFault
from bot.templates import Markup, channel_mention, render, words
from bot.turn import Turn
from domain.confidentiality import Audience
from domain.errors import NotYours
from storage.unit_of_work import UnitOfWork


def who_reads_each(services: Services) -> LookUp:
    """Return the look-up of who can read each channel that somebody is about to be shown.

    Where Slack does not say in time, the list says what was last known.
    """

    async def look_up(_slack: Slack, inbound: Inbound) -> Found:
        ids = await services.database.read(lambda work: _channels_of(work, inbound))
        asked = await asyncio.gather(*(_ask(services, each) for each in ids[:MOST_ASKED]))
        said = dict(zip(ids, asked, strict=False))
        return Found(
            audiences={each: one for each, one in said.items() if isinstance(one, Audience)},
            unseen={each: one for each, one in said.items() if isinstance(one, str)},
        )

    return look_up


def _channels_of(work: UnitOfWork, inbound: Inbound) -> list[str]:
    person = work.people.in_slack(inbound.actor.team_id, inbound.actor.user_id)
    try:
        found = channels_to_list(work, person) if person is not None else []
    except NotYours:
        return []  # the list itself refuses them, and that is recorded
    return list(dict.fromkeys(link.slack_channel for _contract, link in found))


async def _ask(services: Services, channel: str) -> Audience | str:
    try:
        return await Patience(WITHIN).wait(services.ask_audience(channel), "audience")
    except SlackFault as fault:
        return fault.code


def show(turn: Turn[Command]) -> Answer:
    """`/contract channels`: what is linked, how it stands and who can read it."""
    listed = list_channels(turn.work, turn.person, turn.found.audiences, turn.found.unseen)
    facts = {"count": listed.count, "waiting": listed.waiting, "left_out": listed.left_out}
    blocks = paragraphs(render("channel_list", facts))
    for each in listed.shown:
        blocks += _one(each)
    return OpenForm(form("read_only", words("channel_change_forms").list_title, blocks))


def _one(listed: ListedChannel) -> list[Block]:
    label, value = words("channel_change_forms"), listed.link.id.hex
    facts = {
        "channel": channel_mention(listed.link.slack_channel),
        "contract": listed.contract.title,
        "purpose": listed.link.purpose.value,
        "condition": listed.condition.value,
        "readers": [Markup(render("channel_reader", vars(each))) for each in listed.readers],
        "is_asked": listed.is_asked,
    }
    is_closed = listed.condition is Condition.CLOSED
    row = buttons(
        button(LOOK_AT_CHANNEL, label.look, value, style="primary") if is_closed else None,
        button(UNLINK_CHANNEL, label.unlink, value),
    )
    return [*paragraphs(render("channel_list_line", facts)), *row]


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", show, word="channels", look_up=who_reads_each(services))
