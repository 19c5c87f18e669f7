"""Hand-written blocks, elements and inputs that Slack refuses, each with the reason that a judge must give."""

from __future__ import annotations

from typing import Any

from tests.judges.samples import (
    CONFIRM,
    GROUPS,
    IMAGE,
    TABLE,
    actions,
    asking,
    button,
    chosen,
    marked,
    option,
    plain,
    section,
    select,
    text_input,
)

JsonObject = dict[str, Any]
POST, OPEN = "chat.postMessage", "views.open"
LONG = "x" * 3001

# One block of a message.
BLOCKS: dict[str, tuple[JsonObject, str]] = {
    "an image from two places": (IMAGE | {"slack_file": {"id": "F1"}}, "not both"),
    "an image with empty words": (IMAGE | {"alt_text": ""}, "needs words"),
    "a block Slack does not know": ({"type": "banner"}, "blocks[0].type: should be one of"),
    "a block without a type": ({"text": plain("Hello")}, "'type' is a required property"),
    "a field Slack does not know": (section(colour="red"), "'colour' was unexpected"),
    "bare words as a section": ({"type": "section", "text": "Hello"}, "text: should be of type object"),
    "an image without words": (
        {"type": "image", "image_url": "https://a.example/b.png"},
        "'alt_text' is a required property",
    ),
    "an image without a picture": (
        {"type": "image", "alt_text": "Doses"},
        "needs one of image_url, slack_file",
    ),
    "a section of 3,001 characters": (section(LONG), "text.text: over the limit of 3000"),
    "a section of no characters": (section(""), "text.text: under the least of 1"),
    "eleven fields": ({"type": "section", "fields": [plain("a")] * 11}, "fields: over the limit of 10"),
    "a field of 2,001 characters": (
        {"type": "section", "fields": [plain("a" * 2001)]},
        "fields[0].text: over the limit of 2000",
    ),
    "a header of 151 characters": (
        {"type": "header", "text": plain("a" * 151)},
        "text.text: over the limit of 150",
    ),
    "a block_id of 256 characters": (section(block_id="a" * 256), "block_id: over the limit of 255"),
    "26 buttons": (actions(*(button(action_id=str(n)) for n in range(26))), "elements: over the limit of 25"),
    "11 things in a context": (
        {"type": "context", "elements": [plain("a")] * 11},
        "elements: over the limit of 10",
    ),
    "words for an image of 2,001 characters": (
        IMAGE | {"alt_text": "a" * 2001},
        "alt_text: over the limit of 2000",
    ),
    "an image address of 3,001 characters": (IMAGE | {"image_url": LONG}, "over 3000 characters"),
    "six things in an overflow menu": (
        section(accessory=chosen("overflow", *"abcdef")),
        "between 1 and 5 options",
    ),
    "101 rows in a table": (TABLE | {"rows": TABLE["rows"] * 101}, "rows: over the limit of 100"),
    "21 columns in a table": (TABLE | {"rows": [TABLE["rows"][0][:1] * 21]}, "rows[0]: over the limit of 20"),
    "tables of 10,001 characters": (
        TABLE | {"rows": [[{"type": "raw_text", "text": "a" * 10_001}]]},
        "over 10000 characters",
    ),
    "a section without text or fields": ({"type": "section"}, "needs text or fields"),
    "actions without an action": (actions(), "has no elements"),
    "a context of nothing": ({"type": "context", "elements": []}, "has no elements"),
    "two buttons with one id": (actions(button(), button("Hide")), "same action_id"),
    "a file asked for in a message": (asking({"type": "file_input", "action_id": "f"}), "only in a modal"),
    "an alert in a message": ({"type": "alert", "text": plain("Late")}, "no place in a message"),
}

