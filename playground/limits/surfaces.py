"""Slack's limits of blocks, messages, forms and homes, as data."""

from collections.abc import Iterator

from playground.limits.elements import ADDRESS, ELEMENTS, IMAGE, NAME, either, one_picture, plain
from playground.limits.rules import ByType, Flag, ListOf, Number, OneOf, Rule, Shape, Words
from playground.workspace import Json

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
_BLOCK: dict[str, Rule] = {"block_id": NAME}
_ANY_ELEMENT = ByType(ELEMENTS)

_CHOICES = (
    "static_select",
    "multi_static_select",
    "external_select",
    "multi_external_select",
    "users_select",
    "multi_users_select",
    "conversations_select",
    "multi_conversations_select",
    "channels_select",
    "multi_channels_select",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
)
_TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "file_input")
ACCESSORY = _ANY_ELEMENT.only("button", "overflow", "image", *_CHOICES)
ACTION = _ANY_ELEMENT.only("button", "overflow", "datetimepicker", *_CHOICES)
INPUT = _ANY_ELEMENT.only("datetimepicker", *_CHOICES, *_TYPED)


def text_or_fields(section: Json) -> Iterator[str]:
    if not section.get("text") and not section.get("fields"):
        yield "must have text or fields"


def one_action_id_each(block: Json) -> Iterator[str]:
    names = [element["action_id"] for element in block["elements"] if "action_id" in element]
    yield from (
        f"action_id {name} already exists for this block" for name in set(names) if names.count(name) > 1
    )


def no_dispatch_of_files(block: Json) -> Iterator[str]:
    if block["element"]["type"] == "file_input" and block.get("dispatch_action"):
        yield "file_input takes no dispatch_action"


def one_point_per_category(block: Json) -> Iterator[str]:
    chart = block["chart"]
    categories = chart.get("axis_config", {}).get("categories", [])
    for series in chart.get("series", ()):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            yield "every series must have exactly one point per category"
    names = [series["name"] for series in chart.get("series", ())]
    if len(names) != len(set(names)):
        yield "series must have unique names"


def rows_of_one_length(table: Json) -> Iterator[str]:
    if len({len(row) for row in table["rows"]}) > 1:
        yield "all rows must have the same number of cells"


_RICH_PARTS = ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")
_RICH_WORDS = ("text", "link", "emoji", "user", "usergroup", "channel", "team", "date", "broadcast", "color")
_RICH_WORD = ByType({kind: Shape({"text": Words()}, open_ended=True) for kind in _RICH_WORDS})
_RICH_LINE = Shape({"elements": ListOf(_RICH_WORD), "border": OneOf((0, 1))}, ("elements",))
_RICH_LIST = Shape(
    {
        "elements": ListOf(ByType({"rich_text_section": _RICH_LINE})),
        "style": OneOf(("bullet", "ordered")),
        "indent": Number(0, 8),
        "offset": Number(0),
        "border": OneOf((0, 1)),
    },
    ("elements", "style"),
)
_RICH_PART = ByType({kind: _RICH_LIST if kind == "rich_text_list" else _RICH_LINE for kind in _RICH_PARTS})
RICH_TEXT = Shape({**_BLOCK, "elements": ListOf(_RICH_PART, least=1)}, ("elements",))

_CONTEXT = ByType(
    {
        "image": IMAGE,
        "plain_text": Shape({"text": Words(3000, least=1), "emoji": Flag()}, ("text",)),
        "mrkdwn": Shape({"text": Words(3000, least=1), "verbatim": Flag()}, ("text",)),
    }
)

_CELL = ByType(
    {
        "raw_text": Shape({"text": Words(least=1)}, ("text",)),
        "raw_number": Shape({"text": Words(least=1), "value": Number(whole=False)}, ("text", "value")),
        "rich_text": RICH_TEXT,
    }
)
_COLUMN = Shape({"align": OneOf(("left", "center", "right")), "is_wrapped": Flag()})

_POINT = Shape({"label": Words(20, least=1), "value": Number(whole=False)}, ("label", "value"))
_SLICE = Shape({"label": Words(20, least=1), "value": Number(least=1e-9, whole=False)}, ("label", "value"))
# Slack's own pages give 6 in one place and 12 in another for series and slices: the smaller number is safe with both.
_SERIES = Shape({"name": Words(20, least=1), "data": ListOf(_POINT, 20, least=1)}, ("name", "data"))
_AXES = Shape(
    {"categories": ListOf(Words(20, least=1), 20, least=1), "x_label": Words(50), "y_label": Words(50)},
    ("categories",),
)
_LINES = Shape({"series": ListOf(_SERIES, 6, least=1), "axis_config": _AXES}, ("series", "axis_config"))
_PIE = Shape({"segments": ListOf(_SLICE, 6, least=1)}, ("segments",))
_CHART = ByType({"pie": _PIE, "bar": _LINES, "area": _LINES, "line": _LINES})

