"""A copy of the record for reading: a Word file, drawn from a template that an organisation can replace by its own.

The template says `about`, `contract`, `people`, `records` (each with `heading`, `lines` and `texts`, by version) and
`happened`. What people typed is only ever text in it: never a tag of the template, never markup of Word.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.templates import PROMPTS
from domain.calendar import LONDON, words_for_day
from domain.exports import Cell, RecordCopy, Table

TEMPLATE = PROMPTS / "documents" / "record.docx"

APART = frozenset(
    {"contract", "people", "texts", "chronology", "duties", "action_dates", "evaluation_figures"}
)
"""Tables that the reading copy says in its own way, or leaves to the workbook."""

SEEN = re.compile(r"_opened$")
"""That somebody opened a record stands in the workbook: between what was agreed it hides what happened."""

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(copy: RecordCopy, made_at: datetime, template: Path | None) -> bytes:
    """Return the file's bytes. Raises OSError or ValueError for a template that cannot be used."""
    from docxtpl import DocxTemplate  # a tenth of our memory at the start, for what is fetched now and then

    drawn = DocxTemplate(template or TEMPLATE)
    drawn.render(_facts(copy), autoescape=True)
    properties = drawn.docx.core_properties
    moment = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = moment
    properties.author = properties.last_modified_by = "Handrail"
    properties.revision = 1
    file = BytesIO()
    drawn.save(file)
    return file.getvalue()


def _facts(copy: RecordCopy) -> dict[str, Any]:
    tables = {table.name: [_said_row(row) for row in _dicts(table)] for table in copy.tables}
    texts, dates = _texts_of(tables.get("texts", [])), _by_record(tables.get("action_dates", []), "action_id")
    records = []
    for table in copy.tables:
        if table.name not in APART:
            for row in tables[table.name]:
                record = row.get("reference") or ""
                more = [
                    line for each in dates.get(record, []) for line in _lines(each, skip={"id", "action_id"})
                ]
                name = table.name.replace("_", " ")
                records.append(
                    {
                        "kind": name,
                        "heading": " ".join(part for part in (name, record, row.get("title", "")) if part),
                        "lines": _lines(row, skip={"id", "reference", "title"}) + more,
                        "texts": texts.get(record) or texts.get(row["id"], []),
                    }
                )
    return {
        "about": {name: _said(value) for name, value in copy.about.items()},
        "contract": next(iter(tables.get("contract", [])), {}),
        "people": tables.get("people", []),
        "records": records,
        "happened": [
            row for row in tables.get("chronology", []) if not SEEN.search(row["event"].replace(" ", "_"))
        ],
    }


def _dicts(table: Table) -> Iterable[dict[str, Cell]]:
    return (dict(zip(table.columns, row, strict=True)) for row in table.rows)


def _said_row(row: Mapping[str, Cell]) -> dict[str, str]:
    said = {name: _said(value) for name, value in row.items()}
    return said | {"event": said["event"].replace("_", " ")} if "event" in said else said


def _said(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            local = value.astimezone(LONDON)
            return f"{words_for_day(local.date())}, {local:%H:%M %Z}"
        case date():
            return words_for_day(value)
        case _:
            return NOT_IN_XML.sub("\ufffd", str(value))


def _lines(row: Mapping[str, str], skip: set[str]) -> list[str]:
    return [
        f"{name.removesuffix('_id').removesuffix('_at').removesuffix('_on').replace('_', ' ')}: {value}"
        for name, value in row.items()
        if value and name not in skip
    ]


def _by_record(rows: Iterable[dict[str, str]], column: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _texts_of(rows: Iterable[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Return the texts of each record: the field, which version, by whom in which role, when, and the words."""
    return {
        record: [
            {
                "heading": f"{row['field'].replace('_', ' ')}, version {row['version']}: {row['author']}"
                + (f" ({row['author_role'].replace('_', ' ')})" if row["author_role"] else "")
                + f", {row['written_at']}",
                "body": row["text"] or "(erased)",
            }
            for row in each
        ]
        for record, each in _by_record(rows, "record").items()
    }
