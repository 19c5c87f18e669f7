"""Everything that the bot has offered to anybody, turned into presses and forms of somebody who stole them."""

from collections.abc import Iterator
from typing import Any

from bot.listeners import Arrival
from playground import alderwick
from playground.house import House
from tests.flows.hearing import FORMS, Hearing
from tests.flows.reporting import as_somebody_else

Json = dict[str, Any]
FORGED = "Forged words"
PRESSED = {"button", "static_select"}
EACH = 3  # of one kind of button or form, those offered last


def stolen_presses(house: House, hearing: Hearing) -> dict[str, list[Json]]:
    """A press for each button or choice that somebody was offered, by its name, the last of one name only."""
    pressed = next(
        h.body for h in hearing.heard if h.body.get("type") == "block_actions" and "message" in h.body
    )
    known = house.handrail.listeners.names(Arrival.PRESS)
    found: dict[str, dict[str, Json]] = {}
    for heard in hearing.from_the_bot():
        for button in _elements(heard.body):
            if button.get("type") in PRESSED and button["action_id"] in known:
                values = found.setdefault(button["action_id"], {})
                value = button.get("value", "") or str(button.get("options", ""))
                values.pop(value, None)
                values[value] = button
    return {
        name: [_pressed(pressed, button) for button in list(values.values())[-EACH:]]
        for name, values in found.items()
    }


def _elements(part: Any) -> Iterator[Json]:
    if isinstance(part, dict):
        if "action_id" in part:
            yield part
        for each in part.values():
            yield from _elements(each)
    elif isinstance(part, list):
        for each in part:
            yield from _elements(each)


def _pressed(body: Json, button: Json) -> Json:
    kept: Json = {name: button[name] for name in ("action_id", "value", "text", "type") if name in button}
    if button["type"] != "button":
        kept |= _answer(button)
    return {**body, "actions": [{**body["actions"][0], **kept}]}


def stolen_forms(hearing: Hearing) -> dict[str, list[Json]]:
    """A form filled in for each that somebody was shown, by its name, the last of one name only."""
    sent = next(h.body for h in hearing.heard if h.body.get("type") == "view_submission")
    found: dict[str, dict[str, Json]] = {}
    for heard in hearing.from_the_bot():
        view = heard.body.get("view")
        if (heard.what in FORMS or heard.body.get("response_action")) and view and "submit" in view:
            about = found.setdefault(view["callback_id"], {})
            about.pop(view.get("private_metadata", ""), None)
            about[view.get("private_metadata", "")] = view
    return {
        name: [
            _filled_in(sent, view, f"V0FORGED{name}{number}")
            for number, view in enumerate(list(views.values())[-EACH:])
        ]
        for name, views in found.items()
    }


def _filled_in(body: Json, view: Json, view_id: str) -> Json:
    values = {
        block["block_id"]: {block["element"]["action_id"]: _answer(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    forged = {
        "id": view_id,
        "callback_id": view["callback_id"],
        "private_metadata": view.get("private_metadata", ""),
        "blocks": view["blocks"],
        "state": {"values": values},
    }
    return {**body, "view": {**body["view"], **forged}}


def _answer(element: Json) -> Json:
    """What somebody might fill in: the first choice everywhere, a day to come, the lead."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    kind, first = element["type"], [*element.get("options", grouped), None][0]
    match kind:
        case "plain_text_input" | "email_text_input":
            return {"type": kind, "value": FORGED}
        case "static_select" | "radio_buttons":
            return {"type": kind, "selected_option": first}
        case "checkboxes" | "multi_static_select":
            return {"type": kind, "selected_options": [first]}
        case "datepicker":
            return {"type": kind, "selected_date": "2026-10-06"}
        case "timepicker":
            return {"type": kind, "selected_time": "08:00"}
        case "users_select":
            return {"type": kind, "selected_user": alderwick.PRIYA.user_id}
        case "multi_users_select":
            return {"type": kind, "selected_users": [alderwick.PRIYA.user_id]}
        case _:
            raise LookupError(f"nobody has said how to fill in {kind}")


def as_a_thief(house: House, body: Json, user_id: str, team_id: str) -> Json:
    """The same as if this person had sent it; of a form Slack says their own workspace (slack-platform.md 1.2)."""
    stolen = as_somebody_else(house, body, user_id, team_id)
    if body["type"] == "view_submission":
        stolen["team"] = {**body["team"], "id": team_id}
    return stolen
