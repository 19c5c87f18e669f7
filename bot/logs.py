"""Logs: one line of JSON each, with ids, counts and kinds, at every level; what people typed never reaches them.

It is kept out by construction: only keys that are known pass, with values of a safe shape; of other libraries and of
faults nothing passes but who says it and which kind it was.
"""

import logging
import re
import sys
import threading
from collections.abc import Mapping
from pathlib import PurePath
from types import TracebackType
from typing import Any
from uuid import UUID

import structlog

QUIET = ("slack_bolt", "slack_sdk", "aiohttp", "apscheduler", "uvicorn.access", "sqlalchemy", "websockets")
"""At DEBUG and on faults these write out whole requests and statements, so they are heard from WARNING up only."""

OUTSPOKEN = ("uvicorn.error", "alembic")
"""Libraries whose words, from INFO up, are about starting, stopping and tables. No others' words are written out."""

COUNTS = frozenset({"count", "seals"})
IDS = frozenset({"notice", "deadline", "concern", "schedule"})
CODES = frozenset({"arrival", "name", "method", "error", "outcome", "verdict", "part", "level", "where"})
MOMENTS = frozenset({"timestamp", "since"})
"""The keys that pass; anything else is left out, and a test holds every line of ours against them."""

LEFT_OUT = "left out"
_EVENT = re.compile(r"[A-Za-z][A-Za-z0-9 ,'-]{0,79}")
_ID = re.compile(r"[0-9a-f]{32}")
_CODE = re.compile(r"/?[A-Za-z][A-Za-z0-9_.]{0,79}|[\w/]{1,120}\.py:\d{1,5}")
_MOMENT = re.compile(r"(?:\d{4}-\d\d-\d\d)?(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?")


def only_what_is_known(_logger: Any, _method: str, line: Mapping[str, Any]) -> dict[str, Any]:
    """Let pass what is known to be safe, and say of everything else that it was left out."""
    return {key: value if _is_safe(key, value) else LEFT_OUT for key, value in line.items() if _is_known(key)}


def _is_known(key: str) -> bool:
    return key in COUNTS | IDS | CODES | MOMENTS | {"event"}


def _is_safe(key: str, value: Any) -> bool:
    if key in COUNTS:
        return isinstance(value, int)
    if key in IDS:
        return isinstance(value, UUID) or _matches(_ID, value)
    if key in MOMENTS:
        return _matches(_MOMENT, value)
    return _matches(_EVENT if key == "event" else _CODE, value)


def _matches(shape: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and shape.fullmatch(value) is not None


class KindsOnly(logging.Filter):
    """Reduces what libraries log to who says it and which kind of fault it was: their words may quote a body.

    A trace is never written: the message of an exception may quote what somebody typed.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through; without its words unless it comes from a library that is known to quote nothing."""
        fault = record.exc_info[0] if record.exc_info else None
        is_outspoken = record.name.startswith(OUTSPOKEN) and record.levelno >= logging.INFO
        if fault is not None or not is_outspoken:
            kind = f" ({fault.__name__})" if fault else ""
            record.msg, record.args = f"library message left out{kind}", ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def set_up_logs(level: str = "INFO") -> None:
    """Write logs to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(KindsOnly())
    logging.basicConfig(
        level=level, handlers=[handler], format="%(levelname)s %(name)s %(message)s", force=True
    )
    logging.raiseExceptions = (
        False  # a line that cannot be written would be shown with all that it was to say
    )
    logging.captureWarnings(capture=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    processors: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        only_what_is_known,
        structlog.processors.JSONRenderer(),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def shorten_faults() -> None:
    """Write of a fault that nobody caught no more than its kind and the line of code, for the rest of this process."""
    sys.excepthook = _nobody_caught
    sys.unraisablehook = lambda found: _nobody_caught(found.exc_type, found.exc_value, found.exc_traceback)
    threading.excepthook = lambda found: _nobody_caught(found.exc_type, found.exc_value, found.exc_traceback)


def _nobody_caught(
    kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None
) -> None:
    """Say which kind of fault ended something, and in which line of code; never its message or what it held."""
    if issubclass(kind, KeyboardInterrupt):
        return
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        place = PurePath(trace.tb_frame.f_code.co_filename)
        where = f"{'/'.join(place.parts[-2:])}:{trace.tb_lineno}"
    structlog.get_logger().critical("nobody caught it", error=kind.__name__, where=where)
