"""A copy of a contract's safeguarding records, for the people named on it and nobody else (practice.md 1.2, 1.7)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bot.casework.export_cells import Names, chronology_table, entry_in_full, table, texts_table
from bot.casework.export_facts import about_of
from bot.casework.notices import calendar_of
from bot.casework.route import is_excluded
from domain.exports import RecordCopy, is_within
from storage.exports import Export
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

CONCERNS = (
    "reference kind state reporter_id reporter_is_confirmed raised_at lead_id acknowledged_at is_urgent safety types "
    "is_allegation is_about_a_child works_with_children consent advocate handed_to decided_at reporter_told_at "
    "reporter_answer closed_at wishes_met"
)
DECISIONS = (
    "concern_id kind body made_at decided_by decided_at has_needs is_at_risk cannot_protect reply replied_at "
    "reply_kept_by"
)
TELLINGS = ("concern_id", "told", "is_told", "person_id", "decided_by", "decided_at")
REVIEWS = ("concern_id", "kind", "asked_by", "asked_at", "taken_by", "taken_at")


def gather_safeguarding(work: UnitOfWork, export: Export, now: datetime) -> RecordCopy:
    """Return the safeguarding records of a contract that everybody named on the copy may read.

    One from which any of them is kept away is not in it, and nothing says so: a gap would tell them.
    """
    concerns = [each for each in work.exports.safeguarding(export.contract_id) if _is_in(work, export, each)]
    ids = [concern.id for concern in concerns]
    decisions = work.exports.safeguarding_decisions(ids)
    tellings = work.exports.safeguarding_tellings(ids)
    reviews = work.exports.safeguarding_reviews(ids)
    references = {concern.id: concern.reference for concern in concerns}
    rows: list[Any] = [*decisions, *tellings, *reviews]
    references |= {row.id: references[row.concern_id] for row in rows}
    names = Names(work, export.contract_id, references)
    names.learn_from([*concerns, *rows])
    texts, entries = work.narratives.about(references.keys()), work.exports.entries_about(references.keys())
    readers = [UUID(each) for each in export.readers]
    names.learn([*readers, export.asked_by])
    return RecordCopy(
        about={
            **about_of(work, export, now),
            "readers": ", ".join(names.known[reader] for reader in readers),
        },
        tables=(
            table("safeguarding", CONCERNS.split(), concerns, names.known),
            table("decisions", DECISIONS.split(), decisions, names.known),
            table("telling", TELLINGS, tellings, names.known),
            table("second_looks", REVIEWS, reviews, names.known),
            texts_table(texts, names),
            chronology_table(entries, names, in_full=True),
        ),
        chain=None,
        entries=tuple(entry_in_full(entry) for entry in entries),
    )


def _is_in(work: UnitOfWork, export: Export, concern: SafeguardingConcern) -> bool:
    raised_on = calendar_of(work, export.contract_id).local(concern.raised_at).date()
    if not is_within(raised_on, export.first_on, export.last_on):
        return False
    readers = {UUID(each) for each in export.readers} | ({export.asked_by} if export.asked_by else set())
    return not any(is_excluded(work, reader, concern.id) for reader in readers)
