"""Time is an argument: only bot/clock.py asks the machine what time it is, and nobody asks the database."""

import ast
import re

from tests.architecture.repository import PROGRAM, ROOT, files, place, python_files, syntax

CLOCK = ROOT / "bot" / "clock.py"
ASKING = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime"},
    "func": {"now", "current_timestamp", "current_date"},
}
DATABASE_CLOCK = re.compile(
    r"\b(CURRENT_TIMESTAMP|CURRENT_DATE|LOCALTIMESTAMP|clock_timestamp|utc_timestamp)\b|\bnow\(\)",
    re.IGNORECASE,
)


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    asked = [
        place(file, node.lineno)
        for file in python_files(*PROGRAM, "tests")
        if file != CLOCK
        for node in ast.walk(syntax(file))
        if isinstance(node, ast.Attribute | ast.ImportFrom) and asks(node)
    ]

    assert asked == []


def asks(node: ast.Attribute | ast.ImportFrom) -> bool:
    """Whether this reads a clock: `datetime.now`, `dt.date.today`, `func.now`, `from time import time`."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "time" and any(name.name in ASKING["time"] for name in node.names)
    owner = node.value
    name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
    return node.attr in ASKING.get(name, ())


def test_every_way_of_asking_is_noticed() -> None:
    for question in (
        "datetime.now(UTC)",
        "dt.date.today()",
        "time.time()",
        "func.now()",
        "from time import time",
    ):
        assert any(
            asks(node)
            for node in ast.walk(ast.parse(question))
            if isinstance(node, ast.Attribute | ast.ImportFrom)
        ), question


def test_measuring_how_long_something_took_and_asking_our_own_clock_are_allowed() -> None:
    for allowed in ("time.monotonic()", "time.perf_counter()", "clock.now()", "services.clock.now()"):
        assert not any(
            asks(node) for node in ast.walk(ast.parse(allowed)) if isinstance(node, ast.Attribute)
        ), allowed


def test_the_database_is_never_asked_for_the_time_but_to_compare_clocks() -> None:
    asked = [
        f"{place(file, number)} {line.strip()}"
        for file in files("storage")
        if file.suffix in {".py", ".sql", ".mako"} and file.name != "server_clock.py"
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if DATABASE_CLOCK.search(line)
    ]

    assert asked == []
