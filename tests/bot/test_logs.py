"""Logs hold kinds and counts: what libraries would quote of people's words is left out."""

import ast
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.logs import CODES, COUNTS, IDS, LEFT_OUT, MOMENTS, KindsOnly, only_what_is_known

TYPED = "Bed 4 has bruises"


def written(name: str, message: str, fault: BaseException | None = None) -> str:
    """What becomes of a library's record."""
    about = (type(fault), fault, fault.__traceback__) if fault else None
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, (), about)
    assert KindsOnly().filter(record)
    return logging.Formatter("%(levelname)s %(name)s %(message)s").format(record)


@pytest.mark.parametrize(
    "library",
    ["slack_bolt.AsyncApp", "slack_sdk.web", "asyncio", "sqlalchemy.engine", "aiohttp.server", "new_one"],
)
def test_a_librarys_own_words_are_left_out(library: str) -> None:
    assert written(library, f"body: {TYPED}") == f"ERROR {library} library message left out"


def test_a_trace_is_reduced_to_the_kind_of_fault() -> None:
    said = written("uvicorn.error", "Exception in ASGI application", ValueError(TYPED))

    assert said == "ERROR uvicorn.error library message left out (ValueError)"


def test_where_the_server_listens_is_still_said() -> None:
    assert written("uvicorn.error", "Uvicorn running") == "ERROR uvicorn.error Uvicorn running"


def test_the_servers_own_words_are_left_out_below_what_is_said_at_the_start() -> None:
    record = logging.LogRecord("uvicorn.error", logging.DEBUG, __file__, 1, f"< TEXT {TYPED}", (), None)
    KindsOnly().filter(record)

    assert record.getMessage() == "library message left out"


@pytest.mark.parametrize(
    "line",
    [
        {"event": TYPED + "!"},
        {"error": TYPED},
        {"count": TYPED},
        {"notice": TYPED},
        {"notice": "Bed4"},
        {"name": "Margaret Dunn"},
        {"text": "Margaret"},
        {"view": {"state": TYPED}},
        {"error": ValueError(TYPED)},
    ],
)
def test_only_known_keys_with_values_of_a_safe_shape_pass(line: dict[str, object]) -> None:
    passed = only_what_is_known(None, "info", line)

    assert set(passed.values()) <= {LEFT_OUT}


def test_what_our_own_lines_say_passes_whole() -> None:
    line = {
        "event": "flow failed",
        "level": "error",
        "timestamp": "2026-09-08T09:15:00.000001Z",
        "arrival": "press",
        "name": "/concern",
        "error": "http_500",
        "notice": "0" * 32,
        "count": 3,
        "where": "engine/gate.py:12",
    }

    assert only_what_is_known(None, "error", line) == line


def our_lines() -> Iterator[ast.Call]:
    """Every line that our own code logs."""
    for part in ("bot", "storage"):
        for file in Path(part).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    logger = ast.unparse(node.func.value)
                    if logger == "log" or logger.endswith("get_logger()"):
                        yield node


def test_our_own_lines_have_fixed_words_and_known_keys() -> None:
    found = list(our_lines())

    assert len(found) > 20
    assert [ast.unparse(each) for each in found if not isinstance(each.args[0], ast.Constant)] == []
    keys = {keyword.arg for each in found for keyword in each.keywords}
    assert keys <= COUNTS | IDS | CODES | MOMENTS
