"""How this process is, as it knows itself: for is-it-alive, is-it-ready, the counts and the heartbeat."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

CODE = re.compile("[a-z0-9_]{1,60}")
OTHER = "other"


@dataclass
class Pulse:
    """Kept in memory only. All moments are by the steady clock; `clock_ahead` is by how many seconds the machine's
    clock is ahead of real time. `socket` says how Socket Mode stands, or nothing over HTTP."""

    started_at: timedelta | None = None
    last_cycle_at: timedelta | None = None
    cycle_seconds: float = 0.0
    has_failed_part: bool = False
    is_greeted: bool = False
    is_leaving: bool = False
    slack_answered_at: timedelta | None = None
    beaten_at: timedelta | None = None
    clock_ahead: float = 0.0
    refusals: Counter[str] = field(default_factory=Counter)
    socket: Callable[[], str] = lambda: ""

    @property
    def went_round_at(self) -> timedelta | None:
        """When the engine last went round; until its first round is over, when this process started."""
        return self.started_at if self.last_cycle_at is None else self.last_cycle_at

    @property
    def is_listening(self) -> bool:
        """Whether Slack can hand us what people do: over HTTP it finds the door itself."""
        return self.socket() in {"", "open"}

    def keep_answer(self, code: str, at: timedelta) -> None:
        """Keep that Slack answered well, or with which refusal; a code that is no word of Slack's is not repeated."""
        if not code:
            self.slack_answered_at = at
        else:
            self.refusals[code if CODE.fullmatch(code) else OTHER] += 1
