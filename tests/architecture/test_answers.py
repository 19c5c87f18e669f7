"""Whoever sends a form reads in its place what became of it: no flow closes one without a word."""

import ast

from tests.architecture.repository import functions, place, program_files

CLOSES = "CloseAll"
SAYS_SO = {"bot/kept.py"}
"""Closes a form only where the message that it was opened from says at once what was kept."""


def _calls(function: ast.AST, name: str) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
        for node in ast.walk(function)
    )


def test_a_form_is_closed_in_one_place_alone_which_looks_whether_a_message_says_it() -> None:
    closing = {place(file) for file in program_files() for each in functions(file) if _calls(each, CLOSES)}

    assert closing == SAYS_SO


def test_no_flow_takes_a_form_and_answers_nothing() -> None:
    silent = [
        f"{place(file, each.lineno)} {each.name}"
        for file in program_files()
        if file.parent.name == "flows"
        for each in functions(file)
        if "Submission" in ast.unparse(each.args) and _calls(each, "Nothing")
    ]

    assert silent == []
