"""Who may read each linked channel: what was confirmed, and what changed since. Kept, so that every replica knows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, select

from domain.channels import ChannelChange
from storage.columns import words
from storage.contracts import ContractChannel


class ChannelStanding(SQLModel, table=True):
    """How one linked channel stands. Readers are `team:T…` and `guest:U…`, as Slack names them.

    `confirmed` are those who could read it when it was linked or last confirmed, `seen` those at the change that closed
    it; None when Slack did not say. With no `change` it is open. `changes` rises with each, so that what somebody
    confirms is what they were shown.
    """

    __tablename__ = "channel_standing"

    link_id: UUID = Field(primary_key=True, foreign_key="contract_channel.id")
    confirmed: list[str] = Field(default_factory=list, sa_type=JSON)
    seen: list[str] | None = Field(default=None, sa_type=JSON)
    change: ChannelChange | None = Field(default=None, sa_type=words(ChannelChange, "change"))
    changes: int = 0
    changed_at: datetime | None = None
    confirmed_by: UUID | None = Field(default=None, foreign_key="person.id")


class UnlinkedChannel(SQLModel, table=True):
    """How a channel stood for a contract when it was last unlinked, so that linking it anew confirms nothing.

    Fields as above. For each contract, since what one contract's lead confirms opens nothing of another's.
    """

    __tablename__ = "unlinked_channel"

    slack_channel: str = Field(primary_key=True, max_length=32)
    contract_id: UUID = Field(primary_key=True, foreign_key="contract.id")
    confirmed: list[str] = Field(default_factory=list, sa_type=JSON)
    seen: list[str] | None = Field(default=None, sa_type=JSON)
    change: ChannelChange | None = Field(default=None, sa_type=words(ChannelChange, "change"))
    unlinked_at: datetime


class Channels:
    """Questions about linked channels."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def link(self, link_id: UUID) -> ContractChannel | None:
        """Return a link of a channel to a contract, or None when it is no longer linked."""
        return self._session.get(ContractChannel, link_id)

    def links_of(self, slack_channel: str) -> Sequence[ContractChannel]:
        """Return every link of a channel, oldest first."""
        return self._session.exec(
            select(ContractChannel)
            .where(ContractChannel.slack_channel == slack_channel)
            .order_by(col(ContractChannel.linked_at), col(ContractChannel.id))
        ).all()

    def standing(self, link_id: UUID) -> ChannelStanding | None:
        """Return how a link stands, or None when nobody has looked yet."""
        return self._session.get(ChannelStanding, link_id)

    def standing_to_change(self, link_id: UUID) -> ChannelStanding | None:
        """Return how a link stands now, and let nobody else change it meanwhile; or None."""
        return self._session.exec(
            select(ChannelStanding)
            .where(ChannelStanding.link_id == link_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()

    def add_standing(self, standing: ChannelStanding) -> ChannelStanding:
        """Keep how a link stands for the first time."""
        self._session.add(standing)
        self._session.flush()
        return standing

    def stood(self, slack_channel: str, contract_id: UUID) -> ChannelStanding | UnlinkedChannel | None:
        """Return how a channel stands or stood for any contract; None where nobody looked.

        One that closes it comes first, then how it stood for this contract itself.
        """
        links = [link.id for link in self.links_of(slack_channel)]
        found = self._session.exec(
            select(ChannelStanding).where(col(ChannelStanding.link_id).in_(links))
        ).all()
        own = self._session.get(UnlinkedChannel, (slack_channel, contract_id))
        known: list[ChannelStanding | UnlinkedChannel] = [
            *([own] if own is not None else []),
            *found,
            *self._unlinked(slack_channel),
        ]
        return next((each for each in known if each.change is not None), known[0] if known else None)

    def _unlinked(self, slack_channel: str) -> Sequence[UnlinkedChannel]:
        return self._session.exec(
            select(UnlinkedChannel)
            .where(UnlinkedChannel.slack_channel == slack_channel)
            .order_by(col(UnlinkedChannel.unlinked_at).desc())
        ).all()

    def forget_unlinked(self, slack_channel: str, contract_id: UUID) -> None:
        """Forget how a channel stood when it was unlinked: it stands for that contract again."""
        last = self._session.get(UnlinkedChannel, (slack_channel, contract_id))
        if last is not None:
            self._session.delete(last)
            self._session.flush()

    def move_unlinked(self, before: str, after: str) -> None:
        """Let how an unlinked channel stood go along to its new id."""
        for last in self._unlinked(before):
            kept = last.model_dump() | {"slack_channel": after}
            self._session.delete(last)
            self._session.flush()
            self._session.merge(UnlinkedChannel(**kept))

    def unlink(self, link: ContractChannel, now: datetime) -> None:
        """Take a link away. How it stood is kept for whoever links the channel again."""
        standing = self.standing(link.id)
        if standing is not None:
            self._session.merge(
                UnlinkedChannel(
                    slack_channel=link.slack_channel,
                    contract_id=link.contract_id,
                    confirmed=standing.confirmed,
                    seen=standing.seen,
                    change=standing.change,
                    unlinked_at=now,
                )
            )
            self._session.delete(standing)
            self._session.flush()
        self._session.delete(link)
        self._session.flush()
