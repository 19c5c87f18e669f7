"""Copies of the record: who may have one, of what, and what is written down about it (practice.md 1.9; domain.md 4.3).

A copy is made when its link is used, from the record as it stands then. Whether whoever asked for it may still have it
is asked again at that moment, and no file waits for them anywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, require_act
from bot.casework.contracts import contracts_in_reach
from bot.casework.export_contract import gather_contract
from bot.casework.export_safeguarding import gather_safeguarding
from bot.casework.improvement_access import improvement_for
from bot.casework.improvement_report import ImprovementReport, class_of_report, gather_report
from bot.casework.records import record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed, NotYours
from domain.exports import (
    LINK_HOLDS,
    LONGEST_REASON,
    ExportKind,
    MadeBy,
    RecordCopy,
    digest_of_token,
    new_token,
)
from domain.people import Act, Party
from storage.contracts import Contract
from storage.exports import Export
from storage.people import Person
from storage.unit_of_work import UnitOfWork

CLASS_OF_PARTY = {Party.OWN: ContentClass.INTERNAL, Party.PROVIDER: ContentClass.SHARED}
"""The widest class that a copy of a contract holds, by the side of whoever has it."""


class LinkOver(Exception):
    """A link that leads nowhere: never given out, used, out of time, or of somebody who may not have it any more."""


@dataclass(frozen=True)
class Asked:
    """A copy as it is asked for. Days are London days, both included; `readers` read it besides whoever asks."""

    contract_id: UUID
    kind: ExportKind
    reason: str
    first_on: date | None = None
    last_on: date | None = None
    readers: tuple[UUID, ...] = ()


def may_have(work: UnitOfWork, person: Person, contract_id: UUID) -> bool:
    """Say whether somebody may take a copy of a contract's record away."""
    return may_do(work, person, contract_id, Act.EXPORT_CONTRACT)


def may_have_restricted(work: UnitOfWork, person: Person) -> bool:
    """Say whether somebody may take a copy of safeguarding records away."""
    return may_do(work, person, None, Act.EXPORT_RESTRICTED)


def contracts_to_have(work: UnitOfWork, person: Person) -> Sequence[Contract]:
    """Return the contracts of which somebody may take a copy away, by title."""
    return contracts_in_reach(work, person, Act.EXPORT_CONTRACT)


def require_may_have(work: UnitOfWork, person: Person, contract_id: UUID, kind: ExportKind) -> ContentClass:
    """Return the widest class of the copy. Raises NotYours for those who may not have it."""
    party = require_act(work, person, contract_id, Act.EXPORT_CONTRACT)
    if party not in CLASS_OF_PARTY:
        raise NotYours(NOT_YOURS)
    if kind is ExportKind.CONTRACT:
        return CLASS_OF_PARTY[party]
    require_act(work, person, None, Act.EXPORT_RESTRICTED)
    return ContentClass.RESTRICTED


def ask_for_copy(work: UnitOfWork, person: Person, asked: Asked, now: datetime) -> tuple[Export, str]:
    """Keep that somebody wants a copy, and return it with the secret part of its link, which is kept nowhere."""
    content_class = require_may_have(work, person, asked.contract_id, asked.kind)
    require_whole(asked)
    token = new_token()
    export = work.exports.add(
        Export(
            contract_id=asked.contract_id,
            kind=asked.kind,
            content_class=content_class,
            made_by=MadeBy.PERSON,
            asked_by=person.id,
            asked_at=now,
            reason=asked.reason.strip(),
            first_on=asked.first_on,
            last_on=asked.last_on,
            readers=sorted({reader.hex for reader in asked.readers}),
            token_digest=digest_of_token(token),
            expires_at=now + LINK_HOLDS,
        )
    )
    _record(work, Event.EXPORT_ASKED, export, person, now, readers=export.readers, **_what(export))
    return export, token


def ask_for_report(
    work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime
) -> tuple[Export, str]:
    """Keep that somebody wants a process as a report, and return it with the secret part of its link."""
    improvement = improvement_for(work, person, improvement_id)
    token = new_token()
    export = work.exports.add(
        Export(
            contract_id=improvement.contract_id,
            improvement_id=improvement.id,
            kind=ExportKind.PROCESS,
            content_class=class_of_report(work, person, improvement),
            made_by=MadeBy.PERSON,
            asked_by=person.id,
            asked_at=now,
            reason=improvement.reference,
            token_digest=digest_of_token(token),
            expires_at=now + LINK_HOLDS,
        )
    )
    _record(work, Event.EXPORT_ASKED, export, person, now, **_what(export))
    return export, token


