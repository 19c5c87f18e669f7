"""A copy of the record as a workbook: one sheet a table, dates as dates, every text as text, nothing cut.

Moments stand twice, in UTC and on London clocks, with the name of the London time beside them: 01:30 comes twice on the
night on which the clocks go back. XlsxWriter's own temporary files are kept off the disk.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from domain.calendar import LONDON
from domain.exports import Cell, RecordCopy, Table

LONGEST_CELL = 32_767
"""Characters that Excel takes in one cell."""

MOST_ROWS = 1_048_575
"""Rows of a sheet below its header."""

WIDEST, NARROWEST = 60, 8
CONTINUED = "(continued) "
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(copy: RecordCopy, made_at: datetime) -> bytes:
    """Return the file's bytes; the same copy made at the same moment gives the same bytes."""
    file = BytesIO()
    from xlsxwriter import Workbook  # not held by a process that never makes one

    book = Workbook(file, OPTIONS)
    book.set_properties({"created": made_at.astimezone(UTC).replace(tzinfo=None), "title": "Record"})
    sheets = _Sheets(book)
    about = tuple((name, value) for name, value in copy.about.items())
    sheets.write(Table("about", ("what", "is"), tuple((name, _said(value)) for name, value in about)))
    for table in copy.tables:
        sheets.write(table)
    book.close()
    return file.getvalue()


def _said(value: Cell) -> Cell:
    """Return a value of the first sheet as text: a column of one sheet holds one kind of thing."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


class _Sheets:
    """Writes tables into a workbook, each into as many sheets as it needs."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"})

    def write(self, table: Table) -> None:
        """Write one table; what no sheet holds any more goes on in the next."""
        rows = [part for row in table.rows for part in parts_of(row)]
        columns = list(_columns(table))
        for number, start in enumerate(range(0, max(len(rows), 1), MOST_ROWS), start=1):
            name = table.name if number == 1 else f"{table.name} {number}"
            self._sheet(name, columns, rows[start : start + MOST_ROWS])

    def _sheet(self, name: str, columns: Sequence[tuple[str, bool]], rows: Sequence[Sequence[Cell]]) -> None:
        sheet = self._book.add_worksheet(name)
        headings = [heading for column, is_moment in columns for heading in _headings(column, is_moment)]
        widths = [len(heading) for heading in headings]
        for at, heading in enumerate(headings):
            sheet.write_string(0, at, heading, self._bold)
        for number, row in enumerate(rows, start=1):
            at = 0
            for value, (_column, is_moment) in zip(row, columns, strict=True):
                for shown in _moment_cells(value) if is_moment else (value,):
                    widths[at] = max(widths[at], self._cell(sheet, number, at, shown))
                    at += 1
        for at, width in enumerate(widths):
            sheet.set_column(at, at, min(max(width + 2, NARROWEST), WIDEST))
        sheet.freeze_panes(1, 0)
        if headings:
            sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)

    def _cell(self, sheet: Any, row: int, at: int, value: Cell) -> int:
        """Write one cell and return how wide it is. A text is never taken for a formula, a link or a number."""
        match value:
            case None:
                return 0
            case bool():
                sheet.write_string(row, at, "yes" if value else "no", self._text)
                return 3
            case int():
                sheet.write_number(row, at, value, self._text)
                return len(str(value))
            case datetime():
                sheet.write_datetime(row, at, value, self._moment)
                return 19
            case date():
                sheet.write_datetime(row, at, value, self._day)
                return 10
            case _:
                sheet.write_string(row, at, value, self._text)
                return max(map(len, value.splitlines()), default=0)


def _columns(table: Table) -> Iterator[tuple[str, bool]]:
    """Return the columns, and which hold moments: by their name, or since one stands there whatever it is called."""
    for number, column in enumerate(table.columns):
        is_named_so = column.endswith("_at") or column == "at"
        yield column, is_named_so or any(isinstance(row[number], datetime) for row in table.rows)


def _headings(column: str, is_moment: bool) -> tuple[str, ...]:
    name = column.removesuffix("_id").replace("_", " ")
    return (f"{name} (UTC)", f"{name} (Europe/London)", f"{name} (time zone)") if is_moment else (name,)


def _moment_cells(value: Cell) -> tuple[Cell, Cell, Cell]:
    """Return a moment as both clocks show it, without its microseconds, which no sheet shows."""
    if not isinstance(value, datetime):
        return (value, None, None)  # a time of day, which has no date to be turned by
    exact = value.replace(microsecond=0)
    local = exact.astimezone(LONDON)
    return exact.astimezone(UTC).replace(tzinfo=None), local.replace(tzinfo=None), f"{local:%Z}"


def parts_of(row: Sequence[Cell]) -> Iterator[Sequence[Cell]]:
    """Return a row, and below it one more for each part of a text that no cell holds, marked as continued."""
    pieces = [_pieces(value) for value in row]
    for at in range(max(map(len, pieces), default=0)):
        yield tuple(
            each[at] if at < len(each) else (row[0] if column == 0 else None)
            for column, each in enumerate(pieces)
        )


def _pieces(value: Cell) -> list[Cell]:
    if not isinstance(value, str) or len(value.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return [value]
    # Excel counts what lies beyond the first 65,536 signs of Unicode, such as an emoji, as two.
    room = (LONGEST_CELL - len(CONTINUED)) // 2
    parts = [value[start : start + room] for start in range(0, len(value), room)]
    return [parts[0], *(CONTINUED + part for part in parts[1:])]
