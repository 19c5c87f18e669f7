"""What Slack tells us about our own messages: receipts that they arrived."""

from uuid import UUID

from bot.answers import Answer, Nothing
from bot.casework.deliveries import keep_receipt
from bot.inbound import Happened
from bot.listeners import Listeners
from bot.services import Services
from bot.slack import DELIVERY_EVENT
from bot.turn import Turn


def receipt(turn: Turn[Happened]) -> Answer:
    """`message_metadata_posted`: a message of ours arrived, under the opaque id that it carried."""
    event = turn.inbound.event
    metadata = event.get("metadata") or {}
    delivery_id = str((metadata.get("event_payload") or {}).get("id") or "")
    if metadata.get("event_type") == DELIVERY_EVENT and len(delivery_id) == 32:
        channel, ts = str(event.get("channel_id") or ""), str(event.get("message_ts") or "")
        keep_receipt(turn.work, UUID(delivery_id), channel, ts, turn.now)
    return Nothing()


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.event("message_metadata_posted", receipt, writes=True)
