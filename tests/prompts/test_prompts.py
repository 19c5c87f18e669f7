"""Every word the bot says: whole sentences for any facts, no gap, nothing live, the next step on the first line."""

import re
from functools import cache
from pathlib import Path

import pytest

from bot.templates import PROMPTS, render, words
from tests.prompts.facts import HOSTILE, PLAIN, samples, uses_of


def _only_labels(path: Path) -> bool:
    return all(line.startswith("{% set ") for line in path.read_text().splitlines())


ALL = sorted(PROMPTS.glob("*.j2"))
LABELS = [path.stem for path in ALL if _only_labels(path)]
SAID = [path.stem for path in ALL if path.stem not in LABELS]
OURS = {"fault"}  # it names a channel by an id that is ours, and Slack's own codes: nobody types them
PIECES = {name for name in SAID if any(f'"{name}.j2"' in path.read_text() for path in PROMPTS.glob("*.j2"))}

JAMMED = re.compile(r"[.!?][A-Z]|[a-z][.!?]\*[A-Z]|  | [.,;:]|\n{3}|\(\)|, ,")
JARGON = ("stakeholder", "leverage", "utilise", "pursuant", "actionable", "robust", "FYI", "ASAP", "kindly")


@cache
def said_by(name: str) -> frozenset[str]:
    """Everything a prompt says for the sample facts."""
    return frozenset(render(name, facts) for facts in samples(name))


@pytest.mark.parametrize("name", SAID)
def test_it_reads_well_for_any_facts(name: str) -> None:
    said = said_by(name)

    for text in said:
        assert not JAMMED.search(text), text
        assert not re.search(r"\{\{|\{%|\bNone\b|\bTrue\b|\bFalse\b|Undefined", text), text
        assert all(part.count("*") % 2 == 0 for part in text.split("\n\n")), text
        assert all(len(part) <= 3000 for part in text.split("\n\n"))
        assert not re.search(r":[a-z_]+:|[\U0001F300-\U0001FAFF]", text), "words, not pictures"
        assert not [word for word in JARGON if word.lower() in text.lower()]
    assert any(said)


@pytest.mark.parametrize("name", [name for name in SAID if uses_of(name).names and name not in OURS])
def test_names_that_try_to_ping_are_only_letters(name: str) -> None:
    for facts in samples(name, HOSTILE):
        text = render(name, facts)

        assert "<" not in text
        assert ">" not in text
        assert "\u202e" not in text
        assert "49" not in text


@pytest.mark.parametrize("name", [name for name in SAID if name not in PIECES])
def test_the_first_line_is_short_enough_for_a_lock_screen(name: str) -> None:
    for text in said_by(name):
        first = text.split("\n")[0]

        assert len(first.replace(PLAIN, "")) <= 260, first


@pytest.mark.parametrize("name", LABELS)
def test_labels_are_short_whole_and_plain(name: str) -> None:
    labels = vars(words(name))

    assert labels
    for label in labels.values():
        assert label == label.strip() != ""
        assert not re.search(r"[<>*]|&(amp|lt|gt);|  |\{", label), label


@pytest.mark.parametrize("name", LABELS)
def test_what_titles_a_form_fits_where_slack_shows_it(name: str) -> None:
    for part, label in vars(words(name)).items():
        if f"_{part}".endswith(("_title", "_submit")):
            assert len(label) <= 24, label


def test_every_prompt_is_said_somewhere() -> None:
    program = "\n".join(path.read_text() for path in [*Path("bot").rglob("*.py"), *PROMPTS.glob("*.j2")])
    kinds = {
        line.split('"')[1] for line in Path("domain/notices.py").read_text().splitlines() if ' = "' in line
    }
    unsaid = [name for name in SAID + LABELS if f'"{name}' not in program and name not in kinds]

    assert unsaid == []