BLOCKS: dict[str, Shape] = {
    "section": Shape(
        {
            **_BLOCK,
            "text": either(3000),
            "fields": ListOf(either(2000), 10, least=1),
            "accessory": ACCESSORY,
            "expand": Flag(),
        },
        (),
        (text_or_fields,),
    ),
    "header": Shape({**_BLOCK, "text": plain(150), "level": Number(1, 4)}, ("text",)),
    "divider": Shape(_BLOCK),
    "context": Shape({**_BLOCK, "elements": ListOf(_CONTEXT, 10, least=1)}, ("elements",)),
    "actions": Shape(
        {**_BLOCK, "elements": ListOf(ACTION, 25, least=1)}, ("elements",), (one_action_id_each,)
    ),
    "input": Shape(
        {
            **_BLOCK,
            "label": plain(2000),
            "hint": plain(2000),
            "element": INPUT,
            "optional": Flag(),
            "dispatch_action": Flag(),
        },
        ("label", "element"),
        (no_dispatch_of_files,),
    ),
    "image": Shape(
        {**_BLOCK, **IMAGE.fields, "title": plain(2000)},
        ("alt_text",),
        (one_picture,),
    ),
    "rich_text": RICH_TEXT,
    "markdown": Shape({**_BLOCK, "text": Words(12_000, least=1)}, ("text",)),
    "alert": Shape(
        {
            **_BLOCK,
            "text": either(200),
            "level": OneOf(("default", "info", "warning", "error", "success")),
        },
        ("text",),
    ),
    "video": Shape(
        {
            **_BLOCK,
            "title": plain(199),
            "title_url": ADDRESS,
            "description": plain(199),
            "video_url": ADDRESS,
            "thumbnail_url": ADDRESS,
            "alt_text": Words(2000, least=1),
            "author_name": Words(49),
            "provider_name": Words(),
            "provider_icon_url": ADDRESS,
        },
        ("title", "video_url", "thumbnail_url", "alt_text"),
    ),
    "table": Shape(
        {
            **_BLOCK,
            "rows": ListOf(ListOf(_CELL, 20, least=1), 100, least=1),
            "column_settings": ListOf(_COLUMN, 20),
        },
        ("rows",),
        (rows_of_one_length,),
    ),
    "data_table": Shape(
        {
            **_BLOCK,
            "caption": Words(least=1),
            "rows": ListOf(ListOf(_CELL, 20, least=1), 101, least=2),
            "page_size": Number(1, 100),
            "row_header_column_index": Number(0, 19),
        },
        ("caption", "rows"),
        (rows_of_one_length,),
    ),
    "data_visualization": Shape(
        {**_BLOCK, "title": Words(50, least=1), "chart": _CHART},
        ("title", "chart"),
        (one_point_per_category,),
    ),
}
_EVERYWHERE = frozenset(
    {"section", "header", "divider", "context", "actions", "input", "image", "rich_text", "video"}
)
_PLACES = {
    "message": _EVERYWHERE | {"markdown", "table", "data_table", "data_visualization"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE,
}


def blocks_of(surface: str) -> ListOf:
    """The rule for the blocks of a `message`, a `modal` or a `home`."""
    return ListOf(ByType(BLOCKS, _PLACES[surface]), MOST_BLOCKS[surface])


_VIEW: dict[str, Rule] = {
    "callback_id": NAME,
    "private_metadata": Words(3000),
    "external_id": Words(255),
}
_FORM: dict[str, Rule] = {
    **_VIEW,
    "title": plain(24),
    "submit": plain(24),
    "close": plain(24),
    "clear_on_close": Flag(),
    "notify_on_close": Flag(),
    "submit_disabled": Flag(),
    "blocks": blocks_of("modal"),
}
VIEWS: dict[str, Shape] = {
    "modal": Shape(_FORM, ("title", "blocks")),
    "home": Shape({**_VIEW, "blocks": blocks_of("home")}, ("blocks",)),
}
