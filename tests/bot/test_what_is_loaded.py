"""A process that serves holds in memory what it needs, and not whole libraries that nobody asks it for."""

import subprocess
import sys

NOT_NEEDED = (
    "psycopg",
    "rich",
    "pygments",
    "docx",
    "openpyxl",
    "matplotlib",
    "alembic",
    "holidays.countries.france",
)
START = f"""
import sys
import bot.__main__
from domain.calendar import Nation, bank_holidays
assert len(bank_holidays(Nation.ENGLAND, 2026)) >= 8
print(*(name for name in {NOT_NEEDED!r} if name in sys.modules))
"""


def test_on_sqlite_nothing_is_loaded_that_only_others_need() -> None:
    words = [sys.executable, "-c", START]
    started = subprocess.run(words, capture_output=True, text=True, check=True)  # noqa: S603  our own words

    assert started.stdout.split() == []
