"""Files and functions stay small, names say what a thing is, and nothing is left for later."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.repository import functions, place, program_files, python_files, syntax

LONGEST_FILE = 300
LONGEST_FUNCTION = 60
EMPTY_VERBS = ("handle_", "process_")
EMPTY_NOUNS = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}
NAMED_BY_OTHERS = {"process_bind_param", "process_result_value"}
"""What SQLAlchemy calls a column type's two methods."""

LEFT_FOR_LATER = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
PRETENDERS = {"Mock", "MagicMock", "AsyncMock", "create_autospec"}


def test_no_file_of_the_program_is_too_long_to_read_in_one_sitting() -> None:
    lengths = {place(file): len(file.read_text().splitlines()) for file in program_files()}

    assert {file: length for file, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_does_so_much_that_it_fills_more_than_a_screen() -> None:
    long = [
        f"{place(file, function.lineno)} {function.name}"
        for file in program_files()
        for function in functions(file)
        if (function.end_lineno or function.lineno) - function.lineno + 1 > LONGEST_FUNCTION
    ]

    assert long == []


def test_names_say_what_a_thing_does() -> None:
    assert [name for name in defined_names() if says_nothing(name.rpartition(" ")[2])] == []


def defined_names() -> Iterator[str]:
    """Every module, class and function of the program, each after the place where it stands."""
    for file in program_files():
        yield f"{place(file)} {file.stem}"
        for node in ast.walk(syntax(file)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{place(file, node.lineno)} {node.name}"


def says_nothing(name: str) -> bool:
    words = set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))
    is_empty = name.lstrip("_").startswith(EMPTY_VERBS) and name not in NAMED_BY_OTHERS
    return is_empty or bool(words & EMPTY_NOUNS)


def test_empty_names_are_told_from_good_ones() -> None:
    assert all(
        map(says_nothing, ["handle_click", "_process_row", "TextUtils", "ConnectionManager", "helpers"])
    )
    assert not any(map(says_nothing, ["take_concern", "managed_by_lead", "in_the_process", "commonest"]))


def test_nothing_in_the_program_is_left_for_later() -> None:
    left = [
        f"{place(file, number)} {line.strip()}"
        for file in program_files()
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if LEFT_FOR_LATER.search(line)
    ]

    assert left == []


def test_the_tests_use_real_things_and_put_nothing_false_in_their_place() -> None:
    pretended = [
        place(file, node.lineno)
        for file in python_files("tests")
        for node in ast.walk(syntax(file))
        if isinstance(node, ast.stmt | ast.expr) and pretends(node)
    ]

    assert pretended == []


def pretends(node: ast.stmt | ast.expr) -> bool:
    """Whether this is a mock, or a replacement by import path such as monkeypatch.setattr("bot.slack.post", ...)."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in PRETENDERS
        case ast.ImportFrom(module=module):
            return module in {"unittest.mock", "mock"}
        case ast.Call(func=ast.Attribute(attr="setattr"), args=[ast.Constant(value=str()), *_]):
            return True
        case _:
            return False
