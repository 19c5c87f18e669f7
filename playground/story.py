"""`make story`: plays Alderwick House without a browser, the clock moved by hand, and tells it in the terminal."""

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.logs import set_up_logs
from playground.beats import (
    autumn,
    december,
    first_week,
    one_night,
    plan_agreed,
    spring,
    together,
    winter,
)
from playground.house import House
from playground.server import Pace
from playground.telling import StoryBroken, Teller
from storage.schema import migrate

BEATS = (first_week, one_night, together, plan_agreed, autumn, december, winter, spring)


async def play(database_url: str) -> None:
    """Play every beat in order. Raises StoryBroken where it goes otherwise than it is told."""
    async with House(database_url, pace=Pace(burst=None)) as house:
        await house.set_up()
        teller = Teller(house)
        for beats in BEATS:
            await beats.play(teller)


def main() -> int:
    """Play the story on a database of its own; 1 when it breaks."""
    set_up_logs("CRITICAL")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'story.db'}"
        migrate(url)
        try:
            asyncio.run(play(url))
        except (StoryBroken, LookupError) as broken:
            sys.stdout.write(f"\nThe story broke: {broken}\n")
            return 1
    sys.stdout.write("\nThe story holds.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
