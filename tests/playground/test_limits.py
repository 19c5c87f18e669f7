"""The stand-in refuses the blocks and forms that Slack refuses, and takes those that Slack takes.

The samples belong to the judges of what we send, which share no code with the playground.
"""

import json
from typing import Any

import pytest

from playground import limits
from tests.judges.samples import actions, asking, button, form, home, plain, section
from tests.judges.samples.refused_parts import BLOCKS, ELEMENTS, INPUTS
from tests.judges.samples.taken import TAKEN
from tests.playground.little_bot import LINE, ask, concern_form


def faults_of(arguments: dict[str, Any]) -> list[str]:
    """What the playground says to the blocks or the view of a call."""
    view, blocks = arguments.get("view"), arguments.get("blocks")
    if view is not None:
        view = json.loads(view) if isinstance(view, str) else view
        return limits.faults_in_view(view, view["type"])
    return limits.faults_in_message(json.loads(blocks) if isinstance(blocks, str) else blocks or [])


@pytest.mark.parametrize("sample", TAKEN)
def test_what_slack_takes_is_taken(sample: str) -> None:
    _method, arguments = TAKEN[sample]

    assert faults_of(arguments) == []


@pytest.mark.parametrize("sample", BLOCKS)
def test_a_block_that_slack_refuses_is_refused(sample: str) -> None:
    assert limits.faults_in_message([BLOCKS[sample][0]])


@pytest.mark.parametrize("sample", ELEMENTS)
def test_an_element_that_slack_refuses_is_refused(sample: str) -> None:
    assert limits.faults_in_message([actions(ELEMENTS[sample][0])])


@pytest.mark.parametrize("sample", INPUTS)
def test_a_question_that_slack_refuses_is_refused(sample: str) -> None:
    assert limits.faults_in_view(form(asking(INPUTS[sample][0])), "modal")


CHART = {
    "type": "data_visualization",
    "title": "Doses given",
    "chart": {
        "type": "line",
        "series": [
            {"name": "Doses", "data": [{"label": "Oct", "value": 91}, {"label": "Nov", "value": 93.5}]}
        ],
        "axis_config": {"categories": ["Oct", "Nov"], "y_label": "Per cent"},
    },
}
NO_POINT = {**CHART, "chart": {**CHART["chart"], "axis_config": {"categories": ["Oct", "Nov", "Dec"]}}}  # type: ignore[dict-item]  # the sample above is a dict


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([section("a" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        ([section()] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([section(block_id="one"), section(block_id="one")], "block_id one already exists"),
        ([CHART] * 3, "no more than 2 data_visualization blocks"),
        ([NO_POINT], "exactly one point per category"),
        ([{"type": "markdown", "text": "a" * 6001}] * 2, "less than 12001 characters together"),
        ([{"type": "alert", "text": plain("Late")}], "unsupported type: alert"),
        ("hello", "must be an array"),
    ],
)
def test_a_message_over_a_limit_is_refused_with_the_place(blocks: Any, said: str) -> None:
    assert any(said in fault for fault in limits.faults_in_message(blocks))


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (form(section(), title=plain("a" * 25)), "less than 25 characters [json-pointer:/view/title/text]"),
        (form(section(), submit=plain("a" * 25)), "less than 25 characters [json-pointer:/view/submit/text]"),
        (form(section(), private_metadata="a" * 3001), "less than 3001 characters"),
        (form(*[section()] * 101), "no more than 100 items"),
        (form(section(), colour="red"), "invalid additional property: colour"),
        ({"type": "modal", "title": plain("A"), "blocks": [ask("Why?", LINE)]}, "submit is required"),
        ({"type": "modal", "blocks": []}, "missing required field: title"),
        (form({"type": "table", "rows": []}), "unsupported type: table"),
        (home(section())["view"], "must be one of: modal"),
        (
            form(asking({**LINE, "focus_on_load": True}, "a"), asking({**LINE, "focus_on_load": True}, "b")),
            "only one element may have focus_on_load",
        ),
        ([], "must provide an object"),
    ],
)
def test_a_form_over_a_limit_is_refused_with_the_place(view: Any, said: str) -> None:
    assert any(said in fault for fault in limits.faults_in_view(view, "modal"))


def test_a_home_asks_for_no_files() -> None:
    asked = home(asking({"type": "file_input", "action_id": "f"}))["view"]

    assert any("only for forms" in fault for fault in limits.faults_in_view(asked, "home"))


def test_charts_and_ordinary_forms_are_taken() -> None:
    assert limits.faults_in_message([CHART, CHART]) == []
    assert limits.faults_in_view(concern_form(), "modal") == []


def test_many_blocks_each_short_enough_are_too_long_together() -> None:
    assert not limits.too_long_together([section("a" * 3000)] * 4)
    assert limits.too_long_together([section("a" * 3000)] * 5)
    assert not limits.too_long_together([actions(button())])
