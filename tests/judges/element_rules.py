"""The third judge, for one element: rules about buttons, selects and inputs that no type can say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

JsonObject = dict[str, Any]

SELECTS = ("static_select", "multi_static_select")
CHOICES = ("checkboxes", "radio_buttons", "overflow", *SELECTS)
FEWEST_AND_MOST_OPTIONS = {"checkboxes": (1, 10), "radio_buttons": (1, 10), "overflow": (1, 5)}
MOST_OPTIONS_IN_A_GROUP = 100
PICKED = {
    "datepicker": ("initial_date", re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")),
    "timepicker": ("initial_time", re.compile(r"([01]\d|2[0-3]):[0-5]\d")),
    "datetimepicker": ("initial_date_time", re.compile(r"\d{10}")),
}
LONGEST_INPUT = 3000


def element_complaints(element: JsonObject) -> Iterator[str]:
    """Every rule that this one element breaks."""
    kind = str(element.get("type"))
    if kind in CHOICES:
        yield from _choices(kind, element)
        yield from _initial_choices(element)
    if kind in PICKED:
        yield from _picked(kind, element)
    if kind == "plain_text_input":
        yield from _text_input(element)
    if kind == "number_input":
        yield from _in_order(element, "min_value", "max_value")
    if element.get("max_selected_items", 1) < 1:
        yield f"{kind}: max_selected_items starts at 1"


def options_of(element: JsonObject) -> list[JsonObject]:
    """All options of an element, those within groups included."""
    grouped = [option for group in element.get("option_groups") or [] for option in group.get("options", [])]
    return [*(element.get("options") or []), *grouped]


def _choices(kind: str, element: JsonObject) -> Iterator[str]:
    if kind in SELECTS and ("options" in element) == ("option_groups" in element):
        yield f"{kind} needs options or option_groups, and not both"
    for group in element.get("option_groups") or []:
        if not 1 <= len(group.get("options", [])) <= MOST_OPTIONS_IN_A_GROUP:
            yield f"{kind}: a group has between 1 and {MOST_OPTIONS_IN_A_GROUP} options"
    options = options_of(element)
    fewest, most = FEWEST_AND_MOST_OPTIONS.get(kind, (1, len(options)))
    if not fewest <= len(options) <= max(most, 1):
        yield f"{kind} takes between {fewest} and {max(most, 1)} options"
    values = [option.get("value") for option in options if option.get("value") is not None]
    if len(set(values)) < len(values):
        yield f"{kind}: two options have the same value"
    if kind != "overflow" and any("url" in option for option in options):
        yield f"{kind}: only an overflow menu's options may have a url"


def _initial_choices(element: JsonObject) -> Iterator[str]:
    initial = list(element.get("initial_options") or [])
    if element.get("initial_options") == []:
        yield "initial_options is empty: leave it out"
    if "initial_option" in element:
        initial.append(element["initial_option"])
    if any(option not in options_of(element) for option in initial):
        yield "the initial option is not exactly one of the options"
    if len(initial) > element.get("max_selected_items", len(initial)):
        yield "more initial options than max_selected_items"


def _picked(kind: str, element: JsonObject) -> Iterator[str]:
    name, form = PICKED[kind]
    if name in element and not form.fullmatch(str(element[name])):
        yield f"{name} is not in Slack's form"


def _text_input(element: JsonObject) -> Iterator[str]:
    if not 1 <= element.get("max_length", 1) <= LONGEST_INPUT:
        yield f"max_length is between 1 and {LONGEST_INPUT}"
    if not 0 <= element.get("min_length", 0) <= LONGEST_INPUT:
        yield f"min_length is between 0 and {LONGEST_INPUT}"
    yield from _in_order(element, "min_length", "max_length")
    if len(element.get("initial_value", "")) > element.get("max_length", LONGEST_INPUT):
        yield "initial_value is longer than the field takes"


def _in_order(element: JsonObject, least: str, most: str) -> Iterator[str]:
    if least in element and most in element and float(element[least]) > float(element[most]):
        yield f"{least} is above {most}"
