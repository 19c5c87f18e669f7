"""Slack on a bad day: it drops, delays and refuses at random, and somebody dies as a call comes in."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from playground.faults import (
    DOWN,
    DROP_AFTER_ACCEPT,
    NONE,
    RATE_LIMITED,
    SERVER_ERROR,
    SERVER_ERROR_AFTER_ACCEPT,
    SLOW,
    Fault,
    Faults,
)

ACCEPTED_LATE = "accepted_late"
SHARES = {
    DROP_AFTER_ACCEPT: 0.03,
    RATE_LIMITED: 0.002,
    SERVER_ERROR: 0.02,
    SERVER_ERROR_AFTER_ACCEPT: 0.01,
    ACCEPTED_LATE: 0.01,
    DOWN: 0.01,
}
"""Of a hundred calls, how many meet what; the rest are answered after a moment."""

SPARED = frozenset({"auth.test", "apps.connections.open", "users.info"})
"""What is not about a message: a bot that cannot start meets no other fault."""


@dataclass(frozen=True)
class Strike:
    """Somebody dies as a call of this method comes in: before Slack takes it, or once Slack has accepted it."""

    method: str
    accepted: bool = False


class Weather(Faults):
    """The faults of one stand-in. `patience` is the client's own limit in seconds, after which late is too late."""

    def __init__(self, patience: float) -> None:
        super().__init__()
        self._patience = patience
        self._chance: Random | None = None
        self._strike: Strike | None = None
        self._die: Callable[[], None] = lambda: None
        self.met: Counter[str] = Counter()

    def turn_bad(self, chance: Random) -> None:
        """From now on calls meet faults by chance."""
        self._chance = chance

    def turn_fair(self) -> None:
        """From now on every call is answered at once."""
        self._chance = None

    def strike_at(self, strike: Strike, die: Callable[[], None]) -> None:
        """Let somebody die at the next call of a method."""
        self._strike, self._die = strike, die

    def strike(self, method: str) -> Fault:
        """Return what this call meets."""
        if self._strike is not None and self._strike.method == method:
            strike, self._strike = self._strike, None
            self._die()
            return Fault(NONE if strike.accepted else DOWN, 0)
        if self._chance is None or method in SPARED:
            return Fault(NONE, 0)
        mode = self._chosen(self._chance)
        self.met[mode] += mode != NONE
        if mode == ACCEPTED_LATE:
            return Fault(SLOW, self._patience + self._chance.uniform(0.1, 0.8))
        if mode == NONE:
            return Fault(SLOW, self._chance.uniform(0.0, 0.06))
        return Fault(mode, 1.0)

    def _chosen(self, chance: Random) -> str:
        drawn = chance.random()
        for mode, share in SHARES.items():
            drawn -= share
            if drawn < 0:
                return mode
        return NONE
