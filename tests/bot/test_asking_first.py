"""A press that tells every side and cannot be taken back asks first: who is told, and what is over then."""

import pytest

from bot.blocks import button, buttons
from bot.templates import words
from playground.limits import faults_in_message

ASKED = (
    "agreement_ask_again",
    "improvement_look_back",
    "improvement_watch",
    "meeting_change",
    "meeting_send",
    "plan_ask",
    "plan_keep",
    "reason_ask",
    "reason_move_on",
    "reflection_ask_again",
    "way_forward_approve",
)
"""By their own names, which tests/bot/test_manifest.py holds against what can be pressed."""


def test_none_of_them_has_lost_its_words_and_nothing_else_asks() -> None:
    said = [name.removesuffix("_question") for name in vars(words("asked_first")) if "_question" in name]

    assert sorted(said) == list(ASKED)


@pytest.mark.parametrize("action_id", ASKED)
def test_it_says_who_is_told_and_what_cannot_be_done_after_it_within_what_slack_shows(action_id: str) -> None:
    pressed = button(action_id, "Go on", "it")

    assert faults_in_message(buttons(pressed)) == []
    said = pressed["confirm"]["text"]["text"]
    assert any(who in said for who in ("very side", "verybody", "Whoever", "very organisation")), said
    assert any(over in said for over in ("cannot be", "Nobody is asked", "no longer")), said
    assert pressed["confirm"]["confirm"]["text"] != pressed["confirm"]["deny"]["text"]


def test_what_can_be_undone_is_pressed_at_once() -> None:
    assert "confirm" not in button("reason_add", "Add a reason", "it")
