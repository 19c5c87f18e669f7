"""Logs hold kinds and counts: what libraries would quote of people's words is left out."""

import logging

import pytest

from bot.logs import KindsOnly

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
