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
