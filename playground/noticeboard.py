"""What the page watches: a number that rises with every change, and the last requests to and from the bot."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass

from playground.workspace import Json


class Revision:
    """A number that rises whenever anything changed, and a way to wait for the next one."""

    def __init__(self) -> None:
        self.number = 0
        self.closed = False
        self._changed = asyncio.Event()

    def rise(self) -> None:
        self.number += 1
        self._changed.set()
        self._changed = asyncio.Event()

    def close(self) -> None:
        """Let everybody who waits go: nothing will change any more."""
        self.closed = True
        self._changed.set()

    async def after(self, seen: int) -> int:
        """Wait until the revision is higher than `seen`, and say which it is."""
        while self.number <= seen and not self.closed:
            await self._changed.wait()
        return self.number


@dataclass(frozen=True)
class Exchange:
    """One request and how it ended. Never what was typed: only names, codes and durations in milliseconds."""

    at: str
    direction: str
    what: str
    ms: int
    ok: bool
    error: str | None = None
    attempt: int = 0


class Inspector:
    """The last exchanges, newest first."""

    def __init__(self, keep: int = 200) -> None:
        self._exchanges: deque[Exchange] = deque(maxlen=keep)
        # Tests listen here to have whole bodies judged; they are kept nowhere.
        self.overhear: Callable[[str, Json], None] = lambda _what, _body: None
        self.overhear_answer: Callable[[str, Json, Json], None] = lambda _what, _body, _answer: None

    def note(self, exchange: Exchange) -> None:
        self._exchanges.appendleft(exchange)

    def newest_first(self) -> list[Json]:
        return [asdict(exchange) for exchange in self._exchanges]
