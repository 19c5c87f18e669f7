"""Plays a concern, a danger and an action with marked words in every field, for a reader of what is written out.

Run as a program it writes only what the bot itself writes to its logs, at their most talkative.
"""

import asyncio
import logging
import sqlite3
import sys
from datetime import date
from pathlib import Path

from bot.logs import QUIET, set_up_logs
from playground import alderwick
from playground.house import House
from playground.server import Pace
from tests.flows.action_story import (
    APPLIES,
    CLAUSE,
    JOANNE,
    REQUIRED,
    SHOWN_BY,
    TITLE,
    WHAT,
    WHO,
    hand_in,
    press,
    send_back,
)
from tests.flows.reporting import (
    DANGER,
    FOR_PROVIDER,
    INTERNAL,
    QUALITY,
    ROUTE,
    SHARED,
    SUPPORT,
    TELL,
    fill_in,
    report,
    report_by_hub,
)

STAND_FOR = "beds 4 & 5 <@U0SAM> <!channel> {{ 7 * 7 }}"
WORDS = tuple(f"planted-{number:02d}" for number in range(1, 51))


def word(number: int) -> str:
    """One marked narrative, hostile as well."""
    return f"{WORDS[number - 1]} {STAND_FOR}"


async def play(house: House, tables_lost: Path | None = None) -> None:
    """Put fifty marked texts through every field there is. `tables_lost` is a database to break on the way."""
    tom, priya, grace, joanne, cara = (
        house.visitor(who)
        for who in (alderwick.TOM, alderwick.PRIYA, alderwick.GRACE, alderwick.JOANNE, alderwick.CARA)
    )
    await report(tom, QUALITY, word(1), told_by=word(2), done_already=word(3))
    await house.settle()
    await priya.press("I will take this")
    await house.settle()
    await priya.press("Decide what happens")
    await priya.fill({ROUTE: SUPPORT, TELL: "On a date", FOR_PROVIDER: word(4)})
    await priya.submit()
    await priya.fill({TELL: "Not yet"})
    await priya.submit()
    await house.settle()
    await priya.press("Open", "direct")
    await priya.press("When to tell the provider")
    await priya.fill({TELL: "Now", FOR_PROVIDER: word(5)})
    await priya.submit()
    await house.settle()
    for number in range(6, 16):
        await tom.command("/concern", INTERNAL, "mine")
        await tom.press("Open", INTERNAL)
        await tom.press("Correct the text")
        await tom.fill({"What happened": word(number)})
        await tom.submit()
    await tom.press("Open", INTERNAL)
    await tom.press("Withdraw")
    await tom.fill({"Why is it withdrawn?": word(16)})
    await tom.submit()
    for number in range(17, 23):
        await report(tom, DANGER, word(number), told_by=word(23), done_already=word(24))
        await tom.close()
    await house.settle()
    await grace.press("Open", "direct")
    await report_by_hub(joanne, QUALITY, word(25))
    await report_by_hub(joanne, DANGER, word(26))
    await report(cara, QUALITY, word(27), channel="general")
    for number in range(28, 34):
        await tom.command("/concern", INTERNAL, word(number))
    await priya.say(INTERNAL, word(34))
    await tom.message_shortcut("make_concern", INTERNAL, WORDS[33])
    await tom.submit()
    await tom.close()
    await priya.say_to_the_bot(word(35))
    await house.settle()
    await play_a_risk(house)
    await play_an_action(house)
    if tables_lost is not None:
        await _lose_tables(house, tables_lost)


async def play_a_risk(house: House) -> None:
    """Report a risk on its own screen, and add to it what is known."""
    dele = house.visitor(alderwick.DELE)
    await dele.press("Someone may be at risk", SHARED)
    await fill_in(dele, DANGER, word(39))
    await dele.press("Add what you know")
    await dele.fill(
        {
            "Who has been told already?": word(40),
            "Where did it happen?": word(48),
            "What does the person want to happen?": word(49),
            "The resident's record number": word(50),
        }
    )
    await dele.submit()
    await house.settle()


async def play_an_action(house: House) -> None:
    """Agree an action and take every step with it, its title alone fit for everybody's eyes."""
    tom, priya, joanne = (house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.JOANNE))
    await tom.command("/action", INTERNAL, "new")
    await tom.fill({WHAT: TITLE, WHO: JOANNE, SHOWN_BY: word(41), APPLIES: [REQUIRED], CLAUSE: word(42)})
    await tom.submit()
    await house.settle()
    await press(house, joanne, "I will do this")
    await joanne.press("Ask for more time")
    await joanne.fill({"Until when?": date(2026, 9, 29), "Why is more time needed?": word(43)})
    await joanne.submit()
    await house.settle()
    await press(house, priya, "Agree to more time")
    await hand_in(house, joanne, word(44))
    await send_back(house, priya, word(45))
    await priya.command("/action", INTERNAL)
    await priya.press("Open", SHARED)
    await priya.press("Do not tell senior contact yet")
    await priya.fill({"Why is the senior contact not told yet?": word(46)})
    await priya.submit()
    await priya.press("Open", SHARED)
    await priya.press("Withdraw")
    await priya.close()
    await hand_in(house, joanne, word(47))
    await priya.press("Open", SHARED)
    await priya.close()


async def _lose_tables(house: House, path: Path) -> None:
    """Now every form fails in the middle, and errors of the database have all its words at hand."""
    tom = house.visitor(alderwick.TOM)
    for table, number in (("notice", 36), ("narrative", 37), ("concern", 38)):
        with sqlite3.connect(path) as other:
            other.execute(f"ALTER TABLE {table} RENAME TO {table}_lost")
        other.close()
        await tom.command("/concern", INTERNAL)
        answer = await fill_in(tom, QUALITY, word(number))
        assert list(answer.errors) == ["kind"], answer
        await tom.close()
    await house.handrail.engine.cycle()


def talk_as_much_as_can_be() -> None:
    """Let every library speak at its most talkative."""
    set_up_logs("DEBUG")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.DEBUG)


async def _main(path: Path) -> None:
    async with House(f"sqlite:///{path}", pace=Pace(patience=3.0, burst=None)) as house:
        await house.set_up()
        await play(house, path)


if __name__ == "__main__":
    talk_as_much_as_can_be()
    asyncio.run(_main(Path(sys.argv[1])))
