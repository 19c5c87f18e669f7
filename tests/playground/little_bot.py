"""Blocks and forms that the tests' bots show."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from tests.playground.alderwick import TOM


def words(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str, action_id: str, value: str = "C-7Q2K") -> dict[str, Any]:
    return {"type": "button", "text": words(label), "action_id": action_id, "value": value}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "block_id": "acts", "elements": list(elements)}


def option(label: str, value: str) -> dict[str, Any]:
    return {"text": words(label), "value": value}


def ask(label: str, element: dict[str, Any], *, optional: bool = False, **more: Any) -> dict[str, Any]:
    """An input block whose names follow from its label."""
    name = label.lower().strip("?").replace(" ", "_")
    named = {**element, "action_id": "answer"}
    return {
        "type": "input",
        "block_id": name,
        "label": words(label),
        "element": named,
        "optional": optional,
        **more,
    }


LINE = {"type": "plain_text_input"}


def select(*choices: str) -> dict[str, Any]:
    return {"type": "static_select", "options": [option(c, c.lower()) for c in choices]}


def form(*blocks: dict[str, Any], title: str = "Log a concern", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "concern",
        "title": words(title),
        "submit": words("Save"),
        "blocks": list(blocks),
        **more,
    }


def concern_form(**more: Any) -> dict[str, Any]:
    """A concern as the tests log one."""
    return form(
        ask("What happened?", {**LINE, "multiline": True, "max_length": 200}),
        ask("Kind", select("Quality", "At risk")),
        ask("Seen on", {"type": "datepicker"}, optional=True),
        **more,
    )


async def open_form(playground: Playground, client: AsyncWebClient, view: dict[str, Any]) -> dict[str, Any]:
    """Put a form before Tom, as an app does that he just asked for it."""
    trigger = playground.slack.triggers.give(TOM)
    opened: dict[str, Any] = (await client.views_open(trigger_id=trigger, view=view))["view"]
    return opened
