"""What is kept for every party is read for names and words of safeguarding where it is kept (practice.md 1.2)."""

import ast
from pathlib import Path

from tests.architecture.repository import functions, place, python_files, syntax

CHECK, AT_THE_LAST = "require_words_for_all", "require_nothing_of_safeguarding"
BY_ITSELF = {"require_no_name", "require_no_names", "speaks_of_safeguarding"}
"""What is part of the check, and no check: whoever calls it leaves the rest out."""
PARTS_OF_IT = {"shared_words.py", "kept_evidence.py"}
THEIR_OWN_WORDS = {
    # somebody's own words, and what they are asked for: these may say who said it
    "needs.py",
    "statement_disputes.py",
    "statements.py",
    "views.py",
}


def calls_in(tree: ast.AST) -> list[tuple[str, ast.Call]]:
    """Every call below a piece of code, by the name that is called."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [(ast.unparse(call.func).rpartition(".")[2], call) for call in calls]


def keeps_for_all(file: Path) -> bool:
    """Whether a file keeps texts that every party reads."""
    kept = [call for name, call in calls_in(syntax(file)) if name in {"keep_texts", "_keep"}]
    return any(
        isinstance(part, ast.Attribute) and part.attr == "SHARED" for call in kept for part in call.args
    )


def test_what_every_party_reads_is_read_for_names_and_safeguarding_words_first() -> None:
    keeping = [file for file in python_files("bot/casework") if keeps_for_all(file)]
    assert {"explaining.py", "hand_offs.py", "placements.py", "telling.py"} <= {each.name for each in keeping}
    assert {each.name for each in keeping} >= THEIR_OWN_WORDS, "it keeps none any more: take it off the list"
    careless = [
        place(file)
        for file in keeping
        if file.name not in THEIR_OWN_WORDS and CHECK not in dict(calls_in(syntax(file)))
    ]
    assert not careless, f"{careless} keep words for all without {CHECK} (bot/casework/shared_words.py)"


def test_nobody_asks_for_a_part_of_the_check_alone() -> None:
    weaker = [
        place(file, call.lineno)
        for file in python_files("bot")
        for name, call in calls_in(syntax(file))
        if name in BY_ITSELF and file.name not in PARTS_OF_IT
    ]
    assert not weaker, f"{weaker}: please call {CHECK}"


def test_whatever_is_kept_goes_one_way_and_is_read_for_safeguarding_words_there() -> None:
    writers = {
        file.name
        for file in python_files("bot")
        for name, call in calls_in(syntax(file))
        if name == "write" and "narratives" in ast.unparse(call.func)
    }
    assert writers == {"records.py"}
    [records] = [file for file in python_files("bot/casework") if file.name == "records.py"]
    [keep] = [each for each in functions(records) if each.name == "keep_texts"]
    order = [name for name, _ in calls_in(keep)]
    assert AT_THE_LAST in order
