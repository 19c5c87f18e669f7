"""Whom and which channels we must be able to reach: looked at each day, so that nobody finds out when it counts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.channels import note_change
from domain.channels import ChannelChange
from domain.people import SAFEGUARDING_ROLES, Role
from storage.people import Person
from storage.unit_of_work import UnitOfWork

ON_WHOM_IT_RESTS = (*sorted(SAFEGUARDING_ROLES), Role.SPEAK_UP_LEAD)


@dataclass(frozen=True)
class Reach:
    """A linked channel by its Slack id, or somebody by their person's id. `look` is under which name it is kept."""

    look: str
    channel: str = ""
    person_id: UUID | None = None
    name: str = ""
    user_id: str | None = None
    has_other_way: bool = False


def to_reach(work: UnitOfWork, now: datetime) -> list[Reach]:
    """Return every channel of a contract that goes on, and every lead and whoever stands in for one."""
    today = work.organisations.calendar(None).local(now).date()
    channels: dict[str, Reach] = {}
    people = {person.id: person for person in work.people.holding(ON_WHOM_IT_RESTS, None)}
    people |= {person.id: person for person in work.people.holding_anywhere(Role.CONTRACT_LEAD)}
    for leave in work.routes.leave_from(today):
        if leave.cover_id is not None:
            people[leave.cover_id] = work.people.get(leave.cover_id)
    for contract in work.contracts.all():
        if contract.ended_on is None or contract.ended_on > today:
            for link in work.contracts.channels(contract.id):
                channels[link.slack_channel] = Reach(f"channel:{link.slack_channel}", link.slack_channel)
    return [*channels.values(), *(_reach_of(work, person) for person in people.values() if person.is_active)]


def _reach_of(work: UnitOfWork, person: Person) -> Reach:
    return Reach(
        f"person:{person.id.hex}",
        person_id=person.id,
        name=person.name,
        user_id=person.user_id,
        has_other_way=bool(work.routes.outside(person.id)),
    )


def keep_channel_lost(work: UnitOfWork, channel: str, *, is_archived: bool, now: datetime) -> None:
    """Close a channel that we cannot post to any more, and ask whoever leads the contract; asked once for each loss."""
    note_change(work, channel, ChannelChange.ARCHIVED if is_archived else ChannelChange.LEFT, None, now)
