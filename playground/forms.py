"""What a person filled in: Slack's `state` made from plain answers, and what Slack's client refuses to send."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from playground.blocks import Placed, options_of, placed_elements
from playground.workspace import Json

Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """How one kind of element keeps its answer: under which name, where it starts, how the value is written."""

    name: str
    starts_as: str
    write: Callable[[Json, Any], Any]
    many: bool = False


class UnknownChoiceError(Exception):
    """An answer that is not among the choices offered, or not of the form that the element takes."""


def _as_typed(_element: Json, value: Any) -> Any:
    return None if value in (None, "") else str(value)


def _as_option(element: Json, value: Any) -> Any:
    if value in (None, ""):
        return None
    for option in options_of(element):
        if option.get("value") == value:
            return {key: option[key] for key in ("text", "value", "description") if key in option}
    raise UnknownChoiceError(f"{value!r} is not one of the choices")


def _as_options(element: Json, values: Any) -> Any:
    return [_as_option(element, value) for value in _listed(values)]


def _as_list(_element: Json, values: Any) -> Any:
    return [str(value) for value in _listed(values)]


def _as_date(_element: Json, value: Any) -> Any:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as wrong:
        raise UnknownChoiceError("A date is written YYYY-MM-DD") from wrong


def _as_time(_element: Json, value: Any) -> Any:
    if value in (None, ""):
        return None
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(value)):
        raise UnknownChoiceError("A time is written HH:MM")
    return str(value)


def _as_moment(_element: Json, value: Any) -> Any:
    """Seconds since 1970, given as such or as an ISO moment with its zone."""
    if value in (None, ""):
        return None
    if isinstance(value, int) or str(value).isdigit():
        return int(value)
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise UnknownChoiceError("A moment needs its time zone")
    return int(moment.timestamp())


def _listed(values: Any) -> list[Any]:
    if values in (None, ""):
        return []
    return list(values) if isinstance(values, list | tuple) else [values]


KINDS: dict[str, Kind] = {
    "plain_text_input": Kind("value", "initial_value", _as_typed),
    "email_text_input": Kind("value", "initial_value", _as_typed),
    "url_text_input": Kind("value", "initial_value", _as_typed),
    "number_input": Kind("value", "initial_value", _as_typed),
    "static_select": Kind("selected_option", "initial_option", _as_option),
    "radio_buttons": Kind("selected_option", "initial_option", _as_option),
    "multi_static_select": Kind("selected_options", "initial_options", _as_options, many=True),
    "checkboxes": Kind("selected_options", "initial_options", _as_options, many=True),
    "datepicker": Kind("selected_date", "initial_date", _as_date),
    "timepicker": Kind("selected_time", "initial_time", _as_time),
    "datetimepicker": Kind("selected_date_time", "initial_date_time", _as_moment),
    "users_select": Kind("selected_user", "initial_user", _as_typed),
    "conversations_select": Kind("selected_conversation", "initial_conversation", _as_typed),
    "channels_select": Kind("selected_channel", "initial_channel", _as_typed),
    "file_input": Kind("files", "initial_files", _as_list, many=True),
    "multi_users_select": Kind("selected_users", "initial_users", _as_list, many=True),
    "multi_conversations_select": Kind(
        "selected_conversations", "initial_conversations", _as_list, many=True
    ),
    "multi_channels_select": Kind("selected_channels", "initial_channels", _as_list, many=True),
}


def written(element: Json, value: Any) -> Json:
    """One answer as Slack writes it. Raises UnknownChoiceError when the element does not take it."""
    kind = KINDS[element["type"]]
    return {"type": element["type"], kind.name: kind.write(element, value)}


def state_of(blocks: list[Json], answers: Answers) -> Json:
    """Slack's `state.values`: each element's given answer, else what the app put there to start with."""
    values: dict[str, Json] = {}
    for placed in placed_elements(blocks):
        kind = KINDS.get(placed.element["type"])
        if kind is None:
            continue
        given = answers.get(placed.block_id, {})
        if placed.action_id in given:
            entry = written(placed.element, given[placed.action_id])
        else:
            entry = {
                "type": placed.element["type"],
                kind.name: placed.element.get(kind.starts_as, _nothing(kind)),
            }
        values.setdefault(placed.block_id, {})[placed.action_id] = entry
    return {"values": values}


def _nothing(kind: Kind) -> Any:
    return [] if kind.many else None


def refused_answers(blocks: list[Json], answers: Answers) -> dict[str, str]:
    """What Slack's own client would say beside each answer before it sends anything; empty when all is well."""
    refused: dict[str, str] = {}
    for placed in placed_elements(blocks):
        if not placed.is_input or placed.element["type"] not in KINDS:
            continue
        try:
            state = state_of([placed.block], answers)
        except (UnknownChoiceError, ValueError) as wrong:
            refused[placed.block_id] = str(wrong)
            continue
        answer = state["values"][placed.block_id][placed.action_id][KINDS[placed.element["type"]].name]
        if sentence := _fault_of(placed, answer):
            refused[placed.block_id] = sentence
    return refused


def _fault_of(placed: Placed, answer: Any) -> str | None:
    element = placed.element
    if answer in (None, [], ""):
        return None if placed.block.get("optional") else "Please complete this required field."
    if element["type"] == "number_input":
        return _fault_of_number(element, str(answer))
    if element["type"] == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", str(answer)):
        return "Please enter a valid email address."
    if isinstance(answer, str) and len(answer) > element.get("max_length", 3000):
        return f"Please shorten this to {element.get('max_length', 3000)} characters or fewer."
    if isinstance(answer, str) and len(answer) < element.get("min_length", 0):
        return f"Please write at least {element['min_length']} characters."
    if isinstance(answer, list) and len(answer) > element.get("max_selected_items", len(answer)):
        return f"Please choose at most {element['max_selected_items']}."
    return None


def _fault_of_number(element: Json, answer: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, answer):
        return (
            "Please enter a number." if element.get("is_decimal_allowed") else "Please enter a whole number."
        )
    if "min_value" in element and float(answer) < float(element["min_value"]):
        return f"Please enter {element['min_value']} or more."
    if "max_value" in element and float(answer) > float(element["max_value"]):
        return f"Please enter {element['max_value']} or less."
    return None
