"""Linked channels: who may read them, what closes one above SHARED, and who confirms it (design.md section 4)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, is_own, may_do
from bot.casework.audiences import leads_of
from bot.casework.deadlines import meet
from bot.casework.lead_duties import start_for_leads
from bot.casework.notices import Owed, owe_people
from bot.casework.records import record
from domain.channels import CONFIRM_WITHIN, ChannelChange, Standing, closes
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import Act
from domain.rhythm import Speed
from storage.channels import ChannelStanding
from storage.contracts import ContractChannel
from storage.people import Person
from storage.unit_of_work import UnitOfWork

NOT_SAID = "Slack does not say who can read this channel now. Please try again in a minute."
CHANGED_AGAIN = "Who can read this channel has changed again. Please open the list anew and look at it."


@dataclass(frozen=True)
class Reader:
    """Somebody who can read a channel. `name` is empty for an organisation nobody here knows, and for a guest."""

    name: str
    is_party: bool
    is_guest: bool = False


def subject_of(link: ContractChannel) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about a linked channel point at."""
    return SubjectKind.CHANNEL, link.id


def standing_of(work: UnitOfWork, contract_id: UUID | None, slack_channel: str) -> ChannelStanding | None:
    """Return how a channel stands for a contract; None where it is not linked or nobody has looked yet."""
    link = work.contracts.link_between(contract_id, slack_channel) if contract_id else None
    return work.channels.standing(link.id) if link is not None else None


def judge(standing: ChannelStanding | None, readers: Collection[str]) -> Standing:
    """Hold what was confirmed against who can read a channel now, as an event that never came would not tell."""
    if standing is None:
        return Standing.FIRST_SEEN
    if closes(ChannelChange.READERS, standing.confirmed, readers):
        is_told = standing.change is not None and set(standing.seen or ()) == set(readers)
        return Standing.CLOSED if is_told else Standing.CHANGED
    return Standing.CLOSED if standing.change is not None else Standing.OPEN


def note_change(
    work: UnitOfWork,
    slack_channel: str,
    change: ChannelChange,
    readers: Collection[str] | None,
    now: datetime,
) -> None:
    """Close a channel for each contract that it is linked to, and ask who leads; the same change twice is one.

    `readers` is None when Slack did not say who can read it now. Fewer readers than before are just kept.
    """
    for link in work.channels.links_of(slack_channel):
        standing = work.channels.standing_to_change(link.id)
        if standing is None:
            standing = work.channels.add_standing(ChannelStanding(link_id=link.id))
        _note(work, link, standing, change, readers, now)


def keep_first(work: UnitOfWork, slack_channel: str, readers: Collection[str]) -> None:
    """Keep who can read a channel as it is used for the first time: whoever linked it has just looked at it."""
    for link in work.channels.links_of(slack_channel):
        if work.channels.standing(link.id) is None:
            work.channels.add_standing(ChannelStanding(link_id=link.id, confirmed=sorted(readers)))


def _note(
    work: UnitOfWork,
    link: ContractChannel,
    standing: ChannelStanding,
    change: ChannelChange,
    readers: Collection[str] | None,
    now: datetime,
) -> None:
    seen = None if readers is None else sorted(readers)
    if standing.change is None and not closes(change, standing.confirmed, readers):
        standing.confirmed = seen or []  # who has left is new again should they come back
        return
    is_told = change in {
        standing.change,
        ChannelChange.READERS,
    }  # new readers say no more of one that has moved
    if standing.change is not None and seen == standing.seen and is_told:
        return
    is_unclear = change is ChannelChange.READERS and readers is None
    close_channel(work, link, standing, ChannelChange.UNCLEAR if is_unclear else change, seen, now)


def close_channel(
    work: UnitOfWork,
    link: ContractChannel,
    standing: ChannelStanding,
    change: ChannelChange,
    seen: list[str] | None,
    now: datetime,
) -> None:
    """Close one linked channel above SHARED, write down why, and ask whoever leads. `seen`: who can read it now."""
    was_open = standing.change is None
    standing.change, standing.seen, standing.changed_at = change, seen, now
    standing.changes += 1
    record(
        work,
        Event.CHANNEL_CHANGED,
        subject_of(link),
        None,
        now,
        link.contract_id,
        channel=link.slack_channel,
        change=change.value,
        readers=seen,
    )
    _ask_lead(work, link, standing, now, is_new=was_open)


