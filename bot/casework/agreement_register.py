"""The register of agreements: who agreed to which version, for whom, with what evidence, and when (CPC424-P8, P11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from bot.casework.agreement_disputes import dispute_of, last_answers
from bot.casework.agreements import standing_of
from bot.casework.improvement_access import improvement_for
from bot.casework.options import title_at
from domain.agreements import YES, Outcome
from domain.chronology import SubjectKind
from domain.options import letter
from storage.agreements import Agreement, AgreementParty
from storage.chronology import ChronologyEntry
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Answer:
    """What one organisation said to one version. `recorded_by` typed it for `by`, as the rest of the fields say.

    `decision` is empty while they have not answered; `said_by` are the means by which it was said outside Slack.
    `dispute` says what became of *that is not what was said*: disputed, corrected or stands; nothing where nobody did.
    """

    organisation: str
    party: str
    times_asked: int
    decision: str = ""
    is_yes: bool = False
    by: str = ""
    at: datetime | None = None
    recorded_by: str = ""
    said_by: str = ""
    said_on: date | None = None
    evidence: str = ""
    comment: str = ""
    dispute: str = ""


@dataclass(frozen=True)
class Version:
    """One version that was asked about. `outcome` is waiting, agreed, disagreed, void or way_forward.

    What was said of a version that was changed since stays readable, and counts for nothing.
    """

    agreement: Agreement
    kind: str
    title: str
    asked_by: str
    outcome: str
    answers: Sequence[Answer]
    clause: str = ""
    because: str = ""
    way_asked_by: str = ""
    way_approved_by: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


def register_for(work: UnitOfWork, person: Person, improvement_id: UUID) -> tuple[Improvement, list[Version]]:
    """Return the register of a process to somebody who may open it; all that stands in it is for every party."""
    improvement = improvement_for(work, person, improvement_id)
    return improvement, register_of(work, improvement)


def register_of(work: UnitOfWork, improvement: Improvement) -> list[Version]:
    """Return every version that was ever asked about, the first first."""
    return [_version(work, each) for each in work.agreements.of_improvements([improvement.id])]


def _version(work: UnitOfWork, agreement: Agreement) -> Version:
    name = work.people.get
    entries = last_answers(work, agreement)
    texts = work.narratives.latest(agreement.id)
    is_approved = agreement.way_approved_by is not None
    return Version(
        agreement=agreement,
        kind=agreement.subject_kind.value,
        title=_title(work, agreement),
        asked_by=name(agreement.asked_by).name,
        outcome=_outcome(work, agreement),
        answers=[
            _answer(work, each, entries.get(each.organisation_id))
            for each in work.agreements.parties(agreement.id)
        ],
        clause=texts.get("clause", "") if is_approved else "",
        because=texts.get("because", "") if is_approved else "",
        way_asked_by=name(agreement.way_asked_by).name if is_approved and agreement.way_asked_by else "",
        way_approved_by=name(agreement.way_approved_by).name if agreement.way_approved_by else "",
    )


def _outcome(work: UnitOfWork, agreement: Agreement) -> str:
    if agreement.voided_at is not None:
        return "void"
    if agreement.way_approved_at is not None:
        return "way_forward"
    found = Outcome.AGREED if agreement.settled_at else standing_of(work, agreement).outcome
    return found.value


def _title(work: UnitOfWork, agreement: Agreement) -> str:
    """Return what was asked about in its own words, as far as it has any."""
    if agreement.subject_kind is SubjectKind.OPTION:
        option = work.options.find(agreement.subject_id)
        return f"{letter(option.number)}: {title_at(work, option, agreement.asked_at)}" if option else ""
    return ""


def _answer(work: UnitOfWork, asked: AgreementParty, entry: ChronologyEntry | None) -> Answer:
    organisation = work.organisations.get(asked.organisation_id).name
    if asked.decision is None or asked.answered_by is None:
        return Answer(organisation, asked.party.value, asked.times_asked, dispute=dispute_of(work, entry))
    facts = entry.facts if entry is not None and entry.on_behalf_of is not None else {}
    recorder = entry.actor_id if entry is not None and facts else None
    comments = [text.body for text in work.narratives.of(asked.id) if text.written_at == asked.answered_at]
    return Answer(
        organisation=organisation,
        party=asked.party.value,
        times_asked=asked.times_asked,
        decision=asked.decision.value,
        is_yes=asked.decision in YES,
        by=work.people.get(asked.answered_by).name,
        at=asked.answered_at,
        recorded_by=work.people.get(recorder).name if recorder else "",
        said_by=str(facts.get("said_by", "")),
        said_on=date.fromisoformat(facts["said_on"]) if "said_on" in facts else None,
        evidence=work.narratives.latest(UUID(facts["statement"])).get("evidence", "") if facts else "",
        comment=comments[-1] if comments else "",
        dispute=dispute_of(work, entry),
    )
