"""The table of criteria and their tests: as the tags say, of criteria that exist, and judged by whole runs alone."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.criteria import IMPROVING
from tests.traceability import PAGE, ROOT, WRITE, _tagged, page, tags_in_source, unknown, wanting

EVERYTHING = {criterion: {"tests/test_one.py::test_it"} for criterion in IMPROVING}


def test_the_page_names_the_tests_that_are_tagged() -> None:
    assert (ROOT / PAGE).read_text(encoding="utf-8") == page(tags_in_source()), f"please run: {WRITE}"


def test_every_tag_is_a_criterion() -> None:
    assert unknown(tags_in_source()) == []


def test_tags_of_a_test_its_class_and_its_file_all_count() -> None:
    source = """
pytestmark = [pytest.mark.criterion("A"), pytest.mark.browser]

@pytest.mark.criterion("B")
class Story:
    @pytest.mark.parametrize("each", [1])
    @pytest.mark.criterion("C")
    async def test_it(self, each): ...

def test_another(): ...

def helper(): ...
"""
    assert set(_tagged(ast.parse(source), ())) == {
        ("Story::test_it", "A"),
        ("Story::test_it", "B"),
        ("Story::test_it", "C"),
        ("test_another", "A"),
    }


def test_a_whole_run_fails_when_a_criterion_has_no_passing_test() -> None:
    without = {criterion: tests for criterion, tests in EVERYTHING.items() if criterion != "CPC424-P16"}
    assert wanting(page(EVERYTHING), EVERYTHING, EVERYTHING) == []
    assert wanting(page(EVERYTHING), EVERYTHING, without) == [
        "CPC424-P16 has no passing test: reflect on the process; recommend further action."
    ]


def test_a_whole_run_fails_when_the_page_names_other_tests_than_ran() -> None:
    assert wanting(page({}), EVERYTHING, EVERYTHING) == [
        "docs/traceability.md does not name the tests that ran. Please run: make traceability"
    ]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of a small project that has this judge."""
    return subprocess.run(  # noqa: S603  our own Python
        [sys.executable, "-m", "pytest", "-p", "tests.traceability", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_run_of_some_tests_judges_nothing_and_a_whole_one_does_wherever_its_tests_ran(
    tmp_path: Path,
) -> None:
    tagged = 'import pytest\n@pytest.mark.criterion("CPC424-P16")\ndef test_it(): pass\n'
    settings = "[pytest]\ntestpaths = tests\nmarkers = criterion(id)\n"
    files = {"tests/test_one.py": tagged, "pytest.ini": settings, "docs/traceability.md": ""}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    part, whole = run(tmp_path, "tests/test_one.py"), run(tmp_path, "-n", "2")

    assert part.returncode == pytest.ExitCode.OK, part.stdout
    assert whole.returncode == pytest.ExitCode.TESTS_FAILED
    assert "NOT PROVEN" in whole.stdout
    assert "CPC424-P15 has no passing test" in whole.stdout
    assert "CPC424-P16 has no passing test" not in whole.stdout
