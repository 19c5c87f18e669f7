"""A bot in a process of its own: `python -m bot run`, killed from outside, or dying at a place named beforehand."""

import asyncio
import inspect
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial, wraps
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from signal import SIGKILL
from threading import Thread
from typing import Any

REACHED, ARMED = "reached", "armed"
LOG = "bot.log"

# A bot is forked from a process that has imported everything and begun nothing: it is as real, and starts sooner.
IMPORTED = (
    "__main__",
    "apscheduler.executors.asyncio",
    "apscheduler.triggers.interval",
    "bot.__main__",
    "holidays.countries.united_kingdom",
    "pytest",
    "uvicorn.lifespan.off",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
    __name__,
)
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(list(IMPORTED))


@dataclass(frozen=True)
class Place:
    """A function of the bot, as `module:name`, and whether the process dies before it begins or once it has ended.

    With `when_armed` it goes by unharmed until whoever watches says that the moment has come.
    """

    function: str
    after: bool = False
    when_armed: bool = False


def run_bot(
    folder: Path, environment: Mapping[str, str], offset: timedelta, place: Place | None, line: Connection
) -> None:
    """Be one bot until killed; `offset` is how far its domain time is from real time."""
    os.chdir(folder)  # the repository's own settings are not read here
    os.environ.clear()
    os.environ.update(environment)
    written = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(written, sys.stdout.fileno())
    os.dup2(written, sys.stderr.fileno())
    Thread(target=_end_with, args=(line,), daemon=True).start()
    app = import_module("bot.app")
    app.MachineClock = partial(app.MachineClock, offset)  # type: ignore[attr-defined]
    if place is not None:
        _die_at(place, folder / REACHED)
    command: Callable[..., Any] = import_module("bot.__main__").app
    command(["run"])


def _end_with(line: Connection) -> None:
    """Go when whoever started us has gone without a word."""
    try:
        line.recv()
    except (EOFError, OSError):
        os._exit(1)


def _die_at(place: Place, reached: Path) -> None:
    """Let the process be killed at a place. Raises AttributeError where there is no such function any more."""
    module, _, path = place.function.partition(":")
    owner: Any = import_module(module)
    *outer, name = path.split(".")
    for step in outer:
        owner = getattr(owner, step)
    whole = getattr(owner, name)

    def pass_by(*, at_end: bool) -> None:
        is_time = not place.when_armed or reached.with_name(ARMED).exists()
        if at_end is place.after and is_time:
            reached.touch()
            os.kill(os.getpid(), SIGKILL)

    @wraps(whole)
    async def asynchronous(*given: Any, **named: Any) -> Any:
        pass_by(at_end=False)
        result = await whole(*given, **named)
        pass_by(at_end=True)
        return result

    @wraps(whole)
    def plain(*given: Any, **named: Any) -> Any:
        pass_by(at_end=False)
        result = whole(*given, **named)
        pass_by(at_end=True)
        return result

    setattr(owner, name, asynchronous if inspect.iscoroutinefunction(whole) else plain)


class Bot:
    """One running bot, as whoever kills it sees it."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], offset: timedelta, place: Place | None = None
    ) -> None:
        folder.mkdir(exist_ok=True)
        (folder / REACHED).unlink(missing_ok=True)
        self._folder = folder
        self._line, theirs = FORKS.Pipe()
        self._process: BaseProcess = FORKS.Process(
            target=run_bot, args=(folder, dict(environment), offset, place, theirs), daemon=True
        )
        self._process.start()
        theirs.close()

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process.is_alive()

    @property
    def reached(self) -> bool:
        """Whether it came to the place where it was to die."""
        return (self._folder / REACHED).exists()

    def arm(self) -> None:
        """Say that the moment has come for which it waits with dying."""
        (self._folder / ARMED).touch()

    def kill(self) -> None:
        """Kill it: no goodbye, nothing flushed."""
        self._process.kill()

    def ask_to_stop(self) -> None:
        """Ask it to stop, as a supervisor does."""
        self._process.terminate()

    async def gone(self, within: float) -> None:
        """Wait until the process has ended. Raises TimeoutError after so many seconds."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        sentinel = self._process.sentinel
        loop.add_reader(sentinel, ended.set)
        try:
            async with asyncio.timeout(within):
                await ended.wait()
        finally:
            loop.remove_reader(sentinel)
        self._process.join()

    def close(self) -> None:
        """End it if it still runs, and let go of the line to it."""
        self._process.kill()
        self._process.join()
        self._line.close()
