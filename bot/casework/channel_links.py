"""What becomes of how a channel stands as it is linked, unlinked, or given another id: none of these confirms it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.channels import close_channel, may_confirm, note_change, subject_of
from bot.casework.deadlines import cancel
from bot.casework.records import record
from domain.channels import ChannelChange
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.errors import NotYours
from storage.channels import ChannelStanding
from storage.contracts import ContractChannel
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def begin_standing(work: UnitOfWork, link: ContractChannel, now: datetime) -> ChannelStanding | None:
    """Let a channel that is linked stand as it stood before, for this contract or another; None when it never did.

    Linking shows nobody who can read a channel, so it confirms nothing: what was closed stays closed, and whoever can
    read it now is held against those who were confirmed.
    """
    standing = work.channels.standing(link.id)
    before = work.channels.stood(link.slack_channel, link.contract_id)
    if standing is not None or before is None:
        return standing
    standing = work.channels.add_standing(ChannelStanding(link_id=link.id, confirmed=list(before.confirmed)))
    if before.change is not None:
        close_channel(work, link, standing, before.change, before.seen, now)
    work.channels.forget_unlinked(link.slack_channel, link.contract_id)
    return standing


def unlink_channel(work: UnitOfWork, person: Person, link_id: UUID, now: datetime) -> None:
    """Take a channel away from its contract: nothing more is posted there, and what waits for it is not said."""
    link = work.channels.link(link_id)
    if link is None:
        return
    if not may_confirm(work, person, link.contract_id):
        raise NotYours(NOT_YOURS)
    cancel(work, link.id, (DeadlineKind.CHANNEL_CONFIRM,), now)
    work.notices.cancel_in_channel(link.contract_id, link.slack_channel)
    channel = link.slack_channel
    record(work, Event.CHANNEL_UNLINKED, subject_of(link), person, now, link.contract_id, channel=channel)
    work.notices.redraw(link.id)
    work.channels.unlink(link, now)


def move_channel(
    work: UnitOfWork, before: str, after: str, readers: Collection[str] | None, now: datetime
) -> None:
    """Slack has given a channel a new id, as it may when a share begins: its links and messages go along, closed."""
    for link in work.channels.links_of(before):
        moved = {"before": before, "after": after}
        record(work, Event.CHANNEL_MOVED, subject_of(link), None, now, link.contract_id, **moved)
        link.slack_channel = after
    work.notices.move_channel(before, after)
    work.channels.move_unlinked(before, after)
    note_change(work, after, ChannelChange.MOVED, readers, now)
