"""The few Block Kit shapes we use, within Slack's limits (slack-platform.md section 4)."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from bot.asking_first import asked_first
from bot.templates import words

Block = dict[str, Any]

SECTION_LIMIT = 3000
INPUT_LIMIT = 3000
OPTION_LIMIT = 75
OPTIONS_LIMIT = 100
PEOPLE_LIMIT = 10
"""People picked at once: each is asked about in Slack while somebody waits."""
LAST_OF_ONE_UNIT = 0xFFFF  # letters beyond it take two units of UTF-16


def plain(text: str, limit: int = SECTION_LIMIT) -> Block:
    """Return plain text, which Slack never reads as a mention or a link; shortened visibly."""
    return {"type": "plain_text", "text": shortened(text, limit) or " ", "emoji": False}


def shortened(text: str, limit: int) -> str:
    """Return text that fits, with a mark where it was cut."""
    return text if len(text) <= limit else text[: limit - 2].rstrip() + " …"


def section(text: str, accessory: Block | None = None) -> Block:
    """Return a paragraph of words that went through a prompt, and so are escaped."""
    block: Block = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": shortened(text, SECTION_LIMIT), "verbatim": True},
    }
    if accessory is not None:
        block["accessory"] = accessory
    return block


def paragraphs(text: str) -> list[Block]:
    """Return a prompt's words as sections, split at empty lines."""
    return [section(part) for part in text.split("\n\n") if part.strip()]


def typed(text: str) -> list[Block]:
    """Return what somebody typed, as they typed it, in as many sections as it needs; nothing is cut."""
    return [{"type": "section", "text": plain(part)} for part in _parts(text)]


def _parts(text: str) -> list[str]:
    """Cut a long text into parts that fit, however Slack counts: letters, pairs of UTF-16, or escaped characters."""
    parts, length = [""], 0
    for letter in text:
        width = 5 if letter in "&<>" else 2 if ord(letter) > LAST_OF_ONE_UNIT else 1
        if length + width > SECTION_LIMIT:
            parts, length = [*parts, ""], 0
        parts[-1] += letter
        length += width
    return parts if text else []


def beginning(text: str, limit: int = INPUT_LIMIT) -> str:
    """Return as much of a text as a field takes to begin with, counted in UTF-16 as Slack's clients do."""
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore")


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain(text, 150)}


def context(text: str) -> Block:
    """Return small print that went through a prompt."""
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": shortened(text, 2000), "verbatim": True}],
    }


def divider() -> Block:
    """Return a line."""
    return {"type": "divider"}


def button(action_id: str, label: str, value: str, style: str | None = None) -> Block:
    """Return a button. It carries a record's id and nothing more; state and permission are asked again on a press.

    One whose press tells everybody and cannot be taken back asks first.
    """
    block: Block = {"type": "button", "action_id": action_id, "text": plain(label, 75), "value": value}
    block |= asked_first(action_id)
    if style is not None:
        block["style"] = style
    return block


def buttons(*elements: Block | None) -> list[Block]:
    """Return a row of buttons, or nothing when there are none."""
    present = [element for element in elements if element is not None]
    return [{"type": "actions", "elements": present}] if present else []


def option(label: str, value: str, description: str = "") -> Block:
    """Return one choice."""
    block: Block = {"text": plain(label, OPTION_LIMIT), "value": value}
    if description:
        block["description"] = plain(description, OPTION_LIMIT)
    return block


def _input(name: str, label: str, element: Block, *, optional: bool, hint: str) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": {**element, "action_id": name},
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, 2000)
    return block


def text_input(
    name: str,
    label: str,
    *,
    optional: bool = False,
    hint: str = "",
    lines: bool = False,
    initial: str = "",
    longest: int = INPUT_LIMIT,
) -> Block:
    """Return a field to type in."""
    element: Block = {"type": "plain_text_input", "multiline": lines, "max_length": longest}
    if initial:
        element["initial_value"] = initial
    return _input(name, label, element, optional=optional, hint=hint)


def day_input(
    name: str, label: str, *, optional: bool = False, hint: str = "", initial: date | None = None
) -> Block:
    """Return a field to choose a day in."""
    element: Block = {"type": "datepicker"}
    if initial is not None:
        element["initial_date"] = initial.isoformat()
    return _input(name, label, element, optional=optional, hint=hint)


