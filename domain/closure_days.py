"""Local closure days as people type them: one a line, the day first."""

import re
from datetime import date

from domain.errors import NotAllowed

FIELD = "closure_days"
MOST = 60
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def read_closure_days(typed: str) -> frozenset[date]:
    """Read days written 29/12/2026 or 2026-12-29, one a line, never the month first.

    Raises NotAllowed, quoting the line that cannot be read.
    """
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise NotAllowed(f"Please give {MOST} days at most. Nothing has been saved or cut.", FIELD)
    return frozenset(_read_day(line) for line in lines)


def _read_day(line: str) -> date:
    if found := _DAY_FIRST.fullmatch(line):
        day, month, year = (int(part) for part in found.groups())
    elif found := _YEAR_FIRST.fullmatch(line):
        year, month, day = (int(part) for part in found.groups())
    else:
        raise _unreadable(line, "Please write one day a line")
    try:
        return date(year, month, day)
    except ValueError:
        raise _unreadable(line, "There is no such day. Please write the day first, then the month") from None


def _unreadable(line: str, advice: str) -> NotAllowed:
    shown = line if len(line) <= 30 else line[:30] + "…"
    return NotAllowed(f"“{shown}” cannot be read. {advice}, such as 29/12/2026.", FIELD)
