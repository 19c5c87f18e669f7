"""How fast an app may post: about one message a second in each channel, with short bursts."""

import math
from collections.abc import Callable
from datetime import datetime

from playground.refusal import RefusedError


class Pacing:
    """A bucket of posts per channel, refilled in real time. `burst` of None lets everything through."""

    def __init__(self, real: Callable[[], datetime], *, burst: int | None = 3, a_second: float = 1.0) -> None:
        self._real = real
        self._burst = burst
        self._a_second = a_second
        self._left: dict[str, tuple[float, datetime]] = {}

    def spend(self, channel: str) -> None:
        """Take one post from the channel's bucket. Raises RefusedError with ratelimited, HTTP 429."""
        if self._burst is None:
            return
        now = self._real()
        left, since = self._left.get(channel, (float(self._burst), now))
        left = min(self._burst, left + (now - since).total_seconds() * self._a_second)
        if left < 1:
            self._left[channel] = (left, now)
            wait = max(1, math.ceil((1 - left) / self._a_second))
            raise RefusedError("ratelimited", status=429, retry_after=wait)
        self._left[channel] = (left - 1, now)
