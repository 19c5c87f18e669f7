"""Contracts, their parties, and the channels linked to them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from domain.calendar import Nation
from domain.contracts import ChannelPurpose
from domain.people import Party
from storage.columns import words


class Contract(SQLModel, table=True):
    """A contract for a service. `ended_on` is the day from which nobody is reminded of anything in it any more.

    `is_deed`: executed as a deed, so that its records are kept for longer.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=60, unique=True)
    title: str = Field(max_length=150)
    service: str = Field(max_length=150)
    nation: Nation = Field(sa_type=words(Nation, "nation"))
    starts_on: date
    ends_on: date
    created_at: datetime
    ended_on: date | None = None
    is_deed: bool = False


class ContractParty(SQLModel, table=True):
    """An organisation's side in a contract."""

    __tablename__ = "contract_party"
    contract_id: UUID = Field(primary_key=True, foreign_key="contract.id")
    organisation_id: UUID = Field(primary_key=True, foreign_key="organisation.id")
    party: Party = Field(sa_type=words(Party, "party"))


class ContractChannel(SQLModel, table=True):
    """A channel linked to a contract. Routing, never permission."""

    __tablename__ = "contract_channel"
    __table_args__ = (UniqueConstraint("contract_id", "slack_channel"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    contract_id: UUID = Field(foreign_key="contract.id")
    slack_channel: str = Field(max_length=32, index=True)
    purpose: ChannelPurpose = Field(sa_type=words(ChannelPurpose, "purpose"))
    linked_at: datetime
    hub_pinned: bool = False


class Contracts:
    """Questions about contracts."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[UUID, Contract] = {}  # the session itself forgets a row that nobody holds
        self._parties: dict[UUID, dict[UUID, Party]] = {}

    def add(self, contract: Contract) -> Contract:
        """Keep a contract."""
        self._session.add(contract)
        self._session.flush()
        return contract

    def get(self, contract_id: UUID) -> Contract:
        """Return a contract that is known to exist."""
        if contract_id not in self._found:
            self._found[contract_id] = self._session.get_one(Contract, contract_id)
        return self._found[contract_id]

    def referenced(self, reference: str) -> Contract | None:
        """Return the contract of that reference."""
        return self._session.exec(select(Contract).where(Contract.reference == reference)).first()

    def all(self) -> Sequence[Contract]:
        """Return every contract, by title."""
        return self._session.exec(select(Contract).order_by(Contract.title)).all()

    def ended_by(self, day: date) -> Sequence[Contract]:
        """Return the contracts that have ended by a day."""
        return self._session.exec(select(Contract).where(col(Contract.ended_on) <= day)).all()

    def of_person(self, person_id: UUID) -> Sequence[Contract]:
        """Return the contracts for which somebody holds a role, by title."""
        from storage.people import RoleAssignment

        return self._session.exec(
            select(Contract)
            .join(RoleAssignment, col(RoleAssignment.contract_id) == col(Contract.id))
            .where(RoleAssignment.person_id == person_id)
            .order_by(Contract.title)
            .distinct()
        ).all()

    def add_party(self, contract_id: UUID, organisation_id: UUID, party: Party) -> None:
        """Make an organisation a side of the contract, or change which."""
        self._session.merge(
            ContractParty(contract_id=contract_id, organisation_id=organisation_id, party=party)
        )
        self._session.flush()
        self._parties.clear()

    def parties(self, contract_id: UUID) -> dict[UUID, Party]:
        """Return the organisations of a contract and their sides."""
        if contract_id not in self._parties:
            which = select(ContractParty).where(ContractParty.contract_id == contract_id)
            rows = self._session.exec(which).all()
            self._parties[contract_id] = {row.organisation_id: row.party for row in rows}
        return dict(self._parties[contract_id])

    def party_of(self, contract_id: UUID, organisation_id: UUID | None) -> Party | None:
        """Return which side an organisation is on, or None when it has no part in the contract."""
        return self.parties(contract_id).get(organisation_id) if organisation_id else None

    def provider_of(self, contract_id: UUID) -> UUID | None:
        """Return the provider's organisation."""
        for organisation_id, party in self.parties(contract_id).items():
            if party is Party.PROVIDER:
                return organisation_id
        return None

    def link(self, channel: ContractChannel) -> ContractChannel:
        """Link a channel to a contract; the same link twice is one."""
        found = self.link_between(channel.contract_id, channel.slack_channel)
        if found is not None:
            found.purpose = channel.purpose
            return found
        self._session.add(channel)
        self._session.flush()
        return channel

    def link_between(self, contract_id: UUID, slack_channel: str) -> ContractChannel | None:
        """Return the link between a contract and a channel."""
        return self._session.exec(
            select(ContractChannel).where(
                ContractChannel.contract_id == contract_id, ContractChannel.slack_channel == slack_channel
            )
        ).first()

    def linked_to(self, slack_channel: str) -> Sequence[Contract]:
        """Return the contracts that a channel is linked to, by title."""
        return self._session.exec(
            select(Contract)
            .join(ContractChannel, col(ContractChannel.contract_id) == col(Contract.id))
            .where(ContractChannel.slack_channel == slack_channel)
            .order_by(Contract.title)
        ).all()

    def channels(self, contract_id: UUID, purpose: ChannelPurpose | None = None) -> Sequence[ContractChannel]:
        """Return the channels linked to a contract, of one purpose or of all."""
        query = select(ContractChannel).where(ContractChannel.contract_id == contract_id)
        if purpose is not None:
            query = query.where(ContractChannel.purpose == purpose)
        return self._session.exec(query.order_by(col(ContractChannel.linked_at))).all()
