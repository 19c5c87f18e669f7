"""Plays all stories once on SQLite in the folder named, its logs at their most talkative, and keeps what came of it."""

import asyncio
import pickle
import sys
from pathlib import Path

from tests.flows.planted import talk_as_much_as_can_be
from tests.flows.played import KEPT, play

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    talk_as_much_as_can_be()
    played = asyncio.run(play(folder, f"sqlite:///{folder / 'handrail.db'}"))
    (folder / KEPT).write_bytes(pickle.dumps(played))
