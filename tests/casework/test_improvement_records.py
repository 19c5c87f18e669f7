"""Copies, periods, new keys and the check of the record take a whole improvement process in, every table of it."""

from datetime import timedelta
from pathlib import Path
from secrets import choice
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import SQLModel

from bot.casework import exports, retention
from bot.casework.contract_end import end_contract
from bot.casework.evaluations import compile_evaluation
from bot.casework.export_parts import PARTS
from bot.casework.retention_periods import officers
from bot.casework.subject_items import compile_items
from bot.casework.subject_requests import NewRequest, record_request
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.evaluations import EvaluationState
from domain.exports import ExportKind, MadeBy, RecordCopy
from domain.formal_steps import NoticeType
from domain.people import Party, Role
from domain.subject_requests import HowReceived
from playground import alderwick
from playground.keys import KEYS
from storage.database import Database
from storage.evaluations import EvaluationReceipt
from storage.exports import Export
from storage.unit_of_work import UnitOfWork
from storage.verification import verify
from tests.casework.evaluated_records import person
from tests.casework.improvement_records import (
    ASKED_ONLY,
    INTERNAL_WORDS,
    PARTNERS_WORDS,
    SHARED_WORDS,
    WITHOUT_A_NAME,
    file_process,
)

NOW = alderwick.BEGINS
LATER = NOW + timedelta(days=366 * 10)

COPIED = {
    "contract": "contract",
    "contract_party": "people",
    "role_assignment": "people",
    "concern": "concerns",
    "action": "actions",
    "extension": "action_dates",
    "monitoring_schedule": "monitoring_plans",
    "monitoring_activity": "monitoring",
    "contract_rating": "ratings",
    "evaluation": "evaluations",
    "evaluation_receipt": "evaluation_receipts",
    "challenge": "challenges",
    "statement": "statements",
    "statement_part": "chronology",
    "placement_decision": "placements",
    "hand_off": "hand_offs",
    "kept_evidence": "evidence",
    "asked_view": "views",
    "deadline": "duties",
    "improvement": "improvements",
    **{part.model.__tablename__: part.name for part in PARTS},
}
"""Tables of a contract's record, each with the table of a copy in which it stands."""

LEFT_OUT = {
    "contract_channel": "where in Slack it is spoken of, which is no part of the record",
    "channel_standing": "where in Slack it is spoken of, which is no part of the record",
    "unlinked_channel": "where in Slack it is spoken of, which is no part of the record",
    "contract_area": "who stands by for an area is the organisation's",
    "contract_notice": "what the contract's own terms provide for",
    "placement_telling": "who was told is on the chronology",
    "join_request": "who asked to join is on the chronology",
    "safeguarding_concern": "a copy of its own",
    "safeguarding_decision": "a copy of its own",
    "safeguarding_review": "a copy of its own",
    "safeguarding_telling": "a copy of its own",
    "safeguarding_named": "a copy of its own",
    "speak_up": "sealed names are in no copy",
    "speak_up_identity": "sealed names are in no copy",
    "data_incident": "data incidents are in no copy",
    "export": "each copy is on the chronology",
    "legal_hold": "kept by records officers",
    "retention_item": "kept by records officers",
    "notice": "messages say what the record says",
    "lead_offer": "who was asked to lead is on the chronology",
}


def tables_of_a_contract() -> set[str]:
    """Every table whose rows belong to a contract: those that point at it, and at what points at it."""
    found = {"contract"}
    while True:
        more = {
            table.name
            for table in SQLModel.metadata.sorted_tables
            for key in table.foreign_keys
            if key.column.table.name in found
        }
        if more <= found:
            return found
        found |= more


@pytest.mark.criterion("CPC424-P8")
def test_no_table_of_a_contract_is_forgotten_by_its_copy() -> None:
    assert tables_of_a_contract() == COPIED.keys() | LEFT_OUT.keys()


def begin(work: UnitOfWork) -> UUID:
    """The demo's contract with a whole process, and an evaluation shared with the provider."""
    alderwick.set_up(work, NOW)
    contract_id, priya, joanne = (
        alderwick.contract_id(work),
        *(person(work, who) for who in (alderwick.PRIYA, alderwick.JOANNE)),
    )
    evaluation = compile_evaluation(work, priya, contract_id, None, NOW, choice)
    evaluation.state, evaluation.shared_at = EvaluationState.SHARED, NOW
    receipt = EvaluationReceipt(
        evaluation_id=evaluation.id, organisation_id=joanne.organisation_id or joanne.id, party=Party.PROVIDER
    )
    work.people._session.add(receipt)
    return file_process(work, contract_id, NOW, evaluation).id


