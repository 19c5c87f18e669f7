"""A message in our hands: what was claimed, and as what it was found."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bot.services import Services
from domain.notices import NoticeState
from storage.notices import Notice


@dataclass(frozen=True)
class Claim:
    """A message we hold, and the state it was in before we took it."""

    notice: Notice
    token: UUID
    was: NoticeState

    @property
    def number(self) -> int:
        """The message's row."""
        assert self.notice.number is not None
        return self.notice.number

    @property
    def is_edit(self) -> bool:
        """Whether it stands in Slack already and only has to be edited."""
        return self.notice.posted_ts is not None

    @property
    def may_have_arrived(self) -> bool:
        """Whether an earlier attempt may have arrived unknown to us; that is not forgotten until it is settled."""
        return self.was is NoticeState.UNCERTAIN


def clocks_apart(services: Services) -> timedelta:
    """Return how far apart the clocks of two machines may be: a lease. On SQLite there is one machine.

    For so much longer than its holder uses it a claim is left alone by all others, who judge it by their own clocks.
    """
    return timedelta(0) if services.database.is_sqlite else services.settings.lease
