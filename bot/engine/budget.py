"""How many posts a minute this process sends to Slack in all."""

from collections import deque
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


class Budget:
    """Counts posts over the last minute of real time. What is urgent is counted and never waits for it."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._posts: deque[datetime] = deque()

    def spend(self, real: datetime) -> None:
        """Count one post."""
        self._posts.append(real)

    def free_at(self, real: datetime) -> datetime:
        """Return from when something that can wait may be posted: now, or when enough posts are a minute old."""
        while self._posts and self._posts[0] + MINUTE <= real:
            self._posts.popleft()
        over = len(self._posts) - self._per_minute
        return real if over < 0 else self._posts[over] + MINUTE