def copy_for(work: UnitOfWork, who: alderwick.Character, content_class: ContentClass) -> RecordCopy:
    """What somebody's copy holds."""
    export = Export(
        contract_id=alderwick.contract_id(work),
        kind=ExportKind.CONTRACT,
        content_class=content_class,
        made_by=MadeBy.PERSON,
        asked_by=person(work, who).id,
        asked_at=NOW,
        reason="A hand-over",
    )
    return exports.gather(work, export, NOW)


def rows_of(copy: RecordCopy, name: str) -> list[dict[str, Any]]:
    [table] = [each for each in copy.tables if each.name == name]
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


@pytest.mark.criterion("CPC424-P8")
@pytest.mark.criterion("CPC424-P11")
async def test_our_copy_has_all_of_a_process_and_the_providers_what_is_shared(sqlite: Database) -> None:
    await sqlite.write(begin)
    ours = await sqlite.read(lambda work: copy_for(work, alderwick.PRIYA, ContentClass.INTERNAL))
    theirs = await sqlite.read(lambda work: copy_for(work, alderwick.JOANNE, ContentClass.SHARED))

    assert set(COPIED.values()) <= ours.counts.keys()
    assert [part.name for part in PARTS if not ours.counts[part.name]] == []
    ours_said, theirs_said = str(ours.tables), str(theirs.tables)
    assert all(words in ours_said for words in (SHARED_WORDS, INTERNAL_WORDS, PARTNERS_WORDS, ASKED_ONLY))
    assert WITHOUT_A_NAME not in ours_said  # of one alone everybody knows who wrote it
    hidden = (INTERNAL_WORDS, PARTNERS_WORDS, ASKED_ONLY, WITHOUT_A_NAME, "line of version 2", "patterns")
    assert [words for words in hidden if words in theirs_said] == []
    register = [
        (row["subject_id"], row["version"], row["voided_at"] is not None)
        for row in rows_of(theirs, "agreements")
    ]
    assert register == [("IP-4M8R option 1", 1, True), ("IP-4M8R option 1", 2, False)]
    assert {row["answered_by"] for row in rows_of(theirs, "agreement_parties")} == {"Joanne Field"}
    assert [row["notice_type"] for row in rows_of(theirs, "formal_steps")] == [next(iter(NoticeType)).value]
    assert [row["organisation_id"] for row in rows_of(theirs, "explanation_receipts")] == ["Alderwick Care"]
    assert {row["event"] for row in rows_of(theirs, "chronology")}.isdisjoint(
        {"improvement_opened", "formal_step_asked", "plan_line_written", "reflection_written"}
    )


@pytest.mark.criterion("CPC424-P8")
async def test_ten_years_on_nothing_of_a_process_is_left_and_its_chain_holds(
    sqlite: Database, sqlite_url: str
) -> None:
    await sqlite.write(begin)
    seals = Path(sqlite_url.removeprefix("sqlite:///")).with_suffix(".seals")
    assert verify(sqlite_url, KEYS, seals).is_whole

    def over(work: UnitOfWork) -> None:
        work.people.give(person(work, alderwick.GRACE).id, Role.RECORDS_OFFICER, None, NOW)
        end_contract(
            work, person(work, alderwick.PRIYA), alderwick.contract_id(work), NOW.date(), "It ran out", NOW
        )

    await sqlite.write(over)
    await sqlite.write(lambda work: retention.list_reached(work, LATER))

    def erase(work: UnitOfWork) -> None:
        [item] = [each for each in retention.waiting(work) if each.subject_kind is SubjectKind.CONTRACT]
        retention.propose_erasing(work, officers(work)[0], item.id, "Kept for long enough", LATER)
        retention.agree_to_erase(work, person(work, alderwick.PRIYA), item.id, LATER)

    await sqlite.write(erase)
    left = await sqlite.read(lambda work: copy_for(work, alderwick.PRIYA, ContentClass.INTERNAL))
    assert "planted" not in str(left.tables)
    assert verify(sqlite_url, KEYS, seals).is_whole


async def test_somebody_who_asks_for_their_data_is_given_what_they_said_in_a_process(
    sqlite: Database,
) -> None:
    await sqlite.write(begin)

    def ask(work: UnitOfWork) -> set[SubjectKind]:
        grace = person(work, alderwick.GRACE)
        work.people.give(grace.id, Role.RECORDS_OFFICER, None, NOW)
        new = NewRequest(HowReceived.LETTER, NOW.date(), NOW.date(), person(work, alderwick.JOANNE).id)
        request = record_request(work, grace, new, NOW, choice)
        compile_items(work, grace, request.id, NOW)
        items = work.subject_requests.items(request.id)
        return {item.subject_kind for item in items if item.source == "text"}

    assert await sqlite.write(ask) >= {
        SubjectKind.REASON,
        SubjectKind.OPTION,
        SubjectKind.READING,
        SubjectKind.REFLECTION,
        SubjectKind.FEEDBACK,
    }
