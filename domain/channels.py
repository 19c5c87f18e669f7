"""Who could read a linked channel when somebody last confirmed it, and what closes it until they do again."""

from collections.abc import Collection, Mapping
from enum import StrEnum

CONFIRM_WITHIN = 1
"""Working days in which the lead looks at who can read a channel that has changed."""


class ChannelChange(StrEnum):
    """Why a channel is closed to everything above SHARED, until somebody confirms who may read it."""

    READERS = "readers"
    MOVED = "moved"
    ARCHIVED = "archived"
    LEFT = "left"
    UNCLEAR = "unclear"


STANDS_WHOEVER_READS = frozenset({ChannelChange.MOVED, ChannelChange.ARCHIVED, ChannelChange.LEFT})
"""Changes that a person looks at even where nobody new can read the channel."""


LOSS_OF_CODE: Mapping[str, ChannelChange] = {
    "is_archived": ChannelChange.ARCHIVED,
    "not_in_channel": ChannelChange.LEFT,
    "channel_not_found": ChannelChange.LEFT,
}
"""What Slack's refusal says of a channel to which nothing can be posted; of a private one that we are not in, that
there is none (slack-platform.md)."""


def loss(*, is_member: bool) -> str:
    """Return Slack's word for a channel that it shows and to which we cannot post: archived, if we are still in it."""
    return "is_archived" if is_member else "not_in_channel"


class Standing(StrEnum):
    """How a channel stands for a contract at the moment at which something is to be posted."""

    OPEN = "open"
    CLOSED = "closed"
    CHANGED = "changed"
    FIRST_SEEN = "first_seen"


def closes(change: ChannelChange, confirmed: Collection[str] | None, readers: Collection[str] | None) -> bool:
    """Say whether a change closes the channel: somebody new can read it, it moved, or Slack does not say who can.

    Fewer readers than were confirmed ask nobody for anything.
    """
    if change in STANDS_WHOEVER_READS or readers is None:
        return True
    return confirmed is not None and not set(readers) <= set(confirmed)
