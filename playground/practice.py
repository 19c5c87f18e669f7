"""`python -m playground.practice`: the settings with which an operator practises on the open demo.

    make demo                                  # in one terminal
    eval "$(python -m playground.practice)"    # in another
    python -m bot doctor

Prints lines for a shell. The keys and tokens are the playground's, which everybody may know.
"""

import os
import sys
from pathlib import Path
from shlex import quote

from playground.house import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, seals_file_of
from playground.keys import CHAIN_KEY, NARRATIVE_KEYS, SPEAK_UP_KEYS

KEPT = Path(".demo")


def settings(kept: Path, port: str) -> dict[str, str]:
    """Return what the operator's commands read, for the demo kept in a folder and open at a port."""
    url = f"sqlite:///{(kept / 'handrail.db').resolve()}"
    return {
        "DATABASE_URL": url,
        "SEALS_FILE": str(seals_file_of(url)),
        "NARRATIVE_KEYS": NARRATIVE_KEYS,
        "SPEAK_UP_KEYS": SPEAK_UP_KEYS,
        "CHAIN_KEY": CHAIN_KEY,
        "SLACK_API_URL": f"http://127.0.0.1:{port}/api/",
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
    }


if __name__ == "__main__":
    for name, value in settings(KEPT, os.environ.get("PORT", "8400")).items():
        sys.stdout.write(f"export {name}={quote(value)}\n")
