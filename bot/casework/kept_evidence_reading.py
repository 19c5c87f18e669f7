"""Beside which records somebody may keep evidence, and which of what is kept there they may read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of, reads
from bot.casework.action_access import class_of, find_action, sees
from bot.casework.concern_access import decides_about, decides_on, find_concern, provider_knows
from domain.chronology import SubjectKind
from domain.concerns import ConcernState
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed, NotYours
from domain.improvements import UNDER_WAY
from domain.kept_evidence import classes_offered
from domain.people import Act, Party
from storage.actions import OPEN_STATES, Action
from storage.concerns import Concern
from storage.improvements import Improvement
from storage.kept_evidence import KeptEvidence
from storage.people import Person
from storage.reasons import ConcernArea
from storage.unit_of_work import UnitOfWork

MOST_OFFERED = 100
"""Records in one list to choose from: what Slack takes."""


@dataclass(frozen=True)
class Beside:
    """A concern, an action or an area beside which evidence is kept, and who can be chosen to read it, widest first."""

    kind: SubjectKind
    id: UUID
    reference: str
    contract_id: UUID | None
    offered: tuple[ContentClass, ...]
    title: str = ""
    improvement_id: UUID | None = None


@dataclass(frozen=True)
class Shown:
    """One piece of evidence as somebody reads it: where it is, who keeps it, and its texts by field."""

    evidence: KeptEvidence
    kept_by: str
    texts: dict[str, str]


def record_to_add_to(
    work: UnitOfWork, person: Person, kind: SubjectKind, record_id: UUID, now: datetime
) -> Beside:
    """Return a record to whoever may keep evidence beside it. Raises NotYours, and NotAllowed once it is over."""
    if kind is SubjectKind.CONCERN:
        concern = find_concern(work, record_id)
        may, is_open = _may_add_to_concern(work, person, concern, now), _is_open(concern)
        beside = _of_concern(work, person, concern, now)
    elif kind is SubjectKind.ACTION:
        action = find_action(work, record_id)
        may, is_open = _may_add_to_action(work, person, action, now), action.state in OPEN_STATES
        beside = _of_action(work, person, action, now)
    elif kind is SubjectKind.CONCERN_AREA:
        area = work.reasons.find_area(record_id)
        improvement = work.improvements.find(area.improvement_id) if area else None
        if area is None or improvement is None:
            raise NotYours(NOT_YOURS)
        may, is_open = _may_add_to_area(work, person, improvement), improvement.state in UNDER_WAY
        beside = _of_area(work, person, area, improvement)
    else:
        raise NotYours(NOT_YOURS)
    if not may:
        raise NotYours(NOT_YOURS)
    if not is_open:
        raise NotAllowed(f"{beside.reference} is over, so nothing more is kept beside it.")
    return beside


def may_add_to(work: UnitOfWork, person: Person, record: Concern | Action, now: datetime) -> bool:
    """Say whether somebody is offered to keep evidence beside a record."""
    if isinstance(record, Concern):
        return _is_open(record) and _may_add_to_concern(work, person, record, now)
    return record.state in OPEN_STATES and _may_add_to_action(work, person, record, now)


def records_to_add_to(work: UnitOfWork, person: Person, channel: str, now: datetime) -> Sequence[Beside]:
    """Return the open records beside which somebody may keep evidence, those of a channel's contract first.

    Concerns come before actions and areas, and these by what is to be done or looked at.
    """
    contracts = [contract.id for contract in work.contracts.of_person(person.id)]
    concerns = {each.id: each for each in work.concerns.open_in(contracts)}
    concerns |= {each.id: each for each in work.concerns.logged_by(person.id)}
    actions = {each.id: each for each in work.actions.open_in(contracts, MOST_OFFERED)}
    actions |= {each.id: each for each in work.actions.owned_by(person.id)}
    work.concerns.hold({each.concern_id for each in actions.values() if each.concern_id})
    found = [
        *_areas(work, person, contracts),
        *(
            _of_concern(work, person, each, now)
            for each in concerns.values()
            if may_add_to(work, person, each, now)
        ),
        *(
            _of_action(work, person, each, now)
            for each in actions.values()
            if may_add_to(work, person, each, now)
        ),
    ]
    here = {contract.id for contract in work.contracts.linked_to(channel)} if channel else set()
    return sorted(found, key=lambda each: (each.contract_id not in here, each.title))[:MOST_OFFERED]


def _areas(work: UnitOfWork, person: Person, contracts: Sequence[UUID]) -> Iterator[Beside]:
    for improvement in work.improvements.in_contracts(contracts, only_under_way=True):
        if _may_add_to_area(work, person, improvement):
            for area in work.reasons.areas(improvement.id):
                yield _of_area(work, person, area, improvement)


def _may_add_to_area(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Everybody who takes part in a process may keep what was said, once it is explained to all of them."""
    is_known = bool(improvement.explanation_version)
    return is_known and may_do(work, person, improvement.contract_id, Act.TAKE_PART)


