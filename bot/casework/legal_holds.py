"""Legal holds: what may not be erased, whatever its period says, until somebody lifts it with a reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import is_own, may_do, require_act
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed
from domain.people import Act
from domain.retention import HoldGround, HoldScope
from storage.people import Person
from storage.retention import LegalHold
from storage.unit_of_work import UnitOfWork

NOT_THEIRS = (
    "Legal holds are placed and lifted by a records officer or an administrator. Please ask one of them."
)


@dataclass(frozen=True)
class NewHold:
    """What a hold is to stand on, and why. `reference` is a record's; of the four parts only the scope's is used."""

    scope: HoldScope
    ground: HoldGround
    reason: str
    contract_id: UUID | None = None
    reference: str = ""
    person_id: UUID | None = None


def subject_of(hold: LegalHold) -> tuple[SubjectKind, UUID]:
    """Return what entries about a hold point at."""
    return SubjectKind.RETENTION, hold.id


def require_may_hold(work: UnitOfWork, person: Person) -> None:
    """Refuse whoever may not place or lift a hold. Raises NotYours."""
    require_act(work, person, None, Act.HOLD_RECORDS, NOT_THEIRS)


def may_hold(work: UnitOfWork, person: Person) -> bool:
    """Say whether somebody may place and lift holds."""
    return is_own(work, person) and may_do(work, person, None, Act.HOLD_RECORDS)


def holds(work: UnitOfWork, person: Person) -> Sequence[LegalHold]:
    """Return every hold that stands. Raises NotYours for whoever may not see them."""
    require_may_hold(work, person)
    return work.retention.holds()


def place_hold(work: UnitOfWork, person: Person, new: NewHold, now: datetime) -> LegalHold:
    """Place a hold: from now on nothing that it stands on can be erased."""
    require_may_hold(work, person)
    if not new.reason.strip():
        raise NotAllowed("Please say why nothing may be erased. It stays on the record.", "reason")
    hold = LegalHold(scope=new.scope, ground=new.ground, placed_by=person.id, placed_at=now)
    match new.scope:
        case HoldScope.CONTRACT:
            if new.contract_id is None:
                raise NotAllowed("Please choose the contract.", "contract")
            hold.contract_id = work.contracts.get(new.contract_id).id
            hold.reference = work.contracts.get(new.contract_id).reference
        case HoldScope.RECORD:
            hold.reference = new.reference.strip().upper()
            hold.record_id = work.record_referenced(hold.reference)
            if hold.record_id is None:
                raise NotAllowed("There is no record with that reference. Please check it.", "reference")
        case HoldScope.PERSON:
            if new.person_id is None:
                raise NotAllowed("Please choose the person.", "person")
            hold.person_id = work.people.get(new.person_id).id
    work.retention.add(hold)
    keep_texts(
        work, subject_of(hold), ContentClass.RESTRICTED, person, now, {"held_because": new.reason.strip()}
    )
    facts = {"ground": hold.ground.value, "about": hold.record_id or hold.contract_id or hold.person_id}
    record(work, Event.LEGAL_HOLD_SET, subject_of(hold), person, now, None, scope=hold.scope.value, **facts)
    return hold


def lift_hold(work: UnitOfWork, person: Person, hold_id: UUID, reason: str, now: datetime) -> LegalHold:
    """Lift a hold, with a reason. Raises NotAllowed when it was lifted already."""
    require_may_hold(work, person)
    hold = work.retention.hold_to_change(hold_id)
    if hold is None or hold.lifted_at is not None:
        raise NotAllowed("This hold was lifted already. There is nothing to do.")
    if not reason.strip():
        raise NotAllowed("Please say why it is lifted. It stays on the record.", "reason")
    hold.lifted_by, hold.lifted_at = person.id, now
    keep_texts(
        work, subject_of(hold), ContentClass.RESTRICTED, person, now, {"lifted_because": reason.strip()}
    )
    record(work, Event.LEGAL_HOLD_LIFTED, subject_of(hold), person, now, scope=hold.scope.value)
    return hold


def holds_on(work: UnitOfWork, record_ids: Collection[UUID], contract_id: UUID | None) -> list[LegalHold]:
    """Return the holds that stand on any of some records, on their contract, or on anybody named in one of them."""
    ids = set(record_ids)
    return [
        hold
        for hold in work.retention.holds()
        if hold.scope is HoldScope.EVERYTHING
        or (hold.scope is HoldScope.CONTRACT and hold.contract_id == contract_id)
        or (hold.scope is HoldScope.RECORD and hold.record_id in ids)
        or (
            hold.scope is HoldScope.PERSON
            and hold.person_id is not None
            and not ids.isdisjoint(work.retention.records_of(hold.person_id))
        )
    ]
