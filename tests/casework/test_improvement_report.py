"""The report of a process: everything for our own side, for another what is shared; pictures with the same in words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from secrets import choice
from uuid import UUID

import pytest
from docx import Document

from bot.casework.evaluations import compile_evaluation
from bot.casework.improvement_report import ImprovementReport, gather_report
from bot.casework.notices import calendar_of
from bot.improvement_document import improvement_document
from bot.report_charts import charts_of
from domain.calendar import WorkingCalendar
from domain.confidentiality import ContentClass
from domain.evaluations import EvaluationState
from domain.measure_course import Aim, course_of
from domain.measures import Bands, Direction
from playground import alderwick
from storage.database import Database
from storage.unit_of_work import UnitOfWork
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


def begin(work: UnitOfWork) -> UUID:
    """A process with a row of every kind."""
    alderwick.set_up(work, NOW)
    contract_id, priya = alderwick.contract_id(work), person(work, alderwick.PRIYA)
    evaluation = compile_evaluation(work, priya, contract_id, None, NOW, choice)
    evaluation.state, evaluation.shared_at = EvaluationState.SHARED, NOW
    return file_process(work, contract_id, NOW, evaluation).id


def said_in(content: bytes) -> str:
    """Every paragraph of a Word file."""
    return "\n".join(each.text for each in Document(BytesIO(content)).paragraphs)


async def gathered(
    database: Database, improvement_id: UUID, content_class: ContentClass
) -> ImprovementReport:
    return await database.read(
        lambda work: gather_report(
            work, improvement_id, content_class, person(work, alderwick.JOANNE).id, NOW
        )
    )


async def the_calendar(database: Database) -> WorkingCalendar:
    return await database.read(lambda work: calendar_of(work, None))


@pytest.mark.criterion("CPC424-P11")
async def test_the_report_says_who_agreed_what_and_to_another_side_nothing_of_ours(sqlite: Database) -> None:
    improvement_id, calendar = await sqlite.write(begin), None
    calendar = await the_calendar(sqlite)
    ours, theirs = [
        said_in(improvement_document(await gathered(sqlite, improvement_id, each), calendar, None))
        for each in (ContentClass.INTERNAL, ContentClass.SHARED)
    ]

    assert SHARED_WORDS in theirs
    assert INTERNAL_WORDS in ours
    for said in (ours, theirs):
        assert "Changed since: option A" in said
        assert "Alderwick Care: agreed. Joanne Field" in said
        assert WITHOUT_A_NAME not in said
    hidden = (INTERNAL_WORDS, PARTNERS_WORDS, ASKED_ONLY, "line of version 2")
    assert [words for words in hidden if words in theirs] == []


async def test_a_chart_stands_in_the_report_with_the_same_in_words_for_whoever_does_not_see_it(
    sqlite: Database,
) -> None:
    improvement_id = await sqlite.write(begin)
    report = await gathered(sqlite, improvement_id, ContentClass.SHARED)
    [measure] = report.measures
    aim = Aim(Decimal(91), Decimal(98), Direction.HIGHER, Bands(Decimal(2), Decimal(5)))
    read = {date(2026, 11, 26): Decimal("93.5"), date(2026, 12, 29): None}
    measured = replace(measure, course=course_of(aim, read, list(read)))
    content = improvement_document(
        replace(report, measures=[measured]),
        await the_calendar(sqlite),
        None,
        charts_of(replace(report, measures=[measured])),
    )
    [picture] = Document(BytesIO(content)).inline_shapes

    alternative = picture._inline.docPr.get("descr")
    assert "93.5" in alternative
    assert "Tuesday 29 December 2026 missing" in alternative
    assert alternative in said_in(content)
