"""What a copy for another side of a contract holds: what that side may read today, by the rules of each window."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.casework import action_access, improvement_access, monitoring_access
from bot.casework.action_record import INTERNAL_TEXTS
from bot.casework.concern_access import provider_knows
from bot.casework.evaluation_reading import SHARED_TEXTS
from bot.casework.export_cells import Names, cell, chronology_table, table, texts_table
from bot.casework.export_facts import contract_table, figures_table, people_table
from bot.casework.export_improvements import ImprovementRecords, gather_for
from bot.casework.export_parts import SAID as SAID_OF_IMPROVEMENTS
from bot.casework.notices import calendar_of
from bot.casework.telling import FOR_PROVIDER
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.exports import Table, is_within
from storage.exports import Export
from storage.narratives import Written
from storage.people import Person
from storage.unit_of_work import UnitOfWork

ACTIONS = (
    "reference concern_id improvement_id title basis keeps_safe_now state owner_id owner_party proposed_by "
    "proposed_at agreed_at original_due_on due_on submitted_at verified_at verified_by withdrawn_at"
)
EXTENSIONS = "action_id state from_date wanted_on moved_to asked_by asked_at answered_by answered_at is_before_agreeing"
SCHEDULES = "reference improvement_id title criterion interval anchor_on at owner_id party state ended_at"
ACTIVITIES = "schedule_id original_on planned_on owner_id state answered_by answered_at source source_on met"
EVALUATIONS = (
    "reference",
    "improvement_id",
    "period_from",
    "period_to",
    "judgement",
    "judged_by",
    "judged_at",
    "shared_at",
)
RECEIPTS = ("evaluation_id", "organisation_id", "party", "delivered_at", "received_by", "received_at")
CHALLENGES = "reference evaluation_id organisation_id grounds state opened_by opened_at decided_by decided_at"
EVIDENCE = (
    "concern_id action_id improvement_id area_id is_learning kept_by kept_at written_by written_at link"
)
STATEMENTS = "person_id recorder_id said_by said_on recorded_at state sent_at disputed_at settled_at"

SAID = frozenset(
    {
        Event.CONTRACT_CREATED,
        Event.CONTRACT_ENDED,
        Event.CONCERN_PROVIDER_TOLD,
        Event.MONITORING_SCHEDULED,
        Event.MONITORING_CHANGED,
        Event.MONITORING_ENDED,
        Event.MONITORING_MOVED,
        Event.MONITORING_DONE,
        Event.MONITORING_NOT_DONE,
        Event.MONITORING_CORRECTED,
        Event.EVALUATION_SHARED,
        Event.EVALUATION_DELIVERED,
        Event.EVALUATION_RECEIVED,
        Event.CHALLENGE_OPENED,
        Event.CHALLENGE_DECIDED,
        Event.CHALLENGE_WITHDRAWN,
        Event.ACTION_PROPOSED,
        Event.ACTION_DATE_ASKED,
        Event.ACTION_DATE_KEPT,
        Event.ACTION_AGREED,
        Event.ACTION_SUBMITTED,
        Event.ACTION_RETURNED,
        Event.ACTION_VERIFIED,
        Event.ACTION_WITHDRAWN,
        Event.ACTION_DECLINED,
        Event.ACTION_UPDATED,
        Event.EXTENSION_ASKED,
        Event.EXTENSION_AGREED,
        Event.EXTENSION_REFUSED,
        Event.EVIDENCE_KEPT,
        Event.STATEMENT_RECORDED,
        Event.STATEMENT_SENT,
        Event.STATEMENT_DISPUTED,
        Event.STATEMENT_SETTLED,
    }
)
"""What may be said to have happened. Not listed, not said: who opened what, what was held, what was decided inside."""


@dataclass
class _Shared:
    """The records that one person of another side may read."""

    concerns: list[Any] = field(default_factory=list)
    actions: list[Any] = field(default_factory=list)
    schedules: list[Any] = field(default_factory=list)
    activities: list[Any] = field(default_factory=list)
    evaluations: list[Any] = field(default_factory=list)
    challenges: list[Any] = field(default_factory=list)
    statements: list[Any] = field(default_factory=list)
    evidence: list[Any] = field(default_factory=list)
    improvements: ImprovementRecords = field(default_factory=ImprovementRecords)

    @property
    def referred(self) -> list[Any]:
        return [*self.concerns, *self.actions, *self.schedules, *self.evaluations, *self.challenges]

    @property
    def all(self) -> list[Any]:
        return [*self.referred, *self.activities, *self.statements, *self.evidence, *self.improvements.all]


def gather_shared(work: UnitOfWork, export: Export, person: Person, now: datetime) -> tuple[Table, ...]:
    """Return the tables of a copy for somebody of another side, with nothing that they may not read now."""
    contract = work.contracts.get(export.contract_id)
    shared = _shared_with(work, export, person, now)
    ids = {row.id for row in shared.actions}
    extensions = [each for each in work.exports.extensions(contract.id) if each.action_id in ids]
    evaluation_ids = [each.id for each in shared.evaluations]
    receipts = [
        each
        for each in work.exports.receipts(evaluation_ids)
        if each.organisation_id == person.organisation_id
    ]
    references = {row.id: row.reference for row in shared.referred} | {contract.id: contract.reference}
    references |= {each.id: references[each.schedule_id] for each in shared.activities}
    references |= shared.improvements.references
    names = Names(work, contract.id, references)
    names.learn_from([*shared.all, *extensions, *receipts])
    names.known |= dict.fromkeys(_untold(shared) - references.keys(), "")
    spoken_of = references.keys() | {row.id for row in (*shared.statements, *shared.evidence)}
    entries = [
        entry
        for entry in work.chronology.stream(contract.id)
        if entry.event in SAID | SAID_OF_IMPROVEMENTS
        and entry.subject_id in spoken_of
        and _is_in(work, export, entry.at)
    ]
    return (
        contract_table(work, contract),
        people_table(work, contract.id),
        _concerns(shared, now),
        table("actions", ACTIONS.split(), shared.actions, names.known),
        table("action_dates", EXTENSIONS.split(), extensions, names.known),
        table("monitoring_plans", SCHEDULES.split(), shared.schedules, names.known),
        table("monitoring", ACTIVITIES.split(), shared.activities, names.known),
        table("evaluations", EVALUATIONS, shared.evaluations, names.known),
        figures_table(shared.evaluations, with_own=False),
        table("evaluation_receipts", RECEIPTS, receipts, names.known),
        table("challenges", CHALLENGES.split(), shared.challenges, names.known),
        table("statements", STATEMENTS.split(), shared.statements, names.known),
        table("evidence", EVIDENCE.split(), shared.evidence, names.known),
        *shared.improvements.tables(names),
        texts_table(_texts(work, shared, person, now), names, shared.improvements.nameless),
        chronology_table(entries, names, in_full=False),
    )


def _untold(shared: _Shared) -> set[UUID]:
    """Return what these records belong to; of what their side does not know of, not even an id is said: an owner has
    an action of a concern, or of a process, that nobody has told their side about."""
    above = ((each.concern_id, each.improvement_id) for each in shared.actions)
    return {each for ids in above for each in ids if each is not None} | {
        each.improvement_id for each in (*shared.schedules, *shared.evaluations) if each.improvement_id
    }


def _is_in(work: UnitOfWork, export: Export, moment: datetime) -> bool:
    day = calendar_of(work, export.contract_id).local(moment).date()
    return is_within(day, export.first_on, export.last_on)


def _shared_with(work: UnitOfWork, export: Export, person: Person, now: datetime) -> _Shared:
    """Return what somebody may read now; of a period only what began in it."""
    contract_id, exports = export.contract_id, work.exports

    def began(moment: datetime | None) -> bool:
        return moment is not None and _is_in(work, export, moment)

    schedules = [
        each for each in work.monitoring.schedules(contract_id) if monitoring_access.sees(work, person, each)
    ]
    visible = {each.id for each in schedules}
    theirs = {
        each.id
        for each in work.evaluations.of_contract(contract_id)
        if person.organisation_id and work.evaluations.receipt_of(each.id, person.organisation_id)
    }
    found = _Shared(
        concerns=[
            each
            for each in exports.concerns(contract_id)
            if (provider_knows(each, now) and began(each.provider_told_at))
            or (each.reporter_id == person.id and began(each.logged_at))
        ],
        actions=[
            each
            for each in exports.actions(contract_id)
            if began(each.proposed_at) and action_access.sees(work, person, each, now)
        ],
        schedules=schedules,
        activities=[
            each
            for each in work.monitoring.activities(contract_id)
            if each.schedule_id in visible and is_within(each.planned_on, export.first_on, export.last_on)
        ],
        evaluations=[
            each
            for each in work.evaluations.of_contract(contract_id)
            if each.id in theirs and began(each.shared_at)
        ],
        challenges=[
            each
            for each in exports.challenges(contract_id)
            if each.organisation_id == person.organisation_id and began(each.opened_at)
        ],
        statements=[
            each
            for each in exports.statements(contract_id)
            if each.person_id == person.id and began(each.recorded_at)
        ],
    )
    found.improvements = _improvements(work, export, person, [each.id for each in found.evaluations])
    beside = {row.id for row in (*found.concerns, *found.actions, *found.improvements.processes)}
    found.evidence = [
        each
        for each in work.kept_evidence.of_contract(contract_id)
        if ({each.concern_id, each.action_id, each.improvement_id} & beside)
        and (each.content_class is ContentClass.SHARED or each.kept_by == person.id)
        and began(each.kept_at)
    ]
    return found


def _improvements(
    work: UnitOfWork, export: Export, person: Person, evaluation_ids: Sequence[UUID]
) -> ImprovementRecords:
    """Return the processes that everybody has been told of, those explained in the period."""
    processes = [
        each
        for each in work.improvements.in_contracts([export.contract_id])
        if improvement_access.class_of(each) is ContentClass.SHARED
        and each.explained_at is not None
        and _is_in(work, export, each.explained_at)
    ]
    return gather_for(work, person.organisation_id, export.contract_id, processes, evaluation_ids)


def _concerns(shared: _Shared, now: datetime) -> Table:
    """Return which concerns they know of, and since when; a day that is decided and not come yet is not said."""
    rows = [
        (each.id.hex, each.reference, cell(each.provider_told_at, {}) if provider_knows(each, now) else None)
        for each in shared.concerns
    ]
    return Table("concerns", ("id", "reference", "provider_told_at"), tuple(rows))


def _texts(work: UnitOfWork, shared: _Shared, person: Person, now: datetime) -> list[Written]:
    """Return the texts that somebody may read, each as their windows show it."""
    found = shared.improvements.told(work.narratives.about({row.id for row in shared.all}))
    newest = {(text.subject_id, text.field): text.version for text in found}
    for text in found:
        newest[text.subject_id, text.field] = max(newest[text.subject_id, text.field], text.version)
    told = {each.id for each in shared.concerns if provider_knows(each, now)}
    return [
        text
        for text in found
        if _may_read(text, person, told, is_newest=newest[text.subject_id, text.field] == text.version)
        and shared.improvements.may_read(text)
    ]


def _may_read(text: Written, person: Person, told: set[UUID], *, is_newest: bool) -> bool:
    if text.subject_kind is SubjectKind.CONCERN:
        # Their own words, and what was written for them as it stands: never its drafts.
        is_for_them = text.field == FOR_PROVIDER and text.subject_id in told and is_newest
        return text.author_id == person.id or is_for_them
    if text.subject_kind is SubjectKind.EVIDENCE and text.author_id == person.id:
        return True
    if text.content_class is not ContentClass.SHARED:
        return False
    if text.subject_kind is SubjectKind.EVALUATION:
        return text.field in SHARED_TEXTS and is_newest
    return text.subject_kind is not SubjectKind.ACTION or text.field not in INTERNAL_TEXTS
