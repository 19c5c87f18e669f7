"""What the tests of the repository itself read: its files, and the Python in them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ("domain", "storage", "bot", "playground", "benchmarks")
NOT_OURS = {"node_modules", "__pycache__"}


@cache
def files(*folders: str) -> tuple[Path, ...]:
    """Every file of the project below the folders named, or of the whole project; hidden folders but .ci are not it."""
    starts = [ROOT / folder for folder in folders] if folders else [ROOT]
    return tuple(sorted(file for start in starts for file in below(start)))


def below(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        hidden = entry.name.startswith(".") and entry.name != ".ci"
        if entry.is_dir() and not hidden and entry.name not in NOT_OURS:
            yield from below(entry)
        elif entry.is_file():
            yield entry


def python_files(*folders: str) -> list[Path]:
    return [file for file in files(*folders) if file.suffix == ".py"]


def program_files() -> list[Path]:
    """The Python that people depend on. Migrations are history: they may be as long as they had to be."""
    return [file for file in python_files(*PROGRAM) if "migrations" not in file.parts]


@cache
def syntax(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(syntax(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def place(file: Path, line: int | None = None) -> str:
    """Where something stands, as an editor understands it."""
    name = str(file.relative_to(ROOT))
    return name if line is None else f"{name}:{line}"
