"""Contracts: created with their provider and lead, linked to channels, listed for whoever takes part."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, require_act
from bot.casework.administrators import SET_UP_FIRST
from bot.casework.channel_links import begin_standing
from bot.casework.hubs import owe_hub
from bot.casework.people import give_role
from bot.casework.records import record
from domain.chronology import Event, SubjectKind
from domain.contracts import ChannelPurpose, NewContract
from domain.errors import NotAllowed, NotYours
from domain.people import Act, Party, Role
from storage.contracts import Contract, ContractChannel
from storage.people import Person
from storage.unit_of_work import UnitOfWork

ASK_AN_ADMINISTRATOR = "Contracts are set up by an administrator. Please ask one."


def create_contract(
    work: UnitOfWork,
    person: Person,
    new: NewContract,
    lead_id: UUID,
    senior_ids: tuple[UUID, ...],
    now: datetime,
) -> Contract:
    """Create a contract with its provider, its lead and the lead's senior contacts."""
    require_act(work, person, None, Act.SET_UP_CONTRACT, ASK_AN_ADMINISTRATOR)
    if work.contracts.referenced(new.reference.strip()) is not None:
        raise NotAllowed("There is a contract with this reference already.", "reference")
    own = work.organisations.own()
    if own is None:
        raise NotAllowed(SET_UP_FIRST)
    provider = work.organisations.named(new.provider.strip())
    if provider.id == own.id:
        raise NotAllowed("The provider is another organisation than your own. Please name it.", "provider")
    contract = work.contracts.add(
        Contract(
            reference=new.reference.strip(),
            title=new.title.strip(),
            service=new.service.strip(),
            nation=new.nation,
            starts_on=new.starts_on,
            ends_on=new.ends_on,
            created_at=now,
        )
    )
    work.contracts.add_party(contract.id, own.id, Party.OWN)
    work.contracts.add_party(contract.id, provider.id, Party.PROVIDER)
    subject = (SubjectKind.CONTRACT, contract.id)
    record(work, Event.CONTRACT_CREATED, subject, person, now, contract.id, reference=contract.reference)
    give_role(work, person, contract, work.people.get(lead_id), Role.CONTRACT_LEAD, now)
    for senior_id in senior_ids:
        give_role(work, person, contract, work.people.get(senior_id), Role.SENIOR_CONTACT, now)
    return contract


def link_channel(
    work: UnitOfWork,
    person: Person,
    contract_id: UUID,
    slack_channel: str,
    purpose: ChannelPurpose,
    now: datetime,
) -> ContractChannel:
    """Link a channel to a contract and owe it the hub message, which is pinned once it stands there."""
    require_act(work, person, contract_id, Act.SET_UP_CONTRACT)
    channel = work.contracts.link(
        ContractChannel(contract_id=contract_id, slack_channel=slack_channel, purpose=purpose, linked_at=now)
    )
    record(
        work,
        Event.CHANNEL_LINKED,
        (SubjectKind.CONTRACT, contract_id),
        person,
        now,
        contract_id,
        channel=slack_channel,
        purpose=purpose.value,
    )
    begin_standing(work, channel, now)
    owe_hub(work, channel, now)
    return channel


def require_own_channel(work: UnitOfWork, team_ids: Iterable[str], purpose: ChannelPurpose) -> None:
    """Refuse a channel as our own that people of other organisations can read."""
    if purpose is ChannelPurpose.INTERNAL and not _are_ours(work, team_ids):
        raise NotAllowed(
            "People of other organisations can read this channel, so it cannot be one of your own.", "purpose"
        )


def _are_ours(work: UnitOfWork, team_ids: Iterable[str]) -> bool:
    own = work.organisations.own()
    return own is not None and all(work.organisations.of_team(team) == own.id for team in team_ids)


def has_strangers(work: UnitOfWork, team_ids: Iterable[str]) -> bool:
    """Say whether an organisation can see the channel of which we know nobody yet: until then nothing is posted."""
    return any(work.organisations.of_team(team) is None for team in team_ids)


def contracts_in_reach(work: UnitOfWork, person: Person, act: Act) -> Sequence[Contract]:
    """Return the contracts for which somebody may do this, by title: all of them for an administrator."""
    if may_do(work, person, None, act):
        return work.contracts.all()
    return [each for each in work.contracts.of_person(person.id) if may_do(work, person, each.id, act)]


def open_contract(work: UnitOfWork, person: Person, contract_id: UUID) -> Contract:
    """Return a contract to somebody who takes part in it."""
    if not (
        may_do(work, person, contract_id, Act.READ_CONTRACT)
        or may_do(work, person, None, Act.SET_UP_CONTRACT)
    ):
        raise NotYours(NOT_YOURS)
    return work.contracts.get(contract_id)
