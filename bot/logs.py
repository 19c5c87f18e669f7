"""Logs: one line of JSON each, with ids, counts and kinds; what people typed never reaches them."""

import logging
import sys
from typing import Any

import structlog

QUIET = ("slack_bolt", "slack_sdk", "aiohttp", "apscheduler", "uvicorn.access", "sqlalchemy", "websockets")
"""At DEBUG and on faults these write out whole requests and statements, so they are heard from WARNING up only."""

OUTSPOKEN = ("uvicorn.error", "alembic")
"""Libraries whose words are about starting, stopping and tables. No other library's words are written out."""


class KindsOnly(logging.Filter):
    """Reduces what libraries log to who says it and which kind of fault it was: their words may quote a body.

    A trace is never written: the message of an exception may quote what somebody typed.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through; without its words unless it comes from a library that is known to quote nothing."""
        fault = record.exc_info[0] if record.exc_info else None
        if fault is not None or not record.name.startswith(OUTSPOKEN):
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
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    processors: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
