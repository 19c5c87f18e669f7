"""Drafts a migration from what the models have and the newest migration has not. A person finishes it.

    python -m storage.migrations.draft "Keep lessons"   the next number
    python -m storage.migrations.draft --again          the newest once more, while nobody has run it

What stands below the line `# By hand`, and the imports, are kept when a migration is drawn again. Autogeneration sees
neither triggers nor a change in a CHECK: write those by hand; tests/storage/test_schema.py says when one is missing.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from storage.schema import MIGRATIONS

VERSIONS = MIGRATIONS / "versions"
BY_HAND = "    # By hand\n"
IMPORTS = re.compile(r"(^(import|from) .*\n\n?)+", re.MULTILINE)


def draft(words: str) -> Path:
    """Write the next migration and return where."""
    number = f"{len(drafted()) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/drawn.db")
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            config.attributes["connection"] = connection
            if number != "0001":
                command.upgrade(config, "head")
            command.revision(config, words, autogenerate=True, rev_id=number)
        engine.dispose()
    written = drafted()[-1]
    tidy(written)
    return written


def draft_again() -> Path:
    """Draw the newest migration again, under its name and with what was written by hand."""
    newest = drafted()[-1]
    before = newest.read_text()
    _, line, by_hand = before.partition(BY_HAND)
    newest.unlink()
    try:
        written = draft(before.split('"""')[1].rstrip("."))
    except BaseException:
        newest.write_text(before)
        raise
    drawn = IMPORTS.sub(lambda _: found_in(before), written.read_text(), count=1)
    written.write_text(f"{drawn}\n{line}{by_hand}")
    tidy(written)
    return written


def found_in(source: str) -> str:
    """Return a migration's own imports."""
    found = IMPORTS.search(source)
    return found.group() if found else ""


def drafted() -> list[Path]:
    """Return the migrations there are, oldest first."""
    return sorted(VERSIONS.glob("[0-9]*.py"))


def tidy(written: Path) -> None:
    """Leave out what Alembic says about itself, and lay the file out like the rest."""
    written.write_text(re.sub(r"^ *# ### .*\n", "", written.read_text(), flags=re.MULTILINE))
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(written)], check=True)  # noqa: S603 - our own formatter, our own file


if __name__ == "__main__":
    wanted = " ".join(sys.argv[1:])
    if not wanted:
        sys.exit(__doc__)
    sys.stdout.write(f"{draft_again() if wanted == '--again' else draft(wanted)}\n")
