"""What somebody reads of a placement position: our reasons stay with us, partners and the provider read the rest."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of
from bot.casework.placement_keeping import position_of
from bot.casework.placement_telling import Told, reads_position, told_of
from bot.casework.placements import approvers
from domain.confidentiality import may_read
from domain.errors import NotYours
from domain.people import Act, Party
from domain.placements import THEIRS_TO_DECIDE, Position
from storage.contracts import Contract
from storage.people import Person
from storage.placements import PlacementDecision
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Past:
    """One decision of the history: what, whose, and from when to when it stood; never why."""

    reference: str
    position: Position
    side: str
    state: str
    from_on: date


@dataclass(frozen=True)
class Reading:
    """What one person reads, and what they may do. `texts` and `asked_texts` are by field, those they may read."""

    contract: Contract
    position: Position
    party: Party
    standing: PlacementDecision | None
    texts: dict[str, str]
    limit: str
    asked: PlacementDecision | None
    asked_texts: dict[str, str]
    history: list[Past]
    told: list[Told]
    may_decide: bool
    may_approve: bool
    may_refuse: bool
    may_tell: bool
    may_pause: bool
    may_lift: bool


def read_position(work: UnitOfWork, person: Person, contract_id: UUID) -> Reading:
    """Return the position to somebody who may read it. Raises NotYours for everybody else."""
    party = party_of(work, person, contract_id)
    if party is None or not reads_position(work, person, contract_id):
        raise NotYours(NOT_YOURS)
    placements, is_own = work.placements, party is Party.OWN
    standing, position = placements.standing(contract_id), position_of(work, contract_id)
    asked = placements.asked(contract_id) if is_own else None
    may_decide = is_own and may_do(work, person, contract_id, Act.DECIDE_PLACEMENT)
    speaks = party is Party.PROVIDER and may_do(work, person, contract_id, Act.PAUSE_ADMISSIONS)
    return Reading(
        contract=work.contracts.get(contract_id),
        position=position,
        party=party,
        standing=standing,
        texts=readable_texts(work, standing, party),
        limit=limit_of(work, standing),
        asked=asked,
        asked_texts=readable_texts(work, asked, party),
        history=[
            _past(work, each)
            for each in reversed(placements.of_contract(contract_id))
            if is_own or each.stood_at is not None
        ],
        told=told_of(work, standing) if standing is not None and is_own else [],
        may_decide=may_decide and asked is None,
        may_approve=asked is not None and person.id in {each.id for each in approvers(work, asked)},
        may_refuse=may_decide and asked is not None,
        may_tell=is_own and standing is not None and may_do(work, person, contract_id, Act.RECORD_FOR),
        may_pause=speaks and Position.PAUSED in THEIRS_TO_DECIDE[position],
        may_lift=speaks and position is Position.PAUSED,
    )


def readable_texts(work: UnitOfWork, decision: PlacementDecision | None, party: Party) -> dict[str, str]:
    """Return the newest version of each text of a decision that a side may read."""
    if decision is None:
        return {}
    return {
        text.field: text.body
        for text in work.narratives.of(decision.id)
        if may_read(party, text.content_class) and text.body.strip()
    }


def limit_of(work: UnitOfWork, decision: PlacementDecision | None) -> str:
    """Return how far admissions are limited, in the words of whoever decided the limit that stands."""
    if decision is None or decision.position is not Position.LIMITED:
        return ""
    for each in reversed(work.placements.of_contract(decision.contract_id)):
        if each.decided_at <= decision.decided_at and each.party is Party.OWN and each.stood_at is not None:
            return readable_texts(work, each, Party.PROVIDER).get("limit", "")
    return ""


def _past(work: UnitOfWork, decision: PlacementDecision) -> Past:
    side = work.people.get(decision.decided_by).organisation_id
    return Past(
        reference=decision.reference,
        position=decision.position,
        side=work.organisations.get(side).name if side else "",
        state=decision.state.value,
        from_on=decision.from_on,
    )
