"""Whom and which channels we must be able to reach: looked at each day, so that nobody finds out when it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.channels import note_change
from bot.casework.faults import about_person
from bot.casework.running import running_contracts
from domain.channels import ChannelChange
from domain.people import SAFEGUARDING_ROLES, Role
from domain.routes import ROLE_OF_LEVEL
from storage.contracts import Contract
from storage.people import Person
from storage.unit_of_work import UnitOfWork

ON_WHOM_IT_RESTS = (*ROLE_OF_LEVEL.values(), Role.SPEAK_UP_LEAD, Role.ADMINISTRATOR)
"""Held for the whole organisation, in the order in which they are asked."""


@dataclass(frozen=True)
class ReliedOn:
    """Somebody who must be reachable, and for what: a role, of a contract for its lead; or as cover from a day on."""

    person: Person
    role: Role | None = None
    contract: Contract | None = None
    covers_from: date | None = None

    @property
    def is_on_route(self) -> bool:
        """Whether a safeguarding concern may go to them as it is set up."""
        return self.role in SAFEGUARDING_ROLES


@dataclass(frozen=True)
class Reach:
    """A linked channel by its Slack id, or somebody by their person's id. `look` is under which name it is kept."""

    look: str
    channel: str = ""
    person_id: UUID | None = None
    user_id: str | None = None
    has_other_way: bool = False


def relied_on(work: UnitOfWork, now: datetime) -> Iterator[ReliedOn]:
    """Yield everybody who must be reachable, once for each thing that rests on them."""
    for role in ON_WHOM_IT_RESTS:
        for person in work.people.holding((role,), None):
            yield ReliedOn(person, role)
    for leave in work.routes.leave_from(work.organisations.calendar(None).local(now).date()):
        if leave.cover_id is not None and (cover := work.people.get(leave.cover_id)).is_active:
            yield ReliedOn(cover, covers_from=leave.first_day)
    for contract in running_contracts(work, now):
        for person in work.people.holding((Role.CONTRACT_LEAD,), contract.id):
            yield ReliedOn(person, Role.CONTRACT_LEAD, contract)


def to_reach(work: UnitOfWork, now: datetime) -> list[Reach]:
    """Return every channel of a contract that goes on, and everybody who must be reachable."""
    links = [
        link for contract in running_contracts(work, now) for link in work.contracts.channels(contract.id)
    ]
    channels = dict.fromkeys(link.slack_channel for link in links)
    people = {each.person.id: each.person for each in relied_on(work, now)}
    return [
        *(Reach(f"channel:{channel}", channel) for channel in channels),
        *(_reach_of(work, person) for person in people.values()),
    ]


def _reach_of(work: UnitOfWork, person: Person) -> Reach:
    return Reach(
        about_person(person),
        person_id=person.id,
        user_id=person.user_id,
        has_other_way=bool(work.routes.outside(person.id)),
    )


def keep_channel_lost(work: UnitOfWork, channel: str, loss: ChannelChange, now: datetime) -> None:
    """Close a channel that we cannot post to any more, and ask whoever leads the contract; asked once for each loss."""
    note_change(work, channel, loss, None, now)