def choice_input(
    name: str,
    label: str,
    options: Sequence[Block],
    *,
    kind: str = "static_select",
    optional: bool = False,
    hint: str = "",
    initial: str = "",
) -> Block:
    """Return a field to choose one of a few in: `radio_buttons` shows them all, `static_select` in a list."""
    element: Block = {"type": kind}
    if len(options) > OPTIONS_LIMIT:
        element["option_groups"] = _by_first_letter(options)
    else:
        element["options"] = list(options)
    if chosen := next((row for row in options if row["value"] == initial), None):
        element["initial_option"] = chosen
    return _input(name, label, element, optional=optional, hint=hint)


def _by_first_letter(options: Sequence[Block]) -> list[Block]:
    """Return a long list under headings, since a list without them ends at a hundred; the first choice stays first."""
    letters: dict[str, list[Block]] = {}
    for each in options:
        letters.setdefault(each["text"]["text"][0].upper(), []).append(each)
    return [
        {"label": plain(letter, 75), "options": listed[start : start + OPTIONS_LIMIT]}
        for letter, listed in letters.items()
        for start in range(0, len(listed), OPTIONS_LIMIT)
    ]


def grouped_choice_input(
    name: str, label: str, groups: Mapping[str, Sequence[Block]], *, initial: str = ""
) -> Block:
    """Return a list to choose one in, its choices under headings."""
    listed = [{"label": plain(heading, 75), "options": list(options)} for heading, options in groups.items()]
    element: Block = {"type": "static_select", "option_groups": listed}
    if chosen := next((row for rows in groups.values() for row in rows if row["value"] == initial), None):
        element["initial_option"] = chosen
    return _input(name, label, element, optional=False, hint="")


def hour_input(
    name: str, label: str, *, initial: time | None, optional: bool = False, hint: str = ""
) -> Block:
    """Return a field to choose a time of day in, as London clocks show it."""
    chosen = {"initial_time": f"{initial:%H:%M}"} if initial else {}
    return _input(name, label, {"type": "timepicker", **chosen}, optional=optional, hint=hint)


def people_input(
    name: str,
    label: str,
    *,
    several: bool = False,
    optional: bool = False,
    hint: str = "",
    initial: Sequence[str] = (),
) -> Block:
    """Return a field to pick people of Slack in. It may show unexpected ones: who they are is asked of Slack."""
    element: Block = {"type": "users_select"}
    if several:
        element = {"type": "multi_users_select", "max_selected_items": PEOPLE_LIMIT}
    if initial:
        element |= {"initial_users": list(initial)} if several else {"initial_user": initial[0]}
    return _input(name, label, element, optional=optional, hint=hint)


def ticks_input(
    name: str,
    label: str,
    options: Sequence[Block],
    *,
    optional: bool = True,
    hint: str = "",
    initial: Collection[str] = (),
) -> Block:
    """Return a field with boxes to tick; at most ten."""
    element = _several("checkboxes", options, initial)
    return _input(name, label, element, optional=optional, hint=hint)


def several_choices_input(
    name: str,
    label: str,
    options: Sequence[Block],
    *,
    optional: bool = True,
    hint: str = "",
    initial: Collection[str] = (),
) -> Block:
    """Return a list to choose any number in; at most a hundred."""
    element = _several("multi_static_select", options, initial)
    return _input(name, label, element, optional=optional, hint=hint)


def _several(kind: str, options: Sequence[Block], initial: Collection[str]) -> Block:
    element: Block = {"type": kind, "options": list(options)}
    if chosen := [row for row in options if row["value"] in initial]:
        element["initial_options"] = chosen
    return element


def reason_form(
    callback_id: str,
    label: Any,
    step: str,
    about: Mapping[str, str],
    *,
    above: Sequence[Block] = (),
    name: str = "reason",
) -> Block:
    """Return a form with one long field, most often the reason for a step. Raises AttributeError for words not written.

    Its words are those of the label that begin with the step: `held_title`, `held_because`, `held_hint`, `held_submit`.
    """
    title, question, hint, submit = (
        getattr(label, f"{step}_{part}") for part in ("title", "because", "hint", "submit")
    )
    blocks = [*above, text_input(name, question, hint=hint, lines=True)]
    return form(callback_id, title, blocks, submit=submit, about=about)


def form(
    callback_id: str,
    title: str,
    blocks: Iterable[Block],
    *,
    submit: str | None = None,
    about: Mapping[str, str] | None = None,
) -> Block:
    """Return a form, or a window to read when it has nothing to submit. `about` holds ids, never words."""
    common = words("common")
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, 24),
        "close": plain(common.close if submit is None else common.cancel, 24),
        "blocks": list(blocks),
    }
    if submit is not None:
        view["submit"] = plain(submit, 24)
    if about:
        view["private_metadata"] = json.dumps(dict(about), separators=(",", ":"))
    return view
