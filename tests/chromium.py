"""Finds the browser for the browser tests, and says so loudly when there was none."""

import os
import shutil
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WANTING = "no Chromium on this machine"


def find_chromium() -> Path | None:
    """The browser named in HANDRAIL_CHROMIUM, or the first that this machine has under a usual name."""
    for name in (os.environ.get("HANDRAIL_CHROMIUM", ""), *NAMES):
        found = shutil.which(name)
        if found:
            return Path(found)
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none; with HANDRAIL_REQUIRE_BROWSER=1 refuse to begin instead."""
    wanting = [item for item in items if item.get_closest_marker("browser")]
    if not wanting or find_chromium():
        return
    if os.environ.get("HANDRAIL_REQUIRE_BROWSER") == "1":
        raise pytest.UsageError(
            f"HANDRAIL_REQUIRE_BROWSER is set, but no Chromium was found for {len(wanting)} of the tests."
        )
    for item in wanting:
        item.add_marker(pytest.mark.skip(reason=WANTING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The last thing read before the count: what was not tried. Counted from reports, since workers collect apart."""
    skipped = sum(WANTING in str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.section("NOT TRIED IN A BROWSER", sep="!", yellow=True, bold=True)
        terminalreporter.line(
            f"Tests that drive a real browser and were skipped, as no Chromium was found: {skipped}. "
            "Install one (sudo apt-get install chromium), or name yours in HANDRAIL_CHROMIUM, and run again."
        )
