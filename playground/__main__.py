"""`make demo`: Slack's stand-in, the real bot and Alderwick House, in one process on loopback."""

import asyncio
import errno
import json
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from bot.clock import MachineClock
from bot.logs import set_up_logs
from bot.settings import Transport
from playground import alderwick
from playground.house import House
from playground.workspace import Workspace
from storage.alone import ServedAlready, serving_alone
from storage.schema import migrate

KEPT = Path(".demo")
DATABASE, WORKSPACE, CLOCK = KEPT / "handrail.db", KEPT / "workspace.json", KEPT / "clock.json"
SAVE_EVERY = 2.0  # seconds

WELCOME = """
  Alderwick House is open:   {url}

  Open that address in a browser. You are Tom first; the list at the left makes you somebody else.
  What you record is kept for the next time. `make demo-reset` forgets it. Ctrl-C leaves.
"""


def say(words: str, *, wrong: bool = False) -> None:
    """Tell the person at the terminal."""
    (sys.stderr if wrong else sys.stdout).write(f"{words}\n")
    sys.stdout.flush()


def port_wanted() -> int:
    """Read PORT, or leave with a sentence."""
    wanted = os.environ.get("PORT", "8400")
    if not wanted.isdigit() or not 0 <= int(wanted) <= 65535:
        say(f"PORT is a number from 1 to 65535, and “{wanted}” is not. Try: make demo PORT=8401", wrong=True)
        raise SystemExit(2)
    return int(wanted)


def clock_as_it_was() -> MachineClock:
    """Go on at the moment at which the demo was left; a new one begins on its Tuesday morning."""
    clock = MachineClock()
    kept = json.loads(CLOCK.read_text())["now"] if CLOCK.exists() else alderwick.BEGINS.isoformat()
    clock.set(datetime.fromisoformat(kept))
    return clock


def save(house: House, clock: MachineClock) -> None:
    """Keep the workspace and the time; the record itself is in the database."""
    house.playground.workspace.save(WORKSPACE)
    unfinished = CLOCK.with_suffix(".unfinished")
    unfinished.write_text(json.dumps({"now": clock.now().isoformat()}))
    unfinished.replace(CLOCK)


async def serve(port: int, clock: MachineClock, workspace: Workspace) -> None:
    """Serve until Ctrl-C or until told to end."""
    leave = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, leave.set)
    house = House(
        f"sqlite:///{DATABASE}",
        workspace=workspace,
        clock=clock,
        transport=Transport.SOCKET,
        port=port,
        ticking=True,
        pace_seconds=1.0,
        handrail_admins=alderwick.ANITA.user_id,
    )
    async with house:
        await house.set_up()
        save(house, clock)
        say(WELCOME.format(url=house.playground.url))
        while not leave.is_set():
            try:
                async with asyncio.timeout(SAVE_EVERY):
                    await leave.wait()
            except TimeoutError:
                save(house, clock)
        save(house, clock)
    say("Closed. Everything is kept for the next time.")


def main() -> None:
    """Start, or say in a sentence why not."""
    set_up_logs("ERROR")
    port = port_wanted()
    try:
        KEPT.mkdir(exist_ok=True)
        with serving_alone(f"sqlite:///{DATABASE}"):
            migrate(f"sqlite:///{DATABASE}")
            workspace = Workspace.load(WORKSPACE) if WORKSPACE.exists() else alderwick.workspace()
            asyncio.run(serve(port, clock_as_it_was(), workspace))
    except ServedAlready:
        say("The demo is open already from this folder. Close that one first, with Ctrl-C.", wrong=True)
        raise SystemExit(1) from None
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        say(f"Port {port} is taken by another program. Try: make demo PORT={port + 1}", wrong=True)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
