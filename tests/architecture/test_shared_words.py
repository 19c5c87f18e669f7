"""What is kept for every party is read for safeguarding words first, in the file that keeps it (practice.md 1.2)."""

import ast
from pathlib import Path

from tests.architecture.repository import place, python_files, syntax

CHECK = "require_words_for_all"
WEAKER = "require_no_names"
NOT_OF_A_PROCESS = {
    # somebody's own words, and what they are asked for
    "needs.py",
    "statement_disputes.py",
    "statements.py",
    "views.py",
    # one concern, and whether people move in: decided apart from any process
    "placement_pause.py",
    "placements.py",
    "telling.py",
}


def keeps_for_all(file: Path) -> bool:
    """Whether a file keeps texts that every party reads."""
    calls = [node for node in ast.walk(syntax(file)) if isinstance(node, ast.Call)]
    kept = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "keep_texts"]
    return any(
        isinstance(part, ast.Attribute) and part.attr == "SHARED" for call in kept for part in call.args
    )


def called(file: Path) -> set[str]:
    """Every function that is called by its name in a file."""
    calls = [node for node in ast.walk(syntax(file)) if isinstance(node, ast.Call)]
    return {call.func.id for call in calls if isinstance(call.func, ast.Name)}


def test_what_every_party_reads_of_a_process_is_read_for_safeguarding_words_first() -> None:
    keeping = [file for file in python_files("bot/casework") if keeps_for_all(file)]
    assert {"explaining.py", "sustaining.py", "readings.py"} <= {file.name for file in keeping}
    assert {file.name for file in keeping} >= NOT_OF_A_PROCESS
    careless = [
        place(file)
        for file in keeping
        if file.name not in NOT_OF_A_PROCESS and (CHECK not in called(file) or WEAKER in called(file))
    ]
    assert not careless, f"{careless} keep words for all without {CHECK} (bot/casework/shared_words.py)"
