"""When a receipt of Slack's was acknowledged: from then on there is proof, and nothing may be said again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playground.delivery import Acknowledgement, Parcel
from playground.server import Playground

RECEIPT = "message_metadata_posted"


class Proofs:
    """Listens in on a stand-in for the receipts that a bot has taken."""

    def __init__(self, playground: Playground, now: Callable[[], datetime]) -> None:
        self._playground = playground
        self._now = now
        self._proven_at: dict[str, datetime] = {}
        self._ask = playground.slack.line.ask
        playground.slack.line.ask = self._listen  # type: ignore[method-assign]

    async def _listen(self, parcel: Parcel) -> Acknowledgement:
        acknowledgement = await self._ask(parcel)
        event = parcel.payload.get("event") or {}
        if acknowledgement.ok and event.get("type") == RECEIPT:
            delivery_id = event["metadata"]["event_payload"]["id"]
            self._proven_at.setdefault(delivery_id, self._now())
        return acknowledgement

    def repeated_after(self, grace: timedelta) -> list[str]:
        """Return what was posted again longer than this after its receipt had been taken."""
        repeated = []
        for channel in self._playground.workspace.channels.values():
            for message in channel.messages:
                delivery_id = message.metadata["event_payload"]["id"] if message.metadata else ""
                proven_at = self._proven_at.get(delivery_id)
                stands_since = datetime.fromtimestamp(float(message.ts), UTC)
                if proven_at is not None and stands_since > proven_at + grace:
                    repeated.append(f"{delivery_id} in {channel.id}")
        return repeated