def _ask_lead(
    work: UnitOfWork, link: ContractChannel, standing: ChannelStanding, now: datetime, *, is_new: bool
) -> None:
    leads = leads_of(work, link.contract_id)
    if is_new:
        kind, subject = DeadlineKind.CHANNEL_CONFIRM, subject_of(link)
        start_for_leads(work, kind, subject, link.contract_id, CONFIRM_WITHIN, "the change", now)
    work.notices.redraw(link.id)
    asked = Owed(
        kind=NoticeKind.CHANNEL_CHANGED,
        subject=subject_of(link),
        content_class=ContentClass.INTERNAL,
        speed=Speed.PROMPT,
        event=f"channel_changed:{link.id.hex}:{standing.changes}",
        contract_id=link.contract_id,
    )
    owe_people(work, asked, leads, now)


def readers_named(work: UnitOfWork, contract_id: UUID, readers: Collection[str]) -> Sequence[Reader]:
    """Return who can read a channel by the names of their organisations; whoever is no party of the contract first."""
    parties, found = work.contracts.parties(contract_id), dict[str, Reader]()
    for reader in sorted(readers):
        kind, _, slack_id = reader.partition(":")
        organisation_id = work.organisations.of_team(slack_id) if kind == "team" else None
        if kind == "guest":
            known = work.people.in_slack_by_users([slack_id])
            organisation_id = known[0].organisation_id if known else None
        name = work.organisations.get(organisation_id).name if organisation_id else ""
        found[name or reader] = Reader(name, organisation_id in parties, kind == "guest")
    return sorted(found.values(), key=lambda each: (each.is_party, each.name))


def may_confirm(work: UnitOfWork, person: Person, contract_id: UUID) -> bool:
    """Say whether somebody may confirm who reads a channel: who leads the contract, or an administrator."""
    return is_own(work, person) and may_do(work, person, contract_id, Act.CONFIRM_CHANNEL)


def link_for(work: UnitOfWork, person: Person, link_id: UUID) -> ContractChannel:
    """Return a linked channel to whoever may confirm or unlink it. Raises NotYours for others."""
    link = work.channels.link(link_id)
    if link is None:
        raise NotAllowed("This channel is not linked to the contract any more.")
    if not may_confirm(work, person, link.contract_id):
        raise NotYours(NOT_YOURS)
    return link


def link_to_change(
    work: UnitOfWork, person: Person, link_id: UUID
) -> tuple[ContractChannel, ChannelStanding]:
    """Return a linked channel that has changed, to whoever may confirm it.

    Raises NotYours for others, and NotAllowed once there is nothing to confirm any more.
    """
    link = link_for(work, person, link_id)
    standing = work.channels.standing_to_change(link_id)
    if standing is None or standing.change is None:
        raise NotAllowed("Who may read this channel has been confirmed already. There is nothing to do.")
    return link, standing


def look_again(
    work: UnitOfWork, person: Person, link_id: UUID, readers: Collection[str] | None, now: datetime
) -> tuple[ContractChannel, ChannelStanding]:
    """Return a channel that has changed with who can read it at this moment, which is what can then be confirmed.

    A change of which no event told is noted as it is looked at. Raises NotAllowed when Slack does not say.
    """
    link = link_for(work, person, link_id)
    if readers is not None and judge(work.channels.standing(link_id), readers) is Standing.CHANGED:
        note_change(work, link.slack_channel, ChannelChange.READERS, readers, now)
    link, standing = link_to_change(work, person, link_id)
    if readers is None:
        raise NotAllowed(NOT_SAID)
    if sorted(readers) != standing.seen:
        standing.seen, standing.changed_at = sorted(readers), now
        standing.changes += 1
    return link, standing


def confirm_readers(
    work: UnitOfWork,
    person: Person,
    link_id: UUID,
    shown: int,
    readers: Collection[str] | None,
    now: datetime,
) -> None:
    """Open a channel again to what its contract may say there; of those who read it the gate judges as before.

    `shown` is the change that the person was shown, `readers` who can read the channel at this moment. Raises
    NotAllowed when it has changed since, or when Slack does not say.
    """
    link, standing = link_to_change(work, person, link_id)
    if readers is None:
        raise NotAllowed(NOT_SAID)
    if standing.changes != shown or sorted(readers) != standing.seen:
        raise NotAllowed(CHANGED_AGAIN)
    standing.confirmed, standing.change = sorted(readers), None
    standing.confirmed_by = person.id
    meet(work, link.id, (DeadlineKind.CHANNEL_CONFIRM,), person, now)
    record(
        work,
        Event.CHANNEL_CONFIRMED,
        subject_of(link),
        person,
        now,
        link.contract_id,
        channel=link.slack_channel,
        readers=standing.confirmed,
    )
    work.notices.redraw(link.id)
