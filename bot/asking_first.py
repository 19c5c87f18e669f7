"""Presses that cannot be taken back and tell every side at once: Slack asks first, in words that say so."""

from typing import Any

from bot.templates import words


def asked_first(action_id: str) -> dict[str, Any]:
    """Return what a button has besides, so that Slack asks first: nothing for most of them.

    Those that ask have their words in `asked_first`, under the name of what they do: who is told, and what can no
    longer be done. Slack takes 100 letters for the title, 300 for the words, 30 for an answer.
    """
    label = words("asked_first")
    title = getattr(label, f"{action_id}_question", "")
    if not title:
        return {}
    said = {
        "title": title,
        "text": getattr(label, f"{action_id}_text"),
        "confirm": getattr(label, f"{action_id}_agree"),
        "deny": label.deny,
    }
    return {"confirm": {part: {"type": "plain_text", "text": each} for part, each in said.items()}}
