"""Reading a concern: who may read which of its texts, and what each reader may do with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of, reads
from bot.casework.concern_access import decides_on, find_concern, provider_knows, subject_of
from bot.casework.records import record
from bot.casework.telling import FOR_PROVIDER
from domain.chronology import Event
from domain.concerns import ConcernState
from domain.confidentiality import ContentClass
from domain.errors import NotYours
from domain.people import Act, Party
from storage.concerns import Concern
from storage.people import Person
from storage.unit_of_work import UnitOfWork

FOR_EVERYBODY = (FOR_PROVIDER, "outcome")
"""What all parties of the contract may read, once the provider has been told."""


@dataclass(frozen=True)
class Reading:
    """What one person may read of a concern, and what they may do with it. Earlier texts are newest first.

    `is_for_them`: they read only what was written for the other parties; `is_asked`: it asks something of their side.
    """

    concern: Concern
    texts: dict[str, str]
    earlier: dict[str, list[str]]
    is_reporter: bool
    is_for_them: bool
    is_asked: bool
    may_take: bool
    may_triage: bool
    may_change_telling: bool
    may_correct: bool
    may_propose_action: bool
    may_close: bool
    may_reopen: bool


def open_concern(work: UnitOfWork, person: Person, concern_id: UUID, now: datetime) -> Reading:
    """Read a concern to somebody who then sees its words: that they opened it is recorded."""
    reading = read_concern(work, person, concern_id, now)
    record_opening(work, person, reading.concern, now)
    return reading


def record_opening(work: UnitOfWork, person: Person, concern: Concern, now: datetime) -> None:
    """Record that somebody was shown what was typed about a concern."""
    record(work, Event.CONCERN_OPENED, subject_of(concern), person, now, concern.contract_id)


def read_concern(work: UnitOfWork, person: Person, concern_id: UUID, now: datetime) -> Reading:
    """Return what somebody may read of a concern: all of it, their own words, or the text meant for the provider.

    Whoever shows any of its words records the opening.
    """
    concern = find_concern(work, concern_id)
    is_reporter = concern.reporter_id == person.id
    may_triage = decides_on(work, person, concern)
    reads_all = may_triage or reads(work, person, concern.contract_id, ContentClass.INTERNAL)
    told = provider_knows(concern, now)
    shares = told and reads(work, person, concern.contract_id, ContentClass.SHARED)
    if not (reads_all or is_reporter or shares):
        raise NotYours(NOT_YOURS)
    versions: dict[str, list[str]] = {}
    for text in work.narratives.of(concern.id):
        # Somebody outside reads their own words, and what was written for them as it stands: never its drafts.
        if reads_all or text.author_id == person.id:
            versions.setdefault(text.field, []).append(text.body)
        elif shares and text.field in FOR_EVERYBODY and text.content_class is ContentClass.SHARED:
            versions[text.field] = [text.body]
    is_open = concern.state in {ConcernState.LOGGED, ConcernState.ACKNOWLEDGED}
    return Reading(
        concern=concern,
        texts={name: bodies[-1] for name, bodies in versions.items()},
        earlier={name: bodies[-2::-1] for name, bodies in versions.items()},
        is_reporter=is_reporter,
        is_for_them=not (reads_all or is_reporter),
        is_asked=shares and party_of(work, person, concern.contract_id) is Party.PROVIDER,
        may_take=concern.state is ConcernState.LOGGED and may_triage,
        may_triage=is_open and may_triage,
        may_change_telling=concern.state is ConcernState.TRIAGED and may_triage and not told,
        may_correct=concern.state is not ConcernState.WITHDRAWN
        and person.organisation_id is not None
        and (is_reporter or may_triage),
        may_close=concern.state is ConcernState.TRIAGED and may_triage,
        may_reopen=concern.state is ConcernState.RESOLVED and may_triage,
        may_propose_action=concern.contract_id is not None
        and concern.state is ConcernState.TRIAGED
        and may_do(work, person, concern.contract_id, Act.PROPOSE_ACTION),
    )
