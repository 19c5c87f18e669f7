"""What our own side asks of the other parties and nobody there has answered: a concern to look at, a receipt."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import is_own, may_do, party_of
from domain.people import Act, Party
from storage.concerns import Concern
from storage.evaluations import Evaluation
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def to_look_at(
    work: UnitOfWork, person: Person, contract_ids: Collection[UUID], now: datetime
) -> Sequence[Concern]:
    """Return the concerns that somebody of the provider is asked to look at, until an action answers them."""
    theirs = [
        each
        for each in contract_ids
        if party_of(work, person, each) is Party.PROVIDER and may_do(work, person, each, Act.PROPOSE_ACTION)
    ]
    found = work.concerns.told_in(theirs, now) if theirs else ()
    return [concern for concern in found if not work.actions.of_concern(concern.id)]


def to_receive(work: UnitOfWork, person: Person, contract_ids: Collection[UUID]) -> Sequence[Evaluation]:
    """Return the shared evaluations that somebody may say their organisation has received, the oldest first."""
    if person.organisation_id is None or is_own(work, person):
        return ()
    theirs = [each for each in contract_ids if may_do(work, person, each, Act.READ_CONTRACT)]
    waiting = work.evaluations.not_received_by(person.organisation_id, theirs) if theirs else ()
    found = [work.evaluations.find(receipt.evaluation_id) for receipt in waiting]
    return [evaluation for evaluation in found if evaluation is not None]
