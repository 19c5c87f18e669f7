"""What goes from the stand-in Slack to the bot, whichever way it travels."""

from dataclasses import dataclass
from typing import Protocol

from playground.workspace import Json

COMMAND = "slash_commands"
INTERACTION = "interactive"
EVENT = "events_api"


@dataclass(frozen=True)
class Parcel:
    """One thing for the bot. `attempt` and `reason` are set when an event is sent again."""

    kind: str
    what: str
    payload: Json
    attempt: int = 0
    reason: str | None = None


@dataclass(frozen=True)
class Acknowledgement:
    """How the bot answered. `error` is Slack's word for what went wrong; `ms` is how long it took."""

    ms: int
    body: Json | None = None
    error: str | None = None
    retry_reason: str | None = None
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return self.error is None


class Delivery(Protocol):
    """A way to the bot: signed requests, or envelopes in a socket."""

    async def deliver(self, parcel: Parcel) -> Acknowledgement:
        """Hand one parcel over and wait for its acknowledgement, for as long as Slack waits."""

    async def close(self) -> None:
        """Let go of connections."""
