"""Words: what Slack would read as a command is disarmed, and a gap is never sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from jinja2 import UndefinedError

from bot.blocks import beginning, typed
from bot.escaping import as_plain
from bot.templates import escape, mention, render, words


@given(some.text())
def test_nothing_typed_can_become_a_mention_or_a_link(text: str) -> None:
    said = escape(text)

    assert "<" not in said
    assert ">" not in said
    assert not {"\u202e", "\u200b", "\u2066", "\u061c", "\x00"} & set(said)


@given(some.text(some.characters(min_codepoint=33, max_codepoint=126)))
def test_plain_words_read_as_they_were_typed(text: str) -> None:
    assert as_plain(escape(text)) == text


@given(some.text(max_size=7000))
def test_a_long_text_is_shown_whole_in_parts_that_fit(text: str) -> None:
    parts = [block["text"]["text"] for block in typed(text)]

    assert "".join(parts) == text
    assert all(len(part.encode("utf-16-le", "surrogatepass")) <= 6000 for part in parts)


@given(some.text(some.characters(exclude_categories=["Cs"]), max_size=200), some.integers(0, 100))
def test_a_field_begins_with_as_much_as_it_takes(text: str, limit: int) -> None:
    begun = beginning(text, limit)

    assert text.startswith(begun)
    assert len(begun.encode("utf-16-le")) <= 2 * limit
    assert begun == text or len(begun.encode("utf-16-le")) >= 2 * limit - 2


def test_a_missing_fact_raises_rather_than_leaving_a_gap() -> None:
    with pytest.raises(UndefinedError):
        render("concern_late_line", {"reference": "C-7Q2K"})


def test_what_somebody_typed_is_never_read_as_a_template() -> None:
    said = render("refused", {"message": "{{ 7 * 7 }} {% if x %} <!channel>"})

    assert said == "{{ 7 * 7 }} {% if x %} &lt;!channel&gt;"


def test_only_a_mention_of_our_own_making_is_live() -> None:
    facts = {"reference": "C-7Q2K", "state": "triaged", "who": mention("U0JOANNE", "Joanne")}

    assert render("concern_shared", facts).startswith("<@U0JOANNE>: *quality matter C-7Q2K")
    assert mention(None, "<!here>") == "&lt;!here&gt;"


def test_labels_of_a_form_are_read_once_from_its_file() -> None:
    assert words("concern_form").danger_now == "Someone is in danger now"
    assert words("concern_form") is words("concern_form")