def require_whole(asked: Asked) -> None:
    """Refuse a copy that nobody says what it is for, whose period ends before it begins, or that names no reader."""
    if not asked.reason.strip():
        raise NotAllowed("Please say what the copy is for. It stays on the record.", "reason")
    if len(asked.reason) > LONGEST_REASON:
        raise NotAllowed(f"Please say it in at most {LONGEST_REASON} characters.", "reason")
    if asked.first_on and asked.last_on and asked.last_on < asked.first_on:
        raise NotAllowed("The last day comes before the first one.", "last_on")
    if asked.kind is ExportKind.SAFEGUARDING and not asked.readers:
        raise NotAllowed("Please name everybody who will read it. That stays on the record too.", "readers")


def export_of_link(work: UnitOfWork, token: str, now: datetime, *, to_change: bool = False) -> Export:
    """Return what a link is for. Raises LinkOver, in the same way whatever it is that is over."""
    digest = digest_of_token(token)
    export = work.exports.of_token_to_change(digest) if to_change else work.exports.of_token(digest)
    if export is None or export.fetched_at is not None or export.asked_by is None:
        raise LinkOver
    if export.expires_at is None or export.expires_at <= now:
        raise LinkOver
    person = work.people.find(export.asked_by)
    if person is None or person.organisation_id is None or not person.is_active:
        raise LinkOver
    try:
        content_class = class_of_copy(work, person, export)
    except NotYours:
        raise LinkOver from None
    if content_class is not export.content_class:
        raise LinkOver
    return export


def class_of_copy(work: UnitOfWork, person: Person, export: Export) -> ContentClass:
    """Return the widest class that somebody may take away now. Raises NotYours for those who may not have it."""
    if export.kind is ExportKind.PROCESS:
        assert export.improvement_id is not None
        return class_of_report(work, person, improvement_for(work, person, export.improvement_id))
    return require_may_have(work, person, export.contract_id, export.kind)


def gather(work: UnitOfWork, export: Export, now: datetime) -> RecordCopy:
    """Return everything that goes into a copy, as the record stands now."""
    if export.kind is ExportKind.SAFEGUARDING:
        return gather_safeguarding(work, export, now)
    return gather_contract(work, export, now)


def report_of(work: UnitOfWork, export: Export, now: datetime) -> ImprovementReport:
    """Return what the report of a process says, as the record stands now."""
    assert export.improvement_id is not None
    assert export.asked_by is not None
    return gather_report(work, export.improvement_id, export.content_class, export.asked_by, now)


def keep_fetched(
    work: UnitOfWork, token: str, now: datetime, digests: Mapping[str, str], counts: Mapping[str, int]
) -> Export:
    """Use a link up and write down what was handed over, before a byte of it leaves. Raises LinkOver."""
    export = export_of_link(work, token, now, to_change=True)
    assert export.asked_by is not None
    person = work.people.get(export.asked_by)
    export.made_at = export.fetched_at = now
    _record(
        work,
        Event.EXPORT_MADE,
        export,
        person,
        now,
        digests=dict(digests),
        counts=dict(counts),
        **_what(export),
    )
    _record(work, Event.EXPORT_FETCHED, export, person, now)
    return export


def start_for_operator(work: UnitOfWork, asked: Asked, now: datetime) -> Export:
    """Keep that whoever runs Handrail makes a copy of a contract's record for our own organisation, by command."""
    require_whole(asked)
    return work.exports.add(
        Export(
            contract_id=asked.contract_id,
            kind=asked.kind,
            content_class=ContentClass.INTERNAL,
            made_by=MadeBy.OPERATOR,
            asked_at=now,
            reason=asked.reason.strip(),
            first_on=asked.first_on,
            last_on=asked.last_on,
        )
    )


def keep_made_by_operator(
    work: UnitOfWork, export: Export, now: datetime, digests: Mapping[str, str], counts: Mapping[str, int]
) -> None:
    """Write down what whoever runs Handrail took away."""
    kept = work.exports.get(export.id)
    kept.made_at = now
    what = _what(kept)
    _record(work, Event.EXPORT_MADE, kept, None, now, digests=dict(digests), counts=dict(counts), **what)


def _what(export: Export) -> dict[str, object]:
    return {
        "kind": export.kind.value,
        "class": export.content_class.value,
        "by": export.made_by.value,
        "first_on": export.first_on,
        "last_on": export.last_on,
        "contract": export.contract_id,
        "improvement": export.improvement_id,
    }


def _record(
    work: UnitOfWork, event: Event, export: Export, actor: Person | None, now: datetime, **facts: object
) -> None:
    """Write down in the contract's chronology; of safeguarding records in the organisation's alone (decision 0007)."""
    contract_id = None if export.kind is ExportKind.SAFEGUARDING else export.contract_id
    record(work, event, (SubjectKind.EXPORT, export.id), actor, now, contract_id, **facts)
