"""Logs: one line of JSON each, with ids, counts and kinds; what people typed never reaches them."""

import logging
import sys
from typing import Any

import structlog

QUIET = ("slack_bolt", "slack_sdk", "aiohttp", "apscheduler", "uvicorn.access", "sqlalchemy", "websockets")
"""At DEBUG and on faults these write out whole requests and statements, so they are heard from WARNING up only."""


class KindsOnly(logging.Filter):
    """Reduces what libraries log to who says it and how bad it is: their words may quote a request's body."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let a record through without its words when it comes from a library that may quote bodies."""
        if record.name.startswith(QUIET):
            record.msg, record.args, record.exc_info = "library message left out", (), None
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
