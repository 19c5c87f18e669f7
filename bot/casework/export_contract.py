"""A copy of a contract's record: all of it for our own side, what is shared with them for another (domain.md 4.3).

Nothing of safeguarding, of a sealed name or of anybody's own call for support is ever in it (practice.md 1.2).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bot.casework.export_cells import Names, chronology_table, entry_in_full, table, texts_table
from bot.casework.export_facts import (
    NEVER,
    about_of,
    contract_table,
    figures_table,
    people_table,
    readable,
)
from bot.casework.export_improvements import ImprovementRecords, gather_whole
from bot.casework.export_shared import gather_shared
from bot.casework.notices import calendar_of
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.exports import ChainEnd, RecordCopy, Table, is_within
from storage.deadlines import Deadline
from storage.exports import Export
from storage.monitoring import MonitoringSchedule
from storage.narratives import Written
from storage.unit_of_work import UnitOfWork

CONCERNS = (
    "reference theme state reporter_id logged_at lead_id acknowledged_at triaged_at route tell_provider tell_on "
    "provider_told_at closed_at"
)
ACTIONS = (
    "reference concern_id improvement_id title basis keeps_safe_now state owner_id owner_party proposed_by "
    "proposed_at agreed_at original_due_on due_on submitted_at verified_at verified_by withdrawn_at escalation_held"
)
EXTENSIONS = "action_id state from_date wanted_on moved_to asked_by asked_at answered_by answered_at is_before_agreeing"
SCHEDULES = (
    "reference improvement_id title criterion interval anchor_on at owner_id party state version created_by created_at "
    "ended_at"
)
ACTIVITIES = (
    "schedule_id version number original_on planned_on counts_on owner_id state answered_by answered_at source "
    "source_on met escalation_held"
)
RATINGS = "rating rated_by rated_at"
EVALUATIONS = (
    "reference improvement_id period_from period_to asked_by compiled_at suggested state judgement judged_by judged_at "
    "shared_by shared_at"
)
RECEIPTS = "evaluation_id organisation_id party delivered_at received_by received_at"
CHALLENGES = (
    "reference evaluation_id organisation_id grounds state opened_by party opened_at decided_by decided_at"
)
STATEMENTS = (
    "person_id recorder_id said_by said_on has_asked recorded_at state sent_at disputed_at disputed_by settled_at "
    "settled_by"
)
PLACEMENTS = (
    "reference position before state party decided_by decided_at from_on review_on answered_by answered_at "
    "stood_at ended_at"
)
VIEWS = "concern_id evaluation_id person_id asked_by asked_at state answered_at"
HAND_OFFS = (
    "reference about_kind about_id recipient state recorded_by recorded_at passed_on reply_on answered_by "
    "answered_at made_on"
)
EVIDENCE = (
    "concern_id action_id improvement_id area_id is_learning content_class kept_by kept_at slack_channel message_ts "
    "written_by written_at link"
)
DUTIES = (
    "kind subject_kind subject_id owner_id party basis started_at original_due_at due_at state met_at met_by "
    "ended_at"
)


UNTOLD = frozenset({DeadlineKind.REFLECTION_WRITE})
"""Whose duty to look back has ended is never told: beside the names, a nameless writer would be known."""


def _may_be_told(duty: Deadline) -> bool:
    return duty.subject_kind not in NEVER and duty.kind not in UNTOLD


def gather_contract(work: UnitOfWork, export: Export, now: datetime) -> RecordCopy:
    """Return the record of a contract as far as the class of the copy goes."""
    if export.content_class is ContentClass.SHARED:
        assert export.asked_by is not None
        tables = gather_shared(work, export, work.people.get(export.asked_by), now)
        return RecordCopy(about_of(work, export, now), tables, None)
    return _Whole(work, export).gathered(now)


class _Whole:
    """The whole record of one contract, for our own side."""

    def __init__(self, work: UnitOfWork, export: Export) -> None:
        self._work, self._export = work, export
        self._contract = work.contracts.get(export.contract_id)
        self._calendar = calendar_of(work, export.contract_id)
        stream = work.chronology.stream(export.contract_id)
        self._entries = [
            entry for entry in stream if entry.subject_kind not in NEVER and self._is_in(entry.at)
        ]
        self._happened = {entry.subject_id for entry in self._entries}

    def _is_in(self, moment: datetime) -> bool:
        return is_within(self._calendar.local(moment).date(), self._export.first_on, self._export.last_on)

    def _of_period(self, rows: Iterable[Any], began: str) -> list[Any]:
        """Return the records that began in the period or to which something happened in it, each of them whole."""
        return [row for row in rows if row.id in self._happened or self._began(getattr(row, began))]

    def _began(self, began: datetime | date) -> bool:
        if isinstance(began, datetime):
            return self._is_in(began)
        return is_within(began, self._export.first_on, self._export.last_on)

    def gathered(self, now: datetime) -> RecordCopy:
        work, contract_id = self._work, self._contract.id
        concerns = self._of_period(work.exports.concerns(contract_id), "logged_at")
        actions = self._of_period(work.exports.actions(contract_id), "proposed_at")
        activities = self._of_period(work.monitoring.activities(contract_id), "planned_on")
        schedules = self._schedules({each.schedule_id for each in activities})
        ratings = self._of_period(work.exports.ratings(contract_id), "rated_at")
        evaluations = self._of_period(work.evaluations.of_contract(contract_id), "compiled_at")
        challenges = self._of_period(work.exports.challenges(contract_id), "opened_at")
        statements = self._of_period(work.exports.statements(contract_id), "recorded_at")
        chosen = {action.id for action in actions}
        extensions = [each for each in work.exports.extensions(contract_id) if each.action_id in chosen]
        placements = self._of_period(work.placements.of_contract(contract_id), "decided_at")
        hand_offs = self._of_period(work.hand_offs.of_contract(contract_id), "recorded_at")
        views = self._of_period(work.views.of_contract(contract_id), "asked_at")
        evidence = self._of_period(work.kept_evidence.of_contract(contract_id), "kept_at")
        receipts = work.exports.receipts([each.id for each in evaluations])
        improvements = self._improvements([each.id for each in evaluations])
        referred = (*concerns, *actions, *schedules, *evaluations, *challenges, *placements, *hand_offs)
        references = {row.id: row.reference for row in referred} | {contract_id: self._contract.reference}
        references |= {each.id: references[each.schedule_id] for each in activities} | improvements.references
        kept = (*referred, *activities, *ratings, *evidence, *statements, *views, *improvements.all)
        subjects = {row.id for row in kept} | self._happened
        duties = [each for each in work.exports.deadlines(subjects) if _may_be_told(each)]
        names = Names(work, contract_id, references)
        for rows in (kept, extensions, receipts, duties):
            names.learn_from(rows)

        def of(name: str, columns: str, rows: Sequence[Any]) -> Table:
            return table(name, columns.split(), rows, names.known)

        return RecordCopy(
            about=about_of(work, self._export, now),
            tables=(
                contract_table(work, self._contract),
                people_table(work, contract_id),
                of("concerns", CONCERNS, concerns),
                of("actions", ACTIONS, actions),
                of("action_dates", EXTENSIONS, extensions),
                of("monitoring_plans", SCHEDULES, schedules),
                of("monitoring", ACTIVITIES, activities),
                of("ratings", RATINGS, ratings),
                of("evaluations", EVALUATIONS, evaluations),
                figures_table(evaluations, with_own=True),
                of("evaluation_receipts", RECEIPTS, receipts),
                of("challenges", CHALLENGES, challenges),
                of("statements", STATEMENTS, statements),
                of("placements", PLACEMENTS, placements),
                of("hand_offs", HAND_OFFS, hand_offs),
                of("evidence", EVIDENCE, evidence),
                of("views", VIEWS, views),
                *improvements.tables(names),
                of("duties", DUTIES, duties),
                texts_table(self._texts(subjects, improvements), names, improvements.nameless),
                chronology_table(self._entries, names, in_full=True),
            ),
            chain=self._chain(),
            entries=tuple(entry_in_full(entry) for entry in self._entries),
        )

    def _improvements(self, evaluation_ids: Collection[UUID]) -> ImprovementRecords:
        found = self._work.improvements.in_contracts([self._contract.id])
        return gather_whole(
            self._work, self._contract.id, self._of_period(found, "opened_at"), evaluation_ids
        )

    def _texts(self, subjects: Collection[UUID], improvements: ImprovementRecords) -> list[Written]:
        found = improvements.told(self._work.narratives.about(subjects))
        return readable(found, self._export.content_class)

    def _schedules(self, with_looks: Collection[UUID]) -> list[MonitoringSchedule]:
        """Return what is looked at regularly: planned in the period, changed in it, or with a look in it."""
        return [
            each
            for each in self._work.monitoring.schedules(self._contract.id)
            if each.id in with_looks or each.id in self._happened or self._is_in(each.created_at)
        ]

    def _chain(self) -> ChainEnd:
        head = self._work.exports.head(self._contract.id.hex)
        return ChainEnd(self._contract.id.hex, head.number if head else 0, head.digest if head else "")
