"""The judges let through what Slack takes and refuse what it refuses, each for its own reason."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.judges import check_manifest, check_outbound, outbound_methods
from tests.judges.samples import MANIFEST, actions, asking, button, message, opened, plain, section
from tests.judges.samples.refused_calls import CALLS, LONG, POST
from tests.judges.samples.refused_parts import BLOCKS, ELEMENTS, INPUTS
from tests.judges.samples.taken import TAKEN
from tests.judges.schema import _registry, _validator


def assert_refused(complaints: list[str], reason: str) -> None:
    assert any(reason in complaint for complaint in complaints), f"refused otherwise, or not: {complaints}"


@pytest.mark.parametrize("sample", TAKEN)
def test_what_slack_takes_is_let_through(sample: str) -> None:
    method, arguments = TAKEN[sample]

    assert check_outbound(method, arguments) == []


@pytest.mark.parametrize("sample", BLOCKS)
def test_a_block_that_slack_refuses_is_refused_for_its_reason(sample: str) -> None:
    block, reason = BLOCKS[sample]

    assert_refused(check_outbound(POST, message(block)), reason)


@pytest.mark.parametrize("sample", ELEMENTS)
def test_an_element_that_slack_refuses_is_refused_for_its_reason(sample: str) -> None:
    element, reason = ELEMENTS[sample]

    assert_refused(check_outbound(POST, message(actions(element))), reason)


@pytest.mark.parametrize("sample", INPUTS)
def test_a_question_that_slack_refuses_is_refused_for_its_reason(sample: str) -> None:
    element, reason = INPUTS[sample]

    assert_refused(check_outbound("views.open", opened(asking(element))), reason)


@pytest.mark.parametrize("sample", CALLS)
def test_a_call_that_slack_refuses_is_refused_for_its_reason(sample: str) -> None:
    method, arguments, reason = CALLS[sample]

    assert_refused(check_outbound(method, arguments), reason)


def test_what_is_not_asked_twice_is_judged_as_the_librarys_own_validator_judges_it() -> None:
    blocks = [block for block, _reason in BLOCKS.values()] + [actions(each) for each, _ in ELEMENTS.values()]
    calls = [*TAKEN.values(), *((POST, message(block)) for block in blocks)]
    calls += [(method, arguments) for method, arguments, _reason in CALLS.values()]

    for method, arguments in [*calls, *calls]:
        library = Draft7Validator(
            {"$ref": f"slack:outbound#/judges/{method}"}, registry=_registry("outbound")
        )
        expected = sorted((fault.json_path, fault.message) for fault in library.iter_errors(arguments))
        found = _validator("outbound", method).iter_errors(arguments)
        assert sorted((fault.json_path, fault.message) for fault in found) == expected


def test_a_payload_with_two_faults_is_told_of_both() -> None:
    complaints = check_outbound(POST, message(section(LONG), actions()))

    assert any("over the limit of 3000" in complaint for complaint in complaints)
    assert any("has no elements" in complaint for complaint in complaints)


def test_the_schema_and_slacks_own_library_are_two_opinions() -> None:
    too_many = check_outbound(POST, message({"type": "section", "fields": [plain("a")] * 11}))
    too_long = check_outbound("views.open", opened(section(), title=plain("a" * 25)))

    assert_refused(too_many, "fields: over the limit of 10")
    assert_refused(too_many, "slack_sdk says: fields attribute cannot exceed 10 items")
    assert_refused(too_long, "title.text: over the limit of 24")
    assert_refused(too_long, "slack_sdk says: title must be between 1 and 24 characters")


def test_a_complaint_never_repeats_what_was_typed() -> None:
    typed = "Mrs Okafor fell at two in the morning"

    complaints = check_outbound(POST, message(section(typed * 100), actions(button(style=typed)), urgency=1))

    assert complaints
    assert not any("Okafor" in complaint for complaint in complaints)


def test_a_method_without_a_judge_is_an_error_and_never_a_pass() -> None:
    assert "chat.postMessage" in outbound_methods()

    with pytest.raises(KeyError, match=r"chat\.shout"):
        check_outbound("chat.shout", {})


def test_our_scopes_events_and_commands_make_a_manifest() -> None:
    assert check_manifest(MANIFEST) == []


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (("display_information", "name"), "H" * 36, "over the limit of 35"),
        (("display_information", "description"), "H" * 141, "over the limit of 140"),
        (("features", "slash_commands", 0, "command"), "/" + "c" * 32, "over the limit of 32"),
        (("features", "shortcuts"), MANIFEST["features"]["shortcuts"] * 11, "over the limit of 10"),
        (("features", "shortcuts", 0, "type"), "channel", "should be one of"),
        (("oauth_config", "scopes", "bot", 0), "chat:shout", "should be one of"),
        (("settings", "event_subscriptions", "bot_events", 0), "message.direct", "should be one of"),
        (("settings", "socket_mode"), True, "'socket_mode' was unexpected"),
        (("colour",), "green", "'colour' was unexpected"),
    ],
)
def test_a_manifest_that_slack_would_refuse_is_refused(
    place: tuple[str | int, ...], value: object, reason: str
) -> None:
    manifest = copy.deepcopy(MANIFEST)
    part: Any = manifest
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = value

    assert_refused(check_manifest(manifest), reason)
