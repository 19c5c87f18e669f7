"""Slack misbehaving on purpose: down, slow, too busy, or accepting a post and never saying so."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

DOWN = "down"
RATE_LIMITED = "rate_limited"
SLOW = "slow"
DROP_AFTER_ACCEPT = "drop_after_accept"
SERVER_ERROR = "server_error"
SERVER_ERROR_AFTER_ACCEPT = "server_error_after_accept"
NONE = "none"
MODES = frozenset(
    {NONE, DOWN, RATE_LIMITED, SLOW, DROP_AFTER_ACCEPT, SERVER_ERROR, SERVER_ERROR_AFTER_ACCEPT}
)


@dataclass(frozen=True)
class Fault:
    """What one call meets, for how many real seconds, and whether it is over before."""

    mode: str
    seconds: float
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait_out(self) -> None:
        """Keep a call waiting for as long as it lasts: until Slack is itself again, at the latest for its seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.seconds):
                await self.over.wait()


@dataclass
class Faults:
    """The fault that is switched on. `seconds` is how slow, or how long to wait when too busy, in real time."""

    mode: str = NONE
    methods: frozenset[str] = field(default_factory=frozenset)
    left: int | None = None
    seconds: float = 1.0
    _over: asyncio.Event = field(default_factory=asyncio.Event)
    _met: asyncio.Event = field(default_factory=asyncio.Event)

    def switch(
        self, mode: str, methods: Sequence[str] = (), count: int | None = None, seconds: float = 1.0
    ) -> None:
        """Let this happen from now on; what still waits for a slow answer has it at once.

        Raises ValueError for a mode there is none of.
        """
        if mode not in MODES:
            raise ValueError(f"There is no fault called {mode!r}; there are {', '.join(sorted(MODES))}.")
        self.mode, self.methods, self.left, self.seconds = mode, frozenset(methods), count, seconds
        self._over.set()
        self._over, self._met = asyncio.Event(), asyncio.Event()

    async def until_met(self) -> None:
        """Wait until a call has met what is switched on now: a slow one is on its way then, and has no answer yet."""
        await self._met.wait()

    def strike(self, method: str) -> Fault:
        """The fault that this call meets, counting it; one of mode `none` when it meets none."""
        if self.mode == NONE or (self.methods and method not in self.methods):
            return Fault(NONE, 0)
        struck = Fault(self.mode, self.seconds, self._over)
        self._met.set()
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                self.mode, self.left = NONE, None
        return struck
