"""The story of a channel that changes: it closes at once, and whoever leads confirms its readers or unlinks it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from bot.answers import Answer, Nothing, OpenForm, ShowInstead
from bot.blocks import Block, button, buttons, form, paragraphs
from bot.buttons import LOOK_AT_CHANNEL, UNLINK_CHANNEL
from bot.casework import channel_links, channels
from bot.inbound import Happened, Inbound, Press, Submission
from bot.listeners import Listeners
from bot.look_ups import WITHIN, Found, LookUp
from bot.messages import Message
from bot.patience import Patience
from bot.services import Services
from bot.slack import Slack, SlackFault
from bot.templates import Markup, channel_mention, render, words
from bot.turn import Turn, record_id
from domain.channels import ChannelChange
from domain.notices import NoticeKind
from storage.channels import ChannelStanding
from storage.contracts import ContractChannel
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

CONFIRM_FORM, UNLINK_FORM = "channel_confirm_form", "channel_unlink_form"

CHANGES: Mapping[str, ChannelChange] = {
    "channel_shared": ChannelChange.READERS,
    "channel_unshared": ChannelChange.READERS,
    "member_joined_channel": ChannelChange.READERS,
    "channel_unarchive": ChannelChange.READERS,
    "group_unarchive": ChannelChange.READERS,
    "channel_archive": ChannelChange.ARCHIVED,
    "group_archive": ChannelChange.ARCHIVED,
    "channel_left": ChannelChange.LEFT,
    "group_left": ChannelChange.LEFT,
}
"""What Slack tells of a channel, and what that means for whoever reads it; `group_…` is of private channels."""


def who_reads(services: Services) -> LookUp:
    """Return the look-up of who can read the channel that an event, a button or a form is about.

    Where Slack does not say, nothing is found, and the channel is closed all the same.
    """

    async def look_up(_slack: Slack, inbound: Inbound) -> Found:
        try:
            channel = await _channel_of(services, inbound)
            if not channel:
                return Found()
            services.close_gate(channel)
            return Found(audience=await Patience(WITHIN).wait(services.ask_audience(channel), "audience"))
        except (SlackFault, ValueError):
            return Found()

    return look_up


async def _channel_of(services: Services, inbound: Inbound) -> str:
    if isinstance(inbound, Happened):
        named = str(inbound.event.get("old_channel_id") or inbound.channel)
        is_linked = await services.database.read(lambda work: bool(work.channels.links_of(named)))
        return str(inbound.event.get("new_channel_id") or named) if is_linked else ""
    carried = inbound.about()["link"] if isinstance(inbound, Submission) else ""
    link_id = UUID(inbound.value if isinstance(inbound, Press) else carried)
    link = await services.database.read(lambda work: work.channels.link(link_id))
    return link.slack_channel if link is not None else ""


def changed(turn: Turn[Happened]) -> Answer:
    """A share, a join, an archive: kept, so that every replica knows of it."""
    channels.note_change(
        turn.work, turn.inbound.channel, CHANGES[turn.inbound.kind], _readers(turn.found), turn.now
    )
    return Nothing()


def moved(turn: Turn[Happened]) -> Answer:
    """`channel_id_changed`: the link goes along to the new id, and is closed until somebody has looked."""
    event = turn.inbound.event
    before, after = str(event["old_channel_id"]), str(event["new_channel_id"])
    turn.services.close_gate(before)
    channel_links.move_channel(turn.work, before, after, _readers(turn.found), turn.now)
    return Nothing()


def _readers(found: Found) -> frozenset[str] | None:
    return found.audience.readers if found.audience is not None else None


def look(turn: Turn[Press]) -> Answer:
    """*See who can read it*: the list as it is at this moment, to be confirmed."""
    link, standing = channels.look_again(
        turn.work, turn.person, record_id(turn.inbound.value), _readers(turn.found), turn.now
    )
    label = words("channel_change_forms")
    text = render("channel_readers", _facts(turn.work, link, standing))
    about = {"link": link.id.hex, "shown": str(standing.changes)}
    return OpenForm(
        form(
            CONFIRM_FORM,
            label.confirm_title,
            [*paragraphs(text), *buttons(button(UNLINK_CHANNEL, label.unlink, link.id.hex))],
            submit=label.confirm_submit,
            about=about,
        )
    )


def confirm(turn: Turn[Submission]) -> Answer:
    """Keep that these may read it; refused when others can by now."""
    about = turn.inbound.about()
    link_id = record_id(about["link"])
    channels.confirm_readers(
        turn.work, turn.person, link_id, int(about["shown"]), _readers(turn.found), turn.now
    )
    text = render("channel_confirmed", {})
    return ShowInstead(form("read_only", words("common").saved_title, paragraphs(text)))


def unlink_form(turn: Turn[Press]) -> Answer:
    """*Unlink this channel*: says what that means before it is done."""
    link = channels.link_for(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("channel_change_forms")
    facts = {"channel": channel_mention(link.slack_channel), "contract": _title(turn.work, link.contract_id)}
    text = render("channel_unlink", facts)
    view = form(
        UNLINK_FORM,
        label.unlink_title,
        paragraphs(text),
        submit=label.unlink_submit,
        about={"link": link.id.hex},
    )
    return OpenForm(view)


def unlink(turn: Turn[Submission]) -> Answer:
    """Take the channel away from its contract."""
    channel_links.unlink_channel(turn.work, turn.person, record_id(turn.inbound.about()["link"]), turn.now)
    text = render("channel_unlinked", {})
    return ShowInstead(form("read_only", words("common").saved_title, paragraphs(text)))


def _title(work: UnitOfWork, contract_id: UUID) -> str:
    return work.contracts.get(contract_id).title


def _facts(work: UnitOfWork, link: ContractChannel, standing: ChannelStanding) -> dict[str, object]:
    readers = channels.readers_named(work, link.contract_id, standing.seen or [])
    return {
        "channel": channel_mention(link.slack_channel),
        "contract": _title(work, link.contract_id),
        "change": standing.change.value if standing.change else "",
        "readers": [Markup(render("channel_reader", vars(each))) for each in readers],
        "strangers": [Markup(render("channel_reader", vars(each))) for each in readers if not each.is_party],
    }


def _say(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Say how the channel stands now: closed with a way to confirm, confirmed, or not linked any more."""
    link = work.channels.link(notice.subject_id)
    standing = work.channels.standing(notice.subject_id)
    is_closed = link is not None and standing is not None and standing.change is not None
    if not is_closed and notice.posted_ts is None:
        return None
    if link is None or standing is None:
        text = render("channel_unlinked", {})
        return Message(text, paragraphs(text))
    confirmed_by = work.people.get(standing.confirmed_by).name if standing.confirmed_by else ""
    facts = {**_facts(work, link, standing), "confirmed_by": confirmed_by}
    text = render("channel_changed", facts)
    return Message(text, [*paragraphs(text), *(_row(link) if is_closed else [])])


def _row(link: ContractChannel) -> list[Block]:
    label = words("channel_change_forms")
    return buttons(
        button(LOOK_AT_CHANNEL, label.look, link.id.hex, style="primary"),
        button(UNLINK_CHANNEL, label.unlink, link.id.hex),
    )


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    standing = work.channels.standing(notice.subject_id)
    return _say(work, notice, now) if standing is not None and standing.change is not None else None


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    look_up = who_reads(services)
    for kind in CHANGES:
        listeners.event(kind, changed, writes=True, look_up=look_up)
    listeners.event("channel_id_changed", moved, writes=True, look_up=look_up)
    listeners.press(LOOK_AT_CHANNEL, look, look_up=look_up)
    listeners.press(UNLINK_CHANNEL, unlink_form, writes=False)
    listeners.submission(CONFIRM_FORM, confirm, look_up=look_up)
    listeners.submission(UNLINK_FORM, unlink)
    services.messages.add(NoticeKind.CHANNEL_CHANGED, _say)
    services.messages.add(NoticeKind.CHANNEL_LINE, _say_line)
