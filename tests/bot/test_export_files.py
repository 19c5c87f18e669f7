"""The files of a copy, as other programs read them: texts as text, nothing cut, both clocks, any change found."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

import bot.export_workbook
from bot.export_archive import IN_ALL, archive, faults_of
from bot.export_workbook import LONGEST_CELL
from domain.exports import RecordCopy, Table
from tests.flows.export_story import sheet_of, unpacked, zipped

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LONG = "Gwelodd y nyrs fod siart y bore’n wag. 🙂 " * 1000  # 41,000 characters
FORMULAS = (
    "=1+1",
    "+44 1632 960123",
    "-3 on the chart",
    "@priya said so",
    "\tindented",
    "\rreturned",
    "=cmd|' /C calc'!A0",
)
SUMMER, WINTER = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def copy_with(*texts: str) -> RecordCopy:
    """A copy of a small record: one action, these texts about it, and one entry on each side of a change of clocks."""
    action = ("a1", "A-7Q2K", "Second check <b>&amp; {{ 7 * 7 }}", date(2026, 10, 25), SUMMER)
    rows = [
        (
            f"t{at}",
            "A-7Q2K",
            "action",
            "evidence",
            at,
            "shared",
            "Siân Ŵyn",
            "contract_lead / own",
            SUMMER,
            None,
            text,
        )
        for at, text in enumerate(texts, start=1)
    ]
    columns = "id record about field version class author author_role written_at erased_at text"
    happened = [
        (moment, "action_agreed", "action", "A-7Q2K", "Siân Ŵyn", "", "") for moment in (SUMMER, WINTER)
    ]
    return RecordCopy(
        about={
            "schema": "handrail-record/1",
            "kind": "contract",
            "class": "internal",
            "contract": "ALD/2024 17",
            "title": "Alderwick House",
            "made_at": MADE_AT,
            "made_for": "Priya",
            "reason": "Hand-over",
            "first_on": None,
            "last_on": None,
            "time_zone": "Europe/London",
        },
        tables=(
            Table("actions", ("id", "reference", "title", "due_on", "waiting_since"), (action,)),
            Table("texts", tuple(columns.split()), tuple(rows)),
            Table(
                "chronology",
                ("at", "event", "about", "record", "who", "who_role", "for_whom"),
                tuple(happened),
            ),
        ),
        chain=None,
    )


def made(*texts: str) -> bytes:
    """The file of such a copy."""
    return archive(copy_with(*texts), MADE_AT, None).content


def test_what_begins_like_a_formula_is_only_text_in_the_workbook() -> None:
    book = load_workbook(BytesIO(unpacked(made(*FORMULAS))["record.xlsx"]))
    cells = [row[-1] for row in book["texts"].iter_rows(min_row=2)]

    assert {cell.data_type for cell in cells} == {"s"}
    assert [str(cell.value).replace("_x000D_", "\r").strip() for cell in cells] == [
        text.strip() for text in FORMULAS
    ]
    assert b"<f>" not in b"".join(unpacked(unpacked(made(*FORMULAS))["record.xlsx"]).values())


def test_a_text_too_long_for_a_cell_goes_on_below_it_and_stands_whole_elsewhere() -> None:
    files = unpacked(made(LONG))
    rows = [row["text"] for row in sheet_of(made(LONG), "texts")]

    assert len(rows) > 1
    assert all(len(row.encode("utf-16-le")) // 2 <= LONGEST_CELL for row in rows)
    assert all(row.startswith("(continued) ") for row in rows[1:])
    assert "".join([rows[0], *(row.removeprefix("(continued) ") for row in rows[1:])]) == LONG
    [kept] = json.loads(files["record.json"])["tables"]["texts"]
    assert kept["text"] == LONG
    assert LONG in [paragraph.text for paragraph in Document(BytesIO(files["record.docx"])).paragraphs]


def test_moments_stand_on_both_clocks_and_the_hour_that_comes_twice_says_which_it_is() -> None:
    content = made("a")
    summer, winter = sheet_of(content, "chronology")

    assert summer["at (UTC)"] == datetime(2026, 10, 25, 0, 30)  # noqa: DTZ001  a sheet has no zones: its heading says it
    assert summer["at (Europe/London)"] == winter["at (Europe/London)"]
    assert (summer["at (time zone)"], winter["at (time zone)"]) == ("BST", "GMT")
    [action] = sheet_of(content, "actions")
    assert action["due on"] == datetime(2026, 10, 25)  # noqa: DTZ001  a day
    assert action["waiting since (time zone)"] == "BST", "a moment, whatever its column is called"
    assert json.loads(unpacked(content)["record.json"])["tables"]["chronology"][0]["at"] == SUMMER.isoformat()
    book = load_workbook(BytesIO(unpacked(content)["record.xlsx"]))
    assert {sheet.freeze_panes for sheet in book.worksheets} == {"A2"}


def test_what_people_typed_is_never_read_as_a_tag_or_as_markup_of_word() -> None:
    content = made("{% for x in y %} <w:p/> & \x0b\x00 Siân 🙂", "second line\nthird")
    said = "\n".join(each.text for each in Document(BytesIO(unpacked(content)["record.docx"])).paragraphs)

    assert "{% for x in y %} <w:p/> & \ufffd\ufffd Siân 🙂" in said
    assert "Second check <b>&amp; {{ 7 * 7 }}" in said
    assert "evidence, version 2: Siân Ŵyn (contract lead / own), Sunday 25 October 2026, 01:30 BST" in said


def test_an_organisations_own_template_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("Westermere Council: {{ about.title }}, {{ records | length }} record")
    own.save(str(tmp_path / "own.docx"))
    content = archive(copy_with("a"), MADE_AT, tmp_path / "own.docx").content

    [line] = Document(BytesIO(unpacked(content)["record.docx"])).paragraphs
    assert line.text == "Westermere Council: Alderwick House, 1 record"


def test_the_same_record_gives_the_same_bytes() -> None:
    assert made("a", "b") == made("a", "b")


def test_what_a_later_sheet_has_to_take_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.export_workbook, "MOST_ROWS", 2)
    content = made("a", "b", "c", "d", "e")

    assert [
        row["text"] for name in ("texts", "texts 2", "texts 3") for row in sheet_of(content, name)
    ] == list("abcde")


@pytest.mark.parametrize("name", IN_ALL)
def test_one_changed_byte_of_any_file_is_found(name: str) -> None:
    content = made("a", "b")
    assert faults_of(content) == []
    files = unpacked(content)
    for at in (0, len(files[name]) // 2, len(files[name]) - 1):
        other = bytearray(files[name])
        other[at] ^= 1
        faults = faults_of(zipped(files | {name: bytes(other)}))
        assert faults
        assert name == "digests.txt" or name in faults[0]


def test_a_file_taken_out_put_in_or_damaged_is_found() -> None:
    files = unpacked(made("a"))
    without = {name: content for name, content in files.items() if name != "record.json"}

    assert faults_of(zipped(without)) == ["record.json is missing."]
    assert faults_of(zipped(files | {"other.txt": b"x"})) == ["other.txt was added."]
    assert faults_of(b"no copy at all") == [
        "This is not a copy made by Handrail, or it was damaged as a whole."
    ]
    torn = bytearray(made("a"))
    torn[len(torn) // 2] ^= 0xFF
    assert faults_of(bytes(torn))


def test_an_entry_that_was_altered_and_given_a_new_digest_of_its_file_is_still_found() -> None:
    entry = {
        "stream": "s",
        "number": 1,
        "at": SUMMER.isoformat(),
        "content": {"event": "x"},
        "previous": "0" * 64,
    }
    forged = replace(copy_with("a"), entries=({**entry, "digest": "f" * 64},))

    assert faults_of(archive(forged, MADE_AT, None).content) == ["Entry 1 of the chronology was altered."]
