"""Slack's limits of texts, options and interactive elements, as data."""

from collections.abc import Iterator
from typing import Any

from playground.limits.rules import ByType, Flag, ListOf, Number, OneOf, Rule, Shape, Words
from playground.workspace import Json

NAME = Words(most=255)
ADDRESS = Words(most=3000, least=1)
LONGEST_TYPED = 3000
DATE = Words(form=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
TIME = Words(form=r"([01]\d|2[0-3]):[0-5]\d")


def plain(most: int) -> Rule:
    return _text(most, "plain_text")


def either(most: int) -> Rule:
    return _text(most, "plain_text", "mrkdwn")


def _text(most: int, *kinds: str) -> Rule:
    shapes = {
        "plain_text": Shape({"text": Words(most, least=1), "emoji": Flag()}, ("text",)),
        "mrkdwn": Shape({"text": Words(most, least=1), "verbatim": Flag()}, ("text",)),
    }
    return ByType({kind: shapes[kind] for kind in kinds})


def one_value_each(choice: Json) -> Iterator[str]:
    values = [option.get("value") for option in _options(choice)]
    if len(values) != len(set(values)):
        yield "options must have unique values"


def starts_with_an_option(choice: Json) -> Iterator[str]:
    starts = choice.get("initial_options") or [
        choice[name] for name in ("initial_option",) if choice.get(name)
    ]
    offered = _options(choice)
    for start in starts:
        if not any(_same(start, option) for option in offered):
            yield "initial option must be exactly one of the options"


def starts_with_no_more_than_allowed(choice: Json) -> Iterator[str]:
    starts = [start for name, part in choice.items() if name.startswith("initial_") for start in part]
    if len(starts) > choice.get("max_selected_items", len(starts)):
        yield "must not start with more than max_selected_items"


def options_or_groups(choice: Json) -> Iterator[str]:
    if ("options" in choice) == ("option_groups" in choice):
        yield "must have either options or option_groups, not both"


def most_at_least_least(element: Json) -> Iterator[str]:
    for most, least in (("max_length", "min_length"), ("max_value", "min_value"), ("max_lines", "min_lines")):
        if most in element and least in element and float(element[least]) > float(element[most]):
            yield f"{least} must not be above {most}"


def starts_within_its_length(element: Json) -> Iterator[str]:
    if len(element.get("initial_value", "")) > element.get("max_length", LONGEST_TYPED):
        yield "initial_value must not be longer than max_length"


def one_picture(image: Json) -> Iterator[str]:
    if ("image_url" in image) == ("slack_file" in image):
        yield "must have either image_url or slack_file"


def _options(choice: Json) -> list[Json]:
    grouped = [option for group in choice.get("option_groups", ()) for option in group["options"]]
    return [*choice.get("options", ()), *grouped]


def _same(one: Json, other: Json) -> bool:
    return one.get("value") == other.get("value") and one["text"]["text"] == other["text"]["text"]


CONFIRM = Shape(
    {
        "title": plain(100),
        "text": either(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": OneOf(("primary", "danger")),
    },
    ("title", "text", "confirm", "deny"),
)


def _option(text: Rule, **more: Rule) -> Shape:
    # Slack's pages say 75 in one place and 150 in another for the value: the smaller number is safe with both.
    fields: dict[str, Rule] = {"text": text, "value": Words(75, least=1), "description": either(75), **more}
    return Shape(fields, ("text", "value"))


PLAIN_OPTION = _option(plain(75))
RICH_OPTION = _option(either(75))
MENU_OPTION = _option(plain(75), url=ADDRESS)
GROUP = Shape({"label": plain(75), "options": ListOf(PLAIN_OPTION, 100, least=1)}, ("label", "options"))
OPTIONS: dict[str, Rule] = {
    "options": ListOf(PLAIN_OPTION, 100, least=1),
    "option_groups": ListOf(GROUP, 100, least=1),
}
SLACK_FILE = Shape({"id": Words(), "url": Words()})
IMAGE = Shape(
    {"image_url": ADDRESS, "slack_file": SLACK_FILE, "alt_text": Words(2000, least=1)},
    ("alt_text",),
    (one_picture,),
)

_ACTING: dict[str, Rule] = {"action_id": NAME, "confirm": CONFIRM, "focus_on_load": Flag()}
_PICKING: dict[str, Rule] = {**_ACTING, "placeholder": plain(150)}
_TYPING: dict[str, Rule] = {
    "action_id": NAME,
    "focus_on_load": Flag(),
    "placeholder": plain(150),
    "initial_value": Words(LONGEST_TYPED),
    "dispatch_action_config": Shape(
        {"trigger_actions_on": ListOf(OneOf(("on_enter_pressed", "on_character_entered")), least=1)}
    ),
}
_SEVERAL: dict[str, Rule] = {"max_selected_items": Number(least=1)}
_FILTER = Shape(
    {
        "include": ListOf(OneOf(("im", "mpim", "private", "public")), least=1),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    }
)
_ANSWERS: dict[str, Rule] = {"response_url_enabled": Flag()}
_CHOICE_CHECKS = (options_or_groups, one_value_each, starts_with_an_option)
_BOXES: dict[str, Rule] = {**_ACTING, "options": ListOf(RICH_OPTION, 10, least=1)}
_BOX_CHECKS = (one_value_each, starts_with_an_option)


def _named(fields: dict[str, Rule], **more: Any) -> Shape:
    return Shape({**fields, **more})


ELEMENTS: dict[str, Shape] = {
    "button": Shape(
        {
            "action_id": NAME,
            "confirm": CONFIRM,
            "text": plain(75),
            "value": Words(2000),
            "url": ADDRESS,
            "style": OneOf(("primary", "danger")),
            "accessibility_label": Words(75),
        },
        ("text",),
    ),
    "overflow": Shape(
        {"action_id": NAME, "confirm": CONFIRM, "options": ListOf(MENU_OPTION, 5, least=1)},
        ("options",),
        (one_value_each,),
    ),
    "static_select": Shape({**_PICKING, **OPTIONS, "initial_option": PLAIN_OPTION}, (), _CHOICE_CHECKS),
    "multi_static_select": Shape(
        {**_PICKING, **OPTIONS, **_SEVERAL, "initial_options": ListOf(PLAIN_OPTION, 100, least=1)},
        (),
        (*_CHOICE_CHECKS, starts_with_no_more_than_allowed),
    ),
    "external_select": _named(_PICKING, min_query_length=Number(least=0), initial_option=PLAIN_OPTION),
    "multi_external_select": _named(
        {**_PICKING, **_SEVERAL}, min_query_length=Number(least=0), initial_options=ListOf(PLAIN_OPTION, 100)
    ),
    "users_select": _named(_PICKING, initial_user=Words(least=1)),
    "multi_users_select": _named({**_PICKING, **_SEVERAL}, initial_users=ListOf(Words())),
    "conversations_select": _named(
        {**_PICKING, **_ANSWERS},
        initial_conversation=Words(least=1),
        default_to_current_conversation=Flag(),
        filter=_FILTER,
    ),
    "multi_conversations_select": _named(
        {**_PICKING, **_SEVERAL},
        initial_conversations=ListOf(Words()),
        default_to_current_conversation=Flag(),
        filter=_FILTER,
    ),
    "channels_select": _named({**_PICKING, **_ANSWERS}, initial_channel=Words(least=1)),
    "multi_channels_select": _named({**_PICKING, **_SEVERAL}, initial_channels=ListOf(Words())),
    "checkboxes": Shape(
        {**_BOXES, "initial_options": ListOf(RICH_OPTION, 10, least=1)}, ("options",), _BOX_CHECKS
    ),
    "radio_buttons": Shape({**_BOXES, "initial_option": RICH_OPTION}, ("options",), _BOX_CHECKS),
    "datepicker": _named(_PICKING, initial_date=DATE),
    "timepicker": _named(_PICKING, initial_time=TIME, timezone=Words(least=1)),
    "datetimepicker": _named(_ACTING, initial_date_time=Number(least=1_000_000_000, most=9_999_999_999)),
    "plain_text_input": Shape(
        {
            **_TYPING,
            "multiline": Flag(),
            "min_length": Number(0, LONGEST_TYPED),
            "max_length": Number(1, LONGEST_TYPED),
        },
        (),
        (most_at_least_least, starts_within_its_length),
    ),
    "email_text_input": _named(_TYPING),
    "url_text_input": _named(_TYPING),
    "number_input": Shape(
        {
            **_TYPING,
            "is_decimal_allowed": Flag(),
            "min_value": Words(form=r"-?\d+(\.\d+)?"),
            "max_value": Words(form=r"-?\d+(\.\d+)?"),
        },
        ("is_decimal_allowed",),
        (most_at_least_least,),
    ),
    "file_input": Shape({"action_id": NAME, "filetypes": ListOf(Words()), "max_files": Number(1, 10)}),
    "image": IMAGE,
}
