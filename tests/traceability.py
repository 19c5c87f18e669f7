"""Which tests prove which criterion: docs/traceability.md is written from their tags, and a whole run judges it.

`python -m tests.traceability` writes the page. Tags are read from the source, so that takes no run; a whole run of
the tests then fails when a criterion of CPC424 has no passing test, or when the page names other tests than ran
(docs/decisions/0030).
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.criteria import IMPROVING, KNOWN, MONITORING

ROOT = Path(__file__).parents[1]
PAGE = Path("docs", "traceability.md")
PROPERTY = "criterion"
WRITE = "make traceability"

TOP = """# Which tests prove which criterion

Written by `make traceability` from the tags of the tests; do not edit it. A whole run of the tests (`make test`) fails
unless each criterion of CPC424 has a test here that passed. Each name is the test's own sentence, in the file it links
to.
"""
TABLES = (
    ("CPC424 Improve contract performance", IMPROVING),
    ("CPC305 Work with providers to monitor and review performance against outcomes", MONITORING),
    ("Knowledge that became behaviour", KNOWN),
)

Tags = dict[str, set[str]]
"""The tests of each criterion, as `file::name`, whatever they were tried with."""


def tags_in_source() -> Tags:
    """Return the tests tagged with each criterion, as the files of this folder say."""
    found: Tags = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        text = file.read_text(encoding="utf-8")
        if "mark.criterion" not in text:
            continue
        for name, criterion in _tagged(ast.parse(text), ()):
            found.setdefault(criterion, set()).add(f"{file.relative_to(ROOT).as_posix()}::{name}")
    return found


def _tagged(node: ast.Module | ast.ClassDef, above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every test below, with every criterion of its own, of its class and of its file."""
    of_file = tuple(
        criterion
        for each in node.body
        if isinstance(each, ast.Assign) and any(ast.unparse(name) == "pytestmark" for name in each.targets)
        for criterion in _criteria(ast.walk(each.value))
    )
    for each in node.body:
        if not isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        criteria = (*above, *of_file, *_criteria(each.decorator_list))
        if isinstance(each, ast.ClassDef):
            yield from ((f"{each.name}::{name}", one) for name, one in _tagged(each, criteria))
        elif each.name.startswith("test_"):
            yield from ((each.name, criterion) for criterion in criteria)


def _criteria(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.criterion":
            yield str(ast.literal_eval(node.args[0]))


def page(tags: Mapping[str, set[str]]) -> str:
    """Return the page in Markdown: one table for each standard."""
    parts = [TOP]
    for title, criteria in TABLES:
        rows = [
            f"| {criterion} | {words} | {_proofs(tags.get(criterion, set()))} |"
            for criterion, words in criteria.items()
        ]
        parts.append(
            "\n".join([f"## {title}\n", "| id | criterion | proven by |", "|---|---|---|", *rows]) + "\n"
        )
    return "\n".join(parts)


def _proofs(tests: set[str]) -> str:
    if not tests:
        return "not yet"
    return "<br>".join(f"[{_sentence(test)}](../{test.partition('::')[0]})" for test in sorted(tests))


def _sentence(test: str) -> str:
    return test.rpartition("::")[2].removeprefix("test_").replace("_", " ")


def unknown(tags: Iterable[str]) -> list[str]:
    """Return the tags that name no criterion we know."""
    return sorted(set(tags) - {criterion for _, criteria in TABLES for criterion in criteria})


def wanting(page_now: str, tagged: Tags, passed: Tags) -> list[str]:
    """Return what a whole run has against itself: criteria that nothing proves, and a page of other tests."""
    said = [
        f"{criterion} has no passing test: {words}."
        for criterion, words in IMPROVING.items()
        if not passed.get(criterion)
    ]
    if page(tagged) != page_now:
        said.append(f"docs/traceability.md does not name the tests that ran. Please run: {WRITE}")
    return said


class Judge:
    """Listens to a run, on whichever of its machines the tests are, and judges it when it was a whole one."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._tagged: Tags = {}
        self._passed: Tags = {}
        self._said: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep which criteria a test is tagged with, and whether it passed."""
        for name, criterion in report.user_properties:
            if name != PROPERTY:
                continue
            test = report.nodeid.partition("[")[0]
            self._tagged.setdefault(str(criterion), set()).add(test)
            if report.when == "call" and report.passed:
                self._passed.setdefault(str(criterion), set()).add(test)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> Iterator[None]:
        """Fail a whole run that proves too little. A part of the tests, or one broken off, judges nothing."""
        ended = {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
        if exitstatus in ended and is_whole(self._config):
            now = (self._config.rootpath / PAGE).read_text(encoding="utf-8")
            self._said = wanting(now, self._tagged, self._passed)
        yield
        if self._said:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what is wanting, where the end of a run is read."""
        if self._said:
            terminalreporter.section("NOT PROVEN", sep="!", red=True, bold=True)
            for sentence in self._said:
                terminalreporter.line(sentence)


def is_whole(config: pytest.Config) -> bool:
    """Say whether every test was asked for."""
    option = config.option
    names = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "lf", "stepwise", "collectonly")
    chosen = any(getattr(option, name, None) for name in names)
    folders = {Path(config.rootpath, each).resolve() for each in config.args}
    return not chosen and folders == {config.rootpath / "tests"}


def pytest_configure(config: pytest.Config) -> None:
    """Judge where the run is led from; what tests elsewhere say arrives there."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Judge(config))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each report carry the criteria of its test."""
    for item in items:
        for mark in item.iter_markers(PROPERTY):
            item.user_properties.append((PROPERTY, mark.args[0]))


if __name__ == "__main__":
    (ROOT / PAGE).write_text(page(tags_in_source()), encoding="utf-8")