# One element among the actions of a message.
ELEMENTS: dict[str, tuple[JsonObject, str]] = {
    "a link on an option of a select": (
        select(options=[option("a", url="https://a.example")]),
        "may have a url",
    ),
    "no choices made beforehand, as an empty list": (
        chosen("checkboxes", "a", initial_options=[]),
        "initial_options is empty",
    ),
    "a choice of none": (chosen("multi_static_select", "a", max_selected_items=0), "starts at 1"),
    "two choices made where one is allowed": (
        chosen(
            "multi_static_select",
            "a",
            "b",
            initial_options=[option("a"), option("b")],
            max_selected_items=1,
        ),
        "more initial options than max_selected_items",
    ),
    "marked text on a button": (button() | {"text": marked("View")}, "text.type: should be plain_text"),
    "a button without words": ({"type": "button", "action_id": "a"}, "'text' is a required property"),
    "a button in an unknown style": (button(style="red"), "style: should be one of"),
    "a typed answer among the buttons": (text_input(), "type: should be one of"),
    "a button of 76 characters": (button("a" * 76), "text.text: over the limit of 75"),
    "a button value of 2,001 characters": (button(value="a" * 2001), "value: over the limit of 2000"),
    "a button address of 3,001 characters": (button(url=LONG), "url: over the limit of 3000"),
    "an action_id of 256 characters": (button(action_id="a" * 256), "action_id: over the limit of 255"),
    "a confirmation titled in 101 characters": (
        button(confirm=CONFIRM | {"title": plain("a" * 101)}),
        "over the limit of 100",
    ),
    "a confirmation of 301 characters": (
        button(confirm=CONFIRM | {"text": plain("a" * 301)}),
        "over the limit of 300",
    ),
    "a confirming button of 31 characters": (
        button(confirm=CONFIRM | {"confirm": plain("a" * 31)}),
        "over the limit of 30",
    ),
    "an option of 76 characters": (select("a" * 76), "text.text: over the limit of 75"),
    "an option value of 76 characters": (
        select(options=[option("a") | {"value": "a" * 76}]),
        "value: over the limit of 75",
    ),
    "an option described in 76 characters": (
        select(options=[option("a", description=plain("a" * 76))]),
        "description.text: over the limit of 75",
    ),
    "101 options": (select(*map(str, range(101))), "options: over the limit of 100"),
    "101 options in a group": (
        chosen("static_select")
        | {
            "options": [],
            "option_groups": [{"label": plain("a"), "options": [option(str(n)) for n in range(101)]}],
        },
        "between 1 and 100 options",
    ),
    "11 checkboxes": (chosen("checkboxes", *map(str, range(11))), "over the limit of 10"),
    "a placeholder of 151 characters": (
        select("a", placeholder=plain("a" * 151)),
        "placeholder.text: over the limit of 150",
    ),
    "a select without options": (chosen("static_select") | {"options": []}, "takes between 1"),
    "a select with neither options nor groups": (
        {"type": "static_select", "action_id": "a"},
        "needs options or option_groups",
    ),
    "a select with options and groups": (select("a", option_groups=GROUPS), "not both"),
    "an initial option that is no option": (
        select("a", initial_option=option("b")),
        "not exactly one of the options",
    ),
    "initial choices that are none": (
        chosen("checkboxes", "a", initial_options=[option("b")]),
        "not exactly one of the options",
    ),
    "two options with one value": (select("a", "a"), "same value"),
}

# One question of a form.
INPUTS: dict[str, tuple[JsonObject, str]] = {
    "an answer of at least minus one character": (text_input(min_length=-1), "min_length is between 0"),
    "a request for no file": (
        {"type": "file_input", "action_id": "f", "max_files": 0},
        "max_files: under the least of 1",
    ),
    "a text where a number is due": (text_input(max_length="many"), "max_length: should be of type number"),
    "an answer of up to 3,001 characters": (text_input(max_length=3001), "max_length is between 1 and 3000"),
    "11 files": (
        {"type": "file_input", "action_id": "f", "max_files": 11},
        "max_files: over the limit of 10",
    ),
    "at least more than at most": (text_input(min_length=9, max_length=3), "min_length is above max_length"),
    "a suggested answer too long for its field": (
        text_input(max_length=3, initial_value="four"),
        "longer than the field takes",
    ),
    "a number range upside down": (
        {"type": "number_input", "is_decimal_allowed": False, "min_value": "9", "max_value": "1"},
        "min_value is above max_value",
    ),
    "a date in the British order": (
        {"type": "datepicker", "action_id": "d", "initial_date": "09-10-2026"},
        "initial_date is not in Slack's form",
    ),
    "a time after midnight as 24:00": (
        {"type": "timepicker", "action_id": "t", "initial_time": "24:00"},
        "initial_time is not in Slack's form",
    ),
}
