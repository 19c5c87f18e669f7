"""The commands and the image are what the documents and the program say they are."""

import re
import tomllib
from collections.abc import Iterator

from tests.architecture.repository import ROOT


def test_the_image_holds_every_part_of_the_program_that_the_bot_may_import() -> None:
    copied = set(re.findall(r"^COPY (\w+) \w+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    parts = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"])

    assert copied == parts - {"playground"} | {"prompts"}


def targets() -> Iterator[str]:
    yield from re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_every_make_command_has_its_line_in_the_list() -> None:
    listed = re.findall(r"^([a-z-]+):.*## \S", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert listed == list(targets())
    assert {"demo", "test", "check", "run"} <= set(listed)


def test_every_make_command_that_the_documents_name_exists() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "compose.yaml"]
    named = {
        (document.name, command)
        for document in documents
        for command in re.findall(r"(?:`|^\s*\$ ?|^    )make ([a-z-]+)", document.read_text(), re.MULTILINE)
    }

    assert {(document, command) for document, command in named if command not in set(targets())} == set()


def test_every_alarm_that_administrators_may_get_is_explained_to_whoever_runs_the_bot() -> None:
    words = (ROOT / "prompts" / "fault.j2").read_text()
    said = {
        code
        for condition in re.findall(r"{% (?:el)?if code (?:==|in) (.+?) %}", words)
        for code in re.findall(r'"(\w+)"', condition)
    }
    explained = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "operations.md").read_text()))

    assert len(said) > 20
    assert said - explained == set()


def test_every_command_of_the_bot_that_the_documents_name_exists() -> None:
    named = {
        (document.name, command)
        for document in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
        for command in re.findall(
            r"python -m bot ([a-z]+(?: (?:make|rotate|verify|answer|contract)\b)?)", document.read_text()
        )
    }
    known = {
        *("run", "migrate", "manifest", "doctor", "backup", "restore", "subject"),
        *("keys make", "keys rotate", "records verify", "records answer", "export contract", "export verify"),
    }

    assert {(document, command) for document, command in named if command not in known} == set()
