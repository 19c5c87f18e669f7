"""The channels linked to somebody's contracts, how each stands, and who can read it: for whoever confirms that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.casework.access import is_own
from bot.casework.channels import Reader, judge, readers_named
from bot.casework.contracts import contracts_in_reach
from domain.channels import LOSS_OF_CODE, ChannelChange, Standing
from domain.confidentiality import Audience
from domain.errors import NotYours
from domain.people import Act
from storage.contracts import Contract, ContractChannel
from storage.people import Person
from storage.unit_of_work import UnitOfWork

MOST_LISTED = 40
"""Channels in one list, two blocks each."""

MOST_ASKED = 12
"""Channels about which Slack is asked while somebody waits for the list."""


class Condition(StrEnum):
    """How a linked channel is found, as a person is told it."""

    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"
    LEFT = "left"
    NEW = "new"


CALM = frozenset({Condition.OPEN, Condition.NEW})
"""How a channel stands where nobody has anything to do."""


@dataclass(frozen=True)
class ListedChannel:
    """One linked channel. `readers` were asked of Slack just now, or are those last known where `is_asked` is false."""

    link: ContractChannel
    contract: Contract
    condition: Condition
    readers: Sequence[Reader]
    is_asked: bool


@dataclass(frozen=True)
class ListedChannels:
    """Channels to show, of how many in all, and how many of those have something to do."""

    shown: Sequence[ListedChannel]
    count: int
    waiting: int

    @property
    def left_out(self) -> int:
        """Return how many more there are than are shown."""
        return self.count - len(self.shown)


def channels_to_list(work: UnitOfWork, person: Person) -> Sequence[tuple[Contract, ContractChannel]]:
    """Return the linked channels of which somebody confirms the readers, by contract. Raises NotYours for others."""
    contracts = contracts_in_reach(work, person, Act.CONFIRM_CHANNEL) if is_own(work, person) else []
    if not contracts:
        raise NotYours("Who may read a channel is confirmed by a contract's lead or an administrator.")
    return [(contract, link) for contract in contracts for link in work.contracts.channels(contract.id)]


def list_channels(
    work: UnitOfWork, person: Person, audiences: Mapping[str, Audience], unseen: Mapping[str, str]
) -> ListedChannels:
    """Return how each of somebody's channels stands, those with something to do first, as many as a window holds.

    `audiences` and `unseen` are what Slack said of some of them a moment ago, by their ids.
    """
    found = [
        _found(work, contract, link, audiences.get(link.slack_channel), unseen.get(link.slack_channel, ""))
        for contract, link in channels_to_list(work, person)
    ]
    found.sort(key=lambda each: each.condition in CALM)
    shown = [_listed(work, each) for each in found[:MOST_LISTED]]
    return ListedChannels(shown, len(found), sum(each.condition not in CALM for each in found))


@dataclass(frozen=True)
class _Found:
    contract: Contract
    link: ContractChannel
    condition: Condition
    readers: Sequence[str]
    is_asked: bool


def _found(
    work: UnitOfWork, contract: Contract, link: ContractChannel, audience: Audience | None, code: str
) -> _Found:
    standing = work.channels.standing(link.id)
    known: Sequence[str] = []
    if standing is not None:
        known = standing.seen or standing.confirmed if standing.change else standing.confirmed
    readers = sorted(audience.readers) if audience is not None else known
    change = LOSS_OF_CODE.get(code) or (standing.change if standing else None)
    condition = _condition(change, judge(standing, readers))
    return _Found(contract, link, condition, readers, audience is not None)


def _listed(work: UnitOfWork, found: _Found) -> ListedChannel:
    named = readers_named(work, found.contract.id, found.readers)
    return ListedChannel(found.link, found.contract, found.condition, named, found.is_asked)


def _condition(change: ChannelChange | None, standing: Standing) -> Condition:
    match change:
        case ChannelChange.ARCHIVED:
            return Condition.ARCHIVED
        case ChannelChange.LEFT:
            return Condition.LEFT
        case _ if standing is Standing.FIRST_SEEN:
            return Condition.NEW
        case _:
            return Condition.OPEN if standing is Standing.OPEN else Condition.CLOSED