def _of_area(work: UnitOfWork, person: Person, area: ConcernArea, improvement: Improvement) -> Beside:
    offered = _offered(work, person, improvement.contract_id, provider_knows=True)
    reference, contract_id = improvement.reference, improvement.contract_id
    return Beside(
        SubjectKind.CONCERN_AREA, area.id, reference, contract_id, offered, area.title, improvement.id
    )


def _is_open(concern: Concern) -> bool:
    return concern.state not in {ConcernState.RESOLVED, ConcernState.WITHDRAWN}


def _may_add_to_concern(work: UnitOfWork, person: Person, concern: Concern, now: datetime) -> bool:
    if person.organisation_id is None:
        return False
    if concern.reporter_id == person.id or decides_on(work, person, concern):
        return True
    content_class = ContentClass.SHARED if provider_knows(concern, now) else ContentClass.INTERNAL
    acts = may_do(work, person, concern.contract_id, Act.PROPOSE_ACTION)
    return acts and reads(work, person, concern.contract_id, content_class)


def _may_add_to_action(work: UnitOfWork, person: Person, action: Action, now: datetime) -> bool:
    acts = action.owner_id == person.id or may_do(work, person, action.contract_id, Act.PROPOSE_ACTION)
    return acts and sees(work, person, action, now)


def _of_concern(work: UnitOfWork, person: Person, concern: Concern, now: datetime) -> Beside:
    offered = _offered(work, person, concern.contract_id, provider_knows=provider_knows(concern, now))
    return Beside(SubjectKind.CONCERN, concern.id, concern.reference, concern.contract_id, offered)


def _of_action(work: UnitOfWork, person: Person, action: Action, now: datetime) -> Beside:
    is_shared = class_of(work, action, now) is ContentClass.SHARED
    offered = _offered(work, person, action.contract_id, provider_knows=is_shared)
    return Beside(SubjectKind.ACTION, action.id, action.reference, action.contract_id, offered, action.title)


def _offered(
    work: UnitOfWork, person: Person, contract_id: UUID | None, *, provider_knows: bool
) -> tuple[ContentClass, ...]:
    party = party_of(work, person, contract_id) or Party.OTHER
    return classes_offered(party, provider_knows=provider_knows and contract_id is not None)


def evidence_beside(
    work: UnitOfWork, person: Person, record: Concern | Action | ConcernArea
) -> Sequence[Shown]:
    """Return the evidence of a record that somebody may read, newest first. They may open the record itself."""
    return list(
        _shown(
            work, [each for each in work.kept_evidence.about(record.id) if _reads(work, person, record, each)]
        )
    )


def _reads(
    work: UnitOfWork, person: Person, record: Concern | Action | ConcernArea, evidence: KeptEvidence
) -> bool:
    if evidence.kept_by == person.id:
        return True
    if isinstance(record, ConcernArea):
        return reads(work, person, evidence.contract_id, evidence.content_class)
    if isinstance(record, Concern) and decides_about(work, person, record.contract_id):
        return True
    is_owner = isinstance(record, Action) and record.owner_id == person.id
    if is_owner and evidence.content_class is ContentClass.SHARED:
        return True
    return reads(work, person, record.contract_id, evidence.content_class)


def _shown(work: UnitOfWork, found: Sequence[KeptEvidence]) -> Iterator[Shown]:
    texts: dict[UUID, dict[str, str]] = {}
    for text in work.narratives.about({each.id for each in found}) if found else ():
        texts.setdefault(text.subject_id, {})[text.field] = text.body
    for each in found:
        yield Shown(each, work.people.get(each.kept_by).name, texts.get(each.id, {}))
