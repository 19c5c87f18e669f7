"""Handrail, the Slack bot."""

import sys

# The log's library takes up a whole library for coloured traces where it finds one, and ours are never in colour:
# some five megabytes of every process. While it is loaded it finds none.
_coloured = sys.modules.get("rich", ...)
sys.modules["rich"] = None  # type: ignore[assignment]
import structlog  # noqa: E402, F401

del sys.modules["rich"]
if _coloured is not ...:
    sys.modules["rich"] = _coloured
