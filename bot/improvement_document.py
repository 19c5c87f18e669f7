"""An improvement process as a Word file, drawn from a template that an organisation can replace by its own.

The template says `about` and `sections`: each has a `heading` and `items`, and an item its own `heading`, `lines` and
`texts` (each with `label` and `body`); `charts` have a `heading`, a `picture` and the same in `words`. What people
typed is only ever text in it: never a tag of the template, never markup of Word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.casework.improvement_report import ImprovementReport
from bot.export_document import NOT_IN_XML
from bot.improvement_words import state_words
from bot.report_sections import Item, agreed_so_far, carried_out
from bot.templates import PROMPTS, words
from domain.calendar import LONDON, WorkingCalendar, words_for_day

TEMPLATE = PROMPTS / "documents" / "improvement.docx"


@dataclass(frozen=True)
class Chart:
    """A picture of the report: what it shows, and the same in words for whoever does not see it."""

    heading: str
    png: bytes
    words: str


class BrokenTemplate(Exception):
    """An organisation's own template cannot be filled in."""


def improvement_document(
    report: ImprovementReport, calendar: WorkingCalendar, template: Path | None, charts: Sequence[Chart] = ()
) -> bytes:
    """Return the file's bytes. Raises BrokenTemplate when an organisation's own template cannot be used."""
    try:
        return _drawn(report, calendar, template or TEMPLATE, charts)
    except Exception as error:
        if template is None:
            raise
        raise BrokenTemplate(type(error).__name__) from error


def _drawn(
    report: ImprovementReport, calendar: WorkingCalendar, template: Path, charts: Sequence[Chart]
) -> bytes:
    from docx.shared import Cm
    from docxtpl import (
        DocxTemplate,
        InlineImage,
    )  # a tenth of our memory at the start, for what is fetched at times

    document = DocxTemplate(template)
    pictures = [
        {
            "heading": each.heading,
            "words": each.words,
            "picture": InlineImage(document, BytesIO(each.png), width=Cm(16)),
        }
        for each in charts
    ]
    document.render({**_facts(report, calendar), "charts": pictures}, autoescape=True)
    for shape, chart in zip(document.docx.inline_shapes, charts, strict=False):
        shape._inline.docPr.set("descr", chart.words)  # noqa: SLF001  what a screen reader says; there is no other way
    properties = document.docx.core_properties
    properties.created = properties.modified = report.made_at.astimezone(UTC).replace(
        tzinfo=None, microsecond=0
    )
    properties.author = properties.last_modified_by = "Handrail"
    properties.title = f"{report.improvement.reference}: {report.improvement.title}"
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _facts(report: ImprovementReport, calendar: WorkingCalendar) -> dict[str, Any]:
    label, improvement = words("improvement_report_words"), report.improvement
    about = {
        "reference": improvement.reference,
        "title": improvement.title,
        "contract": report.contract,
        "provider": report.provider,
        "lead": report.lead,
        "state": state_words(improvement),
        "readers": label.for_us if report.is_whole else label.for_all,
        "made_for": report.made_for,
        "made_at": _moment(report.made_at),
        "opened_on": words_for_day(calendar.local(improvement.opened_at).date()),
    }
    sections = [*agreed_so_far(report, calendar), *carried_out(report, calendar)]
    return {
        "about": {name: _clean(value) for name, value in about.items()},
        "sections": [_cleaned(heading, items) for heading, items in sections if items],
    }


def _cleaned(heading: str, items: Sequence[Item]) -> dict[str, Any]:
    return {
        "heading": heading,
        "items": [
            {
                "heading": _clean(item["heading"]),
                "lines": [_clean(line) for line in item["lines"]],
                "texts": [{"label": each["label"], "body": _clean(each["body"])} for each in item["texts"]],
            }
            for item in items
        ],
    }


def _clean(value: object) -> str:
    return NOT_IN_XML.sub("\ufffd", str(value))


def _moment(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{words_for_day(local.date())}, {local:%H:%M}"
