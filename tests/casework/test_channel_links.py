"""A channel of two contracts: what the lead of one confirms opens nothing of the other's, however it is linked."""

from uuid import UUID

import pytest

from bot.casework.channel_links import unlink_channel
from bot.casework.channels import confirm_readers, judge, keep_first, look_again, note_change, standing_of
from bot.casework.contracts import create_contract, link_channel
from bot.casework.organisation import make_administrator
from domain.calendar import Nation
from domain.channels import ChannelChange, Standing
from domain.contracts import ChannelPurpose, NewContract
from storage.database import Database
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from tests.casework.test_deadlines import DUE, STARTS

CHANNEL, OURS = "C0OPS", "team:T0"
BOTH = [OURS, "team:T0OTHER"]


def contract_of(work: UnitOfWork, person: Person, reference: str) -> UUID:
    """A contract of ours with that channel linked to it."""
    new = NewContract(
        reference, reference, f"{reference} Care", "Care home", Nation.ENGLAND, STARTS.date(), DUE.date()
    )
    contract = create_contract(work, person, new, person.id, (), STARTS)
    return contract.id


def link(work: UnitOfWork, person: Person, contract_id: UUID) -> UUID:
    """Link the channel to a contract."""
    return link_channel(work, person, contract_id, CHANNEL, ChannelPurpose.INTERNAL, STARTS).id


def confirm(work: UnitOfWork, person: Person, link_id: UUID) -> None:
    """Confirm, for one contract, that both organisations may read the channel."""
    _link, standing = look_again(work, person, link_id, BOTH, STARTS)
    confirm_readers(work, person, link_id, standing.changes, BOTH, STARTS)


@pytest.mark.parametrize("is_linked_later", [False, True])
async def test_a_channel_linked_again_waits_for_its_own_contracts_lead(
    database: Database, is_linked_later: bool
) -> None:
    def play(work: UnitOfWork) -> None:
        lead = make_administrator(work, "T0", "U0PRIYA", "Priya Nair", STARTS)
        first, second = contract_of(work, lead, "ALD"), contract_of(work, lead, "BIR")
        of_first = link(work, lead, first)
        of_second = None if is_linked_later else link(work, lead, second)
        keep_first(work, CHANNEL, [OURS])
        note_change(work, CHANNEL, ChannelChange.READERS, BOTH, STARTS)
        if of_second is None:
            unlink_channel(work, lead, of_first, STARTS)
            of_second = link(work, lead, second)
            confirm(work, lead, of_second)
        else:
            confirm(work, lead, of_second)
            unlink_channel(work, lead, of_first, STARTS)
        assert judge(standing_of(work, second, CHANNEL), BOTH) is Standing.OPEN
        unlink_channel(work, lead, of_second, STARTS)

        of_first = link(work, lead, first)
        assert judge(standing_of(work, first, CHANNEL), BOTH) is Standing.CLOSED
        confirm(work, lead, of_first)
        assert judge(standing_of(work, first, CHANNEL), BOTH) is Standing.OPEN
        of_second = link(work, lead, second)
        assert judge(standing_of(work, second, CHANNEL), BOTH) is Standing.OPEN, "as it was confirmed there"

    await database.write(play, within=10)
