"""Nothing reaches Slack past the gate: few places speak to it, and each is known with what keeps it within bounds."""

import ast
from functools import cache
from pathlib import Path

import pytest

from bot.answers import ReplyInThread
from bot.slack import Slack

SAYS = {
    # what stays standing for others to read passes the gate, in the one file that asks it before each call
    "post": {"bot/engine/attempt.py"},
    "edit": {"bot/engine/attempt.py"},
    # what only one person sees, drawn from the record at that moment by a flow that asks who they are
    "open_form": {"bot/showing.py"},
    "replace_form": {"bot/showing.py"},
    "show_home": {"bot/showing.py"},
    "note": {"bot/showing.py"},
    # words of a prompt without facts in a channel, or the author's own direct messages
    "reply": {"bot/showing.py"},
}
READS_OR_MARKS = {
    "audience",
    "call",
    "client",
    "close",
    "do_not_disturb",
    "find_delivery",
    "introduction",
    "members",
    "on_answer",
    "open_direct",
    "person",
    "pin",
    "who_am_i",
}
SAYING_METHODS = (
    "chat.",
    "views.",
    "files.",
    "canvases.",
    "conversations.setTopic",
    "bookmarks.",
    "reminders.",
)
ITS_OWN_CALLS = {
    "bot/slack.py",
    "bot/slack_files.py",  # a file that nobody sees before a message of ours shows it
    "bot/bolt.py",
    "bot/slack_socket.py",
}  # Bolt is given the client, and posts nothing itself


@cache
def sources() -> list[tuple[str, ast.AST]]:
    """Every node of the bot's code, with its file."""
    files = sorted(Path("bot").rglob("*.py"))
    return [(file.as_posix(), node) for file in files for node in ast.walk(ast.parse(file.read_text()))]


def test_every_way_to_say_something_is_used_in_its_own_place_alone() -> None:
    used: dict[str, set[str]] = {name: set() for name in SAYS}
    for file, node in sources():
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).split(".")[-1] in {"slack", "_slack"}:
            used.setdefault(node.attr, set()).add(file)

    assert {name: files for name, files in used.items() if name in SAYS} == SAYS
    assert used.keys() <= SAYS.keys() | READS_OR_MARKS
    ways = {name for name in vars(Slack) if not name.startswith("_")}
    assert ways <= SAYS.keys() | READS_OR_MARKS


def test_slacks_methods_are_called_in_one_file_and_its_client_nowhere_else() -> None:
    named = {
        file
        for file, node in sources()
        if isinstance(node, ast.Call)
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)][:1]
        if isinstance(argument, ast.Constant)
        and str(argument.value).startswith(SAYING_METHODS)
        and ast.unparse(node.func).endswith((".call", ".api_call"))
    }
    clients = {
        file
        for file, node in sources()
        if isinstance(node, ast.Attribute) and node.attr in {"client", "api_call"}
    }

    assert named <= {"bot/slack.py", "bot/slack_files.py"}
    assert clients <= ITS_OWN_CALLS
    imports = {
        file
        for file, node in sources()
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("slack_sdk.web")
    }
    assert imports <= ITS_OWN_CALLS


def test_a_file_is_uploaded_for_a_message_that_may_go_and_for_nothing_else() -> None:
    users = {
        file
        for file, node in sources()
        if isinstance(node, ast.ImportFrom) and node.module == "bot.slack_files"
    }
    tree = ast.parse(Path("bot/engine/attempt.py").read_text())
    methods = {
        node.name: ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)
    }
    shown = [code for code in methods.values() if "self._pictures.blocks(" in code]

    assert users == {"bot/engine/pictures.py"}
    assert len(shown) == 2
    assert all("self._gate.verdict(" in code.partition("self._pictures.blocks(")[0] for code in shown)


def test_before_each_post_and_each_edit_the_gate_is_asked() -> None:
    """In the file that posts, the calls stand in methods that ask the gate, or are handed what passed it."""
    tree = ast.parse(Path("bot/engine/attempt.py").read_text())
    methods = {
        node.name: ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)
    }
    edits = [name for name, code in methods.items() if ".slack.edit(" in code]
    posts = [name for name, code in methods.items() if ".slack.post(" in code]

    assert all("self._gate.verdict(" in methods[name].partition(".slack.edit(")[0] for name in edits)
    assert (edits, posts) == (["_redraw"], ["_post"])
    prepared = methods["_prepare"]
    assert prepared.index("self._gate.verdict(") < prepared.index("return _Ready(")
    assert [name for name, code in methods.items() if "_Ready(" in code and "def _Ready" not in code] == [
        "_prepare"
    ]
    assert [name for name, code in methods.items() if "self._post(" in code] == ["make"]


def test_a_reply_in_a_channel_cannot_carry_words_of_a_record() -> None:
    paragraph = {"type": "section", "text": {"type": "mrkdwn", "text": "C-7Q2K"}}

    assert "text" not in ReplyInThread.__dataclass_fields__
    with pytest.raises(ValueError, match="buttons below its words"):
        ReplyInThread("C1", "1.2", "mention", [paragraph])
