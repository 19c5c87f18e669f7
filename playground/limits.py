"""What Slack refuses in blocks and views."""

from typing import Any

from playground.workspace import Json

LARGEST_VIEW_BYTES = 250_000


def faults_in_message(blocks: Any) -> list[str]:
    return [] if isinstance(blocks, list) else ["[ERROR] must be an array"]


def faults_in_view(view: Any, kind: str) -> list[str]:
    return [] if view.get("type") == kind else [f"[ERROR] must be a {kind}"]


def too_long_together(blocks: list[Json]) -> bool:
    return len(str(blocks)) > 1_000_000
