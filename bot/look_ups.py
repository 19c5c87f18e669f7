"""What a flow asks Slack before its unit of work begins: who somebody is, who can see a channel. Never inside one."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.inbound import Inbound, Member, Submission, read_member
from bot.patience import Patience
from bot.slack import ChannelAudience, Quiet, Slack, SlackFault
from domain.confidentiality import Audience
from domain.notices import Outcome

log = structlog.get_logger()

WITHIN = 1  # seconds: somebody waits for the answer, and Slack for ours


@dataclass(frozen=True)
class Found:
    """What Slack said. Somebody it does not show us is missing; so is a channel that we are not in."""

    members: Mapping[str, Member] = field(default_factory=dict)
    channel: ChannelAudience | None = None
    audience: Audience | None = None
    """Who can see a channel as the gate judges it; None when it was not asked, or Slack did not say."""
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    """The same of several channels, by their ids; of those in `unseen` Slack gave a code instead."""
    unseen: Mapping[str, str] = field(default_factory=dict)
    is_direct: bool = False
    quiet: Mapping[str, Quiet] | None = None
    """Who has do-not-disturb set, by user id; None when it was not asked, not allowed, or Slack did not answer."""


LookUp = Callable[[Slack, Inbound], Awaitable[Found]]
"""Raises SlackFault when Slack does not answer in time; nothing has been kept by then."""


def people_picked(*fields: str) -> LookUp:
    """Return the look-up that asks who the people picked in these fields of a form are."""

    async def look_up(slack: Slack, inbound: Inbound) -> Found:
        if not isinstance(inbound, Submission):
            return Found()
        picked = sorted({user for name in fields for user in inbound.form.people(name)})
        members = await Patience(WITHIN).wait(
            asyncio.gather(*(_member(slack, user) for user in picked)), "users.info"
        )
        return Found(members={member.user_id: member for member in members if member is not None})

    return look_up


async def who_acts(slack: Slack, inbound: Inbound) -> Found:
    """Ask who acts. Where Slack does not say, what was sent with the press has to do: nobody is turned away for it."""
    try:
        member = await Patience(WITHIN).wait(_member(slack, inbound.actor.user_id), "users.info")
    except SlackFault as fault:
        log.info("whoever acts not looked up", error=fault.code)
        return Found()
    return Found(members={member.user_id: member} if member else {})


def route_picked(*fields: str) -> LookUp:
    """Return the look-up of people who are to be told of risk: who they are, and whether Slack is silent for them.

    Whether it is silent never stops what is saved.
    """
    who_they_are = people_picked(*fields)

    async def look_up(slack: Slack, inbound: Inbound) -> Found:
        if not isinstance(inbound, Submission):
            return Found()
        picked = sorted({user for name in fields for user in inbound.form.people(name)})
        found, quiet = await asyncio.gather(who_they_are(slack, inbound), _quiet(slack, picked))
        return replace(found, quiet=quiet)

    return look_up


async def _quiet(slack: Slack, users: Sequence[str]) -> Mapping[str, Quiet] | None:
    try:
        return await Patience(WITHIN).wait(slack.do_not_disturb(users), "dnd.teamInfo") if users else {}
    except SlackFault as fault:
        log.info("do-not-disturb not looked up", error=fault.code)
        return None


async def channel_at_hand(slack: Slack, inbound: Inbound) -> Found:
    """Ask who can see the channel that a command was typed in, or that a form carries with it."""
    channel = inbound.about().get("channel", "") if isinstance(inbound, Submission) else inbound.channel
    if not channel:
        return Found()
    try:
        return Found(channel=await Patience(WITHIN).wait(slack.audience(channel), "conversations.info"))
    except SlackFault as fault:
        if fault.outcome is not Outcome.REFUSED:
            raise
        # We may ask about every kind of channel, so only direct messages are beyond what we may ask about; of
        # private channels that we are not in Slack says that there are none.
        return Found(is_direct=fault.code == "missing_scope")


async def _member(slack: Slack, user_id: str) -> Member | None:
    try:
        return read_member(await slack.person(user_id))
    except SlackFault as fault:
        if fault.outcome is Outcome.REFUSED:
            return None  # somebody with whom we share no channel
        raise
